/**
 * Virtual time: one tick per merge point passed and per executed trace operation (labels and
 * debug_merge_points are free). Every constant of the time model stands here. Time never comes
 * from the host.
 */

/** The constants of the time model, in nanoseconds unless the name says otherwise. */
export const TIME_MODEL = {
  /** Virtual nanoseconds per tick. */
  nanosecondsPerTick: 1,
  /** What `time.time()` gives at tick 0: 2020-01-01 00:00:00 UTC, in seconds. */
  epochSeconds: 1577836800,
  /** Cost of tracing one recorded operation, for counter_times["TRACING"]. */
  nanosecondsPerTracedOp: 1000,
  /** Cost of assembling one operation, for counter_times["BACKEND"]. */
  nanosecondsPerAssembledOp: 500,
} as const;

/**
 * Ends the run from wherever it is: no guest exception, nothing in the guest or the JIT catches it.
 */
export class RunInterrupt {
  readonly reason: "steps" | "memory" | "interrupted";
  constructor(reason: RunInterrupt["reason"]) {
    this.reason = reason;
  }
}

/** Somebody who may interrupt the program, by Ctrl-C or as it was recorded. */
export interface InterruptWatch {
  /** Asked at a backward jump; tells the program if it is to be interrupted there. */
  look(ticks: number): void;
  /** When to ask next: never before. */
  nextLook(ticks: number): number;
}

/** The clock of one run. `ticks` is public because interpreter and compiled code add to it. */
export class VirtualClock {
  /** Ticks since the start of the run; below 2^53. */
  ticks = 0;
  /** The first backward jump at or after this many ticks calls {@link checkLimit}. */
  limit: number;
  /** The run ends at the first backward jump at or after this many ticks. */
  private readonly end: number;
  private watch: InterruptWatch | null = null;

  constructor(end: number = Number.POSITIVE_INFINITY) {
    this.end = end;
    this.limit = end;
  }

  setWatch(watch: InterruptWatch): void {
    this.watch = watch;
    this.moveLimit(watch);
  }

  private moveLimit(watch: InterruptWatch): void {
    this.limit = Math.min(this.end, watch.nextLook(this.ticks));
  }

  /** Called at backward jumps. Throws a RunInterrupt when the run has used up its ticks. */
  checkLimit(): void {
    if (this.ticks < this.limit) return;
    if (this.ticks >= this.end) throw new RunInterrupt("steps");
    const { watch } = this;
    if (watch === null) return;
    watch.look(this.ticks);
    this.moveLimit(watch);
  }

  /** Virtual seconds since the start of the run. */
  seconds(): number {
    return (this.ticks * TIME_MODEL.nanosecondsPerTick) / 1e9;
  }
}
