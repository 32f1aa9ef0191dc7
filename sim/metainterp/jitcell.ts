/**
 * JitCells: what is known of one green key once it was hot. A key is found by its one reference
 * green (the code object) and the small numbers of the others.
 *
 * Counterpart: rpython/jit/metainterp/warmstate.py (BaseJitCell).
 */

import { assert } from "../base/assert.ts";
import { getOrMake } from "../base/collections.ts";
import type { DriverProgram } from "../jitcode/jitcode.ts";
import type { LoopToken } from "../trace/descr.ts";
import type { RtValue } from "../trace/values.ts";

/** The flags of a cell; PyPy's JC_ constants, as fields. */
export class JitCell {
  readonly greens: readonly RtValue[];
  readonly hash: number;
  /** A session that started here is in progress (or the guest asked never to trace here). */
  isTracing = false;
  dontTraceHere = false;
  /** The token is a temporary callback. */
  isTemporary = false;
  tracingOccurred = false;
  forceFinish = false;
  /** Whether a token was ever attached. */
  hadToken = false;
  private token: LoopToken | null = null;

  constructor(greens: readonly RtValue[], hash: number) {
    this.greens = greens;
    this.hash = hash;
  }

  /** The compiled loop, if it is there and valid. */
  get liveToken(): LoopToken | null {
    const { token } = this;
    if (token === null || token.invalidated || token.compiled === null) return null;
    return token;
  }

  attach(token: LoopToken, isTemporary: boolean): void {
    this.token = token;
    this.isTemporary = isTemporary;
    this.hadToken = true;
  }

  get attachedToken(): LoopToken | null {
    return this.token;
  }
}

/** The cells of one driver. */
export class CellTable {
  private readonly cells = new Map<unknown, Map<number | string, JitCell>>();
  private readonly refIndex: number;
  private readonly driver: DriverProgram;

  constructor(driver: DriverProgram) {
    this.driver = driver;
    this.refIndex = driver.greenKinds.indexOf("r");
    const refs = driver.greenKinds.filter((kind) => kind === "r").length;
    assert(refs === 1, "a green key has exactly one reference");
    assert(driver.greenKinds[0] === "i", "the first green is the position");
  }

  /** The position and the booleans as one number; with other greens, a text. */
  private number(greens: readonly RtValue[]): number | string {
    const { greenKinds, greenIsBool } = this.driver;
    let n = greens[0] as number;
    for (let i = 1; i < greenKinds.length; i++) {
      if (i === this.refIndex) continue;
      if (!greenIsBool[i]) return this.text(greens);
      n = n * 2 + (greens[i] as number);
    }
    return n;
  }

  private text(greens: readonly RtValue[]): string {
    const count = this.driver.greenKinds.length;
    return greens.filter((_, i) => i < count && i !== this.refIndex).join(",");
  }

  lookup(greens: readonly RtValue[]): JitCell | undefined {
    return this.cells.get(greens[this.refIndex])?.get(this.number(greens));
  }

  add(greens: readonly RtValue[], hash: number): JitCell {
    const cell = new JitCell(greens.slice(0, this.driver.greenKinds.length), hash);
    const code = greens[this.refIndex];
    getOrMake(this.cells, code, () => new Map<number | string, JitCell>()).set(
      this.number(greens),
      cell,
    );
    return cell;
  }

  remove(cell: JitCell): void {
    this.cells.get(cell.greens[this.refIndex])?.delete(this.number(cell.greens));
  }
}
