/**
 * The printed form of descriptors, as PyPy's logs and hooks show them.
 *
 * Whatever is an address on PyPy (guards, target tokens, singleton descrs) prints the address that
 * the assembler assigned; before that it is 0.
 *
 * Counterpart: repr_of_descr in rpython/jit/backend/llsupport/descr.py and
 * rpython/jit/metainterp/history.py.
 * DIFFERS: an item that the guest holds as a boolean has a whole word, so its size prints as 8.
 */

import { unreachable } from "../base/assert.ts";
import type { ArrayDescr, CallDescr, Descr, FieldDescr, FinishDescr } from "./descr.ts";
import { lookupOopspec, oopspecIndex } from "./oopspecs.ts";
import type { Kind } from "./values.ts";

/** Fields that the JIT adds to a structure; PyPy prints them by their plain names. */
const JIT_FIELDS: ReadonlySet<string> = new Set(["vable_token", "virtual_token", "forced"]);

/** Finds the address of something that has none of its own to print. */
export type AddressOf = (thing: object) => number | bigint;

const FINISH_CLASSES: Readonly<Record<FinishDescr["outcome"], string>> = {
  void: "DoneWithThisFrameDescrVoid",
  int: "DoneWithThisFrameDescrInt",
  ref: "DoneWithThisFrameDescrRef",
  float: "DoneWithThisFrameDescrFloat",
  exception: "ExitFrameWithExceptionDescrRef",
};

function typeFlag(kind: Kind, isSigned: boolean): string {
  if (kind === "i") return isSigned ? "S" : "U";
  return kind === "r" ? "P" : "F";
}

function printField(descr: FieldDescr): string {
  const { owner } = descr;
  const isOwn = !owner.hasVtable || JIT_FIELDS.has(descr.name);
  const name = isOwn ? descr.name : `inst_${descr.name}`;
  const pure = descr.isPure ? " pure" : "";
  const flag = typeFlag(descr.kind, descr.isSigned);
  return `<Field${flag} ${owner.qualifiedName}.${name} ${descr.offset}${pure}>`;
}

function printArray(descr: ArrayDescr): string {
  const flag = descr.struct === null ? typeFlag(descr.itemKind, descr.isSigned) : "X";
  return `<Array${flag} ${descr.bytes}>`;
}

const RESULT_SIZES = { i: 8, r: 8, f: 8, b: 1, v: 0 } as const;

function printCall(descr: CallDescr): string {
  const result = descr.resultKind === "b" ? "i" : descr.resultKind;
  const args = descr.argKinds === "" ? "" : ` ${descr.argKinds.replaceAll("b", "i")}`;
  const { oopspec, extraEffect } = descr.effect;
  const known = oopspec === null ? undefined : lookupOopspec(oopspec);
  const meaning = known === undefined ? "" : ` OS=${oopspecIndex(known)}`;
  return `<Call${result} ${RESULT_SIZES[descr.resultKind]}${args} EF=${extraEffect}${meaning}>`;
}

function printObject(className: string, thing: object, addressOf: AddressOf): string {
  return `<${className} object at 0x${addressOf(thing).toString(16)}>`;
}

/** What `descr` prints as. */
export function printDescr(descr: Descr, addressOf: AddressOf = () => 0): string {
  switch (descr.descrKind) {
    case "field":
      return printField(descr);
    case "size":
      return `<SizeDescr ${descr.layout.sizeBytes}>`;
    case "array":
      return printArray(descr);
    case "interior":
      return `<InteriorFieldDescr ${printField(descr.field)}>`;
    case "call":
      return printCall(descr);
    case "guard":
      return `<Guard0x${descr.address.toString(16)}>`;
    case "target":
      return `TargetToken(${descr.address})`;
    case "loop":
      return `<Loop${descr.number}>`;
    case "finish":
      return printObject(FINISH_CLASSES[descr.outcome], descr, addressOf);
    case "quasiimmut":
      return printObject("QuasiImmutDescr", descr, addressOf);
    default:
      return unreachable(descr);
  }
}
