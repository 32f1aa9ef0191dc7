/**
 * What one driver asks of the JIT: counts its loops and the entries of its portal, finds its cells,
 * and hands back what compiled code leaves.
 *
 * Counterpart: rpython/jit/metainterp/warmstate.py (WarmEnterState), warmspot.py (ll_portal_runner).
 */

import { assert } from "../base/assert.ts";
import { FRAME_FINISHED } from "../hints/jit-driver.ts";
import type { JitEntry } from "../hints/jit-driver.ts";
import type { DriverProgram } from "../jitcode/jitcode.ts";
import type { RtValue } from "../trace/values.ts";
import { combineHashes } from "./counter.ts";
import type { JitCell } from "./jitcell.ts";
import { CellTable } from "./jitcell.ts";
import type { FrameOutcome } from "./outcome.ts";
import type { JitRuntime } from "./runtime.ts";
import type { StartKind, WarmState } from "./warmstate.ts";

export class DriverState implements JitEntry {
  readonly driver: DriverProgram;
  readonly cells: CellTable;
  private readonly warm: WarmState;
  private readonly runtime: JitRuntime;
  private skipNextEntry = false;
  private result: FrameOutcome | null = null;
  /** Greens and reds where compiled code, just run, has stopped. */
  private left: readonly RtValue[] | null = null;

  constructor(warm: WarmState, runtime: JitRuntime, driver: DriverProgram) {
    this.warm = warm;
    this.runtime = runtime;
    this.driver = driver;
    this.cells = new CellTable(driver);
  }

  private get isMain(): boolean {
    return this.driver.index === 0;
  }

  // ---- from the interpreter --------------------------------------------------------------

  canEnterJit(args: readonly unknown[]): number {
    return this.enter("loop", this.warm.loopIncrement, args);
  }

  portalEntry(args: readonly unknown[]): number {
    if (this.skipNextEntry) {
      this.skipNextEntry = false;
      this.left = null;
      return args[0] as number;
    }
    const position = this.enter("function", this.warm.functionIncrement, args);
    if (this.isMain || position === FRAME_FINISHED || this.left !== null) return position;
    // Beside the main driver the first merge point counts as well, as on PyPy.
    return this.enter("loop", this.warm.loopIncrement, args);
  }

  private enter(kind: StartKind, increment: number, args: readonly unknown[]): number {
    this.left = null;
    if (increment === 0) return args[0] as number;
    let outcome = this.maybeCompileAndRun(kind, increment, this.fromGuest(args));
    while (outcome !== null && outcome.kind === "continue") {
      assert(outcome.driver === this.driver, "another driver's frame");
      this.left = outcome.args;
      if (this.isMain) break;
      // Beside the main driver each merge point that is come to counts, as on PyPy.
      outcome = this.maybeCompileAndRun("loop", this.warm.loopIncrement, outcome.args);
    }
    if (outcome === null || outcome.kind === "continue") {
      return (this.left ?? args)[0] as number;
    }
    this.result = outcome;
    return FRAME_FINISHED;
  }

  takeResult(): unknown {
    const { result } = this;
    assert(result !== null && result.kind !== "continue", "no result to take");
    this.result = null;
    if (result.kind === "exception") throw result.exception;
    return this.driver.portal.resultKind === "v" ? undefined : result.value;
  }

  reload(index: number, value: unknown): unknown {
    if (this.left === null) return value;
    const now = this.left[index];
    return typeof value === "boolean" ? now !== 0 : now;
  }

  /** Green keys come from the guest with its booleans. */
  fromGuest(args: readonly unknown[]): RtValue[] {
    const { driver } = this;
    const count = driver.greenKinds.length + driver.redKinds.length;
    const values: RtValue[] = [];
    for (let i = 0; i < count && i < args.length; i++) {
      const value = args[i];
      values.push(typeof value === "boolean" ? (value ? 1 : 0) : (value as RtValue));
    }
    return values;
  }

  hashOf(greens: readonly RtValue[]): number {
    const hash = this.runtime.hashGreenKey(this.driver, greens);
    return combineHashes([greens[0] as number, hash]);
  }

  /** Null: go on interpreting. */
  private maybeCompileAndRun(
    kind: StartKind,
    increment: number,
    args: readonly RtValue[],
  ): FrameOutcome | null {
    const { counter } = this.warm;
    const cell = this.cells.lookup(args);
    if (cell === undefined) {
      const hash = this.hashOf(args);
      if (!counter.tick(hash, increment)) return null;
      return this.warm.boundReached(this.driver, kind, this.cells.add(args, hash), args);
    }
    if (cell.isTracing) return null;
    if (cell.isTemporary) {
      if (!counter.tick(cell.hash, increment)) return null;
      return this.warm.boundReached(this.driver, kind, cell, args);
    }
    const token = cell.liveToken;
    if (token !== null) {
      if (this.isMain) this.runtime.places?.entering(args);
      return this.warm.executeAssembler(token, args.slice(this.driver.greenKinds.length));
    }
    if (cell.dontTraceHere && !cell.hadToken) {
      // The first time there is nothing to wait for.
      const firing = cell.tracingOccurred ? undefined : counter.nothingCounted();
      if (firing === undefined && !counter.tick(cell.hash, increment)) return null;
      return this.warm.boundReached(this.driver, kind, cell, args, firing);
    }
    // Machine code was here and is gone, or a session was given up: start counting anew.
    this.cells.remove(cell);
    counter.reset(cell.hash);
    return null;
  }

  /** Runs the host's portal at a merge point, without counting its entry. */
  runPortal(args: readonly RtValue[]): RtValue {
    this.skipNextEntry = true;
    return this.runtime.callPortal(this.driver, args);
  }

  // ---- what the guest's pypyjit module asks for -----------------------------------------

  /** The cell of a green key, made if there is none. */
  ensureCell(greens: readonly RtValue[]): JitCell {
    return this.cells.lookup(greens) ?? this.cells.add(greens, this.hashOf(greens));
  }

  /** Sets the counter so that the green key is traced soon. */
  traceNextIteration(greens: readonly RtValue[]): void {
    this.warm.traceNextIterationHash(this.hashOf(greens));
  }
}
