/**
 * Divergences of compiled code: the first operation that differs, with the bytecode that it stands
 * for, and the operation that differing machine code belongs to.
 */

import type {
  AbortEvent,
  CompileEvent,
  JitEvent,
  MergePointRecord,
  OperationRecord,
} from "../format/events.ts";
import { printAddress, printGreenKey, printOperation } from "../replayer/print-value.ts";
import type { Decision, Situation } from "./decision.ts";

type Traced = CompileEvent | AbortEvent;

/** Nothing when neither operations nor machine code are what differs. */
export function decideCode(situation: Situation): Decision[] {
  const { recorded, live } = situation.divergence;
  return [...decideOperations(situation), ...decideBytes(recorded, live, situation)];
}

/**
 * The operations of the two events. When a block of code differs (its size, its bytes), those of the
 * compilations that follow say why.
 */
function decideOperations({ divergence }: Situation): Decision[] {
  const was = findTrace(divergence.recorded, divergence.afterRecorded);
  const is = findTrace(divergence.live, divergence.afterLive);
  if (was === null || is === null) return [];
  const { operations: before } = was;
  const { operations: after } = is;
  const length = Math.max(before.length, after.length);
  for (let k = 0; k < length; k++) {
    if (printMasked(before[k]) === printMasked(after[k])) continue;
    const text =
      `the traces part at operation ${k}${describePlace(before, k)}: ` +
      `recorded, ${printOne(before[k])}; live, ${printOne(after[k])}`;
    return [{ about: "operation", text }];
  }
  return [];
}

function findTrace(event: JitEvent | null, after: readonly (JitEvent | null)[]): Traced | null {
  if (isTraced(event)) return event;
  if (event?.kind.startsWith("heap_") !== true) return null;
  return after.find(isTraced) ?? null;
}

function isTraced(event: JitEvent | null): event is Traced {
  return event?.kind === "compile" || event?.kind === "abort";
}

/** Without offsets and addresses, which differ when anything before does. */
function printMasked(operation: OperationRecord | undefined): string {
  if (operation === undefined) return "";
  return printOperation(operation).replace(/0x[0-9a-f]+|\d{9,}/g, "#");
}

function printOne(operation: OperationRecord | undefined): string {
  return operation === undefined ? "the end of the trace" : printOperation(operation);
}

/** The bytecode that the operation at `index` stands for. */
function describePlace(operations: readonly OperationRecord[], index: number): string {
  let place: MergePointRecord | null = null;
  for (const { mergePoint } of operations.slice(0, index)) place = mergePoint ?? place;
  return place === null ? "" : ` (in ${printGreenKey(place.greenKey)})`;
}

function decideBytes(
  recorded: JitEvent | null,
  live: JitEvent | null,
  { divergence }: Situation,
): Decision[] {
  if (recorded?.kind !== "heap_commit" || live?.kind !== "heap_commit") return [];
  const at = recorded.bytes.findIndex((byte, i) => byte !== live.bytes[i]);
  if (at < 0 || recorded.address !== live.address) return [];
  const unit = divergence.afterRecorded.find(isTraced) ?? null;
  const operation = unit?.kind === "compile" ? operationAt(unit, recorded.address + at) : null;
  const where =
    operation === null ? "which is no operation's: a constant, entry or stub" : `in ${operation}`;
  const address = printAddress(recorded.address + at);
  const text = `the machine code parts at byte ${at} of the block, ${address}, ${where}`;
  return [{ about: "code", text }];
}

/** The operation whose code holds an address, or null. */
function operationAt(unit: CompileEvent, address: number): string | null {
  const offset = address - unit.asmaddr;
  if (offset < 0 || offset >= unit.asmlen) return null;
  const index = unit.operations.findLastIndex((one) => one.offset >= 0 && one.offset <= offset);
  const operation = unit.operations[index];
  return operation === undefined ? null : `operation ${index}, ${printOperation(operation)}`;
}
