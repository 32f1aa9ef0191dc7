/**
 * What the string operations of traces do to string objects.
 *
 * Counterpart: rpython/jit/backend/llsupport/llmodel.py (bh_strgetitem …), rpython/rtyper/
 * lltypesystem/rstr.py (copy_string_contents, _hash_string).
 */

import type { Int } from "../base/int.ts";
import { int_mul, int_xor } from "../base/int.ts";
import { LowString } from "./low-string.ts";
import type { Ref } from "./values.ts";

function stringOf(value: Ref): LowString {
  return value as LowString;
}

/** A fresh string of `length` zeros. */
export function newString(isUnicode: boolean, length: number): LowString {
  return new LowString(isUnicode, new Array<number>(length).fill(0));
}

export function stringLength(string: Ref): number {
  return stringOf(string).chars.length;
}

/** Zero beyond the end: a pure read may have been moved ahead of the test of its index. */
export function readCharacter(string: Ref, index: number): number {
  return stringOf(string).chars[index] ?? 0;
}

/** Memory holds a byte, or 32 bits without sign. */
export function writeCharacter(string: Ref, index: number, value: Int): void {
  const { chars, isUnicode } = stringOf(string);
  chars[index] = Number(BigInt.asUintN(isUnicode ? 32 : 8, BigInt(value)));
}

/** Source, target, start in the source, start in the target, number of characters. */
export function copyCharacters(
  source: Ref,
  target: Ref,
  ...[sourceStart, targetStart, length]: readonly [number, number, number]
): void {
  const { chars } = stringOf(target);
  for (let k = 0; k < length; k++) {
    chars[targetStart + k] = readCharacter(source, sourceStart + k);
  }
}

const HASH_INSTEAD_OF_ZERO = 29872897;
const HASH_FACTOR = 1000003;

/** RPython's hash of a string; never 0, which stands for "not computed yet". */
export function stringHash(string: Ref): Int {
  const low = stringOf(string);
  if (low.hash === 0) low.hash = computeHash(low.chars);
  return low.hash;
}

function computeHash(chars: readonly number[]): Int {
  if (chars.length === 0) return -1;
  let hash: Int = (chars[0] as number) * 128;
  for (const char of chars) hash = int_xor(int_mul(HASH_FACTOR, hash), char);
  hash = int_xor(hash, chars.length);
  return hash === 0 ? HASH_INSTEAD_OF_ZERO : hash;
}
