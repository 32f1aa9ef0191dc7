/**
 * What operations work on: constants, input arguments, and operations themselves (an operation is
 * its own result, as in PyPy). A value that is not a constant is a *box*.
 *
 * Host representation of run-time values, everywhere (tracer, blackhole, every backend):
 *   kind i  an `Int` (canonical; see sim/base/int.ts); truth values are 0 and 1
 *   kind f  a host number; every NaN is the same
 *   kind r  an object, an array, a function, a host string, or null
 * Where the guest's own code has a boolean (a field, an argument, a result), descrs say so, and the
 * accessors of execute.ts convert.
 *
 * Counterpart: rpython/jit/metainterp/{history,resoperation}.py.
 */

import type { Float } from "../base/float.ts";
import type { Int } from "../base/int.ts";
import type { ClassLayout, Descr, HostFunction } from "./descr.ts";
import type { OpInfo, OpName } from "./ops.ts";
import { OPS } from "./ops.ts";
import type { Snapshot } from "./snapshot.ts";

/** Kinds of values: integer or address, reference, float. */
export type Kind = "i" | "r" | "f";

/** A reference as the host holds it. Strings are references that compare by value. */
export type Ref = object | string | null;

/** Any run-time value. */
export type RtValue = Int | Float | Ref;

/** What the optimizer knows of a box; owned by the optimizer, opaque below it. */
export abstract class BoxInfo {
  abstract readonly infoKind: string;
}

export class ConstInt {
  readonly isConst = true;
  readonly kind = "i";
  readonly value: Int;
  constructor(value: Int) {
    this.value = value;
  }
}

export class ConstFloat {
  readonly isConst = true;
  readonly kind = "f";
  readonly value: Float;
  constructor(value: Float) {
    this.value = value;
  }
}

export class ConstPtr {
  readonly isConst = true;
  readonly kind = "r";
  readonly value: Ref;
  constructor(value: Ref) {
    this.value = value;
  }
}

/**
 * The address of a class or of a function, of kind i as in PyPy; prints as `ConstClass(name)`. Its
 * run-time value is the layout or function itself, never a number.
 */
export class ConstAddr {
  readonly isConst = true;
  readonly kind = "i";
  readonly value: ClassLayout | HostFunction;
  constructor(value: ClassLayout | HostFunction) {
    this.value = value;
  }
}

export type Const = ConstInt | ConstFloat | ConstPtr | ConstAddr;

/** An argument of a trace. */
export class InputArg {
  readonly isConst = false;
  readonly kind: Kind;
  /** The run-time value seen while tracing; used by the tracer and for virtual states. */
  value: RtValue;
  /** Optimizer: the number of the box in the trace that is being optimized; -1 elsewhere. */
  index = -1;
  /** Optimizer: replaced by this value, or what is known of it. */
  forwarded: Value | BoxInfo | null = null;

  constructor(kind: Kind, value: RtValue = kind === "r" ? null : 0) {
    this.kind = kind;
    this.value = value;
  }
}

/** One operation, and the value that it gives. */
export class ResOp {
  readonly isConst = false;
  readonly opname: OpName;
  /** What the table of operations says of it. */
  readonly info: OpInfo;
  /** The kind of the result; "v" for none. */
  readonly kind: Kind | "v";
  readonly args: Value[];
  descr: Descr | null;
  /** The run-time result seen while tracing. */
  value: RtValue = null;
  /** Guards: what is passed on when the guard fails; null is a hole. */
  failArgs: (Value | null)[] | null = null;
  /** Guards in a recorded trace: the interpreter's state to resume from. */
  snapshot: Snapshot | null = null;
  /** As that of an input argument. */
  index = -1;
  /** Optimizer: replaced by this value, or what is known of it. */
  forwarded: Value | BoxInfo | null = null;

  constructor(opname: OpName, args: Value[], descr: Descr | null = null) {
    this.opname = opname;
    this.info = OPS[opname];
    this.kind = this.info.result;
    this.args = args;
    this.descr = descr;
  }
}

export type Box = InputArg | ResOp;
export type Value = Const | Box;

/** A recorded or optimized piece: its arguments and its operations in order. */
export interface Trace {
  readonly inputargs: readonly InputArg[];
  readonly ops: readonly ResOp[];
}

export const CONST_NULL = new ConstPtr(null);

/** A fresh constant of the kind and value. */
export function constOf(kind: Kind, value: RtValue): Const {
  if (kind === "r") return new ConstPtr(value as Ref);
  if (kind === "f") return new ConstFloat(value as Float);
  return new ConstInt(value as Int);
}

/** Whether two constants are the same value (floats by their bits, references by identity). */
export function sameConst(a: Const, b: Const): boolean {
  return a.kind === b.kind && Object.is(a.value, b.value);
}

/** Whether `a` and `b` are the same box or the same constant. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  return a.isConst && b.isConst && sameConst(a, b);
}

export function isBox(value: Value): value is Box {
  return !value.isConst;
}
