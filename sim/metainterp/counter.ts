/**
 * The timetable of hot spots: 2048 rows of five ways, each a float32 in [0, 1) and a 16-bit
 * subhash, so that counting costs no object and forgets by being small. Bits: the row is the top
 * 11 bits of the low 32 bits of a hash, the subhash the low 16 bits.
 *
 * A tick adds 1 / (threshold - 0.001) in double precision and stores as float32; reaching 1.0
 * fires and resets to 0. So thresholds 1039 and 1619 fire at the 1040th and 1619th tick, as
 * measured on pypy3.
 *
 * Counterpart: rpython/jit/metainterp/counter.py. DIFFERS: decay by collections is not simulated,
 * because on PyPy it depends on the size of the processor's cache.
 */

import { intFromBigint } from "../base/int.ts";
import type { Int } from "../base/int.ts";

const ROWS = 2048;
const WAYS = 5;

/** A guard's hash step: 1 | 1 << 21 | 1 << 5. */
const HASH_STEP = 2097185;

/** Counters are told in billionths of what fires. */
const BILLION = 1e9;

/** The counter that has fired last. */
export interface Firing {
  readonly count: number;
  readonly began: number;
  /** Decays since the first tick. */
  readonly decayed: number;
  /** In billionths: what it was set to, and what it was before the last tick. */
  readonly preset: number;
  readonly value: number;
}

export class JitCounter {
  private readonly times = new Float32Array(ROWS * WAYS);
  private readonly subhashes = new Uint16Array(ROWS * WAYS);
  // What each way has counted is told in the cause of a compilation.
  /** Whole ticks since it was last zero. */
  private readonly counts = new Float64Array(ROWS * WAYS);
  /** Virtual time of the first of them, and how many decays there had been. */
  private readonly beginnings = new Float64Array(ROWS * WAYS);
  private readonly decaysBefore = new Float64Array(ROWS * WAYS);
  /** What {@link setFraction} had set it to. */
  private readonly presets = new Float64Array(ROWS * WAYS);
  private readonly now: () => number;
  private nextHash = 0;
  private decayFactor = 1;
  /** How often everything was decayed; told in the cause of a compilation. */
  decays = 0;
  lastFiring: Firing = { count: 0, began: 0, decayed: 0, preset: 0, value: 0 };

  /** `now` gives the virtual time. */
  constructor(now: () => number) {
    this.now = now;
  }

  /** What one tick adds, for a threshold; 0 when the threshold is off (≤ 0). */
  static increment(threshold: number): number {
    if (threshold <= 0) return 0;
    return 1 / (threshold < 2 ? 1 : threshold - 0.001);
  }

  setDecay(decay: number): void {
    this.decayFactor = Math.fround(1 - Math.max(0, Math.min(1000, decay)) * 0.001);
  }

  /** Adds `increment` to the counter of `hash`; true when it fires (and is reset). */
  tick(hash: number, increment: number): boolean {
    const base = rowBase(hash);
    const n = this.wayOf(base, hash & 0xffff);
    const value = (this.times[n] as number) + increment;
    const count = (this.counts[n] as number) + 1;
    this.counts[n] = count;
    if (count === 1) this.begin(n);
    if (value < 1) {
      this.times[n] = value;
      this.bubbleUp(base, n);
      return false;
    }
    this.lastFiring = this.describe(n);
    this.reset(hash);
    return true;
  }

  /** In place of a firing, where a trace is started without one. */
  nothingCounted(): Firing {
    return { count: 0, began: this.now(), decayed: 0, preset: 0, value: 0 };
  }

  private begin(n: number): void {
    this.beginnings[n] = this.now();
    this.decaysBefore[n] = this.decays;
  }

  private describe(n: number): Firing {
    return {
      count: this.counts[n] as number,
      began: this.beginnings[n] as number,
      decayed: this.decays - (this.decaysBefore[n] as number),
      preset: billionths(this.presets[n] as number),
      value: billionths(this.times[n] as number),
    };
  }

  private wayOf(base: number, subhash: number): number {
    return this.subhashes[base] === subhash ? base : this.findWay(base, subhash);
  }

  /** The way that counts `subhash`: found, or taken from the least used. */
  private findWay(base: number, subhash: number): number {
    for (let n = base; n < base + WAYS; n++) {
      if (this.subhashes[n] === subhash && (n === base || this.times[n] !== 0)) return n;
    }
    let n = base + WAYS - 1;
    while (n > base && this.times[n - 1] === 0) n--;
    this.subhashes[n] = subhash;
    this.clear(n);
    return n;
  }

  private clear(n: number): void {
    this.times[n] = 0;
    this.counts[n] = 0;
    this.presets[n] = 0;
  }

  /** Keeps a row roughly sorted: a way that overtakes its left neighbour changes places. */
  private bubbleUp(base: number, n: number): void {
    if (n === base || (this.times[n - 1] as number) >= (this.times[n] as number)) return;
    const { times, subhashes, counts, beginnings, decaysBefore, presets } = this;
    for (const column of [times, subhashes, counts, beginnings, decaysBefore, presets]) {
      const value = column[n] as number;
      column[n] = column[n - 1] as number;
      column[n - 1] = value;
    }
  }

  /** Sets the counter of `hash` to zero. */
  reset(hash: number): void {
    const base = rowBase(hash);
    for (let n = base; n < base + WAYS; n++) {
      if (this.subhashes[n] === (hash & 0xffff)) this.clear(n);
    }
  }

  /** Sets the counter of `hash` to a fraction of the way to firing. */
  setFraction(hash: number, fraction: number): void {
    this.reset(hash);
    const base = rowBase(hash);
    const n = this.wayOf(base, hash & 0xffff);
    this.times[n] = fraction;
    this.presets[n] = fraction;
    this.bubbleUp(base, n);
  }

  /** The present value of the counter of `hash`, in [0, 1). */
  current(hash: number): number {
    const base = rowBase(hash);
    for (let n = base; n < base + WAYS; n++) {
      if (this.subhashes[n] === (hash & 0xffff)) return this.times[n] as number;
    }
    return 0;
  }

  decayAll(): void {
    this.decays++;
    for (let i = 0; i < this.times.length; i++) {
      this.times[i] = (this.times[i] as number) * this.decayFactor;
    }
  }

  /** A new guard's hash, in sequence, its low three bits cleared. */
  fetchNextGuardHash(): Int {
    const hash = this.nextHash - (this.nextHash % 8);
    this.nextHash = (this.nextHash + HASH_STEP) % 2 ** 53;
    return hash;
  }
}

function billionths(value: number): number {
  return Math.floor(value * BILLION);
}

function rowBase(hash: number): number {
  return (hash >>> 21) * WAYS;
}

/** The low 32 bits of an Int hash, for the timetable. */
export function lowWord(hash: Int): number {
  return typeof hash === "number" ? hash >>> 0 : Number(BigInt.asUintN(32, hash));
}

/** Combines hashes of green values as PyPy does; the low 32 bits are all that is used. */
export function combineHashes(hashes: readonly number[]): number {
  let x = -1888132534;
  for (const hash of hashes) x = Math.imul(x ^ hash, 1405695061);
  return x >>> 0;
}

/** A guard_value's hash: from its address and the failing value's own hash. */
export function valueHash(address: number, valueHashInt: Int): number {
  return combineHashes([lowWord(address), lowWord(intFromBigint(BigInt(valueHashInt)))]);
}
