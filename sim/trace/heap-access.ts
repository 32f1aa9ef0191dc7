/**
 * Reading and writing the guest's objects through descrs, and calling host functions: the one
 * adapter between typed guest classes and untyped run-time values. Booleans of the guest become 0
 * and 1 here, and back.
 */

import { assert, defined } from "../base/assert.ts";
import { int_and, int_signext } from "../base/int.ts";
import type { Int } from "../base/int.ts";
import type { InteriorFieldDescr } from "./descr.ts";
import type { ArrayDescr, CallDescr, ClassLayout, FieldDescr, HostFunction } from "./descr.ts";
import type { Kind, Ref, RtValue } from "./values.ts";

type Fields = Record<string, RtValue | boolean>;
type HostCall = (...args: unknown[]) => unknown;
type HostNew = new (...args: unknown[]) => object;

/** The value that memory holds before anything is stored. */
export function zeroOf(kind: Kind): RtValue {
  return kind === "r" ? null : 0;
}

function toTrace(value: unknown, isBool: boolean): RtValue {
  if (isBool) return value === true ? 1 : 0;
  return value as RtValue;
}

function toGuest(value: RtValue, isBool: boolean): RtValue | boolean {
  return isBool ? value !== 0 : value;
}

/** What memory of the descr's size holds of `value`: small integers wrap. */
export function toMemory(descr: FieldDescr | ArrayDescr, value: RtValue): RtValue | boolean {
  const { range, isBool } = descr;
  if (range === null || isBool) return toGuest(value, isBool);
  if (descr.isSigned) return int_signext(value as Int, descr.bytes);
  return int_and(value as Int, range.max);
}

export function readField(descr: FieldDescr, object: Ref): RtValue {
  return toTrace((object as unknown as Fields)[descr.name], descr.isBool);
}

export function writeField(descr: FieldDescr, object: Ref, value: RtValue): void {
  (object as unknown as Fields)[descr.name] = toMemory(descr, value);
}

/** Zero beyond the end: a pure read may have been moved ahead of the test of its index. */
export function readItem(descr: ArrayDescr, array: Ref, index: number): RtValue {
  const item = (array as unknown as readonly unknown[])[index];
  return item === undefined ? zeroOf(descr.itemKind) : toTrace(item, descr.isBool);
}

export function writeItem(descr: ArrayDescr, array: Ref, index: number, value: RtValue): void {
  (array as unknown as unknown[])[index] = toMemory(descr, value);
}

export function arrayLength(array: Ref): number {
  return (array as unknown as readonly unknown[]).length;
}

/** A packed array of `length` zeros of the item kind, or of structs. */
export function newArray(descr: ArrayDescr, length: number): unknown[] {
  const zero = toGuest(zeroOf(descr.itemKind), descr.isBool);
  const items: unknown[] = [];
  const { struct } = descr;
  for (let i = 0; i < length; i++)
    items.push(struct === null ? zero : construct(struct, NO_VALUES));
  return items;
}

export const NO_VALUES: ReadonlyMap<FieldDescr, RtValue> = new Map();

/** The field of the struct at `index`. */
export function readInterior(descr: InteriorFieldDescr, array: Ref, index: number): RtValue {
  return readField(descr.field, structAt(array, index));
}

export function writeInterior(
  descr: InteriorFieldDescr,
  array: Ref,
  index: number,
  value: RtValue,
): void {
  writeField(descr.field, structAt(array, index), value);
}

/** Raw memory at an address; the descr says how much of it and what it holds. */
export function readRaw(descr: ArrayDescr, address: Int): RtValue {
  return defined(descr.memory, "raw memory of", descr.name).read(address, descr);
}

export function writeRaw(descr: ArrayDescr, address: Int, value: RtValue): void {
  defined(descr.memory, "raw memory of", descr.name).write(address, descr, value as Int);
}

function structAt(array: Ref, index: number): object {
  return (array as unknown as readonly object[])[index] as object;
}

/** The class of an object as layouts know it, found through its host constructor. */
export type LayoutOf = (object: object) => ClassLayout | undefined;

/**
 * A new instance whose fields have the given values (missing ones are zero), made by the class's
 * own constructor so that it has the interpreter's hidden class.
 */
export function construct(layout: ClassLayout, values: ReadonlyMap<FieldDescr, RtValue>): object {
  assert(layout.paramCount >= 0, "no simple constructor:", layout.name);
  const hostClass = defined(layout.hostClass, "host class of", layout.name) as unknown as HostNew;
  const args: unknown[] = [];
  for (let i = 0; i < layout.paramCount; i++) args.push(null);
  for (const field of layout.fields) {
    const init = layout.inits.get(field.name);
    if (init?.from !== "param") continue;
    args[init.index] = toMemory(field, values.get(field) ?? zeroOf(field.kind));
  }
  const object = new hostClass(...args);
  for (const field of layout.fields) {
    const init = layout.inits.get(field.name);
    if (init?.from === "param") continue;
    writeField(field, object as Ref, values.get(field) ?? zeroOf(field.kind));
  }
  return object;
}

/** A new instance of any class or struct; see {@link construct}. */
export function instantiate(layout: ClassLayout, values: ReadonlyMap<FieldDescr, RtValue>): object {
  if (layout.paramCount >= 0) return construct(layout, values);
  const object = Object.create(layout.hostClass?.prototype ?? Object.prototype) as object;
  for (const field of layout.fields) {
    writeField(field, object as Ref, values.get(field) ?? zeroOf(field.kind));
  }
  return object;
}

/** Calls a host function with trace values; whatever it throws passes through. */
export function callHost(fn: HostFunction, descr: CallDescr, args: readonly RtValue[]): RtValue {
  const given: unknown[] = [];
  for (let i = 0; i < args.length; i++) {
    given.push(toGuest(args[i] as RtValue, descr.argKinds[i] === "b"));
  }
  const result = invoke(fn, given);
  if (descr.resultKind === "v") return null;
  return toTrace(result, descr.resultKind === "b");
}

function invoke(fn: HostFunction, given: unknown[]): unknown {
  if (fn.convention === "construct") return new (fn.fn as unknown as HostNew)(...given);
  const call = fn.fn as unknown as HostCall;
  if (fn.convention === "method") return call.apply(given[0], given.slice(1));
  return call(...given);
}
