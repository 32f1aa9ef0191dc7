/**
 * Host code of guards. A bridge that belongs to the function stands in the else-branch and shares
 * the variables; otherwise the branch leaves with the fail arguments.
 */

import { assert } from "../../base/assert.ts";
import type { ClassLayout, GuardDescr } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import type { LinkedOp } from "../oracle/linked-unit.ts";
import { ANY } from "./representation.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** Text of the condition under which a guard fails; "" for never. */
type FailureText = (w: UnitWriter, op: LinkedOp) => string;

function layoutOf(w: UnitWriter, op: LinkedOp, index: number): ClassLayout {
  return w.constantOf(op, index) as unknown as ClassLayout;
}

/** Text of "the class of `object`, which is not null, is another one". */
function isOtherClass(w: UnitWriter, object: string, layout: ClassLayout): string {
  if (layout.hostClass === null) return `S.layoutOf(${object}) !== ${w.out.constant(layout)}`;
  return `${object}.constructor !== ${w.out.constant(layout.hostClass)}`;
}

function takeTest(w: UnitWriter, op: LinkedOp): string {
  const test = w.fusedTest ?? `${w.text(op, 0)} !== 0`;
  w.fusedTest = null;
  return test;
}

const otherValue: FailureText = (w, op) => {
  const [a, b] = [w.text(op, 0), w.text(op, 1)];
  const value = w.constantOf(op, 1);
  const isPlain = typeof value === "number" && value !== 0 && !Number.isNaN(value);
  const isFloat = op.op.args[0]?.kind === "f";
  return isFloat && !isPlain ? `!Object.is(${a}, ${b})` : `${a} !== ${b}`;
};

const otherClass: FailureText = (w, op) => isOtherClass(w, w.text(op, 0), layoutOf(w, op, 1));

const nullOrOtherClass: FailureText = (w, op) =>
  `${w.text(op, 0)} === null || ${otherClass(w, op)}`;

/** The operation that set the overflow flag stands right before its guard. */
function overflowed(w: UnitWriter, op: LinkedOp): string {
  const before = w.linked.ops[op.index - 1] as LinkedOp;
  assert(before.opname.endsWith("_ovf"), "an overflow guard follows its operation");
  const { text, rep } = w.variable(before.resultSlot);
  return rep === ANY ? `${text} === null` : "";
}

const FAILURES: Readonly<Partial<Record<OpName, FailureText>>> = {
  guard_true: (w, op) => `!(${takeTest(w, op)})`,
  guard_false: takeTest,
  guard_value: otherValue,
  guard_class: otherClass,
  guard_nonnull: (w, op) => `${w.text(op, 0)} === null`,
  guard_isnull: (w, op) => `${w.text(op, 0)} !== null`,
  guard_nonnull_class: nullOrOtherClass,
  guard_gc_type: (w, op) => `S.layoutOf(${w.text(op, 0)}) !== ${w.text(op, 1)}`,
  guard_is_object: (w, op) => `S.layoutOf(${w.text(op, 0)}) === undefined`,
  guard_subclass: (w, op) => `!S.isOfSubclass(${w.text(op, 0)}, ${w.text(op, 1)})`,
  guard_no_exception: () => "x !== null",
  guard_exception: (w, op) => `x === null || ${isOtherClass(w, "x", layoutOf(w, op, 0))}`,
  guard_no_overflow: overflowed,
  guard_overflow: (w, op) => (overflowed(w, op) === "" ? "true" : `!(${overflowed(w, op)})`),
  guard_not_forced: () => "T.saved !== null",
  guard_not_forced_2: (w, op) => {
    w.announce(op);
    return "";
  },
  guard_not_invalidated: (w, op) => {
    const loop = (op.op.descr as GuardDescr).loop ?? w.linked.unit.token;
    return `${w.out.constant(loop)}.invalidated`;
  },
  guard_future_condition: () => "",
  guard_always_fails: () => "true",
};

export type WriteBridge = (w: UnitWriter, op: LinkedOp) => boolean;

/** Writes a guard; `writeBridge` writes the bridge that stands inline, if there is one. */
export function writeGuard(w: UnitWriter, op: LinkedOp, writeBridge: WriteBridge): void {
  const failureText = FAILURES[op.opname];
  assert(failureText !== undefined, "no host code for", op.opname);
  const failure = failureText(w, op);
  if (failure !== "") {
    w.out.emit(`if (${failure}) {`);
    if (op.opname === "guard_not_forced") w.out.emit("S.saved = T.takeSaved();");
    if (!writeBridge(w, op)) w.out.emit(guardExit(w, op));
    w.out.emit("}");
  }
  if (op.opname === "guard_exception") w.out.emit(`${w.result(op)} = x; x = null;`);
}

function guardExit(w: UnitWriter, op: LinkedOp): string {
  const values = op.failSlots.map((slot) => (slot < 0 ? "null" : w.at(slot).text));
  const kept = op.failSlots.flatMap((slot, index) => (slot < 0 ? [] : [index]));
  if (op.countedSlot >= 0) values.push(w.at(op.countedSlot).text);
  const keep = kept.length === values.length ? null : kept;
  const guard = op.op.descr as GuardDescr;
  const { path, stub } = w.exitParts(op);
  const code = w.job.root.addExit({ kind: "guard", guard, keep, link: null, stub });
  return w.leave(op.index + 1, `[${values.join(", ")}]`, code, w.countText(path));
}
