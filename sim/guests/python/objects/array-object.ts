/**
 * `array.array`: homogeneous items behind one class per representation. Traces look into reading
 * and writing items of machine integers and doubles.
 *
 * Invariants: items stand at 0 … length-1 of `items`, which may be longer; an integer array holds
 * values in the range of its kind only.
 *
 * Counterpart: pypy/module/array/interp_array.py. DIFFERS: items are packed in raw memory there.
 */

import { type Float, toFloat } from "../../../base/float.ts";
import { type Int, int_ge, int_le } from "../../../base/int.ts";
import { oefmt, typeError, typeName } from "./errors.ts";
import { newfloat, W_FloatObject } from "./float-object.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull, W_IntObject, wrapBigint } from "./int-object.ts";
import { toFloatValue } from "./number-operations.ts";
import type { OperationError } from "./operation-error.ts";
import type { GuestBuffer } from "./buffer.ts";
import { call_looked_up, lookup } from "./call.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { newtext, W_UnicodeObject } from "./unicode-object.ts";
import { W_AbstractIterator, W_Root } from "./w-root.ts";

/** What a typecode means. */
export class ArrayKind {
  readonly typecode: string;
  readonly itemsize: number;
  /** The range of integers; both zero for other kinds. */
  readonly lowest: bigint;
  readonly highest: bigint;

  constructor(typecode: string, itemsize: number, signed: boolean | null) {
    this.typecode = typecode;
    this.itemsize = itemsize;
    const bits = BigInt(8 * itemsize);
    this.lowest = signed === true ? -(1n << (bits - 1n)) : 0n;
    this.highest = signed === null ? 0n : (1n << (signed ? bits - 1n : bits)) - 1n;
  }
}

/** By typecode. */
export const ARRAY_KINDS: ReadonlyMap<string, ArrayKind> = new Map(
  (
    [
      ["b", 1, true],
      ["B", 1, false],
      ["u", 4, null],
      ["h", 2, true],
      ["H", 2, false],
      ["i", 4, true],
      ["I", 4, false],
      ["l", 8, true],
      ["L", 8, false],
      ["q", 8, true],
      ["Q", 8, false],
      ["f", 4, null],
      ["d", 8, null],
    ] as const
  ).map(([code, size, signed]) => [code, new ArrayKind(code, size, signed)]),
);

export abstract class W_Array extends W_Root {
  readonly w_type: W_TypeObject;
  readonly kind: ArrayKind;
  length = 0;

  constructor(w_type: W_TypeObject, kind: ArrayKind) {
    super();
    this.w_type = w_type;
    this.kind = kind;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  /** The item at an index inside of the array. */
  abstract get(index: number): W_Root;
  abstract set(space: ObjSpace, index: number, w_item: W_Root): void;
  /** Checks and converts an item without storing it. */
  abstract accept(space: ObjSpace, w_item: W_Root): W_Root;
  /** Replaces all items by ones that were accepted. */
  abstract setAll(items_w: readonly W_Root[]): void;
  abstract push(space: ObjSpace, w_item: W_Root): void;
  /** Writes item number `index` at `offset`; little-endian. */
  abstract store(view: DataView, offset: number, index: number): void;
  /** The item that these bytes are. */
  abstract load(space: ObjSpace, view: DataView, offset: number): W_Root;

  override buffer(space: ObjSpace): GuestBuffer {
    const { typecode, itemsize } = this.kind;
    const read = (offset: number, count: number): Uint8Array => this.bytesAt(offset, count);
    const write = (offset: number, bytes: Uint8Array): void =>
      this.setBytesAt(space, offset, bytes);
    return {
      w_owner: this,
      readonly: false,
      format: typecode === "u" ? "w" : typecode,
      itemSizeBytes: itemsize,
      bytes: () => this.toBytes(),
      part: { read, write },
    };
  }

  /** Some of the bytes that the items are. */
  private bytesAt(offset: number, count: number): Uint8Array {
    const { itemsize } = this.kind;
    const first = Math.floor(offset / itemsize);
    const last = Math.min(Math.ceil((offset + count) / itemsize), this.length);
    const bytes = new Uint8Array(Math.max(last - first, 0) * itemsize);
    const view = new DataView(bytes.buffer);
    for (let i = first; i < last; i++) this.store(view, (i - first) * itemsize, i);
    const start = offset - first * itemsize;
    return bytes.subarray(start, start + count);
  }

  /** Changes the items that have these bytes. */
  private setBytesAt(space: ObjSpace, offset: number, bytes: Uint8Array): void {
    const { itemsize } = this.kind;
    const first = Math.floor(offset / itemsize);
    const start = first * itemsize;
    const last = Math.ceil((offset + bytes.length) / itemsize);
    const whole = this.bytesAt(start, (last - first) * itemsize);
    whole.set(bytes, offset - start);
    const view = new DataView(whole.buffer, whole.byteOffset, whole.length);
    for (let i = first; i < last; i++) {
      this.set(space, i, this.load(space, view, (i - first) * itemsize));
    }
  }

  toItems(): W_Root[] {
    const items_w: W_Root[] = [];
    for (let i = 0; i < this.length; i++) items_w.push(this.get(i));
    return items_w;
  }

  toBytes(): Uint8Array {
    const { itemsize } = this.kind;
    const bytes = new Uint8Array(this.length * itemsize);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < this.length; i++) this.store(view, i * itemsize, i);
    return bytes;
  }
}

/** A longer copy, filled up. */
function longer<T>(items: readonly T[], filler: T): T[] {
  const result = items.slice();
  const length = items.length + (items.length >> 3) + 8;
  while (result.length < length) result.push(filler);
  return result;
}

/** The integer that an item is, inside of the range of the kind. */
function integerItem(space: ObjSpace, kind: ArrayKind, w_item: W_Root): bigint {
  const w_value = builtinValue(w_item);
  let value = bigintOrNull(w_value);
  if (value === null) {
    if (w_value instanceof W_FloatObject) {
      throw typeError(space, `expected integer, got ${typeName(space, w_item)} object`);
    }
    const w_method = lookup(space, w_item, "__index__");
    if (w_method !== null) {
      value = bigintOrNull(call_looked_up(space, w_method, w_item, [], null));
    }
    if (value === null) throw typeError(space, "array item must be int");
  }
  if (value < kind.lowest || value > kind.highest) throw outOfRange(space, kind, value);
  return value;
}

function outOfRange(space: ObjSpace, kind: ArrayKind, value: bigint): OperationError {
  const isSigned = kind.lowest < 0n;
  let message = "int too large to convert to int";
  if (kind.itemsize < 8) {
    const order = value > kind.highest ? "greater than maximum" : "less than minimum";
    const name = `${isSigned ? "signed" : "unsigned"} ${kind.itemsize}-byte integer`;
    message = `${name} is ${order}`;
  } else if (kind.typecode !== "l") message = "unsigned 8-byte integer out of range";
  return oefmt(space, space.w_OverflowError, message);
}

/** Integers that are machine words: every kind but unsigned 8-byte ones. */
export class W_IntArray extends W_Array {
  readonly low: Int;
  readonly high: Int;
  items: Int[] = [];

  constructor(w_type: W_TypeObject, kind: ArrayKind) {
    super(w_type, kind);
    this.low = (wrapBigint(kind.lowest) as W_IntObject).intval;
    this.high = (wrapBigint(kind.highest) as W_IntObject).intval;
  }

  override get(index: number): W_Root {
    return new W_IntObject(this.items[index]!);
  }

  override set(space: ObjSpace, index: number, w_item: W_Root): void {
    if (w_item instanceof W_IntObject) {
      const value = w_item.intval;
      if (int_ge(value, this.low) && int_le(value, this.high)) {
        this.items[index] = value;
        return;
      }
    }
    this.set_converted(space, index, w_item);
  }

  /** @dont_look_inside @may_force */
  set_converted(space: ObjSpace, index: number, w_item: W_Root): void {
    this.items[index] = (this.accept(space, w_item) as W_IntObject).intval;
  }

  override accept(space: ObjSpace, w_item: W_Root): W_Root {
    return wrapBigint(integerItem(space, this.kind, w_item));
  }

  override setAll(items_w: readonly W_Root[]): void {
    this.items = items_w.map((w_item) => (w_item as W_IntObject).intval);
    this.length = items_w.length;
  }

  override push(space: ObjSpace, w_item: W_Root): void {
    const w_value = this.accept(space, w_item) as W_IntObject;
    if (this.length >= this.items.length) this.items = longer<Int>(this.items, 0);
    this.items[this.length++] = w_value.intval;
  }

  override store(view: DataView, offset: number, index: number): void {
    const value = this.items[index]!;
    const { itemsize } = this.kind;
    if (itemsize === 1) view.setUint8(offset, Number(value));
    else if (itemsize === 2) view.setUint16(offset, Number(value), true);
    else if (itemsize === 4) view.setUint32(offset, Number(value), true);
    else view.setBigInt64(offset, BigInt(value), true);
  }

  override load(_space: ObjSpace, view: DataView, offset: number): W_Root {
    const bits = 8 * this.kind.itemsize;
    let raw: bigint;
    if (bits === 8) raw = BigInt(view.getUint8(offset));
    else if (bits === 16) raw = BigInt(view.getUint16(offset, true));
    else if (bits === 32) raw = BigInt(view.getUint32(offset, true));
    else raw = view.getBigUint64(offset, true);
    return wrapBigint(this.kind.lowest < 0n ? BigInt.asIntN(bits, raw) : raw);
  }
}

/** Unsigned 8-byte integers. */
export class W_WideArray extends W_Array {
  private items: bigint[] = [];

  /** @dont_look_inside @cannot_raise */
  override get(index: number): W_Root {
    return wrapBigint(this.items[index]!);
  }

  /** @dont_look_inside @may_force */
  override set(space: ObjSpace, index: number, w_item: W_Root): void {
    this.items[index] = integerItem(space, this.kind, w_item);
  }

  override accept(space: ObjSpace, w_item: W_Root): W_Root {
    return wrapBigint(integerItem(space, this.kind, w_item));
  }

  override setAll(items_w: readonly W_Root[]): void {
    this.items = items_w.map((w_item) => bigintOrNull(w_item)!);
    this.length = items_w.length;
  }

  override push(space: ObjSpace, w_item: W_Root): void {
    this.items.length = this.length;
    this.items.push(integerItem(space, this.kind, w_item));
    this.length++;
  }

  override store(view: DataView, offset: number, index: number): void {
    view.setBigUint64(offset, this.items[index]!, true);
  }

  override load(_space: ObjSpace, view: DataView, offset: number): W_Root {
    return wrapBigint(view.getBigUint64(offset, true));
  }
}

/** Doubles, and floats (rounded when stored). */
export class W_FloatArray extends W_Array {
  readonly isSingle: boolean;
  items: Float[] = [];

  constructor(w_type: W_TypeObject, kind: ArrayKind) {
    super(w_type, kind);
    this.isSingle = kind.itemsize === 4;
  }

  override get(index: number): W_Root {
    return new W_FloatObject(this.items[index]!);
  }

  override set(space: ObjSpace, index: number, w_item: W_Root): void {
    if (w_item instanceof W_FloatObject && !this.isSingle) {
      this.items[index] = w_item.floatval;
      return;
    }
    this.set_converted(space, index, w_item);
  }

  /** @dont_look_inside @may_force */
  set_converted(space: ObjSpace, index: number, w_item: W_Root): void {
    this.items[index] = (this.accept(space, w_item) as W_FloatObject).floatval;
  }

  override accept(space: ObjSpace, w_item: W_Root): W_Root {
    const w_value = builtinValue(w_item);
    let value: number;
    if (w_value instanceof W_FloatObject || bigintOrNull(w_value) !== null) {
      value = toFloatValue(space, w_value);
    } else {
      if (lookup(space, w_item, "__float__") === null || w_value instanceof W_UnicodeObject) {
        throw typeError(space, "array item must be float");
      }
      value = (space.w_float.call_args(space, [w_item], null) as W_FloatObject).floatval;
    }
    return newfloat(this.isSingle ? Math.fround(value) : value);
  }

  override setAll(items_w: readonly W_Root[]): void {
    this.items = items_w.map((w_item) => (w_item as W_FloatObject).floatval);
    this.length = items_w.length;
  }

  override push(space: ObjSpace, w_item: W_Root): void {
    const w_value = this.accept(space, w_item) as W_FloatObject;
    if (this.length >= this.items.length) this.items = longer<Float>(this.items, toFloat(0));
    this.items[this.length++] = w_value.floatval;
  }

  override store(view: DataView, offset: number, index: number): void {
    const value: number = this.items[index]!;
    if (this.isSingle) view.setFloat32(offset, value, true);
    else view.setFloat64(offset, value, true);
  }

  override load(_space: ObjSpace, view: DataView, offset: number): W_Root {
    return newfloat(this.isSingle ? view.getFloat32(offset, true) : view.getFloat64(offset, true));
  }
}

/** Characters. */
export class W_TextArray extends W_Array {
  private items_w: W_Root[] = [];

  /** @dont_look_inside @cannot_raise */
  override get(index: number): W_Root {
    return this.items_w[index]!;
  }

  /** @dont_look_inside @may_force */
  override set(space: ObjSpace, index: number, w_item: W_Root): void {
    this.items_w[index] = this.accept(space, w_item);
  }

  override accept(space: ObjSpace, w_item: W_Root): W_Root {
    const w_text = builtinValue(w_item);
    if (!(w_text instanceof W_UnicodeObject)) {
      const name = typeName(space, w_item);
      throw typeError(space, `decoding to str: a bytes-like object is required, not ${name}`);
    }
    if (w_text.length !== 1) throw typeError(space, "array item must be char");
    return w_text;
  }

  override setAll(items_w: readonly W_Root[]): void {
    this.items_w = [...items_w];
    this.length = items_w.length;
  }

  override push(space: ObjSpace, w_item: W_Root): void {
    this.items_w.length = this.length;
    this.items_w.push(this.accept(space, w_item));
    this.length++;
  }

  /** All characters as one string. */
  text(): string {
    return this.items_w
      .slice(0, this.length)
      .map((w_item) => (w_item as W_UnicodeObject).value)
      .join("");
  }

  override store(view: DataView, offset: number, index: number): void {
    const code = (this.items_w[index] as W_UnicodeObject).value.codePointAt(0)!;
    view.setUint32(offset, code, true);
  }

  override load(space: ObjSpace, view: DataView, offset: number): W_Root {
    const code = view.getUint32(offset, true);
    if (code <= 0x10ffff) return newtext(String.fromCodePoint(code));
    throw oefmt(space, space.w_ValueError, `character U+${code.toString(16)} is not in range`);
  }
}

/** A new empty array. */
export function makeArray(w_type: W_TypeObject, kind: ArrayKind): W_Array {
  switch (kind.typecode) {
    case "u":
      return new W_TextArray(w_type, kind);
    case "f":
    case "d":
      return new W_FloatArray(w_type, kind);
    case "L":
    case "Q":
      return new W_WideArray(w_type, kind);
    default:
      return new W_IntArray(w_type, kind);
  }
}

/** An array being iterated; it sees changes of the array. */
export class W_ArrayIterator extends W_AbstractIterator {
  w_array: W_Array | null;
  index = 0;

  constructor(w_array: W_Array) {
    super();
    this.w_array = w_array;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_sequenceiterator;
  }

  override next(_space: ObjSpace): W_Root | null {
    const w_array = this.w_array;
    if (w_array === null) return null;
    const index = this.index;
    if (index >= w_array.length) {
      this.w_array = null;
      return null;
    }
    this.index = index + 1;
    return w_array.get(index);
  }

  override length_hint(_space: ObjSpace): number {
    return this.w_array === null ? 0 : this.w_array.length - this.index;
  }
}
