/**
 * One trace of a jitlog while it is read, and the compile event that comes of it.
 */

import { splitArguments } from "../../sim/trace/split-arguments.ts";
import type { CompileEvent, MergePointRecord, OperationRecord } from "../format/events.ts";
import { findOperationsEnd } from "../replayer/unit-parts.ts";
import type { DrivenKey } from "./green-keys.ts";
import type { JitlogRecord } from "./jitlog-marks.ts";
import { matchOffsets } from "./match-operations.ts";
import type { PlacedOperation } from "./match-operations.ts";
import { UNKNOWN_CAUSE } from "./unit-collector.ts";

export type RecordOf<K extends JitlogRecord["kind"]> = Extract<JitlogRecord, { readonly kind: K }>;
type Stage = RecordOf<"trace">["stage"];

/** More code than any unit has. */
const CODE_SIZE_MAX = 64 << 20;
/** Offsets of code are written in 16 bits. */
const OFFSET_WRAP = 1 << 16;

/** An operation and the number of its descr. */
interface Operation extends OperationRecord {
  readonly descrId: number | null;
}

/** A trace from its start on. */
export interface OpenTrace {
  readonly number: number;
  readonly isBridge: boolean;
  /** The guard that a bridge leaves from; of entry bridges it is none. */
  readonly descr: number;
  readonly driver: string;
  stage: Stage | null;
  /** The first place of the recorded trace, and the last one. */
  start: DrivenKey | null;
  last: DrivenKey | null;
  /** Whether the recorded trace ends in a jump. */
  isClosed: boolean;
  inputArgs: readonly string[];
  assembledArgs: readonly string[];
  readonly optimized: Operation[];
  readonly assembled: (Operation & PlacedOperation)[];
  address: number;
  codeSize: number;
  readonly code: { readonly offset: number; readonly bytes: Buffer }[];
  isAborted: boolean;
  /** Whether a guard was made to jump to it. */
  isStitched: boolean;
}

export function startTrace({ trace, type, descr, driver }: RecordOf<"start">): OpenTrace {
  return {
    number: trace,
    isBridge: type === "bridge",
    descr,
    driver,
    stage: null,
    start: null,
    last: null,
    isClosed: false,
    inputArgs: [],
    assembledArgs: [],
    optimized: [],
    assembled: [],
    address: 0,
    codeSize: 0,
    code: [],
    isAborted: false,
    isStitched: false,
  };
}

export function splitNames(text: string): string[] {
  return text === "" ? [] : text.split(",");
}

/** `res,arg0,…[,descr]`. */
export function makeOperation(record: RecordOf<"operation">): Operation {
  const { name, text, descr } = record;
  const [result = "?", ...args] = splitArguments(text);
  const printed = descr === null ? "" : (args.pop() ?? "");
  const isGuard = name.startsWith("guard_");
  const failArgs = splitNames(record.failArgs).map((one) => (one === "-" ? "None" : one));
  return {
    name,
    result: result === "?" ? "" : result,
    args,
    descr: isGuard && descr !== null ? `<Guard0x${descr.toString(16)}>` : printed,
    descrId: descr,
    failArgs: isGuard && descr !== null ? failArgs : null,
    offset: -1,
    hash: "",
    mergePoint: null,
  };
}

export function makeMergePoint(key: DrivenKey): Operation {
  const mergePoint: MergePointRecord = { ...key, callDepth: 0, callId: 0 };
  return {
    name: "debug_merge_point",
    result: "",
    args: ["0", "0", `'${key.greenKey.text}'`],
    descr: "",
    descrId: null,
    failArgs: null,
    offset: -1,
    hash: "",
    mergePoint,
  };
}

/** The code of the last operation. */
export function takeCode({ offset, bytes }: RecordOf<"code">, open: OpenTrace): void {
  const last = open.assembled.length - 1;
  if (open.stage !== "assembled" || last < 0 || open.codeSize > CODE_SIZE_MAX) return;
  open.codeSize += bytes.length;
  const before = open.code.at(-1)?.offset ?? 0;
  const wraps = Math.floor(before / OFFSET_WRAP);
  const isNext = offset + wraps * OFFSET_WRAP < before;
  const whole = offset + (wraps + (isNext ? 1 : 0)) * OFFSET_WRAP;
  open.code.push({ offset: whole, bytes: Buffer.from(bytes) });
  open.assembled[last] = { ...open.assembled[last]!, offset: whole };
}

/** The operations' code, from the first one's on; what is between is what the next one says. */
export function joinCode({ code }: OpenTrace): Uint8Array {
  const base = code[0]?.offset ?? 0;
  const last = code.at(-1);
  const size = last === undefined ? 0 : last.offset + last.bytes.length - base;
  // Bytes that no record has would be invented: code that has gaps is left out.
  const total = code.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total !== size) return new Uint8Array(0);
  return new Uint8Array(Buffer.concat(code.map(({ bytes }) => bytes)));
}

function placeOperations(open: OpenTrace, base: number): OperationRecord[] {
  const inputs = open.inputArgs.map((name, i) => [name, open.assembledArgs[i] ?? ""] as const);
  const offsets = matchOffsets(open.optimized, open.assembled, inputs);
  return open.optimized.map(({ descrId: _, ...operation }, i) => {
    const offset = offsets[i]!;
    return { ...operation, offset: offset < 0 ? -1 : offset - base };
  });
}

export function makeCompile(
  open: OpenTrace,
  type: CompileEvent["type"],
  loopNo: number,
  bytes: Uint8Array,
): CompileEvent {
  const { driver } = open;
  // A loop's recorded trace may begin behind its header, but it ends there.
  const start = type === "loop" && open.isClosed && open.last !== null ? open.last : open.start;
  const base = open.code[0]?.offset ?? 0;
  const asmaddr = open.address === 0 ? 0 : open.address + base;
  const none = { position: 0, codeName: "", fileName: "", firstLine: 0, codeNumber: -1 };
  const isBridge = type === "bridge";
  const event: CompileEvent = {
    kind: "compile",
    ticks: 0,
    type,
    jitdriverName: start?.jitdriverName ?? driver,
    greenKey: isBridge ? null : (start?.greenKey ?? { text: "", ...none }),
    loopNo,
    bridgeNo: isBridge ? open.descr : -1,
    asmaddr,
    asmlen: 0,
    blockAddress: asmaddr,
    blockSize: bytes.length,
    inputArgs: open.inputArgs,
    operations: placeOperations(open, base),
    cause: isBridge ? { ...UNKNOWN_CAUSE, kind: "guard" } : UNKNOWN_CAUSE,
    delivered: false,
    counting: null,
  };
  return { ...event, asmlen: findOperationsEnd(event, bytes) - asmaddr };
}
