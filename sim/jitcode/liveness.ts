/**
 * Liveness over flat code, by backward iteration to the fixpoint.
 *
 * `live` of an instruction is what must be known to execute it again; `liveAfter` what must be
 * known to go on once its result or its exception is delivered: the result itself is excluded, what
 * its handler reads is included, even when that is the register that the result would overwrite.
 *
 * Counterpart: rpython/jit/codewriter/liveness.py. DIFFERS: kept for every instruction, not at
 * `-live-` markers.
 */

import { defined } from "../base/assert.ts";
import type { JitOp } from "./instructions.ts";

/** What liveness needs to know of an instruction. Targets are instruction numbers, -1 for none. */
export interface FlowInstr {
  readonly op: JitOp;
  readonly dst: number;
  readonly args: readonly number[];
  readonly target: number;
  readonly handler: number;
  /** Targets of a switch, its default excluded. */
  readonly tableTargets: readonly number[];
}

export interface LiveSets {
  readonly live: readonly number[];
  readonly liveAfter: readonly number[];
}

const NO_FALLTHROUGH: ReadonlySet<JitOp> = new Set([
  "goto",
  "switch",
  "raise",
  "return",
  "unreachable",
]);

/** Whether control can go on to the next instruction. */
export function fallsThrough(op: JitOp): boolean {
  return !NO_FALLTHROUGH.has(op);
}

/** Where control can go from instruction `pc`, exceptions excluded. */
export function successors(instr: FlowInstr, pc: number): number[] {
  const next = fallsThrough(instr.op) ? [pc + 1] : [];
  if (instr.target >= 0) next.push(instr.target);
  next.push(...instr.tableTargets);
  return next;
}

/** The live registers of every instruction, in ascending order. */
export function computeLiveness(code: readonly FlowInstr[]): LiveSets[] {
  const liveIn: Set<number>[] = code.map(() => new Set());
  const after = (pc: number): Set<number> => {
    const instr = defined(code[pc], "instruction");
    const result = new Set<number>();
    for (const next of successors(instr, pc)) addAll(result, defined(liveIn[next], "successor"));
    result.delete(instr.dst);
    if (instr.handler >= 0) addAll(result, defined(liveIn[instr.handler], "handler"));
    return result;
  };
  let changed = true;
  while (changed) {
    changed = false;
    for (let pc = code.length - 1; pc >= 0; pc--) {
      const live = defined(liveIn[pc], "set");
      const before = live.size;
      addAll(live, after(pc));
      for (const arg of defined(code[pc], "instruction").args) if (arg >= 0) live.add(arg);
      if (live.size !== before) changed = true;
    }
  }
  return code.map((_, pc) => ({
    live: sorted(defined(liveIn[pc], "set")),
    liveAfter: sorted(after(pc)),
  }));
}

function addAll(target: Set<number>, source: ReadonlySet<number>): void {
  for (const item of source) target.add(item);
}

function sorted(set: ReadonlySet<number>): number[] {
  return [...set].sort((a, b) => a - b);
}
