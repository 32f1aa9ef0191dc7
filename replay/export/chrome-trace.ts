/**
 * A trace for chrome://tracing, Perfetto and others that read Chrome's trace event format. The time
 * line is virtual: a microsecond there is a tick here. Compiled units are one tick long, traces that
 * were given up too; an arrow leads from the unit that a guard is in to the guard's bridge. Code heap,
 * living code and PyPy's counters are counters.
 *
 * One event a line; nothing is kept but the guards of compiled units and their times.
 */

import { printJson } from "../format/event-json.ts";
import type { CompileEvent, JitEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import { countGuards, printAddress } from "../replayer/print-value.ts";
import { UnitIdentifier } from "../replayer/unit-identity.ts";
import type { ByteSink, ExportSource, MarkedEvent } from "./export-format.ts";

/** Fields of a trace event that differ; process, thread and time come with them. */
type TraceEvent = Readonly<Record<string, unknown>>;

const PROCESS = 1;
/** What stands on the time line beside each other. */
const THREADS = { compiled: 1, program: 2 } as const;

export function writeChromeTrace({ header, marked }: ExportSource, sink: ByteSink): void {
  const clock = "virtual time: one microsecond is one tick";
  const about = { engine: header.engine, program: header.programName, jit: header.jit, clock };
  sink(Buffer.from(`{"displayTimeUnit":"ms","otherData":${printJson(about)},\n`));
  sink(Buffer.from('"traceEvents":[\n'));
  const writer = new TraceWriter(sink);
  writer.name("process_name", 0, header.programName);
  writer.name("thread_name", THREADS.compiled, "compiled code");
  writer.name("thread_name", THREADS.program, "the program");
  for (const event of marked()) writer.add(event);
  sink(Buffer.from("\n]}\n"));
}

class TraceWriter {
  private readonly sink: ByteSink;
  private readonly identifier = new UnitIdentifier();
  /** When each unit was compiled; -1 for those that are not selected. */
  private readonly times: number[] = [];
  private readonly heap = new Map<number, number>();
  private heapBytes = 0;
  private units = 0;
  private isFirst = true;

  constructor(sink: ByteSink) {
    this.sink = sink;
  }

  name(what: string, thread: number, name: string): void {
    this.write({ name: what, ph: "M", pid: PROCESS, tid: thread, args: { name } });
  }

  add({ event, isSelected }: MarkedEvent): void {
    if (event === null) return;
    const isHeap = this.followHeap(event);
    if (event.kind === "compile") this.addUnit(event, isSelected);
    else if (event.kind === "tmp_callback") this.addCallback(event, isSelected);
    else if (!isSelected) return;
    else if (isHeap) this.counter(event.ticks, "code heap", { bytes: this.heapBytes });
    else if (event.kind === "stats") this.addCounters(event);
    else if (event.kind === "abort") this.addAbort(event);
    else if (!event.kind.startsWith("heap_")) this.addInstant(event);
  }

  /** Whether it changed how much of the code heap is used. */
  private followHeap(event: JitEvent): boolean {
    if (event.kind !== "heap_commit" && event.kind !== "heap_free") return false;
    this.heapBytes -= this.heap.get(event.address) ?? 0;
    this.heap.delete(event.address);
    if (event.kind === "heap_commit") {
      this.heap.set(event.address, event.size);
      this.heapBytes += event.size;
    }
    return true;
  }

  private addUnit(event: CompileEvent, isSelected: boolean): void {
    const unit = this.identifier.add(event);
    this.times.push(isSelected ? event.ticks : -1);
    if (!isSelected) return;
    const { ticks, operations, asmaddr, asmlen, cause, jitdriverName } = event;
    this.units++;
    this.slice(ticks, `${unit.name} ${unit.location}`.trimEnd(), event.type, {
      driver: jitdriverName,
      operations: operations.length,
      guards: countGuards(operations),
      address: printAddress(asmaddr),
      bytes: asmlen,
      cause: `${cause.kind} ${cause.count} of ${cause.threshold}`,
    });
    this.counter(ticks, "units compiled", { units: this.units });
    const from = this.times[unit.owner] ?? -1;
    if (from >= 0) this.arrow(event.bridgeNo, unit.index, from, ticks);
  }

  private addCallback(event: EventOf<"tmp_callback">, isSelected: boolean): void {
    const unit = this.identifier.add(event);
    this.times.push(-1);
    if (isSelected) this.slice(event.ticks, `callback ${unit.location}`, "callback", {});
  }

  private addAbort(event: EventOf<"abort">): void {
    const name = `${event.reason} ${event.greenKey?.text ?? ""}`.trimEnd();
    this.slice(event.ticks, name, "abort", {
      driver: event.jitdriverName,
      operations: event.operations.length,
      cname: "terrible",
    });
  }

  private addCounters({ ticks, counters }: EventOf<"stats">): void {
    for (const [name, value] of counters) this.counter(ticks, name, { value });
  }

  /** What else happened, with all that it says but bytes. */
  private addInstant(event: JitEvent): void {
    const { kind, ticks, ...rest } = event;
    const args = Object.fromEntries(
      Object.entries(rest).map(([name, value]) => {
        return [name, value instanceof Uint8Array ? `${value.length} bytes` : value];
      }),
    );
    const tid = THREADS.program;
    this.write({ name: kind, cat: kind, ph: "i", s: "t", ts: ticks, pid: PROCESS, tid, args });
  }

  private slice(ticks: number, name: string, category: string, args: TraceEvent): void {
    const place = { ts: ticks, dur: 1, pid: PROCESS, tid: THREADS.compiled };
    this.write({ name, cat: category, ph: "X", ...place, args });
  }

  private counter(ticks: number, name: string, args: TraceEvent): void {
    this.write({ name, ph: "C", ts: ticks, pid: PROCESS, tid: 0, args });
  }

  /** From the slice at one time to the slice at another one. */
  private arrow(guard: number, id: number, from: number, to: number): void {
    const common = { name: `Guard${printAddress(guard)}`, cat: "bridge", id, pid: PROCESS };
    const tid = THREADS.compiled;
    this.write({ ...common, ph: "s", ts: from, tid });
    this.write({ ...common, ph: "f", bp: "e", ts: to, tid });
  }

  private write(event: TraceEvent): void {
    const separator = this.isFirst ? "" : ",\n";
    this.isFirst = false;
    this.sink(Buffer.from(separator + printJson(event)));
  }
}
