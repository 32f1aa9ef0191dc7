/**
 * For tests only: units made of operations by hand, and values as the 64-bit words of slots.
 */

import { floatFromBits, floatToBits, toFloat } from "../../base/float.ts";
import type { Int } from "../../base/int.ts";
import { intFromBigint } from "../../base/int.ts";
import type { Descr } from "../../trace/descr.ts";
import { FINISH_DESCRS, GuardDescr, LoopToken } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import type { InputArg, Kind, RtValue, Value } from "../../trace/values.ts";
import { ConstFloat, ConstInt, ResOp } from "../../trace/values.ts";
import type { Unit } from "../backend.ts";

export function op(name: OpName, args: Value[], descr: Descr | null = null): ResOp {
  return new ResOp(name, args, descr);
}

/** A guard with a fresh descr. */
export function guard(name: OpName, args: Value[], failArgs: (Value | null)[]): ResOp {
  const result = new ResOp(name, args, new GuardDescr("resume"));
  result.failArgs = failArgs;
  return result;
}

export function finish(value: Value): ResOp {
  const descr = { i: FINISH_DESCRS.int, r: FINISH_DESCRS.ref, f: FINISH_DESCRS.float };
  return new ResOp("finish", [value], descr[value.kind as Kind]);
}

export function int(value: Int): ConstInt {
  return new ConstInt(value);
}

export function float(value: number): ConstFloat {
  return new ConstFloat(toFloat(value));
}

/** A loop unit with its own token. */
export function loopUnit(
  inputargs: readonly InputArg[],
  ops: readonly ResOp[],
  options: { token?: LoopToken; counted?: boolean } = {},
): Unit {
  const { token = new LoopToken(), counted = false } = options;
  return { type: "loop", token, guard: null, inputargs, ops, counted };
}

/** A bridge from a guard operation. */
export function bridgeUnit(
  token: LoopToken,
  from: ResOp,
  inputargs: readonly InputArg[],
  ops: readonly ResOp[],
  counted = false,
): Unit {
  return { type: "bridge", token, guard: from.descr as GuardDescr, inputargs, ops, counted };
}

/** The word of a slot that holds a value of kind i or f. */
export function toWord(kind: Kind | "v", value: RtValue): bigint {
  if (kind === "f") return floatToBits(value as number);
  return BigInt.asUintN(64, BigInt(value as Int));
}

/** The value that a slot's word is; every NaN is the same. */
export function fromWord(kind: Kind | "v", word: bigint): RtValue {
  return kind === "f" ? floatFromBits(word) : intFromBigint(word);
}
