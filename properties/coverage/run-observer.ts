/**
 * Counts the behaviours of one run: from its events where these tell, from a probe elsewhere.
 *
 *   const observer = new RunObserver(spec);
 *   new Simulator(spec, { onEvent: (event) => observer.onEvent(event), probe: observer.probe });
 *   … run …
 *   mergeTotals(totals, observer.totals());
 *
 * Observing changes nothing of a run.
 */

import { defined } from "../../sim/base/assert.ts";
import type { CompileEvent, JitEvent, RunProbe, RunSpec } from "../../sim/index.ts";
import { PARAM_TABLE } from "../../sim/index.ts";
import { JitParams } from "../../sim/metainterp/params.ts";
import type { GuardDescr } from "../../sim/trace/descr.ts";
import type { Totals } from "../totals.ts";
import type { HeapObserver } from "./heap-observer.ts";
import { ProbeCounts } from "./probe-counts.ts";

export class RunObserver {
  readonly probe: RunProbe;
  private readonly counts: ProbeCounts;
  private readonly heap: HeapObserver;
  /** Names of the guards that were compiled, by the address of their descr. */
  private readonly guards = new Map<number, string>();
  /** Exits by guard, named when all units are known. */
  private readonly exits = new Map<GuardDescr, number>();

  constructor(spec: RunSpec) {
    this.counts = new ProbeCounts((guard) => {
      this.exits.set(guard, (this.exits.get(guard) ?? 0) + 1);
    });
    this.probe = this.counts.probe;
    this.heap = this.counts.observeHeap(spec.limits.heapBytes);
    this.countParameters(spec.jit);
  }

  private add(name: string, by = 1): void {
    this.counts.add(name, by);
  }

  private countParameters(jit: string): void {
    const params = new JitParams();
    params.onChange = (name, value) => {
      if (value !== String(PARAM_TABLE[name][0])) this.add(`parameter ${name}`);
    };
    if (jit !== "") params.setString(jit);
  }

  /** To be called with every event. */
  onEvent(event: JitEvent): void {
    this.add(`event ${event.kind}`);
    switch (event.kind) {
      case "compile":
        this.countUnit(event);
        break;
      case "abort":
        this.add(`abort ${event.reason}`);
        break;
      case "tmp_callback":
        this.add("unit tmp_callback");
        break;
      case "stats":
        for (const [name, value] of event.counters) {
          if (value > 0) this.add(`counter ${name}`, value);
        }
        if (event.loopRunTimes.length > 0) this.add("unit counted");
        break;
      case "set_param":
        if (event.value !== String(PARAM_TABLE[event.name as keyof typeof PARAM_TABLE][0])) {
          this.add(`parameter ${event.name}`);
        }
        break;
      case "fault":
        this.heap.heapAction(event);
        break;
      case "heap_reserve":
        this.heap.heapAction({ ...event, kind: "reserve" });
        break;
      case "heap_commit":
        this.heap.heapAction({ ...event, kind: "commit" });
        break;
      case "heap_abort":
        this.heap.heapAction({ ...event, kind: "abort" });
        break;
      case "heap_free":
        this.heap.heapAction({ ...event, kind: "free" });
        break;
      case "heap_patch":
        this.add("heap patch");
        break;
      default:
        this.countVariant(event);
    }
  }

  private countVariant(event: JitEvent): void {
    switch (event.kind) {
      case "end":
        this.add(`event end ${event.outcome}`);
        break;
      case "input":
        this.add(`event input ${event.source}`);
        break;
      case "output":
        this.add(`event output ${event.stream}`);
        break;
      case "free_loop":
        this.add(`event free_loop ${event.reason}`);
        break;
      case "set_hook":
        this.add(`event set_hook ${event.hook}`);
        break;
    }
  }

  private countUnit({ type, operations, cause, bridgeNo }: CompileEvent): void {
    this.add(`unit ${type}`);
    this.add(`unit from ${cause.kind}`);
    const labels = operations.filter(({ name }) => name === "label").length;
    if (type === "loop") this.add(labels > 1 ? "unit peeled loop" : "unit plain loop");
    if (type === "bridge" && labels > 0) this.add("unit labelled bridge");
    const last = operations.at(-1);
    if (last?.name === "finish") {
      this.add(last.descr.includes("ExitFrameWithException") ? "unit raising" : "unit finishing");
    }
    if (operations.some(({ name }) => name.startsWith("call_assembler"))) this.add("unit calling");
    const guard = this.guards.get(bridgeNo);
    if (type === "bridge" && guard !== undefined) this.add(`bridge ${guard}`);
    for (const { name, descr } of operations) {
      if (name.startsWith("guard_")) this.guards.set(guardAddress(descr), name);
    }
  }

  /** What the run has reached, by behaviour. To be called when it is over. */
  totals(): Totals {
    for (const [guard, count] of this.exits) {
      this.add(`exit ${defined(this.guards.get(guard.address), "event of a guard's unit")}`, count);
    }
    this.exits.clear();
    return this.counts.totals();
  }
}

/** The address in `<Guard0x7f…>`. */
function guardAddress(descr: string): number {
  return Number.parseInt(descr.slice("<Guard0x".length), 16);
}
