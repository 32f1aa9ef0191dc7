/**
 * Python's hash values.
 *
 * Numbers that are equal have equal hashes: everything is reduced modulo 2^61 - 1. Strings use
 * SipHash-2-4 with a zero key, so that hashes are the same in every run; tuples and frozen sets mix
 * the hashes of their items as PyPy does.
 *
 * Counterpart: pypy/objspace/std/{intobject,floatobject,tupleobject,setobject}.py,
 * rlib/objectmodel.
 */

import { intFromBigint } from "../../../base/int.ts";
import { W_BaseException } from "./base-exception.ts";
import { W_BytesObject } from "./bytes-object.ts";
import { W_ComplexObject } from "./complex-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { typeError, typeName } from "./errors.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_AbstractFunction, W_BuiltinFunction, W_Method } from "./function.ts";
import { highHalf, int64OfHalves, lowHalf, multiplyHigh } from "./halves.ts";
import { builtinValue, W_BuiltinSubclassObject, W_ObjectObject } from "./instance-object.ts";
import { bigintOrNull, W_IntObject } from "./int-object.ts";
import { W_RangeObject } from "./range-object.ts";
import { enterRecursion, leaveRecursion } from "./recursion.ts";
import { W_FrozensetObject } from "./set-object.ts";
import { w_None } from "./singletons.ts";
import { sipHash24 } from "./siphash.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_TypeObject } from "./type-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

const MODULUS = 2n ** 61n - 1n;

/** `hash(w_obj)`. Throws TypeError for unhashable values. */
export function hash(space: ObjSpace, w_obj: W_Root): number | bigint {
  if (w_obj instanceof W_ObjectObject) return hashOfInstance(space, w_obj);
  const value = hashBuiltin(space, w_obj);
  if (value !== null) return value;
  return hashByMethod(space, w_obj);
}

/** The hash of a built-in value, or null when its type decides otherwise. */
export function hashBuiltin(space: ObjSpace, w_x: W_Root): number | bigint | null {
  const w_obj = builtinValue(w_x);
  if (w_obj instanceof W_IntObject && typeof w_obj.intval === "number") {
    return w_obj.intval === -1 ? -2 : w_obj.intval;
  }
  const integer = bigintOrNull(w_obj);
  if (integer !== null) return hashInteger(integer);
  if (w_obj instanceof W_FloatObject) return hashFloat(w_obj.floatval);
  if (w_obj instanceof W_ComplexObject) return hashComplex(w_obj);
  if (w_obj instanceof W_UnicodeObject) return hashText(space, w_obj.value);
  if (w_obj instanceof W_BytesObject) return hashBytes(w_obj.value);
  if (w_obj instanceof W_TupleObject)
    return guardedHash(space, () => hashTuple(space, w_obj.items));
  if (w_obj instanceof W_FrozensetObject) {
    const known = frozensetHashes.get(w_obj) ?? hashFrozenset(space, w_obj);
    frozensetHashes.set(w_obj, known);
    return known;
  }
  if (w_obj instanceof W_RangeObject) return hashRange(space, w_obj);
  if (w_obj instanceof W_Method) {
    return intFromBigint(
      BigInt(identityHash(space, w_obj.w_self)) ^ BigInt(hash(space, w_obj.w_function)),
    );
  }
  return compares_by_identity(space, w_obj) ? identityHash(space, w_obj) : null;
}

/** Counts the nesting of tuples in the recursion limit. */
function guardedHash(space: ObjSpace, compute: () => number | bigint): number | bigint {
  enterRecursion(space);
  try {
    return compute();
  } finally {
    leaveRecursion(space);
  }
}

function hashInteger(value: bigint): number | bigint {
  const magnitude = (value < 0n ? -value : value) % MODULUS;
  const result = value < 0n ? -magnitude : magnitude;
  return intFromBigint(result === -1n ? -2n : result);
}

function hashFloat(value: number): number | bigint {
  if (Number.isNaN(value)) return 0;
  if (!Number.isFinite(value)) return value > 0 ? 314159 : -314159;
  if (Number.isInteger(value)) return hashInteger(BigInt(value));
  let exponent = 0;
  let mantissa = Math.abs(value);
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  const shift = BigInt((61 - (exponent % 61)) % 61);
  const x = BigInt(mantissa) % MODULUS;
  const rotated = ((x << shift) & MODULUS) | (x >> (61n - shift));
  const result = value < 0 ? -rotated : rotated;
  return intFromBigint(result === -1n ? -2n : result);
}

const ENCODER = new TextEncoder();
function hashComplex(value: W_ComplexObject): number | bigint {
  const combined = BigInt(hashFloat(value.real)) + 1000003n * BigInt(hashFloat(value.imag));
  const result = BigInt.asIntN(64, combined);
  return intFromBigint(result === -1n ? -2n : result);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** UTF-8 with lone surrogates as three bytes each, as PyPy stores strings. */
function surrogateBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const c of text) {
    if (!LONE_SURROGATE.test(c)) bytes.push(...ENCODER.encode(c));
    else {
      const code = c.charCodeAt(0);
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return Uint8Array.from(bytes);
}

/** How many hashes of strings are remembered before all are forgotten. */
const TEXT_HASHES_MAX = 1 << 16;

function hashText(space: ObjSpace, text: string): number | bigint {
  const { textHashes } = space;
  const known = textHashes.get(text);
  if (known !== undefined) return known;
  const value = hashBytes(LONE_SURROGATE.test(text) ? surrogateBytes(text) : ENCODER.encode(text));
  if (textHashes.size >= TEXT_HASHES_MAX) textHashes.clear();
  textHashes.set(text, value);
  return value;
}

function hashBytes(bytes: Uint8Array): number | bigint {
  const value = sipHash24(bytes);
  return value === -1 ? -2 : value;
}

/** Halves of the constants with which PyPy mixes the hashes of a tuple's items. */
const PRIME_1 = [0x9e3779b1, 0x85ebca87] as const;
const PRIME_2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const PRIME_5 = [0x27d4eb2f, 0x165667c5] as const;

function hashTuple(space: ObjSpace, items: readonly W_Root[]): number | bigint {
  let [high, low]: readonly [number, number] = PRIME_5;
  for (const w_item of items) {
    const lane = space.hash(w_item);
    const laneLow = lowHalf(lane);
    const sum = (low >>> 0) + (Math.imul(laneLow, PRIME_2[1]) >>> 0);
    const carry = sum > 0xffffffff ? 1 : 0;
    const product = multiplyHigh(laneLow, PRIME_2[1]) + Math.imul(highHalf(lane), PRIME_2[1]);
    const high1 = (high + product + Math.imul(laneLow, PRIME_2[0]) + carry) | 0;
    const low1 = sum | 0;
    const high2 = (high1 << 31) | (low1 >>> 1);
    const low2 = (low1 << 31) | (high1 >>> 1);
    high =
      (multiplyHigh(low2, PRIME_1[1]) +
        Math.imul(high2, PRIME_1[1]) +
        Math.imul(low2, PRIME_1[0])) |
      0;
    low = Math.imul(low2, PRIME_1[1]);
  }
  const sum = (low >>> 0) + ((items.length ^ PRIME_5[1] ^ 3527539) >>> 0);
  const value = int64OfHalves(high + PRIME_5[0] + (sum > 0xffffffff ? 1 : 0), sum);
  return value === -1 ? 1546275796 : value;
}

/** Hashes of frozen sets, computed once. */
const frozensetHashes = new WeakMap<W_FrozensetObject, number | bigint>();

function hashFrozenset(space: ObjSpace, w_set: W_FrozensetObject): number | bigint {
  const mask = 0xffffffffffffffffn;
  let result = 1927868237n * (BigInt(w_set.table.size) + 1n);
  for (const entry of w_set.table.entries()) {
    const h = BigInt.asUintN(64, BigInt(space.hash(entry.w_key)));
    const value = ((h ^ (h << 16n) ^ 89869747n) & mask) * 3644798167n;
    result = (result ^ value) & mask;
  }
  result ^= (result >> 11n) ^ (result >> 25n);
  result = (result * 69069n + 907133923n) & mask;
  return intFromBigint(result === mask ? 590923713n : result);
}

function hashRange(space: ObjSpace, w_range: W_RangeObject): number | bigint {
  const { count, start, step } = w_range;
  const w_count = new W_IntObject(intFromBigint(count));
  const w_start = count === 0n ? w_None : new W_IntObject(intFromBigint(start));
  const w_step = count <= 1n ? w_None : new W_IntObject(intFromBigint(step));
  return hashTuple(space, [w_count, w_start, w_step]);
}

/** A hash of identity, from the deterministic address. */
export function identityHash(space: ObjSpace, w_obj: W_Root): number {
  const address = space.addressOf(w_obj);
  return Math.floor(address / 16);
}

/** Whether a value equals itself only, so that identity can serve as its key. */
export function compares_by_identity(space: ObjSpace, w_obj: W_Root): boolean {
  if (w_obj instanceof W_BuiltinSubclassObject) return false;
  if (w_obj instanceof W_ObjectObject || w_obj instanceof W_BaseException) {
    const w_type = w_obj.getclass(space);
    return (
      w_type.lookup("__eq__") === space.w_object.lookup("__eq__") &&
      w_type.lookup("__hash__") === space.w_object.lookup("__hash__")
    );
  }
  if (w_obj instanceof W_TypeObject) return true;
  if (w_obj === w_None || w_obj instanceof W_AbstractFunction) return true;
  if (w_obj instanceof W_BuiltinFunction) return true;
  return w_obj.getclass(space).lookup("__hash__") === space.w_object.lookup("__hash__");
}

function hashOfInstance(space: ObjSpace, w_obj: W_ObjectObject): number | bigint {
  return hashByMethod(space, w_obj);
}

function hashByMethod(space: ObjSpace, w_obj: W_Root): number | bigint {
  const w_hash = lookup(space, w_obj, "__hash__");
  if (w_hash === null || w_hash === w_None) {
    throw typeError(space, `unhashable type: '${typeName(space, w_obj)}'`);
  }
  const w_result = call_looked_up(space, w_hash, w_obj, [], null);
  const value = bigintOrNull(w_result);
  if (value === null) {
    const name = typeName(space, w_result);
    throw typeError(space, `__hash__ method should return an integer not '${name}'`);
  }
  return w_result instanceof W_IntObject
    ? intFromBigint(value === -1n ? -2n : value)
    : hashInteger(value);
}
