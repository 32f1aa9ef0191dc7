/**
 * From linked units to one JavaScript function: the root with the bridges that stand inline.
 *
 *   1. variables of entries and labels     2. the operations, unit by unit
 *   3. the prologue, which takes the arguments of the entry      4. new Function
 */

import { assert } from "../../base/assert.ts";
import type { GuardDescr, TargetToken } from "../../trace/descr.ts";
import { EXECUTORS } from "../../trace/execute.ts";
import { OPS } from "../../trace/ops.ts";
import type { LinkedOp } from "../oracle/linked-unit.ts";
import { CALL_WRITERS, mayRaise } from "./call-ops.ts";
import { FunctionWriter } from "./function-writer.ts";
import { writeGuard } from "./guard-ops.ts";
import type { HostFunctionBody, HostRoot } from "./host-root.ts";
import type { OpWriter } from "./int-ops.ts";
import { INT_WRITERS } from "./int-ops.ts";
import { closeLabels, openPart, writeFinish, writeJump, writeLabel } from "./jump-ops.ts";
import { PathCounters } from "./path-counters.ts";
import { parametersOf, writePrologue } from "./prologue.ts";
import type { CompileJob, CompileServices, LabelTarget } from "./unit-writer.ts";
import { UnitWriter } from "./unit-writer.ts";
import { callExecutor, VALUE_WRITERS, writeAllocation } from "./value-ops.ts";

const WRITERS: Readonly<Record<string, OpWriter>> = {
  ...INT_WRITERS,
  ...VALUE_WRITERS,
  ...CALL_WRITERS,
  label: writeLabel,
  jump: writeJump,
  finish: writeFinish,
};

/** Operations that only tell the optimizer or a log something. */
const SILENT: ReadonlySet<string> = new Set([
  "debug_merge_point",
  "enter_portal_frame",
  "leave_portal_frame",
  "jit_debug",
  "keepalive",
  "assert_not_none",
  "record_exact_class",
  "record_exact_value_r",
  "record_exact_value_i",
  "record_known_result",
  "quasiimmut_field",
]);

/** Compiles the present version of a root's function. */
export function compileRoot(root: HostRoot, services: CompileServices): HostFunctionBody {
  const labels = new Map<TargetToken, LabelTarget>();
  const out = new FunctionWriter(usesException(root), usesToken(root));
  const costs = root.unit.account === null ? null : new PathCounters();
  const loops = hasLoop(root);
  const job: CompileJob = { out, root, services, labels, hasLoop: loops, costs, segment: 0 };
  const w = new UnitWriter(job, root.unit, 0);
  for (const slot of root.unit.inputSlots) w.variable(slot);
  root.unit.labels.forEach(({ token, argSlots }, index) => {
    const args = argSlots.map((slot) => w.variable(slot));
    labels.set(token, { entry: index + 1, args, slots: argSlots });
  });
  openPart(job);
  writeUnit(w);
  closeLabels(job);
  root.source = out.source(parametersOf(w), writePrologue(w));
  const counts = costs === null ? null : services.countPaths(costs.paths);
  return out.compile(root.source, services.state, root.budget, counts);
}

/** Whether a jump of the function goes to a label of its own. */
function hasLoop(root: HostRoot): boolean {
  const targets = root.unit.labels.map(({ token }) => token);
  return [root.unit, ...root.included].some(({ ops }) => {
    const last = ops.at(-1)?.op;
    return last?.opname === "jump" && targets.includes(last.descr as TargetToken);
  });
}

/** Whether the function may have to carry a pending exception. */
function usesException(root: HostRoot): boolean {
  if (root.unit.unit.guard !== null) return true;
  return [root.unit, ...root.included].some(({ ops }) => ops.some(concernsException));
}

/** Whether the function asks for the token of its activation. */
function usesToken(root: HostRoot): boolean {
  return [root.unit, ...root.included].some(({ ops }) => ops.some(concernsToken));
}

function concernsToken({ opname }: LinkedOp): boolean {
  return opname === "force_token" || opname.startsWith("guard_not_forced");
}

function concernsException(op: LinkedOp): boolean {
  return mayRaise(op) || op.opname.includes("exc");
}

function writeUnit(w: UnitWriter): void {
  for (const op of w.linked.ops) {
    // What is in front of a label is another path.
    if (op.opname !== "label") writeMark(w, op);
    writeOperation(w, op);
    if (op.opname === "label") writeMark(w, op);
  }
}

/** Counts the operation as begun, if anybody wants to know. */
function writeMark({ job, out }: UnitWriter, { opname }: LinkedOp): void {
  const { executed } = job.services;
  if (executed !== null) out.emit(`${out.constant(executed.host)}[${OPS[opname].index}]++;`);
}

function writeOperation(w: UnitWriter, op: LinkedOp): void {
  if (op.allocation !== null) writeAllocation(w, op.allocation);
  else if (op.isMerged || SILENT.has(op.opname)) return;
  else if (OPS[op.opname].isGuard) writeGuard(w, op, writeBridge);
  else {
    const writer = WRITERS[op.opname];
    if (writer !== undefined) writer(w, op);
    else {
      assert(EXECUTORS[op.opname] !== undefined, "no host code for", op.opname);
      callExecutor(w, op);
    }
  }
}

/** Writes the guard's bridge into its else-branch, if it belongs to this function. */
function writeBridge(w: UnitWriter, op: LinkedOp): boolean {
  const bridge = w.job.services.bridgeOf(op.op.descr as GuardDescr);
  if (bridge === null || !w.job.root.included.includes(bridge)) return false;
  const ticks = w.pendingTicks(op.index + 1);
  const inner = new UnitWriter(w.job, bridge, ticks, w.exitParts(op).path);
  const given = op.failSlots.filter((slot) => slot >= 0);
  assert(given.length === bridge.inputSlots.length, "a bridge takes the guard's fail arguments");
  bridge.inputSlots.forEach((slot, index) => {
    inner.alias(slot, w.at(given[index] as number));
  });
  if (bridge.unit.counted) {
    w.out.emit(`S.services.countRun("b", ${w.out.constant(bridge.unit.guard)});`);
  }
  writeUnit(inner);
  return true;
}
