/**
 * Teaching backwards: when more is known of a result, more is known of the operands. A guard on a
 * comparison teaches its operands, and these theirs.
 *
 * Counterpart: propagate_bounds_* in rpython/jit/metainterp/optimizeopt/intbounds.py.
 */

import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { InvalidLoop } from "../context.ts";
import { IntBound } from "./int-bound.ts";
import type { Optimizer } from "../optimizer.ts";

/** Deeper chains of operations teach nothing worth the time. */
const MAX_DEPTH = 32;

class Teacher {
  private readonly optimizer: Optimizer;
  private depth = 0;

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
  }

  /** What is known of `box` has grown. */
  grown(box: Value): void {
    const value = replacementOf(box);
    const constant = this.optimizer.constantOf(value);
    const operation = this.optimizer.asOperation(value.isConst ? box : value);
    if (constant !== null && !value.isConst) this.optimizer.makeConstant(value, constant);
    if (operation === null || this.depth >= MAX_DEPTH) return;
    const rule = RULES[operation.opname];
    if (rule === undefined) return;
    this.depth += 1;
    rule(this, operation);
    this.depth -= 1;
  }

  bound(value: Value): IntBound {
    return this.optimizer.bound(value);
  }

  /** Intersects and goes on when that taught something. */
  learn(value: Value, bound: IntBound): void {
    if (replacementOf(value).isConst) return;
    const own = this.bound(value);
    const isNew = own.intersect(bound);
    if (own.isEmpty) throw new InvalidLoop("two guards contradict each other");
    if (isNew) this.grown(value);
  }

  truthOf(op: ResOp): boolean | null {
    const bound = this.bound(op);
    return bound.isConstant ? bound.lower !== 0n : null;
  }

  /** a < b. */
  less(a: Value, b: Value): void {
    this.learn(a, new IntBound(undefined, this.bound(b).upper - 1n));
    this.learn(b, new IntBound(this.bound(a).lower + 1n));
  }

  /** a <= b. */
  atMost(a: Value, b: Value): void {
    this.learn(a, new IntBound(undefined, this.bound(b).upper));
    this.learn(b, new IntBound(this.bound(a).lower));
  }

  equal(a: Value, b: Value): void {
    this.learn(a, this.bound(b));
    this.learn(b, this.bound(a));
  }

  /** Unsigned a < b, or a <= b when `isStrict` is false: with b not negative, so is a. */
  unsignedLess(a: Value, b: Value, isStrict: boolean): void {
    const limit = this.bound(b);
    if (!limit.isNonnegative) return;
    this.learn(a, new IntBound(0n, isStrict ? limit.upper - 1n : limit.upper));
  }
}

type Rule = (teacher: Teacher, op: ResOp) => void;
type Relation = (teacher: Teacher, a: Value, b: Value) => void;

/** A comparison teaches `yes` when it is known to hold and `no` when it is known not to. */
const comparison =
  (yes: Relation, no: Relation): Rule =>
  (teacher, op) => {
    const truth = teacher.truthOf(op);
    const [a, b] = op.args as [Value, Value];
    if (isAddress(a) || isAddress(b)) return;
    if (truth === true) yes(teacher, a, b);
    else if (truth === false) no(teacher, a, b);
  };

const less: Relation = (teacher, a, b) => teacher.less(a, b);
const atMost: Relation = (teacher, a, b) => teacher.atMost(a, b);
const equal: Relation = (teacher, a, b) => teacher.equal(a, b);
const swap =
  (relation: Relation): Relation =>
  (teacher, a, b) =>
    relation(teacher, b, a);
const nothing: Relation = () => {};
const unsignedLess: Relation = (teacher, a, b) => teacher.unsignedLess(a, b, true);
const unsignedAtMost: Relation = (teacher, a, b) => teacher.unsignedLess(a, b, false);

function isAddress(value: Value): boolean {
  const box = replacementOf(value);
  return box.isConst && typeof box.value === "object";
}

/** Sums and differences that are known not to have wrapped. */
const sum: Rule = (teacher, op) => {
  const [a, b] = op.args as [Value, Value];
  if (!isExact(teacher, op, teacher.bound(a).add(teacher.bound(b)))) return;
  const result = teacher.bound(op);
  teacher.learn(a, result.sub(teacher.bound(b)));
  teacher.learn(b, result.sub(teacher.bound(a)));
};

const difference: Rule = (teacher, op) => {
  const [a, b] = op.args as [Value, Value];
  if (!isExact(teacher, op, teacher.bound(a).sub(teacher.bound(b)))) return;
  const result = teacher.bound(op);
  teacher.learn(a, result.add(teacher.bound(b)));
  teacher.learn(b, teacher.bound(a).sub(result));
};

function isExact(_teacher: Teacher, op: ResOp, bound: IntBound): boolean {
  return op.opname.endsWith("_ovf") || bound.isBounded;
}

const isTrue: Rule = (teacher, op) => {
  const truth = teacher.truthOf(op);
  const [a] = op.args as [Value];
  if (truth === false) teacher.learn(a, new IntBound(0n, 0n));
  else if (truth === true && teacher.bound(a).isNonnegative) teacher.learn(a, new IntBound(1n));
};

const isZero: Rule = (teacher, op) => {
  const truth = teacher.truthOf(op);
  const [a] = op.args as [Value];
  if (truth === true) teacher.learn(a, new IntBound(0n, 0n));
  else if (truth === false && teacher.bound(a).isNonnegative) teacher.learn(a, new IntBound(1n));
};

const RULES: Partial<Record<OpName, Rule>> = {
  int_lt: comparison(less, swap(atMost)),
  int_le: comparison(atMost, swap(less)),
  int_gt: comparison(swap(less), atMost),
  int_ge: comparison(swap(atMost), less),
  int_eq: comparison(equal, nothing),
  int_ne: comparison(nothing, equal),
  uint_lt: comparison(unsignedLess, swap(unsignedAtMost)),
  uint_le: comparison(unsignedAtMost, swap(unsignedLess)),
  uint_gt: comparison(swap(unsignedLess), unsignedAtMost),
  uint_ge: comparison(swap(unsignedAtMost), unsignedLess),
  int_is_true: isTrue,
  int_is_zero: isZero,
  int_add: sum,
  int_add_ovf: sum,
  int_sub: difference,
  int_sub_ovf: difference,
};

/** A guard has just taught something of `box`. */
export function propagateBackward(optimizer: Optimizer, box: Value): void {
  new Teacher(optimizer).grown(box);
}
