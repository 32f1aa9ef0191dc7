/**
 * Host code of calls. Before a call the clock is brought up to date, for the callee may read it,
 * and afterwards t, for the callee may have run for long; an elidable callee does neither. Guest
 * exceptions are caught around the call alone: the guard behind it stands outside of the `try`.
 */

import type { CallDescr, HostFunction, LoopToken } from "../../trace/descr.ts";
import { zeroOf } from "../../trace/heap-access.ts";
import type { OpName } from "../../trace/ops.ts";
import type { LinkedOp } from "../oracle/linked-unit.ts";
import type { OpWriter } from "./int-ops.ts";
import { floorDivide, floorModulo } from "./int-ops.ts";
import { DIRECT_ENTRY, FINISH_CODES } from "./host-root.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** Everything but the exception has this number: the last finish is an exception. */
const RESULT_CODES = FINISH_CODES - 1;

/** Text of a call of a host function with trace values, booleans converted. */
function invocation(w: UnitWriter, op: LinkedOp, first: number, descr: CallDescr): string {
  const fn = w.constantOf(op, first) as unknown as HostFunction;
  const callee = w.out.constant(fn.fn);
  const args = op.argSlots.slice(first + 1).map((slot, index) => {
    const { text } = w.at(slot);
    return descr.argKinds[index] === "b" ? `${text} !== 0` : text;
  });
  if (fn.convention === "method") return `${callee}.call(${args.join(", ")})`;
  const call = `${callee}(${args.join(", ")})`;
  return fn.convention === "construct" ? `new ${call}` : call;
}

/** Assigns what the callee gave to the result's variable, still of any representation. */
function assignment(w: UnitWriter, op: LinkedOp, call: string, isBool: boolean): string {
  if (op.op.kind === "v") return `${call};`;
  return `${w.result(op)} = ${isBool ? `${call} === true ? 1 : 0` : call};`;
}

/** A statement that may raise a guest exception. */
function emitTry(w: UnitWriter, op: LinkedOp, statement: string): void {
  const { kind } = op.op;
  const reset = kind === "v" ? "" : ` ${w.result(op)} = ${zeroOf(kind)};`;
  w.out.emit(`try { ${statement} } catch (error) { x = S.caught(error);${reset} }`);
}

/** The time, for the callee to read. */
function emitTimeBefore(w: UnitWriter, op: LinkedOp): void {
  w.cutPath(op.index + 1);
  w.out.emit(`u = ${w.timeAt(op.index + 1)}; C.ticks = u;`);
}

/** Takes over the time that the callee has used. */
function emitTimeAfter(w: UnitWriter): void {
  if (!w.job.hasLoop) {
    w.out.emit("if (C.ticks !== u) D += C.ticks - u;");
    return;
  }
  w.out.emit("if (C.ticks !== u) {");
  w.out.emit("  n = t - (C.ticks - u); if (n < 0) { D -= n; n = 0; } t = n | 0;");
  w.out.emit("}");
}

/** Checks a result against its representation; the operation is not done again. */
function emitNarrow(w: UnitWriter, op: LinkedOp): void {
  if (op.op.kind !== "i") return;
  const { text, rep } = w.variable(op.resultSlot);
  w.narrow(text, rep, w.resumeExit(op.index + 1, op.resultSlot));
}

/** Before a call that may force: what the guard behind it would pass on. */
function announceGuard(w: UnitWriter, op: LinkedOp): void {
  const next = w.linked.ops[op.index + 1];
  if (next?.opname === "guard_not_forced") w.announce(next);
}

function emitCall(w: UnitWriter, op: LinkedOp, first: number): void {
  announceGuard(w, op);
  const descr = op.op.descr as CallDescr;
  const call = invocation(w, op, first, descr);
  const statement = assignment(w, op, call, descr.resultKind === "b");
  if (!descr.isElidable) emitTimeBefore(w, op);
  if (descr.canRaise) emitTry(w, op, statement);
  else w.out.emit(statement);
  if (!descr.isElidable) emitTimeAfter(w);
}

const residual: OpWriter = (w, op) => {
  const { effect } = op.op.descr as CallDescr;
  if (effect.oopspec === "int.py_div") floorDivide(w, op);
  else if (effect.oopspec === "int.py_mod") floorModulo(w, op);
  else {
    emitCall(w, op, 0);
    emitNarrow(w, op);
  }
};

const conditional: OpWriter = (w, op) => {
  w.cutPath(op.index + 1);
  w.out.emit(`if (${w.text(op, 0)} !== 0) {`);
  emitCall(w, op, 1);
  w.out.emit("}");
};

const conditionalValue: OpWriter = (w, op) => {
  w.cutPath(op.index + 1);
  const given = w.text(op, 0);
  w.out.emit(`if (${given} !== 0 && ${given} !== null) ${w.result(op)} = ${given}; else {`);
  emitCall(w, op, 1);
  w.out.emit("}");
  emitNarrow(w, op);
};

const assembler: OpWriter = (w, op) => {
  const { services } = w.job;
  const target = w.out.constant(services.callTargetOf(op.op.descr as LoopToken));
  const finish = w.out.constant(services.finishAssemblerCall);
  const [callee, code] = [w.out.temp(), w.out.temp()];
  announceGuard(w, op);
  emitTimeBefore(w, op);
  w.out.emit("if (u >= S.limit) S.checkLimit();");
  const args = [DIRECT_ENTRY, ...op.argSlots.map((slot) => w.at(slot).text)].join(", ");
  const detour = w.job.costs === null ? "" : `S.countRedirections(${target}.redirections); `;
  const run = `${detour}const ${callee} = ${target}.root, ${code} = ${callee}.fn(${args});`;
  const slow = `${finish}(${target}, ${callee}, ${code})`;
  const isResult = `${code} < ${RESULT_CODES}`;
  const take = op.op.kind === "v" ? `if (!(${isResult})) ${slow};` : "";
  const result = `${isResult} ? S.result : ${slow}`;
  const call = `${run} ${take === "" ? `${w.result(op)} = ${result};` : take}`;
  const [frames, enter, leave] = [op.openFrames + 1, "enterFrames", "leaveFrames"];
  const counted = `S.services.${enter}(${frames}); try { ${call} }`;
  emitTry(w, op, `${counted} finally { S.services.${leave}(${frames}); }`);
  emitTimeAfter(w);
  emitNarrow(w, op);
};

/** Calls by name. */
export const CALL_WRITERS: Readonly<Partial<Record<OpName, OpWriter>>> = {
  ...namesOf("call", residual),
  ...namesOf("call_pure", residual),
  ...namesOf("call_may_force", residual),
  ...namesOf("call_loopinvariant", residual),
  ...namesOf("call_assembler", assembler),
  cond_call: conditional,
  cond_call_value_i: conditionalValue,
  cond_call_value_r: conditionalValue,
};

/** One writer under the names of all result kinds. */
function namesOf(prefix: string, writer: OpWriter): Record<string, OpWriter> {
  return Object.fromEntries(["i", "r", "f", "n"].map((kind) => [`${prefix}_${kind}`, writer]));
}

/** Whether an operation may leave a guest exception pending. */
export function mayRaise(op: LinkedOp): boolean {
  const { descr } = op.op;
  if (op.opname.startsWith("call_assembler")) return true;
  return descr?.descrKind === "call" ? descr.canRaise : false;
}
