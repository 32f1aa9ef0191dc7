/**
 * Host code of integer operations. Where all arguments are host numbers there is a formula in
 * doubles, exact whenever its value is a safe integer; the result is then checked against the
 * representation of its box. Everything else calls the function that gives the operation its
 * meaning.
 */

import { defined } from "../../base/assert.ts";
import * as I from "../../base/int.ts";
import type { Int } from "../../base/int.ts";
import type { OpName } from "../../trace/ops.ts";
import type { LinkedOp } from "../oracle/linked-unit.ts";
import type { ExprRep } from "./representation.ts";
import { ANY, I32, NUM, repOf, SIGNED_WIDE, WIDE } from "./representation.ts";
import type { Expr, UnitWriter } from "./unit-writer.ts";

/** Writes one operation. */
export type OpWriter = (w: UnitWriter, op: LinkedOp) => void;

type Meaning = (...args: never[]) => unknown;
type Formula = (a: string, b: string) => string;

const POWERS = Array.from({ length: 64 }, (_, count) => 2 ** count);

/** Calls the operation's own function. */
function callMeaning(w: UnitWriter, op: LinkedOp, meaning: Meaning): void {
  const args = op.argSlots.map((slot) => w.at(slot).text);
  w.giveInt(op, `${w.out.constant(meaning)}(${args.join(", ")})`, ANY);
}

function hasWideResult(w: UnitWriter, op: LinkedOp): boolean {
  return w.variable(op.resultSlot).rep === ANY;
}

function areNumbers(w: UnitWriter, op: LinkedOp): boolean {
  return op.argSlots.every((slot) => w.at(slot).rep !== ANY);
}

function areI32(w: UnitWriter, op: LinkedOp): boolean {
  return op.argSlots.every((slot) => w.at(slot).rep === I32);
}

const arithmetic =
  (meaning: Meaning, formula: Formula, rep: ExprRep = WIDE): OpWriter =>
  (w, op) => {
    if (hasWideResult(w, op) || !areNumbers(w, op)) callMeaning(w, op, meaning);
    else w.giveInt(op, formula(w.text(op, 0), op.argSlots.length > 1 ? w.text(op, 1) : ""), rep);
  };

/** Whether a mask makes an int32 of any safe integer. */
function isMask(expr: Expr, value: unknown): boolean {
  return expr.rep === I32 && typeof value === "number" && value >= 0;
}

const bitwise =
  (meaning: Meaning, sign: string): OpWriter =>
  (w, op) => {
    const text = `${w.text(op, 0)} ${sign} ${w.text(op, 1)}`;
    const masked = [0, 1].some((at) => isMask(w.arg(op, at), w.constantOf(op, at)));
    if (areI32(w, op) || (sign === "&" && masked && areNumbers(w, op))) w.giveInt(op, text, I32);
    else callMeaning(w, op, meaning);
  };

/** A shift count that is a constant in 0 … 63, else -1. */
function constantCount(w: UnitWriter, op: LinkedOp): number {
  const count = w.constantOf(op, 1);
  return typeof count === "number" && count >= 0 && count < 64 ? count : -1;
}

const leftShift: OpWriter = (w, op) => {
  if (hasWideResult(w, op) || !areNumbers(w, op) || w.arg(op, 1).rep !== I32) {
    callMeaning(w, op, I.int_lshift);
    return;
  }
  const count = constantCount(w, op);
  const factor =
    count >= 0 ? String(2 ** count) : `${w.out.constant(POWERS)}[${w.text(op, 1)} & 63]`;
  w.giveInt(op, `${w.text(op, 0)} * ${factor}`, WIDE);
};

const rightShift: OpWriter = (w, op) => {
  const count = constantCount(w, op);
  const [a, b] = [w.arg(op, 0), w.arg(op, 1)];
  if (a.rep === I32 && count >= 0) w.giveInt(op, `${a.text} >> ${Math.min(count, 31)}`, I32);
  else if (a.rep === I32 && b.rep === I32) {
    w.giveInt(op, `(${b.text} & 32) !== 0 ? ${a.text} >> 31 : ${a.text} >> ${b.text}`, I32);
  } else if (a.rep === NUM && count >= 0) {
    w.giveInt(op, `Math.floor(${a.text} / ${2 ** count})`, NUM);
  } else callMeaning(w, op, I.int_rshift);
};

const logicalRightShift: OpWriter = (w, op) => {
  const count = constantCount(w, op);
  const a = w.arg(op, 0);
  if (a.rep !== I32 || count < 0) {
    callMeaning(w, op, I.uint_rshift);
    return;
  }
  const shifted = count > 31 ? "0" : `${a.text} >>> ${count}`;
  if (!hasWideResult(w, op) && count > 0) {
    leaveIfNegative(w, op, a.text);
    w.giveInt(op, shifted, I32);
    return;
  }
  const helper = w.out.constant(I.uint_rshift);
  w.giveInt(op, `${a.text} >= 0 ? ${shifted} : ${helper}(${a.text}, ${count})`, ANY);
};

/** What follows is right for operands that are not negative; others generalize the result. */
function leaveIfNegative(w: UnitWriter, op: LinkedOp, text: string): void {
  w.out.emit(`if (${text} < 0) ${w.resumeExit(op.index, op.resultSlot)}`);
}

/** Below 2^31, so that a product with 22 bits is exact. */
const multiplyHigh: OpWriter = (w, op) => {
  const multiplier = w.constantOf(op, 1);
  const a = w.arg(op, 0);
  const isConstant = typeof multiplier === "number" || typeof multiplier === "bigint";
  if (a.rep !== I32 || !isConstant || w.variable(op.resultSlot).rep !== I32) {
    callMeaning(w, op, I.uint_mul_high);
    return;
  }
  leaveIfNegative(w, op, a.text);
  const bits = BigInt.asUintN(64, BigInt(multiplier));
  const [high, middle, low] = [bits >> 43n, (bits >> 22n) & 0x1fffffn, bits & 0x3fffffn];
  const lowPart = `Math.floor(${a.text} * ${low} / ${2 ** 22})`;
  const middlePart = `Math.floor((${a.text} * ${middle} + ${lowPart}) / ${2 ** 21})`;
  w.giveInt(op, `(${a.text} * ${high} + ${middlePart}) / ${2 ** 21} | 0`, I32);
};

const signExtend: OpWriter = (w, op) => {
  const bytes = w.constantOf(op, 1);
  if (w.arg(op, 0).rep === ANY || typeof bytes !== "number" || bytes > 4) {
    callMeaning(w, op, I.int_signext);
    return;
  }
  const count = 32 - 8 * bytes;
  const a = w.text(op, 0);
  w.giveInt(op, count === 0 ? `${a} | 0` : `${a} << ${count} >> ${count}`, I32);
};

const invert: OpWriter = (w, op) => {
  if (w.arg(op, 0).rep === I32) w.giveInt(op, `~${w.text(op, 0)}`, I32);
  else arithmetic(I.int_invert, (a) => `-1 - ${a}`)(w, op);
};

const forceGeZero: OpWriter = (w, op) => {
  const a = w.arg(op, 0);
  if (a.rep === ANY) callMeaning(w, op, I.int_force_ge_zero);
  else w.giveInt(op, `${a.text} < 0 ? 0 : ${a.text}`, a.rep);
};

/** A test gives 0 or 1, or is left to the guard behind it. */
export function giveTest(w: UnitWriter, op: LinkedOp, test: string): void {
  if (isGuarded(w, op)) w.fusedTest = test;
  else w.giveInt(op, `${test} ? 1 : 0`, I32);
}

/** Whether nothing but the guard right behind it uses the result. */
function isGuarded(w: UnitWriter, op: LinkedOp): boolean {
  const next = defined(w.linked.ops[op.index + 1], "operation behind a test");
  const isGuard = next.opname === "guard_true" || next.opname === "guard_false";
  return isGuard && next.argSlots[0] === op.resultSlot && w.facts.useCount(op.resultSlot) === 1;
}

/** Host comparisons are exact between numbers and bigints, too. */
export const comparison =
  (sign: string): OpWriter =>
  (w, op) =>
    giveTest(w, op, `(${w.text(op, 0)} ${sign} ${w.text(op, 1)})`);

const unsigned =
  (meaning: (a: Int, b: Int) => boolean, sign: string): OpWriter =>
  (w, op) => {
    const [a, b] = [w.text(op, 0), w.text(op, 1)];
    if (areI32(w, op)) giveTest(w, op, `(${a} >>> 0) ${sign} (${b} >>> 0)`);
    else giveTest(w, op, `${w.out.constant(meaning)}(${a}, ${b})`);
  };

const add = (a: string, b: string) => `${a} + ${b}`;
const subtract = (a: string, b: string) => `${a} - ${b}`;
const multiply = (a: string, b: string) => `${a} * ${b}`;

const FULL_MOD = 2 ** 52;

/** Python's floor division, of numbers when possible. */
export const floorDivide: OpWriter = (w, op) => {
  const [a, b] = divisionArgs(w, op);
  const divisor = divisorOf(w, op);
  if (hasWideResult(w, op) || a.rep === ANY || b.rep === ANY) divideByMeaning(w, op, I.int_py_div);
  else if (a.rep === I32 && isPowerOfTwo(divisor)) {
    w.giveInt(op, `${a.text} >> ${Math.log2(divisor)}`, I32);
  } else if (a.rep === I32 && divisor > 0) {
    const below = `(${a.text} % ${divisor} < 0 ? 1 : 0)`;
    w.giveInt(op, `(${a.text} / ${divisor} | 0) - ${below} | 0`, I32);
  } else w.giveInt(op, `Math.floor(${a.text} / ${b.text})`, SIGNED_WIDE);
};

/** Python's modulo, of numbers when possible. */
export const floorModulo: OpWriter = (w, op) => {
  const [a, b] = divisionArgs(w, op);
  const divisor = divisorOf(w, op);
  const formula = `${a.text} - Math.floor(${a.text} / ${b.text}) * ${b.text}`;
  if (a.rep === ANY || b.rep === ANY) divideByMeaning(w, op, I.int_py_mod);
  else if (a.rep === I32 && isPowerOfTwo(divisor)) {
    w.giveInt(op, `${a.text} & ${divisor - 1}`, I32);
  } else if (a.rep === I32 && divisor > 0) {
    const temp = w.out.temp();
    w.out.emit(`const ${temp} = ${a.text} % ${divisor} | 0;`);
    w.giveInt(op, `${temp} < 0 ? ${temp} + ${divisor} | 0 : ${temp}`, I32);
  } else if (a.rep === I32) w.giveInt(op, formula, NUM);
  else {
    // The product is exact while both are below 2^52.
    const isSmall = [a, b].map(({ text }) => `${text} < ${FULL_MOD} && ${text} > -${FULL_MOD}`);
    const helper = `${w.out.constant(I.int_py_mod)}(${a.text}, ${b.text})`;
    w.giveInt(op, `${isSmall.join(" && ")} ? ${formula} : ${helper}`, NUM);
  }
};

/** Argument 0 is the function. */
function divisionArgs(w: UnitWriter, op: LinkedOp): [Expr, Expr] {
  return [w.arg(op, 1), w.arg(op, 2)];
}

/** The divisor, if it is a constant int32; else 0. */
function divisorOf(w: UnitWriter, op: LinkedOp): number {
  const divisor = w.constantOf(op, 2);
  return typeof divisor === "number" && repOf(divisor) === I32 ? divisor : 0;
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}

function divideByMeaning(w: UnitWriter, op: LinkedOp, meaning: Meaning): void {
  w.giveInt(op, `${w.out.constant(meaning)}(${w.text(op, 1)}, ${w.text(op, 2)})`, ANY);
}

/** Integer operations by name. */
export const INT_WRITERS = {
  int_add: arithmetic(I.int_add, add),
  int_sub: arithmetic(I.int_sub, subtract),
  int_mul: arithmetic(I.int_mul, multiply, SIGNED_WIDE),
  int_add_ovf: arithmetic(I.int_add_ovf, add),
  int_sub_ovf: arithmetic(I.int_sub_ovf, subtract),
  int_mul_ovf: arithmetic(I.int_mul_ovf, multiply, SIGNED_WIDE),
  uint_mul_high: multiplyHigh,
  int_and: bitwise(I.int_and, "&"),
  int_or: bitwise(I.int_or, "|"),
  int_xor: bitwise(I.int_xor, "^"),
  int_lshift: leftShift,
  int_rshift: rightShift,
  uint_rshift: logicalRightShift,
  int_signext: signExtend,
  int_neg: arithmetic(I.int_neg, (a) => `0 - ${a}`),
  int_invert: invert,
  int_force_ge_zero: forceGeZero,
  int_lt: comparison("<"),
  int_le: comparison("<="),
  int_eq: comparison("==="),
  int_ne: comparison("!=="),
  int_gt: comparison(">"),
  int_ge: comparison(">="),
  uint_lt: unsigned(I.uint_lt, "<"),
  uint_le: unsigned(I.uint_le, "<="),
  uint_gt: unsigned(I.uint_gt, ">"),
  uint_ge: unsigned(I.uint_ge, ">="),
  int_is_zero: (w, op) => giveTest(w, op, `(${w.text(op, 0)} === 0)`),
  int_is_true: (w, op) => giveTest(w, op, `(${w.text(op, 0)} !== 0)`),
  same_as_i: (w, op) => w.giveInt(op, w.text(op, 0), w.arg(op, 0).rep),
} as const satisfies Partial<Record<OpName, OpWriter>>;
