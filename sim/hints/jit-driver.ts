/**
 * What an interpreter says to the JIT: a driver, with the greens (what names a position in the
 * guest program) and the reds (everything else that lives across it).
 *
 * Interpreting, every method here is a few machine instructions; looking inside, the code writer
 * replaces the calls by the instructions `jit_merge_point`, `loop_header` and `portal_entry` and
 * never executes these bodies. The portal is a function whose parameters are exactly the greens
 * followed by the reds; the first green is the position, a small number ≥ 0 (0 when the driver has
 * none), and exactly one green is a reference. An interpreter may have several portals, each with a
 * driver of its own (`@portal CONSTANT`); the main one is `isRecursive`, and it alone may have a
 * virtualizable. The drivers are told of from within their portals.
 *
 * Counterpart: rpython/rlib/jit.py (JitDriver). DIFFERS: `can_enter_jit` and `portal_entry` return
 * the position to go on with, or {@link FRAME_FINISHED}, so that no host exception carries control.
 */

import type { VirtualClock } from "../base/clock.ts";

/** What `can_enter_jit` and `portal_entry` return when compiled code has finished the frame. */
export const FRAME_FINISHED = -1;

/** What the JIT offers to a driver; the interpreter never sees more of it. */
export interface JitEntry {
  /** A backward jump to `greens[0]`: counts, and may trace or run compiled code. */
  canEnterJit(args: readonly unknown[]): number;
  /** A portal is entered from the interpreter: counts, and may trace or run compiled code. */
  portalEntry(args: readonly unknown[]): number;
  /** The result of the frame that compiled code has finished; throws its exception instead. */
  takeResult(): unknown;
  /** Green or red `index` as compiled code has just left it; `value` when none was run. */
  reload(index: number, value: unknown): unknown;
}

/** Static description of a driver. */
export interface JitDriverSpec {
  /** The `jitdriver_name` that hooks see, unless the guest specializes it by its greens. */
  readonly name: string;
  readonly greens: readonly string[];
  readonly reds: readonly string[];
  /** The name of the red that is the virtualizable frame, if any. */
  readonly virtualizable?: string;
  /** Whether the portal may be entered again by the interpreter (PyPy's is_recursive). */
  readonly isRecursive: boolean;
}

/** One run's driver: a spec, the run's clock, and the JIT once it is attached. */
export class JitDriver {
  readonly spec: JitDriverSpec;
  readonly clock: VirtualClock;
  /** Null while there is no JIT, or while it is off for good. */
  entry: JitEntry | null = null;

  constructor(spec: JitDriverSpec, clock: VirtualClock) {
    this.spec = spec;
    this.clock = clock;
  }

  /**
   * The head of the dispatch loop: greens, then reds. One tick of virtual time. The parameters are
   * read by the code writer only.
   */
  jit_merge_point(
    _0?: unknown,
    _1?: unknown,
    _2?: unknown,
    _3?: unknown,
    _4?: unknown,
    _5?: unknown,
    _6?: unknown,
  ): void {
    this.clock.ticks++;
  }

  /** A backward jump, with greens (the target first), then reds. */
  can_enter_jit(
    position: number,
    _1?: unknown,
    _2?: unknown,
    _3?: unknown,
    _4?: unknown,
    _5?: unknown,
    _6?: unknown,
  ): number {
    if (this.clock.ticks >= this.clock.limit) this.clock.checkLimit();
    if (this.entry === null) return position;
    return this.entry.canEnterJit([position, _1, _2, _3, _4, _5, _6]);
  }

  /** The first statement of the portal, with its own parameters. */
  portal_entry(
    position: number,
    _1?: unknown,
    _2?: unknown,
    _3?: unknown,
    _4?: unknown,
    _5?: unknown,
    _6?: unknown,
  ): number {
    if (this.entry === null) return position;
    return this.entry.portalEntry([position, _1, _2, _3, _4, _5, _6]);
  }

  /**
   * Green or red `index`, whose value was `value`, after `can_enter_jit` or `portal_entry`: compiled
   * code may have moved it. Needed for what is not reached through a reference.
   */
  reload<T>(index: number, value: T): T {
    return this.entry === null ? value : (this.entry.reload(index, value) as T);
  }

  /**
   * The result after {@link FRAME_FINISHED}. Call it outside of the frame's own `try`: it throws
   * the guest exception that left the frame.
   */
  take_result(): unknown {
    return this.entry === null ? null : this.entry.takeResult();
  }
}
