/**
 * Descrs from their printed forms, so that a section of a PyPy log can be read without
 * declarations. A form says nearly all that the optimizer wants to know: whose field it is, its
 * kind, offset and purity; the size and kind of an array's items; a call's kinds and effects.
 *
 * What a form does not say is guessed: the class of a `<SizeDescr 16>` is that of the fields that
 * are stored into the new object; fields smaller than a word are taken for words.
 */

import type { Descr } from "./descr.ts";
import { ArrayDescr, CallDescr, ClassLayout, FieldDescr, FINISH_DESCRS } from "./descr.ts";
import { HEADER_BYTES, InteriorFieldDescr, QuasiImmutDescr } from "./descr.ts";
import { lookupOopspec } from "./oopspecs.ts";
import type { TraceContext } from "./trace-context.ts";
import { mutateFieldOf } from "./trace-context.ts";
import type { Kind } from "./values.ts";

const FIELD = /^<Field([SUPFXV]) (\S+)\.(\w+) (\d+)( pure)?>$/;
const FIELDS = new RegExp(FIELD.source.slice(1, -1), "g");
const ARRAY = /^<Array([SUPFX]) (\d+)>$/;
const SIZE = /^<SizeDescr (\d+)>$/;
const INTERIOR = /^<InteriorFieldDescr (<Field.*>)>$/;
const CALL = /^<Call([irfvn]) (\d+)(?: ([irfv]+))? EF=(\d)(?: OS=(\d+))?>$/;
const OBJECT = /^<(\w+) object at (0x[0-9a-f]+)>$/;

const KIND_OF_FLAG: Readonly<Record<string, Kind>> = { S: "i", U: "i", P: "r", F: "f", X: "r" };

/** A descr that prints as `text`; null when it is no printed form. */
export function inventDescr(text: string, context: TraceContext): Descr | null {
  const make =
    inventField(text, context) ??
    inventArray(text) ??
    inventSize(text, [], context) ??
    inventInterior(text, context) ??
    inventCall(text) ??
    inventObject(text, context);
  if (make !== null) context.addInvented(text, make);
  return make;
}

function inventField(text: string, context: TraceContext): FieldDescr | null {
  const [, flag = "", owner = "", name = "", offsetText, pure] = FIELD.exec(text) ?? [];
  if (offsetText === undefined) return null;
  const layout = context.inventClass(owner, name.startsWith("inst_") ? "class" : "struct");
  const field = new FieldDescr(
    layout,
    name.replace(/^inst_/, ""),
    KIND_OF_FLAG[flag] ?? "i",
    Number(offsetText),
    { isPure: pure !== undefined, isSigned: flag !== "U" },
  );
  addInOrder(layout, field);
  return field;
}

function addInOrder(layout: ClassLayout, field: FieldDescr): void {
  const { fields } = layout;
  if (fields.some((other) => other === field)) return;
  const after = fields.findIndex((other) => other.offset > field.offset);
  fields.splice(after < 0 ? fields.length : after, 0, field);
}

function inventArray(text: string): ArrayDescr | null {
  const [, flag = "", size] = ARRAY.exec(text) ?? [];
  if (size === undefined) return null;
  const bytes = Number(size);
  const struct = flag === "X" ? new ClassLayout("item", "item", null, 0, "raw") : null;
  const kind = KIND_OF_FLAG[flag] as Kind;
  const isSigned = flag !== "U";
  return new ArrayDescr(text, kind, false, { isSigned, bytes, struct, aliasKey: text });
}

function inventInterior(text: string, context: TraceContext): InteriorFieldDescr | null {
  const [, inner] = INTERIOR.exec(text) ?? [];
  if (inner === undefined) return null;
  const field = inventField(inner, context);
  if (field === null) return null;
  const name = `items of ${field.owner.qualifiedName}`;
  const array = new ArrayDescr(name, "r", false, { struct: field.owner, aliasKey: name });
  return new InteriorFieldDescr(array, field);
}

function inventCall(text: string): CallDescr | null {
  const [, result = "", size, args = "", effect, meaning] = CALL.exec(text) ?? [];
  if (effect === undefined) return null;
  const oopspec = meaning === undefined ? null : (lookupOopspec(meaning) ?? null);
  const isBool = result === "i" && size === "1";
  const resultKind = (isBool ? "b" : result.replace("n", "v")) as CallDescr["resultKind"];
  const isPure = [0, 1, 3, 4].includes(Number(effect));
  const writes = isPure ? [] : null;
  return new CallDescr(args, resultKind, { extraEffect: Number(effect), oopspec, writes });
}

function inventObject(text: string, context: TraceContext): Descr | null {
  const [, className = ""] = OBJECT.exec(text) ?? [];
  if (className === "QuasiImmutDescr") {
    const layout = context.inventClass("quasi");
    const field = new FieldDescr(layout, `field${layout.fields.length}`, "r", HEADER_BYTES, {
      isQuasiImmutable: true,
    });
    return new QuasiImmutDescr(field, mutateFieldOf(layout, field));
  }
  const outcome = /^DoneWithThisFrameDescr(Void|Int|Ref|Float)$/.exec(className)?.[1];
  if (outcome !== undefined) {
    return FINISH_DESCRS[outcome.toLowerCase() as keyof typeof FINISH_DESCRS];
  }
  return className === "ExitFrameWithExceptionDescrRef" ? FINISH_DESCRS.exception : null;
}

const ALLOCATION = /^\s*(?:\+\d+:\s*)?(\w+)\s*=\s*new(?:_with_vtable)?\(/;
const STORE = /^\s*(?:\+\d+:\s*)?setfield_gc\(\s*(\w+)\s*,.*descr=(<Field.*>)\)\s*$/;

/** New objects by the names of their boxes → the printed forms of the fields stored into them. */
export type Allocations = ReadonlyMap<string, readonly string[]>;

/** Looks ahead for what is stored into new objects. */
export function findAllocations(lines: readonly string[]): Allocations {
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const result = ALLOCATION.exec(line)?.[1];
    if (result !== undefined) found.set(result, []);
    const [, object = "", form = ""] = STORE.exec(line) ?? [];
    found.get(object)?.push(form);
  }
  return found;
}

/** Makes the classes whose fields the text names, so that `ConstClass(NAME)` means the same. */
export function inventOwners(text: string, context: TraceContext): void {
  for (const [form, , owner = "", name = ""] of text.matchAll(FIELDS)) {
    if (context.lookupDescr(form) !== undefined) continue;
    context.inventClass(owner, name.startsWith("inst_") ? "class" : "struct");
  }
}

function offsetOf(form: string): number {
  return Number(FIELD.exec(form)?.[4] ?? -1);
}

/**
 * The class of a new object: the one that declares the last of the fields that are stored into it.
 * Null when `text` is no printed size.
 */
export function inventSize(
  text: string,
  forms: readonly string[],
  context: TraceContext,
): Descr | null {
  const [, size] = SIZE.exec(text) ?? [];
  if (size === undefined) return null;
  const [last] = [...forms].sort((a, b) => offsetOf(b) - offsetOf(a));
  const owner = last === undefined ? undefined : FIELD.exec(last)?.[2];
  const layout = context.inventClass(owner ?? `size${size}`);
  layout.minimalBytes = Number(size);
  for (const form of forms) {
    const field = context.lookupDescr(form) ?? inventDescr(form, context);
    if (field?.descrKind === "field") addInOrder(layout, field);
  }
  return layout.sizeDescr;
}
