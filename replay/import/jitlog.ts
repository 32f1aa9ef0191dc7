/**
 * Imports a binary jitlog: records in the order in which PyPy wrote them become compile events with
 * the code of their operations, and one stats event with the run counts.
 *
 * A jitlog has no times: the n-th event happens at tick n. It dumps code from the first operation on,
 * so a unit's block begins there, and that of a bridge lacks the check of the frame's size. Where
 * functions begin, how deep calls are nested and why a trace was given up stands in no jitlog.
 */

import type { EventListener, JitEvent } from "../format/events.ts";
import { CodeBlocks } from "./code-blocks.ts";
import type { GreenKeys } from "./green-keys.ts";
import type { JitlogRecord } from "./jitlog-marks.ts";
import { JITLOG_VERSION, JitlogRecords } from "./jitlog-marks.ts";
import type { OpenTrace, RecordOf } from "./jitlog-trace.ts";
import {
  joinCode,
  makeCompile,
  makeMergePoint,
  makeOperation,
  splitNames,
  startTrace,
  takeCode,
} from "./jitlog-trace.ts";
import type { RunCountRecord } from "./log-texts.ts";
import { KNOWN_BACKEND } from "./log-texts.ts";
import type { Notices } from "./notices.ts";
import { BadRecord, RecordBuffer } from "./record-buffer.ts";

const OPERATIONS_MAX = 200_000;
const RUN_COUNTS_MAX = 1_000_000;

export class JitlogImporter {
  private readonly onEvent: EventListener;
  private readonly keys: GreenKeys;
  private readonly notices: Notices;
  private readonly buffer = new RecordBuffer();
  private readonly records = new JitlogRecords();
  private open: OpenTrace | null = null;
  private readonly blocks = new CodeBlocks((event) => this.emit(event));
  private eventCount = 0;
  private readonly loopOfGuard = new Map<number, number>();
  private readonly runCounts: RunCountRecord[] = [];
  private isForeign = false;
  private hasHeader = false;
  /** The rest cannot be read. */
  private isBroken = false;

  constructor(onEvent: EventListener, keys: GreenKeys, notices: Notices) {
    this.onEvent = onEvent;
    this.keys = keys;
    this.notices = notices;
  }

  push(bytes: Buffer): void {
    if (this.isBroken) return;
    this.buffer.push(bytes);
    try {
      while (this.buffer.readNext((fields) => this.pending(this.records.read(fields)))) {
        const record = this.record;
        if (record !== null) this.take(record);
      }
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
      if (!this.hasHeader) throw error;
      this.isBroken = true;
      this.notices.add(`${error.message}; the rest is left out`, `byte ${this.buffer.offset}`);
    }
  }

  private record: JitlogRecord | null = null;

  private pending(record: JitlogRecord): void {
    this.record = record;
  }

  /** The log is at its end. */
  finish(): void {
    if (!this.hasHeader) throw new BadRecord("the header breaks off");
    if (!this.isBroken && this.buffer.rest > 0) {
      this.notices.add("the log breaks off inside of a record", `byte ${this.buffer.offset}`);
    }
    this.close(true);
    if (this.runCounts.length === 0) {
      this.notices.add("no counters: it is not known how often code ran");
      return;
    }
    this.emit({
      kind: "stats",
      ticks: 0,
      atEnd: true,
      counters: [],
      tracingNanoseconds: 0,
      backendNanoseconds: 0,
      loopRunTimes: this.runCounts,
    });
  }

  private emit(event: JitEvent): void {
    this.onEvent({ ...event, ticks: this.eventCount });
    this.eventCount++;
  }

  private get place(): string {
    return `byte ${this.buffer.offset}`;
  }

  private take(record: JitlogRecord): void {
    switch (record.kind) {
      case "header":
        this.takeHeader(record);
        break;
      case "start":
        this.close(false);
        this.open = startTrace(record);
        break;
      case "abort":
        if (this.open !== null) this.open.isAborted = true;
        break;
      case "counter":
        this.takeCounter(record);
        break;
      case "stitch":
        if (this.open?.descr === record.descr) this.open.isStitched = true;
        break;
      case "redirect":
      case "callback":
        this.notices.add(`a ${record.kind} of call_assembler, whose code is not in the log`);
        break;
      default:
        this.openSegment(record);
        if (this.open !== null) this.takePart(record, this.open);
    }
  }

  /** A trace that was cut into segments has one start: what follows code is the next segment. */
  private openSegment(record: JitlogRecord): void {
    const { open } = this;
    if (open === null || open.assembled.length === 0 || record.kind !== "trace") return;
    if (record.stage === "assembled") return;
    this.close(false);
    const { trace } = record;
    this.open = startTrace({ kind: "start", trace, type: "loop", descr: 0, driver: open.driver });
  }

  private takeHeader({ version, machine }: RecordOf<"header">): void {
    if (version !== JITLOG_VERSION) {
      throw new BadRecord(`jitlog version ${version} is not known, only ${JITLOG_VERSION} is`);
    }
    this.hasHeader = true;
    this.isForeign = machine !== KNOWN_BACKEND;
    if (this.isForeign) this.notices.add("machine code that is not of x86_64 is left out");
  }

  private takeCounter({ id, type, count }: RecordOf<"counter">): void {
    this.close(false);
    if (type !== "e" && type !== "l" && type !== "b") {
      this.notices.add("a counter of an unknown type", this.place);
    } else if (this.runCounts.length < RUN_COUNTS_MAX) this.runCounts.push([type, id, count]);
  }

  // ---- parts of a trace --------------------------------------------------------------------

  private takePart(record: JitlogRecord, open: OpenTrace): void {
    switch (record.kind) {
      case "trace":
        open.stage = record.stage;
        // A failed attempt begins again with the same trace.
        if (record.stage === "optimized") open.optimized.length = 0;
        break;
      case "input args":
        if (open.stage === "optimized") open.inputArgs = splitNames(record.text);
        if (open.stage === "assembled") open.assembledArgs = splitNames(record.text);
        break;
      case "operation":
        this.takeOperation(record, open);
        break;
      case "merge point":
        this.takeMergePoint(record, open);
        break;
      case "address":
        open.address = record.from;
        break;
      case "code":
        takeCode(record, open);
        break;
    }
  }

  private takeOperation(record: RecordOf<"operation">, open: OpenTrace): void {
    const list = open.stage === "optimized" ? open.optimized : open.assembled;
    if (open.stage === "recorded") open.isClosed = record.name === "jump";
    if (open.stage === null || open.stage === "recorded") return;
    if (list.length >= OPERATIONS_MAX) {
      this.notices.add("a trace of more than 200,000 operations is cut", this.place);
    } else if (open.stage === "optimized") open.optimized.push(makeOperation(record));
    else open.assembled.push({ ...makeOperation(record), offset: -1 });
  }

  private takeMergePoint({ values }: RecordOf<"merge point">, open: OpenTrace): void {
    const key = this.keys.locate({
      codeName: String(values.get("scope") ?? ""),
      fileName: String(values.get("file") ?? ""),
      line: Number(values.get("line") ?? 0),
      position: Number(values.get("index") ?? 0),
      opcode: String(values.get("opcode") ?? ""),
    });
    open.start ??= key;
    if (open.stage === "recorded") open.last = key;
    if (open.stage === "optimized" && open.optimized.length < OPERATIONS_MAX) {
      open.optimized.push(makeMergePoint(key));
    }
  }

  // ---- the end of a trace ------------------------------------------------------------------

  /** Tells the open trace; at the log's end one that was not assembled, too. */
  private close(isEnd: boolean): void {
    const { open } = this;
    this.open = null;
    if (open === null) return;
    if (open.assembled.length === 0) {
      const isCut = isEnd && open.optimized.length > 0 && !open.isAborted;
      if (!isCut) {
        this.notices.add("a trace that was not compiled; a jitlog does not say why");
        return;
      }
      this.notices.add("the last trace has no code: the log was cut");
    }
    this.emitUnit(open);
  }

  private emitUnit(open: OpenTrace): void {
    const loopOfGuard = this.loopOfGuard.get(open.descr);
    const isFromGuard = loopOfGuard !== undefined || open.isStitched;
    const type = !open.isBridge ? "loop" : isFromGuard ? "bridge" : "entry bridge";
    // A log that was begun later does not have the loop.
    const loopNo = type === "bridge" ? (loopOfGuard ?? 0) : open.number;
    for (const { name, descrId } of open.optimized) {
      if (name.startsWith("guard_") && descrId !== null) this.loopOfGuard.set(descrId, loopNo);
    }
    const bytes = open.address === 0 || this.isForeign ? new Uint8Array(0) : joinCode(open);
    const event = makeCompile(open, type, loopNo, bytes);
    const number = type === "bridge" ? open.descr : loopNo;
    const owner = { kind: type === "bridge" ? "bridge" : "loop", number } as const;
    this.blocks.commit({ address: event.blockAddress, bytes, ticks: 0 }, owner);
    this.emit(event);
  }
}
