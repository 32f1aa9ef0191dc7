/**
 * The 26 counters of the profiler, in PyPy's order, and the one table of abort reasons.
 *
 * Counterpart: rpython/rlib/jit.py (Counters), rpython/jit/metainterp/jitprof.py. Where each is
 * incremented is said at the place of increment.
 */

export const COUNTER_NAMES = [
  "TRACING",
  "BACKEND",
  "OPS",
  "HEAPCACHED_OPS",
  "RECORDED_OPS",
  "GUARDS",
  "OPT_OPS",
  "OPT_GUARDS",
  "OPT_GUARDS_SHARED",
  "OPT_FORCINGS",
  "OPT_VECTORIZE_TRY",
  "OPT_VECTORIZED",
  "ABORT_TOO_LONG",
  "ABORT_BRIDGE",
  "ABORT_BAD_LOOP",
  "ABORT_ESCAPE",
  "ABORT_FORCE_QUASIIMMUT",
  "ABORT_SEGMENTED_TRACE",
  "FORCE_VIRTUALIZABLES",
  "NVIRTUALS",
  "NVHOLES",
  "NVREUSED",
  "TOTAL_COMPILED_LOOPS",
  "TOTAL_COMPILED_BRIDGES",
  "TOTAL_FREED_LOOPS",
  "TOTAL_FREED_BRIDGES",
] as const;

export type CounterName = (typeof COUNTER_NAMES)[number];

/** Why a trace was given up: the name hooks see, and what it means. */
export const ABORT_REASONS = {
  ABORT_TOO_LONG: "the trace grew beyond trace_limit",
  ABORT_BRIDGE: "the bridge or its machine code could not be made",
  ABORT_BAD_LOOP: "the optimizer proved that the loop cannot run",
  ABORT_ESCAPE: "the virtualizable escaped during a residual call",
  ABORT_FORCE_QUASIIMMUT: "a quasi-immutable field was written while tracing",
  ABORT_SEGMENTED_TRACE: "a too long trace was cut and compiled in part",
} as const satisfies Partial<Record<CounterName, string>>;

export type AbortReason = keyof typeof ABORT_REASONS;

/** One run's counters. */
export class Counters {
  private readonly values = new Map<CounterName, number>(COUNTER_NAMES.map((name) => [name, 0]));
  /** Virtual nanoseconds spent, exclusive of each other. */
  readonly nanoseconds = { TRACING: 0, BACKEND: 0 };

  increment(name: CounterName, by = 1): void {
    this.values.set(name, this.get(name) + by);
  }

  get(name: CounterName): number {
    return this.values.get(name) ?? 0;
  }

  /** All counters with their values, in PyPy's order. */
  entries(): (readonly [CounterName, number])[] {
    return COUNTER_NAMES.map((name) => [name, this.get(name)] as const);
  }
}
