/**
 * Python's memoryview: a window on the buffer of another value, with a format, a shape and strides.
 *
 * Items are read from and written to the owner's bytes directly; offsets are computed anew each
 * time, since the owner's memory may move.
 *
 * Counterpart: pypy/objspace/std/memoryobject.py, pypy/interpreter/buffer.py.
 */

import { byteArgument } from "./bytearray-items.ts";
import { bufferOf, type GuestBuffer, readPart, writePart } from "./buffer.ts";
import { W_BytesObject } from "./bytes-object.ts";
import { oefmt, typeError, typeName, valueError } from "./errors.ts";
import { newfloat } from "./float-object.ts";
import { newbool, newint, wrapBigint } from "./int-object.ts";
import { isError } from "./iteration.ts";
import { newlist } from "./list-object.ts";
import type { OperationError } from "./operation-error.ts";
import { floatOfNumber } from "./number-conversions.ts";
import { toIndex } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import { is_true } from "./truth.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** What is seen of a buffer. */
export interface MemoryShape {
  readonly offset: number;
  readonly format: string;
  readonly itemSizeBytes: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly readonly: boolean;
}

export class W_MemoryView extends W_Root {
  private source: GuestBuffer | null;
  readonly view: MemoryShape;

  constructor(source: GuestBuffer, view: MemoryShape) {
    super();
    this.source = source;
    this.view = view;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_memoryview;
  }

  override buffer(space: ObjSpace): GuestBuffer {
    const source = this.live(space);
    const { offset, readonly, format, itemSizeBytes } = this.view;
    const part = {
      read: (at: number, count: number) => readPart(source, offset + at, count),
      write: (at: number, bytes: Uint8Array) => writePart(source, offset + at, bytes),
    };
    return {
      ...(source.part === undefined || !isContiguous(this.view) ? {} : { part }),
      w_owner: source.w_owner,
      readonly,
      format,
      itemSizeBytes,
      bytes: () =>
        isContiguous(this.view)
          ? source.bytes().subarray(offset, offset + sizeOf(this.view))
          : this.copy(space),
    };
  }

  /** The buffer, unless the view was released. */
  live(space: ObjSpace): GuestBuffer {
    if (this.source !== null) return this.source;
    throw valueError(space, "operation forbidden on released memoryview object");
  }

  get isReleased(): boolean {
    return this.source === null;
  }

  release(): void {
    this.source = null;
  }

  /** The bytes of all items in order, copied. */
  copy(space: ObjSpace): Uint8Array {
    const bytes = this.live(space).bytes();
    const { itemSizeBytes } = this.view;
    const result = new Uint8Array(sizeOf(this.view));
    let at = 0;
    for (const offset of itemOffsets(this.view)) {
      for (let i = 0; i < itemSizeBytes; i++) result[at++] = bytes[offset + i]!;
    }
    return result;
  }

  item(space: ObjSpace, offset: number): W_Root {
    const { format, itemSizeBytes } = this.view;
    return readItem(space, readPart(this.live(space), offset, itemSizeBytes), 0, format);
  }

  setItem(space: ObjSpace, offset: number, w_value: W_Root): void {
    const item = new Uint8Array(this.view.itemSizeBytes);
    writeItem(space, item, 0, this.view.format, w_value);
    writePart(this.live(space), offset, item);
  }
}

/** `memoryview(w_obj)`. */
export function makeMemoryView(space: ObjSpace, w_obj: W_Root): W_MemoryView {
  if (w_obj instanceof W_MemoryView) return new W_MemoryView(w_obj.live(space), w_obj.view);
  const source = bufferOf(space, w_obj);
  if (source === null) {
    throw typeError(space, `'${typeName(space, w_obj)}' does not support the buffer interface`);
  }
  const { format, itemSizeBytes, readonly } = source;
  const count = Math.floor(source.bytes().length / itemSizeBytes);
  const shape = { shape: [count], strides: [itemSizeBytes] };
  return new W_MemoryView(source, { offset: 0, format, itemSizeBytes, readonly, ...shape });
}

/** The number of bytes of all items. */
export function sizeOf(view: MemoryShape): number {
  return view.shape.reduce((size, length) => size * length, view.itemSizeBytes);
}

/** Whether the items follow each other in C's order. */
export function isContiguous(view: MemoryShape): boolean {
  return contiguousStrides(view.shape, view.itemSizeBytes).every(
    (stride, i) => stride === view.strides[i] || view.shape[i]! <= 1,
  );
}

export function contiguousStrides(shape: readonly number[], itemSizeBytes: number): number[] {
  const strides: number[] = [];
  let stride = itemSizeBytes;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides.unshift(stride);
    stride *= shape[i]!;
  }
  return strides;
}

/** The offsets of all items in C's order. */
export function* itemOffsets(view: MemoryShape, depth = 0, from = view.offset): Generator<number> {
  if (depth === view.shape.length) {
    yield from;
    return;
  }
  for (let i = 0; i < view.shape[depth]!; i++) {
    yield* itemOffsets(view, depth + 1, from + i * view.strides[depth]!);
  }
}

/** The items as nested lists. */
export function nestedList(
  space: ObjSpace,
  w_view: W_MemoryView,
  depth = 0,
  from = w_view.view.offset,
): W_Root {
  const { shape, strides } = w_view.view;
  if (depth === shape.length) return w_view.item(space, from);
  const items_w = Array.from({ length: shape[depth]! }, (_, i) =>
    nestedList(space, w_view, depth + 1, from + i * strides[depth]!),
  );
  return newlist(items_w);
}

/** Sizes of items by the letter of their native format. */
export const FORMAT_SIZES: Readonly<Record<string, number>> = {
  c: 1,
  b: 1,
  B: 1,
  "?": 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  P: 8,
  f: 4,
  d: 8,
};

function letterOf(format: string): string {
  return format.startsWith("@") ? format.slice(1) : format;
}

function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** One item of native format. */
export function readItem(
  space: ObjSpace,
  bytes: Uint8Array,
  offset: number,
  format: string,
): W_Root {
  const letter = letterOf(format);
  if (letter === "B") return newint(bytes[offset]!);
  if (letter === "c") return new W_BytesObject(bytes.slice(offset, offset + 1));
  if (letter === "?") return newbool(bytes[offset] !== 0);
  const view = dataView(bytes);
  if (letter === "f") return newfloat(view.getFloat32(offset, true));
  if (letter === "d") return newfloat(view.getFloat64(offset, true));
  const size = FORMAT_SIZES[letter];
  if (size === undefined) {
    const w_type = space.w_NotImplementedError;
    throw oefmt(space, w_type, `memoryview: format ${format} not supported`);
  }
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[offset + i]!);
  return wrapBigint("bhilqn".includes(letter) ? BigInt.asIntN(size * 8, value) : value);
}

/** Writes one item of native format. */
export function writeItem(
  space: ObjSpace,
  bytes: Uint8Array,
  offset: number,
  format: string,
  w_value: W_Root,
): void {
  const letter = letterOf(format);
  const view = dataView(bytes);
  if (letter === "B") bytes[offset] = byteArgument(space, w_value);
  else if (letter === "f" || letter === "d") {
    const value = invalidUnless(space, letter, () => floatOfNumber(space, w_value));
    if (letter === "f") view.setFloat32(offset, value, true);
    else view.setFloat64(offset, value, true);
  } else if (letter === "?") bytes[offset] = is_true(space, w_value) ? 1 : 0;
  else if (letter === "c") bytes[offset] = singleByte(space, w_value);
  else writeInteger(space, bytes, offset, letter, w_value);
}

function invalidItem(space: ObjSpace, letter: string): OperationError {
  return typeError(space, `memoryview: invalid type for format '${letter}'`);
}

/** What `convert` gives; its TypeError becomes the one that views raise. */
function invalidUnless<T>(space: ObjSpace, letter: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    throw isError(space, error, "TypeError") ? invalidItem(space, letter) : error;
  }
}

function singleByte(space: ObjSpace, w_value: W_Root): number {
  if (w_value instanceof W_BytesObject && w_value.length === 1) return w_value.byteAt(0);
  throw invalidItem(space, "c");
}

function writeInteger(
  space: ObjSpace,
  bytes: Uint8Array,
  offset: number,
  letter: string,
  w_value: W_Root,
): void {
  const value = invalidUnless(space, letter, () => toIndex(space, w_value, () => ""));
  const size = FORMAT_SIZES[letter]!;
  const isSigned = "bhilqn".includes(letter);
  const wrapped = isSigned ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value);
  if (wrapped !== value) {
    if (value >= 0n || isSigned || size < 8) throw invalidItem(space, letter);
    throw valueError(space, "cannot convert negative integer to unsigned");
  }
  for (let i = 0; i < size; i++) {
    bytes[offset + i] = Number((value >> BigInt(8 * i)) & 0xffn);
  }
}
