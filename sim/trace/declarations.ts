/**
 * Declarations: lines of text that say what the names of a trace stand for, so that a test needs
 * nothing but text.
 *
 *   class Node value:i next:r flag:b name:i:pure version:i:quasi
 *   class Leaf(Node) extra:f           a subclass
 *   class Point immutable x:i y:r      no field ever changes
 *   struct Pair a:i b:r                without a class word, for `new`; raw: without any header
 *   array Items r                      array Fixed i pure; array Bytes u1; array Pairs of Pair
 *   call add ii>i EF=2 OS=int.py_mod writes=Node.value,Items reads=
 *   object nodeA Node value=3 next=null
 *   items tens Ints 10 20 30           string hello "text"     unicode word "text"
 *   int big 123456789                  function helper         alias valuedescr Node.value
 *   vtable node_vtable Node            size nodesize Node
 *
 * Descrs are then named `Node.value`, `Node` (its size), `Items`, `Pairs.a`, `add`,
 * `Node.value/quasi`; constants `ConstClass(Node)`, `ConstClass(add)`, `ConstPtr(nodeA)`,
 * `ConstInt(big)`. fixtures/traces/README.md describes all of them.
 */

import { UserError } from "../base/errors.ts";
import type { EffectInfo, FieldInit, HeapPlace, HostClass, LayoutShape } from "./descr.ts";
import type { Storage } from "./descr.ts";
import { ArrayDescr, CallDescr, ClassLayout, EXTRA_EFFECT, FieldDescr } from "./descr.ts";
import { HostFunction, LoopToken, QuasiImmutDescr } from "./descr.ts";
import { HEADER_BYTES, WORD_BYTES } from "./descr.ts";
import type { DeclarationLine, HostFunctions } from "./declaration-line.ts";
import { declareInt, declareItems, declareObject, declareString } from "./declare-constants.ts";
import { readField } from "./heap-access.ts";
import { oopspecBody } from "./oopspec-bodies.ts";
import { lookupOopspec } from "./oopspecs.ts";
import { mutateFieldOf, TraceContext } from "./trace-context.ts";
import type { Kind } from "./values.ts";
import { VIRTUAL_REF_INFO } from "./virtual-ref-info.ts";

export type { HostFunctions } from "./declaration-line.ts";

const DECLARATIONS: Readonly<Record<string, (line: DeclarationLine) => void>> = {
  class: (line) => declareLayout(line, "class"),
  struct: (line) => declareLayout(line, "struct"),
  raw: (line) => declareLayout(line, "raw"),
  array: declareArray,
  call: declareCall,
  function: declareFunction,
  token: declareToken,
  quasi: declareQuasi,
  alias: declareAlias,
  vtable: (line) => declareClassName(line, "vtable"),
  size: (line) => declareClassName(line, "size"),
  object: declareObject,
  items: declareItems,
  string: (line) => declareString(line, false),
  unicode: (line) => declareString(line, true),
  int: declareInt,
  virtualrefs: ({ context }) => context.addClass(VIRTUAL_REF_INFO.layout),
};

/** Whether a line of text is a declaration. */
export function isDeclaration(line: string): boolean {
  return Object.hasOwn(DECLARATIONS, line.trim().split(/\s/, 1)[0] ?? "");
}

/** The words that begin a declaration. */
export const DECLARATION_WORDS: readonly string[] = Object.keys(DECLARATIONS);

/** Reads one declaration into `context`. */
export function readDeclaration(
  text: string,
  context: TraceContext,
  functions: HostFunctions,
  error: (message: string) => UserError,
): void {
  const words = text.trim().split(/\s+/);
  const declare = DECLARATIONS[words[0] as string];
  if (declare === undefined) throw error(`unknown declaration ${words[0]}`);
  context.isDeclared = true;
  declare({ words, text: text.trim(), context, functions, error });
}

/** Reads declarations, one a line; empty lines and lines that begin with `#` are skipped. */
export function parseDeclarations(
  text: string,
  functions: HostFunctions = {},
  file = "<declarations>",
): TraceContext {
  const context = new TraceContext();
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "" || line.trim().startsWith("#")) return;
    const column = line.length - line.trimStart().length + 1;
    const position = { file, line: index + 1, column };
    readDeclaration(line, context, functions, (message) => new UserError(message, position));
  });
  return context;
}

const KINDS: Readonly<Record<string, Kind>> = { i: "i", r: "r", f: "f", b: "i" };

/** A kind with a size: `i1` `u1` `i2` `u2` `i4` `u4` for small integers, `b` for truth values. */
interface SizedKind extends Storage {
  readonly kind: Kind;
  readonly isBool: boolean;
}

function readKind(text: string): SizedKind | null {
  const small = /^([iu])([1248])$/.exec(text);
  if (small !== null) {
    return { kind: "i", isBool: false, isSigned: small[1] === "i", bytes: Number(small[2]) };
  }
  const kind = KINDS[text];
  return kind === undefined ? null : { kind, isBool: text === "b" };
}

function declareLayout(line: DeclarationLine, shape: LayoutShape): void {
  const { words, context, error } = line;
  const [, path, parentName] = /^([\w.]*\w)(?:\(([\w.]+)\))?$/.exec(words[1] ?? "") ?? [];
  const name = path?.split(".").at(-1);
  if (path === undefined || name === undefined) throw error(`a ${shape} needs a name`);
  const parent = parentName === undefined ? null : context.classes.get(parentName);
  if (parent === undefined) throw error(`unknown class ${parentName}`);
  const layout = new ClassLayout(name, path, parent, context.classes.size, shape);
  layout.fields.push(...(parent?.fields ?? []));
  layout.isImmutable = words[2] === "immutable";
  for (const word of words.slice(layout.isImmutable ? 3 : 2)) {
    layout.fields.push(readFieldWord(line, layout, word));
  }
  layout.hostClass = makeHostClass(layout);
  context.addClass(layout);
}

const FIELD_PROPERTIES: ReadonlySet<string> = new Set(["pure", "quasi", "lazy"]);

function readFieldWord({ error }: DeclarationLine, layout: ClassLayout, word: string): FieldDescr {
  const [name = "", kindText = "", ...properties] = word.split(":");
  const sized = readKind(kindText);
  if (sized === null || name === "") {
    throw error(`field ${word} is not NAME:KIND; a kind is i r f b or i1 u1 i2 u2 i4 u4`);
  }
  const unknown = properties.find((property) => !FIELD_PROPERTIES.has(property));
  if (unknown !== undefined) {
    throw error(`field ${word}: ${unknown} is none of ${[...FIELD_PROPERTIES].join(", ")}`);
  }
  const last = layout.fields.at(-1);
  const end = last === undefined ? (layout.isRaw ? 0 : HEADER_BYTES) : last.offset + last.bytes;
  const bytes = sized.bytes ?? WORD_BYTES;
  const { kind, ...storage } = sized;
  return new FieldDescr(layout, name, kind, bytes * Math.ceil(end / bytes), {
    ...storage,
    isPure: layout.isImmutable || properties.includes("pure"),
    isQuasiImmutable: properties.includes("quasi"),
    isLazyStore: properties.includes("lazy"),
  });
}

/** A class whose constructor takes all fields in order. */
function makeHostClass(layout: ClassLayout): HostClass {
  layout.paramCount = layout.fields.length;
  layout.fields.forEach((field, index) => {
    layout.inits.set(field.name, { from: "param", index } satisfies FieldInit);
  });
  return class {
    constructor(...values: unknown[]) {
      layout.fields.forEach((field, index) => {
        (this as Record<string, unknown>)[field.name] = values[index];
      });
    }
  };
}

/** `array NAME KIND [pure] [raw] [alias=KEY]` or `array NAME of STRUCT`. */
function declareArray({ words, context, error }: DeclarationLine): void {
  const isOf = words[2] === "of";
  const [name = "", kindText = "", ...properties] = isOf
    ? [words[1], ...words.slice(3)]
    : words.slice(1);
  const sized = isOf ? { kind: "r" as const, isBool: false } : readKind(kindText);
  if (name === "" || sized === null) throw error("an array is `array NAME KIND`");
  const struct = isOf ? context.classes.get(kindText) : null;
  if (struct === undefined) throw error(`unknown struct ${kindText}`);
  const alias = properties.find((word) => word.startsWith("alias="))?.slice("alias=".length);
  const unknown = properties.find((word) => !/^(pure|raw|alias=\w+)$/.test(word));
  if (unknown !== undefined) throw error(`array ${name}: ${unknown} is none of pure, raw, alias=`);
  const { kind, ...storage } = sized;
  const descr = new ArrayDescr(name, kind, properties.includes("pure"), {
    ...storage,
    isRaw: properties.includes("raw"),
    struct,
    aliasKey: alias ?? `declared ${name}`,
  });
  context.addDescr(name, descr);
  for (const interior of descr.interiorFields) {
    context.addDescr(`${name}.${interior.field.name}`, interior);
  }
}

const CALL_OPTIONS: ReadonlySet<string> = new Set([
  "EF",
  "OS",
  "reads",
  "writes",
  "dict",
  "invalidates",
]);

/** `call NAME ii>i EF=2 OS=… reads=… writes=… dict=… invalidates=yes`. */
function declareCall(line: DeclarationLine): void {
  const { words, context, error } = line;
  const name = words[1] ?? "";
  const [, argKinds, result] = /^([irfb]*)>([irfbv])$/.exec(words[2] ?? "") ?? [];
  if (argKinds === undefined || result === undefined) throw error("a call is `call NAME ii>i`");
  const options = new Map<string, string>();
  for (const word of words.slice(3)) {
    const [key = "", value] = word.split("=");
    if (value === undefined || !CALL_OPTIONS.has(key)) {
      throw error(`${word} is none of ${[...CALL_OPTIONS].map((key) => `${key}=`).join(" ")}`);
    }
    options.set(key, value);
  }
  const effect = readEffect(line, options);
  context.addDescr(name, new CallDescr(argKinds, result as CallDescr["resultKind"], effect));
  addFunction(line, name, oopspecBody(effect.oopspec, context.memory));
}

function readEffect(line: DeclarationLine, options: ReadonlyMap<string, string>): EffectInfo {
  const { error } = line;
  const extraEffect = Number(options.get("EF") ?? EXTRA_EFFECT.canRaise);
  if (!(Number.isInteger(extraEffect) && extraEffect >= 0 && extraEffect <= 7)) {
    throw error(`EF=${options.get("EF")} is none of 0 to 7`);
  }
  const meaning = options.get("OS");
  const oopspec = meaning === undefined ? null : lookupOopspec(meaning);
  if (oopspec === undefined) throw error(`unknown OS=${meaning}`);
  const places = (key: string) => readPlaces(options.get(key), line);
  const isPure = extraEffect === EXTRA_EFFECT.loopInvariant || [0, 3, 4].includes(extraEffect);
  const writes = isPure ? [] : places("writes");
  const dict = readDict(line, options.get("dict"));
  const effect = { extraEffect, oopspec, writes, reads: places("reads"), ...dict };
  const invalidates = options.get("invalidates");
  if (invalidates === undefined) return effect;
  if (!["yes", "no"].includes(invalidates)) throw error("invalidates= is yes or no");
  return { ...effect, canInvalidate: invalidates === "yes" };
}

/** `dict=FIELD,ARRAY`: what a lookup reads, with OS=dict.lookup. */
function readDict(line: DeclarationLine, text: string | undefined): Pick<EffectInfo, "dict"> {
  if (text === undefined) return {};
  const [field, array] = readPlaces(text, line) ?? [];
  if (field?.descrKind === "field" && array?.descrKind === "array")
    return { dict: { field, array } };
  throw line.error("dict= names a field and an array");
}

function readPlaces(text: string | undefined, line: DeclarationLine): HeapPlace[] | null {
  if (text === undefined) return null;
  if (text === "") return [];
  return text.split(",").map((name) => {
    const descr = line.context.lookupDescr(name);
    if (descr?.descrKind === "field" || descr?.descrKind === "array") return descr;
    if (descr?.descrKind === "interior") return descr;
    throw line.error(`${name} is neither a field nor an array`);
  });
}

function addFunction(
  { context, functions, error }: DeclarationLine,
  name: string,
  known: HostFunctions[string] | null = null,
): void {
  const missing = () => {
    throw error(`function ${name} has no body`);
  };
  context.functions.set(
    name,
    new HostFunction(name, "function", functions[name] ?? known ?? missing),
  );
}

function declareFunction(line: DeclarationLine): void {
  const [, name] = line.words;
  if (name === undefined) throw line.error("a function is `function NAME`");
  addFunction(line, name);
}

/** `token NAME`: a compiled loop, for call_assembler. */
function declareToken({ words, context, error }: DeclarationLine): void {
  const [, name] = words;
  if (name === undefined) throw error("a token is `token NAME`");
  context.addDescr(name, new LoopToken());
}

/** `quasi NAME CLASS.FIELD OBJECT`: what the field holds in the object is relied upon. */
function declareQuasi({ words, context, error }: DeclarationLine): void {
  const [, name = "", fieldName = "", objectName = ""] = words;
  const field = context.lookupDescr(fieldName);
  if (field?.descrKind !== "field") throw error(`${fieldName} is no field`);
  const object = context.objects.get(objectName);
  if (object === undefined) throw error(`unknown object ${objectName}`);
  const mutate = mutateFieldOf(field.owner, field);
  context.addDescr(name, new QuasiImmutDescr(field, mutate, readField(field, object)));
}

/** `vtable NAME CLASS`: in ConstClass(NAME); `size NAME CLASS`: in descr=NAME. */
function declareClassName({ words, context, error }: DeclarationLine, what: "vtable" | "size") {
  const [, name = "", className = ""] = words;
  const layout = context.classes.get(className);
  if (layout === undefined) throw error(`${what} ${name}: unknown class ${className}`);
  if (what === "size") context.addDescr(name, layout.sizeDescr);
  else context.addVtable(name, layout);
}

/** `alias NEW OLD`: another name for a descr, a class, a function or a constant. */
function declareAlias({ words, context, error }: DeclarationLine): void {
  const [, name = "", old = ""] = words;
  if (name === "" || old === "") throw error("an alias is `alias NEW OLD`");
  if (!context.addAlias(name, old)) throw error(`alias ${name}: nothing is called ${old}`);
}
