/**
 * Which registers a frame's snapshot holds, in which order: the one rule shared by the tracer (when
 * it takes a snapshot), the blackhole and bridges (when they rebuild the frame).
 *
 *   execute  the instruction is executed again: what is live before it
 *   inside   the frame waits for a call's result: what is live after it, without the result
 *   called   the call has happened: the same, and the result if anybody reads it
 */

import type { JitCode } from "../jitcode/jitcode.ts";
import type { Instr } from "../jitcode/jitcode.ts";

export type ResumeMode = "execute" | "inside" | "called";

const calledRegisters = new WeakMap<Instr, readonly number[]>();

/** The registers of a frame's snapshot. */
export function resumeRegisters(jitcode: JitCode, pc: number, mode: ResumeMode): readonly number[] {
  const instr = jitcode.instrs[pc] as Instr;
  if (mode === "execute") return instr.live;
  if (mode === "inside") return instr.liveAfter;
  let registers = calledRegisters.get(instr);
  if (registers === undefined) {
    const isRead = instr.dst >= 0 && jitcode.instrs[pc + 1]?.live.includes(instr.dst) === true;
    registers = isRead ? [...instr.liveAfter, instr.dst] : instr.liveAfter;
    calledRegisters.set(instr, registers);
  }
  return registers;
}
