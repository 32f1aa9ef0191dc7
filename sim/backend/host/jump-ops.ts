/**
 * Host code of label, jump and finish. A function with labels L1 … Ln is a nest of loops:
 *
 *   P0: { if (e > 0) break P0; operations before L1 }
 *   L1: for (;;) {
 *     P1: { if (e > 1) break P1; operations of L1 }
 *     L2: for (;;) { … }
 *   }
 *
 * A jump back to Li continues its loop; a jump forward sets e and leaves the present block P, and
 * the tests of e lead it on. The last part, where hot loops are, has no test.
 */

import { assert, defined } from "../../base/assert.ts";
import type { FinishDescr, TargetToken } from "../../trace/descr.ts";
import type { LinkedOp } from "../oracle/linked-unit.ts";
import { FINISH_OUTCOMES } from "./host-root.ts";
import { ANY, I32 } from "./representation.ts";
import type { CompileJob, Expr, LabelTarget, UnitWriter } from "./unit-writer.ts";
import { misfitsI32 } from "./unit-writer.ts";

/** An assignment of a jump; all of them happen at once. */
interface Move {
  readonly to: string;
  from: string;
  readonly coerce: "" | " | 0";
}

function labelCount(job: CompileJob): number {
  return job.labels.size;
}

/** The beginning of the part between two labels; the last has none. */
export function openPart(job: CompileJob): void {
  const { segment } = job;
  if (segment === labelCount(job)) return;
  job.out.emit(`P${segment}: { if (e > ${segment}) break P${segment};`);
}

/** A label of the root: the loop that everything behind it stands in. */
export function writeLabel(w: UnitWriter, op: LinkedOp): void {
  const { job, out } = w;
  w.synchronize(op.index);
  w.cutAtLabel(op.index);
  out.emit("}");
  job.segment += 1;
  out.emit(`L${job.segment}: for (;;) {`);
  openPart(job);
  if (w.linked.unit.counted) {
    out.emit(`S.services.countRun("l", ${out.constant(op.op.descr)});`);
  }
}

/** Ends the loops of all labels. */
export function closeLabels(job: CompileJob): void {
  for (let entry = 1; entry <= labelCount(job); entry++) job.out.emit("}");
}

export function writeJump(w: UnitWriter, op: LinkedOp): void {
  const { descr } = op.op;
  assert(descr?.descrKind === "target", "a compiled jump goes to a target token");
  const label = w.job.labels.get(descr);
  if (label === undefined) writeJumpOut(w, op, descr);
  else writeJumpInside(w, op, descr, label);
}

function argTexts(w: UnitWriter, op: LinkedOp): string[] {
  return op.argSlots.map((slot) => w.at(slot).text);
}

function writeJumpOut(w: UnitWriter, op: LinkedOp, target: TargetToken): void {
  const code = w.job.root.addExit({ kind: "jump", target, link: null });
  w.out.emit(w.leave(op.index + 1, `[${argTexts(w, op).join(", ")}]`, code));
}

function writeJumpInside(
  w: UnitWriter,
  op: LinkedOp,
  target: TargetToken,
  label: LabelTarget,
): void {
  const { job, out } = w;
  const moves = label.args.map((arg, index) => checkedMove(w, op, arg, index));
  emitMoves(
    w,
    moves.filter((move) => move !== null),
  );
  out.emit(`${w.countBefore(op.index + 1)}t = t - ${w.pendingTicks(op.index + 1)} | 0;`);
  const code = job.root.addExit({ kind: "jump", target, link: null });
  const values = label.args.map(({ text }) => text).join(", ");
  const leave = `C.ticks = D - t; S.values = [${values}]; ${w.carried()}return ${code};`;
  out.emit(`if (t <= 0) { ${leave} }`);
  if (label.entry < labelCount(job) || job.segment < label.entry) out.emit(`e = ${label.entry};`);
  const isForward = job.segment < label.entry;
  out.emit(isForward ? `break P${job.segment};` : `continue L${label.entry};`);
}

/** The move to one label argument, after the check of its representation; null for none. */
function checkedMove(w: UnitWriter, op: LinkedOp, arg: Expr, index: number): Move | null {
  const given = w.arg(op, index);
  if (given.text === arg.text) return null;
  const isInt = op.op.args[index]?.kind === "i";
  if (!isInt || given.rep <= arg.rep) return { to: arg.text, from: given.text, coerce: "" };
  const exit = w.resumeExit(op.index, -1);
  if (arg.rep === I32) {
    const test =
      given.rep === ANY ? misfitsI32(given.text) : `(${given.text} | 0) !== ${given.text}`;
    w.out.emit(`if (${test}) ${exit}`);
    return { to: arg.text, from: given.text, coerce: " | 0" };
  }
  w.out.emit(`if (typeof ${given.text} !== "number") ${exit}`);
  return { to: arg.text, from: given.text, coerce: "" };
}

/** Emits parallel moves one after the other; a cycle is opened by a temporary. */
function emitMoves(w: UnitWriter, moves: Move[]): void {
  const left = [...moves];
  while (left.length > 0) {
    const free = left.findIndex((move) =>
      left.every((other) => other === move || other.from !== move.to),
    );
    if (free >= 0) {
      const [{ to, from, coerce }] = left.splice(free, 1) as [Move];
      w.out.emit(`${to} = ${from}${coerce};`);
    } else {
      const blocked = defined(left[0], "a move in a cycle").to;
      const temp = w.out.temp();
      w.out.emit(`const ${temp} = ${blocked};`);
      for (const move of left) if (move.from === blocked) move.from = temp;
    }
  }
}

export function writeFinish(w: UnitWriter, op: LinkedOp): void {
  const { outcome } = op.op.descr as FinishDescr;
  const result = op.argSlots.length === 0 ? "null" : w.text(op, 0);
  const exception = w.out.usesException ? "S.exception = x; " : "";
  const count = w.countBefore(op.index + 1);
  w.out.emit(`${count}C.ticks = ${w.timeAt(op.index + 1)}; S.result = ${result};`);
  w.out.emit(`${exception}return ${FINISH_OUTCOMES.indexOf(outcome)};`);
}
