/**
 * What the simulated processor holds: registers as halves of 32 bits, vector registers, flags,
 * counters. Everything is in typed arrays that never change their identity, because the functions
 * made of blocks are bound to them.
 */

import { FLAG_MASK, flagBits } from "./flags.ts";

/** Where each counter stands in {@link CpuState.counts}. */
export const COUNT = { instructions: 0, cycles: 1, weight: 2, limit: 3, rip: 4 } as const;

export class CpuState {
  /** Bits 0 … 31 and 32 … 63 of the general registers, by register number. */
  readonly lo = new Int32Array(16);
  readonly hi = new Int32Array(16);
  /** Vector register n is lanes 2n (low) and 2n + 1. */
  readonly xmm = new Float64Array(32);
  /** The same as words: register n is words 4n … 4n + 3, lowest first. */
  readonly xmmWords = new Int32Array(this.xmm.buffer);
  /** The lazy flags: a record as flags.ts describes it. */
  readonly flagRecord = new Int32Array(7);
  readonly counts = new Float64Array(5);

  get rip(): number {
    return this.counts[COUNT.rip]!;
  }

  set rip(address: number) {
    this.counts[COUNT.rip] = address;
  }

  get instructions(): number {
    return this.counts[COUNT.instructions]!;
  }

  get cycles(): number {
    return this.counts[COUNT.cycles]!;
  }

  get weight(): number {
    return this.counts[COUNT.weight]!;
  }

  set weight(value: number) {
    this.counts[COUNT.weight] = value;
  }

  /** The flags at their places in the processor's register (see FLAG). */
  get flags(): number {
    const [kind = 0, al = 0, ah = 0, bl = 0, bh = 0, rl = 0, rh = 0] = this.flagRecord;
    return flagBits(kind, al, ah, bl, bh, rl, rh);
  }

  set flags(bits: number) {
    this.flagRecord[0] = 0;
    this.flagRecord[1] = bits & FLAG_MASK;
  }

  /** A general register as an unsigned bigint: for tests and reports. */
  getRegister(n: number): bigint {
    return (BigInt(this.hi[n]! >>> 0) << 32n) | BigInt(this.lo[n]! >>> 0);
  }

  setRegister(n: number, value: bigint): void {
    this.lo[n] = Number(BigInt.asIntN(32, value));
    this.hi[n] = Number(BigInt.asIntN(32, value >> 32n));
  }

  /** A vector register as an unsigned bigint of 128 bits. */
  getXmm(n: number): bigint {
    let value = 0n;
    for (let k = 3; k >= 0; k--) value = (value << 32n) | BigInt(this.xmmWords[4 * n + k]! >>> 0);
    return value;
  }

  setXmm(n: number, value: bigint): void {
    for (let k = 0; k < 4; k++) {
      this.xmmWords[4 * n + k] = Number(BigInt.asIntN(32, value >> BigInt(32 * k)));
    }
  }
}
