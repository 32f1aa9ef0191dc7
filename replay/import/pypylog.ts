/**
 * Imports a PYPYLOG: from the lines of its sections to events, in one go and in the memory that one
 * unit takes. Sections may be any part of those that PyPy writes; a log that was cut gives what
 * there is.
 *
 *     jit-log-opt-*            compile, with operations
 *     jit-backend-addr, -dump  addresses of compile; heap_reserve, heap_commit, heap_patch
 *     jit-log-noopt            operations of aborts, and of units when nothing better is there
 *     jit-tracing, jit-abort-* abort; jit-disableinlining: too_long
 *     jit-mem-releaseall       release_all
 *     jit-backend-counts, jit-summary   one stats event, the last
 *
 * Times are the log's own, counted from its first section.
 */

import type { AbortReason } from "../../sim/hooks/counters.ts";
import { ABORT_REASONS, COUNTER_NAMES } from "../../sim/hooks/counters.ts";
import type { CounterName } from "../../sim/hooks/counters.ts";
import type { EventListener, OperationRecord } from "../format/events.ts";
import { CodeBlocks } from "./code-blocks.ts";
import type { DrivenKey, GreenKeys } from "./green-keys.ts";
import type { LogSurvey } from "./log-survey.ts";
import {
  KNOWN_BACKEND,
  readAbort,
  readBridgeOwner,
  readCodeRange,
  readDump,
  readNotInlined,
  readPlace,
  readReleased,
  readRunCount,
  readSummaryLine,
  readTraceHeader,
} from "./log-texts.ts";
import type { CodeRange, PlaceName, RunCountRecord } from "./log-texts.ts";
import type { LogHandler } from "./log-walker.ts";
import { LogWalker } from "./log-walker.ts";
import type { Notices } from "./notices.ts";
import { readEndOffset, readInputArgs, readOperation } from "./operation-text.ts";
import type { TraceText } from "./unit-collector.ts";
import { UnitCollector, UNKNOWN_CAUSE } from "./unit-collector.ts";

/** More operations than any trace has: those beyond are left out. */
const OPERATIONS_MAX = 200_000;
/** Longer than any line but a dump of code. */
const TEXT_SIZE_MAX = 1 << 20;
/** More run counts than any process has. */
const RUN_COUNTS_MAX = 1_000_000;
const NANOSECONDS = 1e9;

/** A trace as it was recorded. */
interface RawTrace {
  inputArgs: readonly string[];
  readonly operations: OperationRecord[];
}

type LineReader = (text: string) => void;

export class PypylogImporter implements LogHandler {
  readonly walker = new LogWalker(this);
  private readonly onEvent: EventListener;
  private readonly keys: GreenKeys;
  private readonly survey: LogSurvey;
  private readonly notices: Notices;
  private readonly blocks: CodeBlocks;
  private readonly units: UnitCollector;
  /** The optimized trace that is being read. */
  private trace: TraceText | null = null;
  /** The trace that the tracer has recorded last, when it is needed. */
  private raw: RawTrace | null = null;
  private range: CodeRange | null = null;
  private readonly places = new Map<PlaceName, number>();
  /** Where the present tracing began. */
  private start: DrivenKey | null = null;
  /** What is not inlined any more; told after the abort that brought it. */
  private notInlined: string | null = null;
  private readonly counters = new Map<CounterName, number>();
  private readonly nanoseconds = { TRACING: 0, BACKEND: 0 };
  private readonly runCounts: RunCountRecord[] = [];
  private isForeignCode = false;

  constructor(onEvent: EventListener, keys: GreenKeys, survey: LogSurvey, notices: Notices) {
    this.onEvent = onEvent;
    this.keys = keys;
    this.survey = survey;
    this.notices = notices;
    this.blocks = new CodeBlocks(onEvent);
    this.units = new UnitCollector(onEvent, keys, this.blocks, notices);
  }

  /** A line of the log, without its newline. */
  readonly addLogLine = (line: Buffer): void => this.walker.addLine(line);

  /** The log is at its end. */
  finish(): void {
    for (const category of [...this.walker.openSections].reverse()) this.stopSection(category);
    this.closeUnit();
    this.closeRaw();
    this.blocks.settle();
    this.emitStats();
  }

  private get ticks(): number {
    return this.walker.ticks;
  }

  // ---- sections ----------------------------------------------------------------------------

  startSection(category: string): void {
    switch (category) {
      case "jit-tracing":
        this.start = null;
        this.closeUnit();
        break;
      case "jit-backend":
        this.closeUnit();
        break;
      case "jit-log-noopt":
      case "jit-abort-log":
        this.closeRaw();
        this.raw = { inputArgs: [], operations: [] };
        break;
      case "jit-backend-addr":
        this.closeUnit();
        this.range = null;
        this.places.clear();
        break;
      case "jit-backend-dump":
        this.isForeignCode = false;
        break;
      default:
        this.trace = null;
    }
  }

  addLine(category: string, line: Buffer): void {
    const reader = this.readers.get(category);
    if (reader === undefined || line.length === 0) return;
    if (line.length > TEXT_SIZE_MAX && category !== "jit-backend-dump") {
      this.notices.add("a line longer than 1 MiB is left out", this.place);
    } else reader(line.toString("utf8").replace(/\r$/, ""));
  }

  stopSection(category: string): void {
    switch (category) {
      case "jit-log-opt-loop":
      case "jit-log-opt-bridge":
        if (this.trace !== null) this.units.addTrace(this.trace, this.ticks);
        this.trace = null;
        this.raw = null;
        break;
      case "jit-backend-addr":
        this.addCode();
        break;
      case "jit-backend":
        this.blocks.settle();
        break;
      case "jit-abort-longest-function":
        if (!this.survey.has("jit-tracing")) this.addAbort("ABORT_TOO_LONG");
        break;
      case "jit-disableinlining":
        // Inside of a tracing section it waits for the abort that it belongs to.
        if (!this.walker.openSections.includes("jit-tracing")) this.addTooLong();
        break;
      case "jit-tracing":
        this.addTooLong();
        this.closeUnit();
        this.closeRaw();
        break;
    }
  }

  private readonly readers: ReadonlyMap<string, LineReader> = new Map<string, LineReader>(
    Object.entries({
      "jit-log-opt-loop": (text) => this.readTraceLine(text),
      "jit-log-opt-bridge": (text) => this.readTraceLine(text),
      "jit-log-noopt": (text) => this.readRawLine(text),
      "jit-abort-log": (text) => this.readRawLine(text),
      "jit-backend-addr": (text) => this.readAddress(text),
      "jit-backend-dump": (text) => this.readDumpLine(text),
      "jit-backend-counts": (text) => this.readCount(text),
      "jit-summary": (text) => this.readSummary(text),
      "jit-tracing": (text) => this.readTracing(text),
      "jit-mem-looptoken-alloc": (text) => {
        const owner = readBridgeOwner(text);
        if (owner !== null) this.units.setOwner(owner);
      },
      "jit-disableinlining": (text) => {
        this.notInlined = readNotInlined(text) ?? this.notInlined;
      },
      "jit-mem-releaseall": (text) => {
        const loops = readReleased(text);
        if (loops !== null) this.onEvent({ kind: "release_all", ticks: this.ticks, loops });
      },
    } satisfies Record<string, LineReader>),
  );

  private get place(): string {
    return `line ${this.walker.lineCount}`;
  }

  // ---- optimized traces --------------------------------------------------------------------

  private readTraceLine(text: string): void {
    if (text.startsWith("#")) {
      const header = readTraceHeader(text);
      if (header === null) this.notices.add("unknown header of a trace", this.place);
      else this.trace = { header, inputArgs: [], operations: [], endOffset: -1 };
      return;
    }
    const { trace } = this;
    if (trace === null || trace.endOffset >= 0) return;
    if (text.startsWith("[")) {
      trace.inputArgs = this.readInputs(text);
      return;
    }
    const end = readEndOffset(text);
    if (end === null) this.addOperation(text, trace.operations);
    else trace.endOffset = end;
  }

  private addOperation(text: string, operations: OperationRecord[]): void {
    if (operations.length >= OPERATIONS_MAX) {
      this.notices.add("a trace of more than 200,000 operations is cut", this.place);
      return;
    }
    const operation = readOperation(text, this.keys);
    if (operation === null) this.notices.add("a line that is no operation", this.place);
    else operations.push(operation);
  }

  private readInputs(text: string): readonly string[] {
    const names = readInputArgs(text);
    if (names === null) this.notices.add("input arguments that break off", this.place);
    return names ?? [];
  }

  // ---- raw traces --------------------------------------------------------------------------

  private readRawLine(text: string): void {
    if (this.raw === null || text.startsWith("#")) return;
    if (text.startsWith("[")) this.raw.inputArgs = this.readInputs(text);
    else this.addOperation(text, this.raw.operations);
  }

  /** A recorded trace becomes a unit only in a log that knows no better. */
  private closeRaw(): void {
    const { raw } = this;
    this.raw = null;
    if (raw === null || raw.operations.length === 0) return;
    if (this.survey.hasUnits) return;
    const [first] = raw.operations;
    const target = /^<Loop(\d{1,15})>$/.exec(raw.operations.at(-1)?.descr ?? "");
    const number = target === null ? 0 : Number(target[1]);
    const location = first?.mergePoint?.greenKey.text;
    const count = raw.operations.length;
    if (location === undefined) this.units.setOwner(number);
    this.units.addRaw(
      location === undefined
        ? { unit: { kind: "bridge", guard: 0 }, type: "bridge", count }
        : { unit: { kind: "loop", number, location }, type: "loop", count },
      raw.inputArgs,
      raw.operations,
      this.ticks,
    );
  }

  /** Code without optimized operations. */
  private closeUnit(): void {
    if (this.units.openUnit === null) return;
    this.blocks.settle();
    const raw = this.survey.has("jit-log-opt-loop", "jit-log-opt-bridge") ? null : this.raw;
    this.units.closeUnit(this.ticks, raw?.operations ?? []);
    if (raw !== null) this.raw = null;
  }

  // ---- machine code ------------------------------------------------------------------------

  private readAddress(text: string): void {
    const place = readPlace(text);
    if (place !== null) this.places.set(...place);
    else this.range ??= readCodeRange(text);
  }

  private addCode(): void {
    const { range } = this;
    this.range = null;
    if (range !== null) this.units.addCode(range.unit, range, this.places, this.ticks);
  }

  private readDumpLine(text: string): void {
    const backend = /^BACKEND (\S{1,40})$/.exec(text)?.[1];
    if (backend !== undefined) this.isForeignCode = backend !== KNOWN_BACKEND;
    if (!text.startsWith("CODE_DUMP")) return;
    const dump = readDump(text);
    if (dump === null) this.notices.add("a dump of code that breaks off", this.place);
    else if (this.isForeignCode) {
      this.notices.add("machine code that is not of x86_64 is left out", this.place);
    } else this.blocks.addDump({ ...dump, ticks: this.ticks });
  }

  // ---- tracing and its ends ----------------------------------------------------------------

  private readTracing(text: string): void {
    const reason = readAbort(text);
    if (reason !== null) this.addAbort(reason);
    else if (this.start === null && text.includes("~#")) this.start = this.keys.parse(text);
  }

  private addAbort(reason: string): void {
    if (!Object.hasOwn(ABORT_REASONS, reason)) {
      this.notices.add("an abort whose reason is not known", this.place);
      return;
    }
    const operations = this.raw?.operations ?? [];
    this.raw = null;
    const isFromGuard = operations.length > 0 && operations[0]!.mergePoint === null;
    const key = this.start ?? operations.find((one) => one.mergePoint !== null)?.mergePoint;
    this.onEvent({
      kind: "abort",
      ticks: this.ticks,
      jitdriverName: key?.jitdriverName ?? "pypyjit",
      greenKey: key?.greenKey ?? null,
      reason: reason as AbortReason,
      operations,
      // A trace from the interpreter begins with the place where it does.
      cause: isFromGuard ? { ...UNKNOWN_CAUSE, kind: "guard" } : UNKNOWN_CAUSE,
      delivered: false,
      counting: null,
    });
    this.addTooLong();
  }

  private addTooLong(): void {
    if (this.notInlined === null) return;
    const key = this.keys.parse(this.notInlined);
    this.notInlined = null;
    this.onEvent({ kind: "too_long", ticks: this.ticks, ...key, delivered: false });
  }

  // ---- counters ----------------------------------------------------------------------------

  private readCount(text: string): void {
    const count = readRunCount(text);
    if (count === null) this.notices.add("a run count that breaks off", this.place);
    else if (this.runCounts.length < RUN_COUNTS_MAX) this.runCounts.push(count);
  }

  private readSummary(text: string): void {
    const line = readSummaryLine(text);
    if (line === null) return;
    this.counters.set(line.counter, line.value);
    if (line.seconds === null) return;
    if (line.counter !== "TRACING" && line.counter !== "BACKEND") return;
    this.nanoseconds[line.counter] = Math.round(line.seconds * NANOSECONDS);
  }

  private emitStats(): void {
    if (this.counters.size === 0 && this.runCounts.length === 0) return;
    const { TRACING, BACKEND } = this.nanoseconds;
    this.onEvent({
      kind: "stats",
      ticks: this.ticks,
      atEnd: true,
      counters: COUNTER_NAMES.filter((name) => this.counters.has(name)).map(
        (name) => [name, this.counters.get(name)!] as const,
      ),
      tracingNanoseconds: TRACING,
      backendNanoseconds: BACKEND,
      loopRunTimes: this.runCounts,
    });
  }
}
