/**
 * What the names in a textual trace stand for: classes, arrays, calls, constants, targets. Built
 * from a program's own descrs, or declared in text, so that a test needs nothing but text:
 *
 *   class Node value:i next:r flag:b name:i:pure version:i:quasi
 *   class Leaf(Node) extra:f
 *   class Pair immutable x:i y:r       all fields pure; made when compiling if all are constants
 *   class module.path.Point x:i        known as Point, printed with its path
 *   raw ticker c_value:i
 *   array Items r            array Fixed r pure
 *   call add ii>i EF=2 OS=int.py_mod writes=Node.value,Items
 *   object nodeA Node value=3 next=null
 *   virtualrefs                        JitVirtualRef virtual_token:r forced:r
 *
 * Descrs are then named `Node.value`, `Node` (its size), `Items`, `add`, `Node.value/quasi`;
 * constants `ConstClass(Node)`, `ConstClass(add)`, `ConstPtr(nodeA)`. Fields of class Node start at
 * offset 8 and go in order of declaration. Printed forms (`<FieldS Node.inst_value 8>`) are names
 * too, as long as they are unambiguous.
 */

import { getOrMake } from "../base/collections.ts";
import { UserError } from "../base/errors.ts";
import type { EffectInfo, FieldInit, HostClass } from "./descr.ts";
import { ArrayDescr, CallDescr, ClassLayout, EXTRA_EFFECT, FieldDescr } from "./descr.ts";
import { GuardDescr, HostFunction, LoopToken, QuasiImmutDescr, TargetToken } from "./descr.ts";
import { FINISH_DESCRS, HEADER_BYTES, OOPSPEC_INDEX, WORD_BYTES } from "./descr.ts";
import type { Descr } from "./descr.ts";
import { writeField } from "./heap-access.ts";
import { printDescr } from "./print-descr.ts";
import type { Kind, Ref } from "./values.ts";
import { VIRTUAL_REF_INFO } from "./virtual-ref-info.ts";

type HostFn = (...args: never[]) => unknown;

/** The names that a textual trace may use. */
export class TraceContext {
  readonly classes = new Map<string, ClassLayout>();
  readonly functions = new Map<string, HostFunction>();
  readonly objects = new Map<string, object | string>();
  private readonly descrs = new Map<string, Descr>();
  private readonly descrNames = new Map<Descr, string>();
  private readonly byPrintedForm = new Map<string, Descr | "ambiguous">();
  private readonly guards = new Map<string, GuardDescr>();
  private readonly targets = new Map<string, TargetToken>();
  private readonly loops = new Map<string, LoopToken>();
  private readonly layouts = new Map<unknown, ClassLayout>();
  private readonly objectNames = new Map<object | string, string>();
  /** The loop whose targets `TargetToken(N)` names. */
  readonly loop = new LoopToken();

  constructor() {
    for (const [outcome, descr] of Object.entries(FINISH_DESCRS)) this.addDescr(outcome, descr);
  }

  /** Gives `descr` a name, besides its printed form. */
  addDescr(name: string, descr: Descr): void {
    this.descrs.set(name, descr);
    this.descrNames.set(descr, name);
    const printed = printDescr(descr);
    this.byPrintedForm.set(printed, this.byPrintedForm.has(printed) ? "ambiguous" : descr);
  }

  addClass(layout: ClassLayout): void {
    this.classes.set(layout.name, layout);
    this.addDescr(layout.name, layout.sizeDescr);
    if (layout.hostClass !== null) this.layouts.set(layout.hostClass, layout);
    for (const field of layout.fields) {
      if (!this.descrNames.has(field)) this.addField(layout, field);
    }
  }

  addObject(name: string, value: object | string): void {
    this.objects.set(name, value);
    this.objectNames.set(value, name);
  }

  /** The class of an object that was made by one of the declared classes. */
  readonly layoutOf = (object: object): ClassLayout | undefined =>
    this.layouts.get(object.constructor);

  /** The name given to `descr`; "" for guards and finishes, null for what has its own form. */
  readonly descrName = (descr: Descr): string | null => {
    if (descr.descrKind === "guard" || descr.descrKind === "finish") return "";
    return this.descrNames.get(descr) ?? null;
  };

  readonly objectName = (value: object | string): string | null =>
    this.objectNames.get(value) ?? null;

  /** What `descr=TEXT` stands for; undefined when nothing or several things have that form. */
  lookupDescr(text: string): Descr | undefined {
    const named = this.descrs.get(text);
    if (named !== undefined) return named;
    const printed = this.byPrintedForm.get(text);
    if (printed !== undefined && printed !== "ambiguous") return printed;
    return this.lookupNumbered(text);
  }

  private lookupNumbered(text: string): Descr | undefined {
    const guard = /^<?Guard(?:0x)?([0-9a-f]+)>?$/.exec(text);
    if (guard !== null) {
      return getOrMake(this.guards, text, () => numbered(new GuardDescr("resume"), guard[1], 16));
    }
    const target = /^TargetToken\((\d+)\)$/.exec(text);
    if (target !== null) {
      return getOrMake(this.targets, text, () =>
        numbered(new TargetToken(this.loop), target[1], 10),
      );
    }
    const loop = /^<Loop(-?\d+)>$/.exec(text);
    if (loop === null) return undefined;
    return getOrMake(this.loops, text, () => {
      const token = new LoopToken();
      token.number = Number(loop[1]);
      return token;
    });
  }

  private addField(layout: ClassLayout, field: FieldDescr): void {
    const name = `${layout.name}.${field.name}`;
    this.addDescr(name, field);
    if (!field.isQuasiImmutable) return;
    const mutate = new FieldDescr(layout, `mutate_${field.name}`, "r", field.offset);
    this.addDescr(`${name}/quasi`, new QuasiImmutDescr(field, mutate));
  }
}

function numbered<T extends { address: number }>(descr: T, digits = "0", radix: number): T {
  descr.address = Number.parseInt(digits, radix);
  return descr;
}

/** Host functions for declared calls, by name. */
export type HostFunctions = Readonly<Record<string, HostFn>>;

/** One declaration while it is read. */
interface Declaration {
  readonly words: readonly string[];
  readonly context: TraceContext;
  readonly functions: HostFunctions;
  /** The error to throw. */
  error(message: string): UserError;
}

const DECLARATIONS: Readonly<Record<string, (declaration: Declaration) => void>> = {
  class: (declaration) => declareClass(declaration, false),
  raw: (declaration) => declareClass(declaration, true),
  array: declareArray,
  call: declareCall,
  object: declareObject,
  virtualrefs: ({ context }) => context.addClass(VIRTUAL_REF_INFO.layout),
};

/** Whether a line of text is a declaration. */
export function isDeclaration(line: string): boolean {
  return Object.hasOwn(DECLARATIONS, line.split(" ", 1)[0] ?? "");
}

/** Reads declarations, one a line; empty lines and lines that begin with `#` are skipped. */
export function parseDeclarations(
  text: string,
  functions: HostFunctions = {},
  file = "<declarations>",
): TraceContext {
  const context = new TraceContext();
  text.split("\n").forEach((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return;
    const error = (message: string) => new UserError(message, { file, line: index + 1 });
    const words = line.split(/\s+/);
    const declare = DECLARATIONS[words[0] as string];
    if (declare === undefined) throw error(`unknown declaration ${words[0]}`);
    declare({ words, context, functions, error });
  });
  return context;
}

const KINDS: Readonly<Record<string, Kind>> = { i: "i", r: "r", f: "f", b: "i" };

function declareClass({ words, context, error }: Declaration, isRaw: boolean): void {
  const [, path, parentName] = /^([\w.]*\w)(?:\((\w+)\))?$/.exec(words[1] ?? "") ?? [];
  const name = path?.split(".").at(-1);
  if (path === undefined || name === undefined) throw error("a class needs a name");
  const parent = parentName === undefined ? null : context.classes.get(parentName);
  if (parent === undefined) throw error(`unknown class ${parentName}`);
  const layout = new ClassLayout(name, path, parent, context.classes.size, isRaw);
  layout.fields.push(...(parent?.fields ?? []));
  layout.isImmutable = words[2] === "immutable";
  for (const word of words.slice(layout.isImmutable ? 3 : 2)) {
    const [fieldName = "", letter = "", property] = word.split(":");
    const kind = KINDS[letter];
    if (kind === undefined) throw error(`field ${word} is not NAME:KIND`);
    const options = {
      isBool: letter === "b",
      isPure: layout.isImmutable || property === "pure",
      isQuasiImmutable: property === "quasi",
      isLazyStore: property === "lazy",
    };
    const offset = (isRaw ? 0 : HEADER_BYTES) + WORD_BYTES * layout.fields.length;
    layout.fields.push(new FieldDescr(layout, fieldName, kind, offset, options));
  }
  layout.hostClass = makeHostClass(layout);
  context.addClass(layout);
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

function declareArray({ words, context, error }: Declaration): void {
  const [, name, letter = "", property] = words;
  const kind = KINDS[letter];
  if (name === undefined || kind === undefined) throw error("an array is `array NAME KIND`");
  context.addDescr(name, new ArrayDescr(name, kind, property === "pure", letter === "b"));
}

function declareCall({ words, context, functions, error }: Declaration): void {
  const name = words[1] ?? "";
  const [, argKinds, result] = /^([irfb]*)>([irfbv])$/.exec(words[2] ?? "") ?? [];
  if (argKinds === undefined || result === undefined) throw error("a call is `call NAME ii>i`");
  const options = new Map(words.slice(3).map((word) => word.split("=") as [string, string]));
  const oopspec = options.get("OS") ?? null;
  if (oopspec !== null && !Object.hasOwn(OOPSPEC_INDEX, oopspec)) {
    throw error(`unknown OS=${oopspec}`);
  }
  const effect: EffectInfo = {
    extraEffect: Number(options.get("EF") ?? EXTRA_EFFECT.canRaise),
    oopspec,
    writes: readWrites(options.get("writes"), context, error),
  };
  context.addDescr(name, new CallDescr(argKinds, result as CallDescr["resultKind"], effect));
  const missing = () => {
    throw error(`function ${name} has no body`);
  };
  const body = functions[name] ?? missing;
  context.functions.set(name, new HostFunction(name, "function", body));
}

function readWrites(
  text: string | undefined,
  context: TraceContext,
  error: (message: string) => UserError,
): EffectInfo["writes"] {
  if (text === undefined) return null;
  if (text === "") return [];
  return text.split(",").map((name) => {
    const descr = context.lookupDescr(name);
    if (descr?.descrKind === "field" || descr?.descrKind === "array") return descr;
    throw error(`${name} is neither a field nor an array`);
  });
}

function declareObject({ words, context, error }: Declaration): void {
  const [, name = "", className = ""] = words;
  const layout = context.classes.get(className);
  if (layout === undefined) throw error(`unknown class ${className}`);
  const hostClass = layout.hostClass as unknown as new () => object;
  const object = new hostClass();
  for (const field of layout.fields) writeField(field, object, field.kind === "r" ? null : 0);
  for (const word of words.slice(3)) {
    const [fieldName = "", text = ""] = word.split("=");
    const field = layout.field(fieldName);
    writeField(field, object, field.kind === "r" ? readRef(text, context, error) : Number(text));
  }
  context.addObject(name, object);
}

function readRef(text: string, context: TraceContext, error: (message: string) => UserError): Ref {
  if (text === "null") return null;
  const found = context.objects.get(text);
  if (found === undefined) throw error(`unknown object ${text}`);
  return found;
}
