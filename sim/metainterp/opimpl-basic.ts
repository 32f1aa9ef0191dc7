/**
 * Instructions that compute, test and branch, as the tracer runs them.
 */

import { assert, defined } from "../base/assert.ts";
import type { Instr } from "../jitcode/jitcode.ts";
import type { OpName } from "../trace/ops.ts";
import { OPS } from "../trace/ops.ts";
import type { Ref, Value } from "../trace/values.ts";
import { CONST_NULL, ConstAddr, ConstInt, constOf, ResOp } from "../trace/values.ts";
import { isInstance } from "./blackhole.ts";
import type { Tracer } from "./tracer.ts";

/** Runs one instruction: records, and leaves pc at the next. */
export type OpImpl = (tracer: Tracer, instr: Instr) => void;

export function move(tracer: Tracer, instr: Instr): void {
  tracer.finishInstr(tracer.arg(instr, 0));
}

export function executePure(tracer: Tracer, instr: Instr): void {
  tracer.finishInstr(compute(tracer, instr.opname as OpName, tracer.args(instr)));
}

/** Comparisons of a value with itself, and what they give. */
const OF_THE_SAME: Readonly<Partial<Record<OpName, 0 | 1>>> = {
  int_eq: 1,
  int_ne: 0,
  int_lt: 0,
  int_le: 1,
  int_gt: 0,
  int_ge: 1,
  ptr_eq: 1,
  ptr_ne: 0,
  instance_ptr_eq: 1,
  instance_ptr_ne: 0,
};

function compute(tracer: Tracer, name: OpName, args: Value[]): Value {
  const known = args.length === 2 && args[0] === args[1] ? OF_THE_SAME[name] : undefined;
  return known === undefined ? tracer.execute(name, args) : new ConstInt(known);
}

/** Arithmetic with an overflow exit: one operation and its guard. */
export function ovf(tracer: Tracer, instr: Instr): void {
  const name = instr.opname as OpName;
  const args = tracer.args(instr);
  const result = tracer.evaluate(name, args);
  const overflows = result === null;
  // What the machine leaves in the register: the wrapped result.
  const value = overflows ? tracer.evaluate(name.replace("_ovf", "") as OpName, args) : result;
  if (args.every((arg) => arg.isConst)) {
    tracer.count("OPS");
    if (overflows) tracer.top.pc = instr.target;
    else tracer.finishInstr(constOf("i", value));
    return;
  }
  const op = tracer.executed(name, args, null, value);
  tracer.guard(overflows ? "guard_overflow" : "guard_no_overflow", []);
  if (overflows) tracer.top.pc = instr.target;
  else tracer.finishInstr(op);
}

export function goto(tracer: Tracer, instr: Instr): void {
  tracer.top.pc = instr.target;
}

export function gotoIfNot(tracer: Tracer, instr: Instr): void {
  const holds = testCondition(tracer, instr);
  const frame = tracer.top;
  if (holds) frame.pc++;
  else frame.pc = instr.target;
}

function testCondition(tracer: Tracer, instr: Instr): boolean {
  const { opname } = instr;
  if (opname === "ptr_nonzero") return testNonNull(tracer, tracer.arg(instr, 0));
  if (opname === "ptr_iszero") return !testNonNull(tracer, tracer.arg(instr, 0));
  const args = tracer.args(instr);
  if (opname === "int_is_true" && isTruthValue(args[0] as Value)) {
    return testTruth(tracer, args[0] as Value);
  }
  const box = compute(tracer, opname as OpName, args);
  // Nobody else has this box, so that nothing needs to be replaced by what it is known to be.
  if (!box.isConst) tracer.guard(box.value !== 0 ? "guard_true" : "guard_false", [box]);
  return box.value !== 0;
}

function isTruthValue(value: Value): boolean {
  return value instanceof ResOp && OPS[value.opname].isBool;
}

/** Guards that a 0/1 box is what it is; from then on it is that constant. */
function testTruth(tracer: Tracer, box: Value): boolean {
  const holds = box.value !== 0;
  if (!box.isConst) {
    tracer.guard(holds ? "guard_true" : "guard_false", [box]);
    tracer.replace(box, new ConstInt(holds ? 1 : 0));
  }
  return holds;
}

/** Guards that a reference is, or is not, null. HEAPCACHED_OPS when that is known. */
export function testNonNull(tracer: Tracer, box: Value): boolean {
  const nonNull = box.value !== null;
  if (tracer.heapcache.isNullityKnown(box)) {
    tracer.count("HEAPCACHED_OPS");
    return nonNull;
  }
  if (box.isConst) return nonNull;
  tracer.guard(nonNull ? "guard_nonnull" : "guard_isnull", [box]);
  if (nonNull) tracer.heapcache.nullityNowKnown(box);
  else tracer.replace(box, CONST_NULL);
  return nonNull;
}

export function switchOn(tracer: Tracer, instr: Instr): void {
  const value = tracer.promote(tracer.arg(instr, 0));
  const table = defined(instr.table, "switch table");
  tracer.top.pc = table.get(value.value as number) ?? instr.target;
}

export function promote(tracer: Tracer, instr: Instr): void {
  tracer.finishInstr(tracer.promote(tracer.arg(instr, 0)));
}

export function assertNotNone(tracer: Tracer, instr: Instr): void {
  const box = tracer.arg(instr, 0);
  assert(box.value !== null, "assert_not_none of null");
  if (tracer.heapcache.isNullityKnown(box)) tracer.count("HEAPCACHED_OPS");
  else {
    tracer.executed("assert_not_none", [box], null, null);
    tracer.heapcache.nullityNowKnown(box);
  }
  tracer.finishInstr(box);
}

/** Guards the exact class of a reference that is not null; gives its layout's constant. */
export function guardClass(tracer: Tracer, box: Value): void {
  if (box.isConst || tracer.heapcache.isClassKnown(box)) return;
  const layout = tracer.services.layoutOf(box.value as object);
  tracer.guard("guard_class", [box, new ConstAddr(layout)]);
  tracer.heapcache.classNowKnown(box);
}

export function instanceOf(tracer: Tracer, instr: Instr): void {
  const box = tracer.arg(instr, 0);
  if (!testNonNull(tracer, box)) {
    tracer.finishInstr(new ConstInt(0));
    return;
  }
  guardClass(tracer, box);
  tracer.finishInstr(new ConstInt(isInstance(box.value as Ref, instr) ? 1 : 0));
}

export function unreachableInstr(tracer: Tracer): void {
  assert(false, `unreachable instruction in ${tracer.top.jitcode.name}`);
}
