/**
 * What holds of all jitcode: targets and registers exist, kinds agree, nothing runs over the end,
 * handlers begin with `catch`, and the stored live registers are those that liveness computes.
 */

import { assert, defined } from "../base/assert.ts";
import type { Kind } from "../trace/values.ts";
import type { Instr, JitCode } from "./jitcode.ts";
import type { FlowInstr } from "./liveness.ts";
import { computeLiveness, fallsThrough, successors } from "./liveness.ts";

/** Throws when `code` is malformed. */
export function checkJitCode(code: JitCode): void {
  const flow = code.instrs.map(flowOf);
  const live = computeLiveness(flow);
  code.instrs.forEach((instr, pc) => {
    const where = `${code.name}:${pc}`;
    checkTargets(code, instr, defined(flow[pc], where), pc, where);
    checkRegisters(code, instr, where);
    const sets = defined(live[pc], where);
    assert(String(instr.live) === String(sets.live), `${where}: live before`);
    assert(String(instr.liveAfter) === String(sets.liveAfter), `${where}: live after`);
  });
  const params = live[0]?.live.every((register) => register < code.paramCount);
  assert(params !== false, `${code.name}: reads what is not a parameter`);
}

function flowOf(instr: Instr): FlowInstr {
  const { op, dst, args, target, handler } = instr;
  return { op, dst, args, target, handler, tableTargets: [...(instr.table?.values() ?? [])] };
}

function checkTargets(
  code: JitCode,
  instr: Instr,
  flow: FlowInstr,
  pc: number,
  where: string,
): void {
  const { length } = code.instrs;
  for (const next of successors(flow, pc)) {
    assert(next >= 0 && next < length, `${where}: goes to ${next}`);
    if (next === pc + 1 && fallsThrough(instr.op)) continue;
    assert(code.instrs[next]?.op !== "catch", `${where}: jumps into a handler`);
  }
  if (instr.handler < 0) return;
  assert(code.instrs[instr.handler]?.op === "catch", `${where}: handler without catch`);
}

function checkRegisters(code: JitCode, instr: Instr, where: string): void {
  const { registerKinds, constants } = code;
  for (const arg of instr.args) {
    const isThere = arg >= 0 ? arg < registerKinds.length : ~arg < constants.length;
    assert(isThere, `${where}: operand ${arg}`);
  }
  if (instr.dst >= 0) assert(instr.dst < registerKinds.length, `${where}: result ${instr.dst}`);
  if (instr.op !== "move") return;
  const [source] = instr.args;
  const kind = kindOf(code, defined(source, where));
  assert(kind === registerKinds[instr.dst], `${where}: a move changes the kind`);
}

function kindOf(code: JitCode, operand: number): Kind {
  if (operand >= 0) return defined(code.registerKinds[operand], "kind");
  return defined(code.constants[~operand], "constant").kind;
}
