/**
 * PyPy's binary jitlog, version 4, as vmprof's jitlog reader takes it. Every loop and bridge is a
 * trace with its optimized operations, then again with the bytes of its block; a bridge is stitched
 * to its guard; run counts stand at the end. A trace that was given up has its raw operations.
 *
 * Traces have numbers: that of the loop, for bridges the next free one, as on PyPy.
 *
 * DIFFERS: entry bridges have no descr of their own, 0 stands there; the second copy of operations is
 * what hooks see, not what the backend has rewritten; why a trace was given up is not in the format.
 *
 * Counterpart: rpython/rlib/rjitlog/rjitlog.py
 */

import { UserError } from "../../sim/base/errors.ts";
import { OP_NAMES } from "../../sim/trace/ops.ts";
import type { CompileEvent, JitEvent, OperationRecord } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import { guardAddress } from "../replayer/unit-parts.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";
import { MergePointWriter } from "./jitlog-merge-points.ts";
import { JITLOG_VERSION, MARK, MarkWriter } from "./jitlog-writer.ts";
import { PendingCode } from "./pending-code.ts";
import { findInputs } from "./pypylog-operations.ts";

const OP_COUNT_MAX = 0xffff;

export function writeJitlog(source: ExportSource, sink: ByteSink): void {
  const numbers = readNumbers(source);
  writeHeader(numbers.names, sink);
  const writer = new JitlogWriter(numbers, sink);
  for (const { event } of source.events()) if (event !== null) writer.add(event);
}

/** What has to be known before the first trace is written. */
interface Numbers {
  /** Operations: those of the table, then others that the events hold. */
  readonly names: ReadonlyMap<string, number>;
  /** Of loops; no other trace gets one of these. */
  readonly loops: ReadonlySet<number>;
}

function readNumbers({ events }: ExportSource): Numbers {
  const names = new Map<string, number>(OP_NAMES.map((name, i) => [name, i + 1]));
  const loops = new Set<number>();
  for (const { event } of events()) {
    if (event?.kind !== "compile" && event?.kind !== "abort") continue;
    if (event.kind === "compile" && event.type !== "bridge") loops.add(event.loopNo);
    for (const { name } of event.operations) {
      if (!names.has(name)) names.set(name, names.size + 1);
      if (names.size > OP_COUNT_MAX) {
        throw new UserError(`a jitlog has numbers for ${OP_COUNT_MAX} names of operations only`);
      }
    }
  }
  return { names, loops };
}

function writeHeader(names: ReadonlyMap<string, number>, sink: ByteSink): void {
  new MarkWriter(MARK.header).u16(JITLOG_VERSION).u8(0).string("x86_64").end(sink);
  const meta = new MarkWriter(MARK.resopMeta).u16(names.size);
  for (const [name, number] of names) meta.u16(number).string(name);
  meta.end(sink);
}

/** Bytes of machine code, and where in its block each operation begins. */
interface UnitCode {
  readonly bytes: Uint8Array;
  readonly base: number;
}

class JitlogWriter {
  private readonly numbers: Numbers;
  private readonly sink: ByteSink;
  private readonly code = new PendingCode();
  private readonly usedIds = new Set<number>();
  private lastId = 0;
  /** The trace of each loop. */
  private readonly loops = new Map<number, number>();

  constructor(numbers: Numbers, sink: ByteSink) {
    this.numbers = numbers;
    this.sink = sink;
  }

  add(event: JitEvent): void {
    this.code.add(event);
    if (event.kind === "compile") this.writeUnit(event);
    else if (event.kind === "abort") this.writeGivenUp(event);
    else if (event.kind === "stats" && event.atEnd) this.writeCounts(event);
  }

  private writeUnit(event: CompileEvent): void {
    const { type, loopNo, bridgeNo, blockAddress, blockSize, operations, inputArgs } = event;
    const isBridge = type === "bridge";
    const id = isBridge ? this.nextId() : this.takeId(loopNo);
    if (!isBridge) this.loops.set(loopNo, id);
    this.startTrace(id, type !== "loop", isBridge ? bridgeNo : 0, event.jitdriverName);
    this.mark(MARK.traceOpt).word(id).end(this.sink);
    this.mark(MARK.inputArgs).names(inputArgs).end(this.sink);
    this.writeOperations(operations, null);
    this.mark(MARK.traceAsm).word(id).end(this.sink);
    this.mark(MARK.inputArgs).names(inputArgs).end(this.sink);
    this.mark(MARK.asmAddr)
      .word(blockAddress)
      .word(blockAddress + blockSize)
      .end(this.sink);
    const commit = this.code.take(event);
    const base = event.asmaddr - blockAddress;
    this.writeOperations(operations, commit === null ? null : { bytes: commit.bytes, base });
    if (isBridge) this.mark(MARK.stitchBridge).word(bridgeNo).word(blockAddress).end(this.sink);
  }

  private writeGivenUp(event: EventOf<"abort">): void {
    const { jitdriverName, operations, cause } = event;
    const id = this.nextId();
    this.startTrace(id, cause.kind === "guard", 0, jitdriverName);
    if (operations.length > 0) {
      this.mark(MARK.trace).word(id).end(this.sink);
      this.mark(MARK.inputArgs).names(findInputs(operations)).end(this.sink);
      this.writeOperations(operations, null);
    }
    this.mark(MARK.abortTrace).word(id).end(this.sink);
  }

  private startTrace(id: number, isBridge: boolean, descr: number, driver: string): void {
    const mark = this.mark(MARK.startTrace).word(id);
    mark
      .string(isBridge ? "bridge" : "loop")
      .word(descr)
      .string(driver)
      .end(this.sink);
  }

  private writeOperations(operations: readonly OperationRecord[], code: UnitCode | null): void {
    const mergePoints = new MergePointWriter(this.sink);
    for (const [i, operation] of operations.entries()) {
      if (operation.mergePoint !== null) {
        mergePoints.write(operation.mergePoint.greenKey);
        continue;
      }
      this.writeOperation(operation);
      if (code !== null && operation.offset >= 0) {
        const start = code.base + operation.offset;
        const end = findNext(operations, i, code);
        this.mark(MARK.asm).u16(start).blob(code.bytes.subarray(start, end)).end(this.sink);
      }
    }
  }

  private writeOperation(operation: OperationRecord): void {
    const { name, result, args, descr, failArgs } = operation;
    const number = this.numbers.names.get(name) ?? 0;
    const values = [result === "" ? "?" : result, ...args];
    const passed = (failArgs ?? []).map((one) => (one === "None" ? "-" : one));
    if (descr === "") this.mark(MARK.resop).u16(number).names(values).names(passed).end(this.sink);
    else {
      const mark = this.mark(MARK.resopDescr).u16(number);
      mark
        .names([...values, descr])
        .word(numberDescr(operation))
        .names(passed)
        .end(this.sink);
    }
  }

  private writeCounts({ loopRunTimes }: EventOf<"stats">): void {
    for (const [kind, id, count] of loopRunTimes) {
      const number = kind === "e" ? (this.loops.get(id) ?? id) : id;
      this.mark(MARK.counter).word(number).u8(kind.charCodeAt(0)).word(count).end(this.sink);
    }
  }

  private mark(mark: number): MarkWriter {
    return new MarkWriter(mark);
  }

  /** The number itself, when no trace has it yet. */
  private takeId(wanted: number): number {
    if (wanted < 0 || this.usedIds.has(wanted)) return this.nextId();
    this.usedIds.add(wanted);
    return wanted;
  }

  private nextId(): number {
    do this.lastId++;
    while (this.usedIds.has(this.lastId) || this.numbers.loops.has(this.lastId));
    this.usedIds.add(this.lastId);
    return this.lastId;
  }
}

/** Where the next operation that has code begins; behind the last one stand the exits. */
function findNext(operations: readonly OperationRecord[], i: number, code: UnitCode): number {
  for (let next = i + 1; next < operations.length; next++) {
    const { offset } = operations[next]!;
    if (offset >= 0) return code.base + offset;
  }
  return code.bytes.length;
}

/** Its address, for guards and targets; for others a number that is the same for equal texts. */
function numberDescr(operation: OperationRecord): number {
  const { descr } = operation;
  const guard = guardAddress(operation);
  if (guard !== null) return guard;
  const target = /^TargetToken\((\d{1,15})\)$/.exec(descr);
  if (target !== null) return Number(target[1]);
  // FNV-1a, above all small numbers.
  let hash = 0x811c_9dc5;
  for (let i = 0; i < descr.length; i++) {
    hash = Math.imul(hash ^ descr.charCodeAt(i), 0x0100_0193);
  }
  return 2 ** 32 + (hash >>> 0);
}
