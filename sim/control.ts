/**
 * The control interface as the simulator implements it: what the guest's own modules, and embedders,
 * ask of a run.
 */

import type {
  CompileInfo,
  GreenKey,
  HookSlots,
  JitControl,
  ParamError,
  StatsSnapshot,
} from "./hints/control.ts";
import type { Int } from "./base/int.ts";
import type { CodeHeap } from "./memory/code-heap.ts";
import type { ObjectAddresses } from "./memory/object-addresses.ts";
import { lowWord } from "./metainterp/counter.ts";
import type { ParamName } from "./metainterp/params.ts";
import { PARAM_TABLE } from "./metainterp/params.ts";
import type { JitRuntime } from "./metainterp/runtime.ts";
import type { RunCounts } from "./run-counts.ts";
import type { RtValue } from "./trace/values.ts";

/** No hooks set. */
export function makeHookSlots(): HookSlots {
  const onCompile: ((info: CompileInfo) => void) | null = null;
  return {
    onCompile,
    onAbort: null,
    onTooLong: null,
    compileOperations: true,
    inRecursion: false,
  };
}

export class RunControl implements JitControl {
  readonly hooks: HookSlots;
  private readonly runtime: JitRuntime;
  private readonly heap: CodeHeap;
  private readonly addresses: ObjectAddresses;
  private readonly runCounts: RunCounts;

  constructor(parts: {
    hooks: HookSlots;
    runtime: JitRuntime;
    heap: CodeHeap;
    addresses: ObjectAddresses;
    runCounts: RunCounts;
  }) {
    this.hooks = parts.hooks;
    this.runtime = parts.runtime;
    this.heap = parts.heap;
    this.addresses = parts.addresses;
    this.runCounts = parts.runCounts;
  }

  paramDefaults(): ReturnType<JitControl["paramDefaults"]> {
    return paramDefaults();
  }

  paramDocs(): ReturnType<JitControl["paramDocs"]> {
    return paramDocs();
  }

  setParamString(text: string): ParamError | null {
    const error = this.runtime.params.setString(text);
    this.runtime.warm.paramsChanged();
    return error;
  }

  setParam(name: string, value: number | string): ParamError | null {
    const error = this.runtime.params.set(name, value);
    this.runtime.warm.paramsChanged();
    return error;
  }

  getStatsSnapshot(): StatsSnapshot {
    const snapshot = this.readStats();
    this.emitStats(snapshot, false);
    return snapshot;
  }

  /** Counters, times and run counts now; tells nobody. */
  readStats(): StatsSnapshot {
    const { counters } = this.runtime;
    return {
      counters: counters.entries(),
      counterTimes: {
        TRACING: counters.nanoseconds.TRACING / 1e9,
        BACKEND: counters.nanoseconds.BACKEND / 1e9,
      },
      loopRunTimes: this.runCounts.snapshot(),
    };
  }

  /** The statistics at the end of the run, as an event. */
  finish(): void {
    this.emitStats(this.readStats(), true);
  }

  private emitStats(snapshot: StatsSnapshot, atEnd: boolean): void {
    const { counters, sink } = this.runtime;
    sink.emit({
      kind: "stats",
      atEnd,
      counters: counters.entries(),
      tracingNanoseconds: counters.nanoseconds.TRACING,
      backendNanoseconds: counters.nanoseconds.BACKEND,
      loopRunTimes: snapshot.loopRunTimes.map(({ kind, number, count }) => [kind, number, count]),
    });
  }

  getStatsAsmmemmgr(): { readonly mapped: number; readonly used: number } {
    return this.heap.stats();
  }

  enableDebug(): void {
    this.setDebug(true);
  }

  disableDebug(): void {
    this.setDebug(false);
  }

  private setDebug(enabled: boolean): void {
    this.runtime.debugEnabled = enabled;
    this.runCounts.isEnabled = enabled;
    this.runtime.sink.emit({ kind: "debug", enabled });
  }

  releaseAll(): void {
    const loops = this.runtime.memory.releaseAll();
    this.runtime.sink.emit({ kind: "release_all", loops });
  }

  collect(): void {
    this.runtime.compiler.freeUnreachable("collect");
  }

  /** Told after the guest has set or removed a hook. */
  hookChanged(hook: "compile" | "abort" | "too_long"): void {
    const slots = {
      compile: this.hooks.onCompile,
      abort: this.hooks.onAbort,
      too_long: this.hooks.onTooLong,
    };
    const operations = this.hooks.compileOperations;
    this.runtime.sink.emit({ kind: "set_hook", hook, isSet: slots[hook] !== null, operations });
  }

  private greens(key: GreenKey): RtValue[] {
    return this.runtime.warm.main.fromGuest(key);
  }

  hasJitCell(key: GreenKey): boolean {
    return this.runtime.warm.main.cells.lookup(this.greens(key)) !== undefined;
  }

  dontTraceHere(key: GreenKey): void {
    this.runtime.warm.main.ensureCell(this.greens(key)).dontTraceHere = true;
  }

  markAsBeingTraced(key: GreenKey): void {
    this.runtime.warm.main.ensureCell(this.greens(key)).isTracing = true;
  }

  traceNextIteration(key: GreenKey): void {
    this.runtime.warm.main.traceNextIteration(this.greens(key));
  }

  traceNextIterationHash(hash: Int): void {
    this.runtime.warm.traceNextIterationHash(lowWord(hash));
  }

  addressOf(object: object): number {
    return this.addresses.identityOf(object);
  }
}

/** The parameters with their defaults, in PyPy's order. */
export function paramDefaults(): (readonly [ParamName, number | string])[] {
  return paramRows().map(([name, [value]]) => [name, value] as const);
}

export function paramDocs(): (readonly [ParamName, string])[] {
  return paramRows().map(([name, [, doc]]) => [name, doc] as const);
}

function paramRows(): [ParamName, readonly [number | string, string]][] {
  return Object.entries(PARAM_TABLE) as [ParamName, readonly [number | string, string]][];
}
