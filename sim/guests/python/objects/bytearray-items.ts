/**
 * Items and slices of bytearrays: setting and deleting.
 *
 * Counterpart: pypy/objspace/std/bytearrayobject.py (descr_setitem, descr_delitem).
 */

import { bufferOf } from "./buffer.ts";
import type { W_BytearrayObject } from "./bytearray-object.ts";
import { W_SliceObject } from "./constants.ts";
import { typeError, typeName, valueError } from "./errors.ts";
import { builtinValue } from "./instance-object.ts";
import { W_IntObject } from "./int-object.ts";
import { iterate } from "./iteration.ts";
import { checkedIndex, indexIn, wordIndex } from "./items.ts";
import { adaptSlice, toIndex } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** One byte given as an integer. */
export function byteArgument(space: ObjSpace, w_obj: W_Root): number {
  if (w_obj instanceof W_IntObject && w_obj.intval >= 0 && w_obj.intval <= 255) {
    return Number(w_obj.intval);
  }
  const value = toIndex(
    space,
    w_obj,
    () => `'${typeName(space, w_obj)}' object cannot be interpreted as an integer`,
  );
  if (value >= 0n && value <= 255n) return Number(value);
  throw valueError(space, "byte must be in range(0, 256)");
}

/** The bytes of a buffer or of an iterable of integers, as a copy. */
export function bytesOfSource(space: ObjSpace, w_source: W_Root): Uint8Array {
  const buffer = bufferOf(space, w_source);
  if (buffer !== null) return buffer.bytes().slice();
  if (builtinValue(w_source) instanceof W_UnicodeObject) {
    throw typeError(space, "cannot convert a (unicode) str object to bytes");
  }
  const bytes: number[] = [];
  for (const w_item of iterate(space, w_source)) bytes.push(byteArgument(space, w_item));
  return Uint8Array.from(bytes);
}

export function setBytearrayItem(
  space: ObjSpace,
  w_bytes: W_BytearrayObject,
  w_index: W_Root,
  w_value: W_Root,
): void {
  if (!(w_index instanceof W_SliceObject)) {
    const index = wordIndex(space, w_index, "bytearray");
    const byte = byteArgument(space, w_value);
    w_bytes.setByte(checkedIndex(space, index, w_bytes.length, "bytearray"), byte);
    return;
  }
  const bytes = bytesOfSource(space, w_value);
  const { start, step, count } = adaptSlice(space, w_index, w_bytes.length);
  if (step === 1) {
    w_bytes.splice(start, count, bytes);
    return;
  }
  if (bytes.length !== count) {
    const message = `attempt to assign sequence of size ${bytes.length} to extended slice of size ${count}`;
    throw valueError(space, message);
  }
  for (let i = 0; i < count; i++) w_bytes.setByte(start + i * step, bytes[i]!);
}

export function deleteBytearrayItem(
  space: ObjSpace,
  w_bytes: W_BytearrayObject,
  w_index: W_Root,
): void {
  if (!(w_index instanceof W_SliceObject)) {
    w_bytes.splice(indexIn(space, w_index, w_bytes.length, "bytearray"), 1, new Uint8Array(0));
    return;
  }
  const { start, step, count } = adaptSlice(space, w_index, w_bytes.length);
  if (step === 1) {
    w_bytes.splice(start, count, new Uint8Array(0));
    return;
  }
  const removed = new Set<number>();
  for (let i = 0; i < count; i++) removed.add(start + i * step);
  w_bytes.replace(w_bytes.value.filter((_, index) => !removed.has(index)));
}
