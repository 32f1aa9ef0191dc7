/**
 * Indices and slices of sequences.
 *
 * Counterpart: pypy/objspace/std/sliceobject.py, listobject.py.
 */

import { call_looked_up, lookup } from "./call.ts";
import type { W_SliceObject } from "./constants.ts";
import { oefmt, typeError, typeName, valueError } from "./errors.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull, W_IntObject } from "./int-object.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import type { W_Root } from "./w-root.ts";

/** An integer, or what `__index__` gives; throws TypeError with `message` for anything else. */
export function toIndex(space: ObjSpace, w_obj: W_Root, message: () => string): bigint {
  const value = bigintOrNull(builtinValue(w_obj));
  if (value !== null) return value;
  const w_index = lookup(space, w_obj, "__index__");
  if (w_index === null) throw typeError(space, message());
  const w_result = call_looked_up(space, w_index, w_obj, [], null);
  const result = bigintOrNull(w_result);
  if (result !== null) return result;
  throw typeError(space, `__index__ returned non-int (type ${typeName(space, w_result)})`);
}

/** What an integer or `__index__` gives, or null for anything that is no index. */
export function indexOrNull(space: ObjSpace, w_obj: W_Root): bigint | null {
  const value = bigintOrNull(builtinValue(w_obj));
  if (value !== null) return value;
  const w_index = lookup(space, w_obj, "__index__");
  if (w_index === null) return null;
  return bigintOrNull(builtinValue(call_looked_up(space, w_index, w_obj, [], null)));
}

/** An integer argument, as host number; clamped to the range of an index. */
export function toHostInteger(space: ObjSpace, w_obj: W_Root): number {
  const value = toIndex(
    space,
    w_obj,
    () => `'${typeName(space, w_obj)}' object cannot be interpreted as an integer`,
  );
  if (value > 9007199254740991n) return Number.MAX_SAFE_INTEGER;
  return value < -9007199254740991n ? -Number.MAX_SAFE_INTEGER : Number(value);
}

/**
 * An integer argument of a built-in function, as a host number: a machine word, or what `__int__`
 * (without it `__index__`) of anything but a float gives.
 */
export function intArgument(space: ObjSpace, w_obj: W_Root): number {
  const value = bigintOrNull(builtinValue(w_obj)) ?? intByMethod(space, w_obj);
  if (BigInt.asIntN(64, value) === value) return Number(value);
  throw oefmt(space, space.w_OverflowError, "int too large to convert to int");
}

function intByMethod(space: ObjSpace, w_obj: W_Root): bigint {
  const w_type = w_obj.getclass(space);
  const w_method = w_type.lookup("__int__") ?? w_type.lookup("__index__");
  if (w_method === null || w_type.issubtype(space.w_float)) {
    throw typeError(space, `expected integer, got ${w_type.name} object`);
  }
  const w_result = call_looked_up(space, w_method, w_obj, [], null);
  const value = bigintOrNull(builtinValue(w_result));
  if (value !== null) return value;
  throw typeError(space, `__int__ returned non-int (type '${typeName(space, w_result)}')`);
}

/** An optional bound of a search (None counts as missing), inside of a length. */
export function boundArgument(
  space: ObjSpace,
  w_value: W_Root | null | undefined,
  length: number,
  missing: number,
): number {
  if (w_value === null || w_value === undefined || w_value === w_None) return missing;
  const index = clampIndex(toIndex(space, w_value, () => INDEX_MESSAGE));
  return index < 0 ? Math.max(index + length, 0) : index;
}

/** A slice applied to a sequence: the first index, the step, how many items. */
export interface AdaptedSlice {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;
}

const INDEX_MESSAGE = "slice indices must be integers or None or have an __index__ method";

export function adaptSlice(space: ObjSpace, w_slice: W_SliceObject, length: number): AdaptedSlice {
  const part = (w_value: W_Root): number | null => slicePart(space, w_value);
  const step = part(w_slice.w_step) ?? 1;
  if (step === 0) throw valueError(space, "slice step cannot be zero");
  const lowest = step < 0 ? -1 : 0;
  const highest = step < 0 ? length - 1 : length;
  const bound = (value: number): number => {
    const index = value < 0 ? value + length : value;
    return Math.min(Math.max(index, lowest), highest);
  };
  const given = part(w_slice.w_start);
  const until = part(w_slice.w_stop);
  const start = given === null ? (step < 0 ? highest : lowest) : bound(given);
  const stop = until === null ? (step < 0 ? lowest : highest) : bound(until);
  const span = step < 0 ? start - stop : stop - start;
  const count = span <= 0 ? 0 : Math.floor((span - 1) / Math.abs(step)) + 1;
  return { start, stop, step, count };
}

/** A slice's start, stop or step; null for None. */
function slicePart(space: ObjSpace, w_value: W_Root): number | null {
  if (w_value === w_None) return null;
  if (w_value instanceof W_IntObject && typeof w_value.intval === "number") return w_value.intval;
  return clampIndex(toIndex(space, w_value, () => INDEX_MESSAGE));
}

/** A slice applied to a sequence of any length. */
export interface ExactSlice {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
  readonly count: bigint;
}

/** As {@link adaptSlice}, without a limit. */
export function exactSlice(space: ObjSpace, w_slice: W_SliceObject, length: bigint): ExactSlice {
  const part = (w_value: W_Root): bigint | null =>
    w_value === w_None ? null : toIndex(space, w_value, () => INDEX_MESSAGE);
  const step = part(w_slice.w_step) ?? 1n;
  if (step === 0n) throw valueError(space, "slice step cannot be zero");
  const lowest = step < 0n ? -1n : 0n;
  const highest = step < 0n ? length - 1n : length;
  const bound = (value: bigint): bigint => {
    const index = value < 0n ? value + length : value;
    if (index < lowest) return lowest;
    return index > highest ? highest : index;
  };
  const given = part(w_slice.w_start);
  const until = part(w_slice.w_stop);
  const start = given === null ? (step < 0n ? highest : lowest) : bound(given);
  const stop = until === null ? (step < 0n ? lowest : highest) : bound(until);
  const span = step < 0n ? start - stop : stop - start;
  const count = span <= 0n ? 0n : (span - 1n) / (step < 0n ? -step : step) + 1n;
  return { start, stop, step, count };
}

/** An index as a host number; beyond the safe range it is as good as endless. */
export function clampIndex(value: bigint): number {
  if (value > 9007199254740991n) return Number.MAX_SAFE_INTEGER;
  return value < -9007199254740991n ? -Number.MAX_SAFE_INTEGER : Number(value);
}
