/**
 * The text log of a real PyPy (`PYPYLOG=jit:FILE`), as PyPy's own log parsers read it. A section
 * `[TIME] {name` … `[TIME] name}` for everything that happens; TIME is virtual, in ticks:
 *
 *     jit-tracing          a trace: what came of it, around the sections of its code
 *       jit-backend        a unit's code: dumps of bytes, addresses
 *         jit-backend-dump bytes as they are written: `CODE_DUMP @ADDRESS +0  BYTES`
 *       jit-log-opt-loop   operations, with offsets from the first byte of the unit's block
 *       jit-log-noopt      the raw operations of a trace that was given up
 *     jit-summary          counters, at the end
 *     jit-backend-counts   run counts, when the run counted them
 *
 * DIFFERS: a reel holds raw traces only of what was given up, no snapshots and no lists of traced
 * bytecodes; `calls:` of the summary is not counted and 0.
 *
 * Counterpart: rpython/jit/metainterp/logger.py, jitprof.py, backend/x86/assembler.py
 */

import type { CompileEvent, JitEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import { printText } from "../replayer/print-value.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";
import { printCompiled, printGivenUp } from "./pypylog-operations.ts";
import { printAddresses, printHex, printRunCounts, printSummary } from "./pypylog-parts.ts";

/** What is held back for the trace that it belongs to. */
type CodeEvent = EventOf<"heap_commit"> | EventOf<"heap_patch">;

/** Code without a trace is written at the latest when it is this much. */
const PENDING_MAX = 64;

export function writePypylog({ events }: ExportSource, sink: ByteSink): void {
  const writer = new LogWriter(sink);
  for (const { event } of events()) if (event !== null) writer.add(event);
  writer.finish();
}

class LogWriter {
  private readonly sink: ByteSink;
  private pending: CodeEvent[] = [];
  private firstTrace: number | null = null;
  /** When the section of the last trace ends, which is still open: a cut trace's abort is in it. */
  private openTrace: number | null = null;
  /** Bridges of each loop. */
  private readonly bridges = new Map<number, number>();

  constructor(sink: ByteSink) {
    this.sink = sink;
  }

  add(event: JitEvent): void {
    if (event.kind === "abort" && event.reason === "ABORT_SEGMENTED_TRACE") {
      if (this.openTrace === null) this.openTracing(event.ticks, event.ticks);
      this.writeAbort(event);
    }
    this.closeTracing();
    if (event.kind === "heap_commit" || event.kind === "heap_patch") {
      this.pending.push(event);
      if (this.pending.length > PENDING_MAX) this.finish();
      return;
    }
    if (event.kind === "heap_reserve") return;
    if (event.kind === "compile") this.writeTrace(event);
    else {
      this.finish();
      this.writeOther(event);
    }
  }

  /** Code that no trace has claimed stands by itself. */
  finish(): void {
    this.closeTracing();
    for (const code of this.takePending()) this.writeDump(code);
  }

  private takePending(): CodeEvent[] {
    const { pending } = this;
    this.pending = [];
    return pending;
  }

  private writeTrace(event: CompileEvent): void {
    const code = this.takePending();
    const start = code[0]?.ticks ?? event.ticks;
    const name = event.type === "bridge" ? "jit-log-opt-bridge" : "jit-log-opt-loop";
    this.openTracing(start, event.ticks);
    this.section("jit-backend", start, event.ticks, () => this.writeCode(event, code));
    this.line(`compiled new ${event.type}`);
    this.lines(name, event.ticks, printCompiled(event));
  }

  private openTracing(from: number, to: number): void {
    this.firstTrace ??= from;
    this.openTrace = to;
    this.line(`[${from.toString(16)}] {jit-tracing`);
  }

  private closeTracing(): void {
    if (this.openTrace !== null) this.line(`[${this.openTrace.toString(16)}] jit-tracing}`);
    this.openTrace = null;
  }

  private writeCode(event: CompileEvent, code: readonly CodeEvent[]): void {
    const start = code[0]?.ticks ?? event.ticks;
    this.lines("jit-mem-looptoken-alloc", start, [`allocating ${this.nameCode(event)}`]);
    const own = code.findIndex(({ kind, address }) => {
      return kind === "heap_commit" && address === event.blockAddress;
    });
    for (const one of code.slice(0, own + 1)) this.writeDump(one);
    const commit = code[own]?.kind === "heap_commit" ? code[own] : null;
    const ticks = code[own]?.ticks ?? start;
    this.lines("jit-backend-addr", ticks, printAddresses(event, commit));
    for (const one of code.slice(own + 1)) this.writeDump(one);
  }

  private nameCode({ type, loopNo }: CompileEvent): string {
    if (type !== "bridge") return `Loop # ${loopNo}`;
    const count = (this.bridges.get(loopNo) ?? 0) + 1;
    this.bridges.set(loopNo, count);
    return `Bridge # ${count} of Loop # ${loopNo}`;
  }

  private writeGivenUp(event: EventOf<"abort">): void {
    if (event.reason === "ABORT_SEGMENTED_TRACE") return;
    this.openTracing(event.ticks, event.ticks);
    this.writeAbort(event);
    this.closeTracing();
  }

  private writeAbort({ operations, reason, ticks }: EventOf<"abort">): void {
    if (operations.length > 0) this.lines("jit-log-noopt", ticks, printGivenUp(operations));
    this.line(`~~~ ABORTING TRACING ${reason}`);
  }

  private writeDump({ address, bytes, ticks }: CodeEvent): void {
    const hex = Buffer.from(bytes).toString("hex").toUpperCase();
    this.lines("jit-backend-dump", ticks, [
      "BACKEND x86_64",
      "SYS_EXECUTABLE ??",
      `CODE_DUMP @${printHex(address).slice(2)} +0  ${hex}`,
    ]);
  }

  private writeOther(event: JitEvent): void {
    const { ticks } = event;
    if (event.kind === "abort") this.writeGivenUp(event);
    else if (event.kind === "too_long") {
      const name = printText(event.greenKey.text);
      this.lines("jit-disableinlining", ticks, [`disabled inlining ${name}`]);
    } else if (event.kind === "release_all") {
      this.lines("jit-mem-releaseall", ticks, [`Loop tokens cleared: ${event.loops}`]);
    } else if (event.kind === "invalidate") {
      this.lines("jit-invalidate-quasi-immutable", ticks, [`invalidated loop ${event.loopNo}`]);
    } else if (event.kind === "stats" && event.atEnd) this.writeEnd(event);
  }

  private writeEnd(event: EventOf<"stats">): void {
    const summary = printSummary(event, event.ticks - (this.firstTrace ?? event.ticks));
    if (summary !== null) this.lines("jit-summary", event.ticks, summary);
    const counts = printRunCounts(event);
    if (counts.length > 0) this.lines("jit-backend-counts", event.ticks, counts);
  }

  private section(name: string, from: number, to: number, write: () => void): void {
    this.line(`[${from.toString(16)}] {${name}`);
    write();
    this.line(`[${to.toString(16)}] ${name}}`);
  }

  private lines(name: string, ticks: number, lines: readonly string[]): void {
    this.section(name, ticks, ticks, () => {
      for (const line of lines) this.line(line);
    });
  }

  private line(text: string): void {
    this.sink(Buffer.from(`${text}\n`));
  }
}
