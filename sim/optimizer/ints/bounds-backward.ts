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
import type { Optimizer } from "../optimizer.ts";
import type { RuleName } from "../rules/rules.ts";
import type { BackwardRule, BinaryBackward } from "./backward-operations.ts";
import { BACKWARD, nonzero, RELATIONS } from "./backward-operations.ts";
import { BIGINTS } from "./bigint-algebra.ts";
import { IntBound } from "./int-bound.ts";
import type { Algebra, Interval } from "./interval-operations.ts";
import { add, ifWithin, isWithin, leftShift, mul, sub } from "./interval-operations.ts";

/** Deeper chains of operations teach nothing worth the time. */
const MAX_DEPTH = 32;

class Teacher {
  readonly optimizer: Optimizer;
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

  /** Intersects; gives whether that taught something. */
  narrow(value: Value, range: Interval<bigint>): boolean {
    if (replacementOf(value).isConst) return false;
    const own = this.bound(value);
    const isNew = own.intersect(range);
    if (own.isEmpty) throw new InvalidLoop("two guards contradict each other");
    return isNew;
  }

  /** Intersects and goes on when that taught something. */
  learn(value: Value, range: Interval<bigint>): void {
    if (this.narrow(value, range)) this.grown(value);
  }

  truthOf(op: ResOp): boolean | null {
    const bound = this.bound(op);
    return bound.isConstant ? bound.lower !== 0n : null;
  }
}

type Rule = (teacher: Teacher, op: ResOp) => void;
type Relation = (teacher: Teacher, a: Value, b: Value) => void;

const teaches =
  (known: (typeof RELATIONS)["less"], rule: RuleName): Relation =>
  (teacher, a, b) => {
    teacher.optimizer.fired(rule);
    teacher.learn(a, known.left(BIGINTS, teacher.bound(b)));
    teacher.learn(b, known.right(BIGINTS, teacher.bound(a)));
  };

const less = teaches(RELATIONS.less, "comparison_teaches_bounds");
const atMost = teaches(RELATIONS.atMost, "comparison_teaches_bounds");
const equal = teaches(RELATIONS.equal, "equality_teaches_bounds");
const nothing: Relation = () => {};

const swap =
  (relation: Relation): Relation =>
  (teacher, a, b) =>
    relation(teacher, b, a);

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

function isAddress(value: Value): boolean {
  const box = replacementOf(value);
  return box.isConst && typeof box.value === "object";
}

type Transfer = (
  A: Algebra<bigint, boolean>,
  a: Interval<bigint>,
  b: Interval<bigint>,
) => Interval<bigint>;

/**
 * An operation of two operands. That it has not wrapped may be known; a sum or a difference that may
 * have wrapped still teaches what the inverse operation gives without wrapping.
 */
const binary =
  (transfer: Transfer, back: BinaryBackward, teachesWrapped: boolean): Rule =>
  (teacher, op) => {
    const [a, b] = op.args as [Value, Value];
    if (teacher.optimizer.isRawAddress(a) || teacher.optimizer.isRawAddress(b)) return;
    const isExact =
      op.info.isOvf || isWithin(BIGINTS, transfer(BIGINTS, teacher.bound(a), teacher.bound(b)));
    if (!isExact && !teachesWrapped) return;
    teacher.optimizer.fired("arithmetic_teaches_bounds");
    const result = teacher.bound(op);
    const known = (range: Interval<bigint>) => (isExact ? range : ifWithin(BIGINTS, range));
    teacher.learn(a, known(back.left(BIGINTS, result, teacher.bound(b))));
    teacher.learn(b, known(back.right(BIGINTS, result, teacher.bound(a))));
  };

const shift: Rule = (teacher, op) => {
  const [a, b] = op.args as [Value, Value];
  const count = teacher.bound(b);
  if (!isWithin(BIGINTS, leftShift(BIGINTS, teacher.bound(a), count))) return;
  teacher.optimizer.fired("arithmetic_teaches_bounds");
  teacher.learn(a, BACKWARD.leftShift.left(BIGINTS, teacher.bound(op), count));
};

/** Negation and inversion teach their operand, and that is all. */
const unary =
  (back: BackwardRule): Rule =>
  (teacher, op) => {
    const result = teacher.bound(op);
    teacher.optimizer.fired("arithmetic_teaches_bounds");
    teacher.narrow(op.args[0] as Value, back.left(BIGINTS, result, result));
  };

/** A value known to be 0, or known not to be: of bounds, only one that is not negative learns. */
const truth =
  (whenZero: boolean): Rule =>
  (teacher, op) => {
    const known = teacher.truthOf(op);
    const [a] = op.args as [Value];
    if (known === null || teacher.optimizer.isRawAddress(a) || isAddress(a)) return;
    teacher.optimizer.fired("truth_teaches_bounds");
    if (known === whenZero) teacher.learn(a, new IntBound(0n, 0n));
    else teacher.learn(a, nonzero(BIGINTS, teacher.bound(a)));
  };

const RULES: Partial<Record<OpName, Rule>> = {
  int_lt: comparison(less, swap(atMost)),
  int_le: comparison(atMost, swap(less)),
  int_gt: comparison(swap(less), atMost),
  int_ge: comparison(swap(atMost), less),
  int_eq: comparison(equal, nothing),
  int_ne: comparison(nothing, equal),
  int_is_true: truth(false),
  int_is_zero: truth(true),
  int_add: binary(add, BACKWARD.sum, true),
  int_add_ovf: binary(add, BACKWARD.sum, true),
  int_sub: binary(sub, BACKWARD.difference, true),
  int_sub_ovf: binary(sub, BACKWARD.difference, true),
  int_mul: binary(mul, BACKWARD.product, false),
  int_mul_ovf: binary(mul, BACKWARD.product, false),
  int_lshift: shift,
  int_neg: unary(BACKWARD.negation),
  int_invert: unary(BACKWARD.inversion),
};

/** A guard has just taught something of `box`. */
export function propagateBackward(optimizer: Optimizer, box: Value): void {
  new Teacher(optimizer).grown(box);
}
