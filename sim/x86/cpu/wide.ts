/**
 * Arithmetic of the simulated processor that does not fit in an expression of 32-bit halves:
 * products, quotients, shifts by a register, rotations. Functions give the low half of a result and
 * leave the rest in `out`: word 0 the high half, word 1 the carry, word 2 the overflow.
 */

import { DivideError } from "./fault.ts";
import { FLAG, parityFlag } from "./flags.ts";

export class WideArithmetic {
  readonly out = new Int32Array(4);

  /** The low 64 bits of a product; carry and overflow tell whether they are all of it. */
  multiply8(al: number, ah: number, bl: number, bh: number): number {
    const { out } = this;
    if (ah === al >> 31 && bh === bl >> 31) {
      const low = Math.imul(al, bl);
      out[0] = multiplyHighSigned(al, bl);
      out[1] = 0;
      return low;
    }
    this.multiplyFull(al, ah, bl, bh, true);
    const low = out[0]!;
    const high = out[1]!;
    const sign = high >> 31;
    const overflows = out[2] !== sign || out[3] !== sign;
    out[0] = high;
    out[1] = overflows ? 1 : 0;
    return low;
  }

  /** The whole product in `out`, four words, lowest first. */
  multiplyFull(al: number, ah: number, bl: number, bh: number, isSigned: boolean): void {
    const { out } = this;
    const mid1 = (multiplyHigh(al, bl) >>> 0) + (Math.imul(al, bh) >>> 0);
    const mid = mid1 + (Math.imul(ah, bl) >>> 0);
    const high1 = (multiplyHigh(al, bh) >>> 0) + (multiplyHigh(ah, bl) >>> 0);
    const high = high1 + (Math.imul(ah, bh) >>> 0) + Math.floor(mid / 0x1_0000_0000);
    out[0] = Math.imul(al, bl);
    out[1] = mid | 0;
    out[2] = high | 0;
    out[3] = (multiplyHigh(ah, bh) + Math.floor(high / 0x1_0000_0000)) | 0;
    if (!isSigned) return;
    if (ah < 0) this.subtractFromTop(bl, bh);
    if (bh < 0) this.subtractFromTop(al, ah);
  }

  private subtractFromTop(low: number, high: number): void {
    const { out } = this;
    const borrow = out[2]! >>> 0 < low >>> 0 ? 1 : 0;
    out[2] = (out[2]! - low) | 0;
    out[3] = (out[3]! - high - borrow) | 0;
  }

  /** Divides rdx:rax of `lo` and `hi`, leaving quotient and remainder there. */
  divide8(lo: Int32Array, hi: Int32Array, bl: number, bh: number, isSigned: boolean): void {
    const toWord = isSigned ? BigInt.asIntN : BigInt.asUintN;
    const divisor = toWord(64, join(bl, bh));
    if (divisor === 0n) throw new DivideError("division by zero");
    const isNarrow = isSigned
      ? lo[2] === hi[0]! >> 31 && hi[2] === hi[0]! >> 31
      : lo[2] === 0 && hi[2] === 0;
    if (isNarrow && this.divideExactly(lo, hi, bl, bh, isSigned)) return;
    const dividend = toWord(128, (join(lo[2]!, hi[2]!) << 64n) | join(lo[0]!, hi[0]!));
    const quotient = dividend / divisor;
    if (toWord(64, quotient) !== quotient) throw new DivideError("the quotient is too large");
    const rest = dividend % divisor;
    lo[0] = Number(BigInt.asIntN(32, quotient));
    hi[0] = Number(BigInt.asIntN(32, quotient >> 32n));
    lo[2] = Number(BigInt.asIntN(32, rest));
    hi[2] = Number(BigInt.asIntN(32, rest >> 32n));
  }

  /** The same in doubles, if both numbers are exact in them; tells whether it was done. */
  private divideExactly(
    lo: Int32Array,
    hi: Int32Array,
    bl: number,
    bh: number,
    isSigned: boolean,
  ): boolean {
    const a = toDouble(lo[0]!, isSigned ? hi[0]! : hi[0]! >>> 0);
    const b = toDouble(bl, isSigned ? bh : bh >>> 0);
    if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return false;
    const rest = a % b;
    const quotient = (a - rest) / b;
    lo[0] = quotient | 0;
    hi[0] = Math.floor(quotient / 0x1_0000_0000);
    lo[2] = rest | 0;
    hi[2] = Math.floor(rest / 0x1_0000_0000);
    return true;
  }

  /** Divides edx:eax. */
  divide4(lo: Int32Array, hi: Int32Array, divisor: number, isSigned: boolean): void {
    const b = isSigned ? divisor : divisor >>> 0;
    if (b === 0) throw new DivideError("division by zero");
    const toWord = isSigned ? BigInt.asIntN : BigInt.asUintN;
    const dividend = toWord(64, join(lo[0]!, lo[2]!));
    const quotient = dividend / BigInt(b);
    if (toWord(32, quotient) !== quotient) throw new DivideError("the quotient is too large");
    lo[0] = Number(BigInt.asIntN(32, quotient));
    lo[2] = Number(BigInt.asIntN(32, dividend % BigInt(b)));
    hi[0] = 0;
    hi[2] = 0;
  }

  /** A shift or rotation by 1 … 63 of 8 bytes. */
  shift8(kind: ShiftKind, low: number, high: number, count: number): number {
    switch (kind) {
      case "shl":
        return this.result(
          ...shiftLeft(low, high, count),
          bitAt(low, high, 64 - count),
          kind,
          high,
        );
      case "shr":
        return this.result(
          ...shiftRight(low, high, 0, count),
          bitAt(low, high, count - 1),
          kind,
          high,
        );
      case "sar":
        return this.result(
          ...shiftRight(low, high, high >> 31, count),
          bitAt(low, high, count - 1),
          kind,
          high,
        );
      case "rol":
      case "ror": {
        const left = kind === "rol" ? count : 64 - count;
        const [l1, h1] = shiftLeft(low, high, left);
        const [l2, h2] = shiftRight(low, high, 0, 64 - left);
        const carry = kind === "rol" ? l2 & 1 : (h1 | h2) >>> 31;
        return this.result(l1 | l2, h1 | h2, carry, kind, high);
      }
    }
  }

  /** A shift or rotation by 1 … 31 of 4 bytes. */
  shift4(kind: ShiftKind, word: number, count: number): number {
    const left = (word >>> (32 - count)) & 1;
    const right = (word >>> (count - 1)) & 1;
    switch (kind) {
      case "shl":
        return this.result4(word << count, left, kind, word);
      case "shr":
        return this.result4(word >>> count, right, kind, word);
      case "sar":
        return this.result4(word >> count, right, kind, word);
      case "rol":
        return this.result4((word << count) | (word >>> (32 - count)), left, kind, word);
      case "ror":
        return this.result4((word >>> count) | (word << (32 - count)), right, kind, word);
    }
  }

  private result(
    low: number,
    high: number,
    carry: number,
    kind: ShiftKind,
    before: number,
  ): number {
    this.out[0] = high;
    this.out[1] = carry;
    this.out[2] = shiftOverflow(kind, carry, high, before);
    return low;
  }

  private result4(low: number, carry: number, kind: ShiftKind, before: number): number {
    this.out[0] = 0;
    this.out[1] = carry;
    this.out[2] = shiftOverflow(kind, carry, low, before);
    return low | 0;
  }
}

export type ShiftKind = "shl" | "shr" | "sar" | "rol" | "ror";

/** The overflow of a shift by one. Undefined for other counts: here it is by the same rule. */
function shiftOverflow(kind: ShiftKind, carry: number, top: number, topBefore: number): number {
  switch (kind) {
    case "shl":
    case "rol":
      return carry ^ (top >>> 31);
    case "shr":
      return topBefore >>> 31;
    case "sar":
      return 0;
    case "ror":
      return (top >>> 31) ^ ((top >>> 30) & 1);
  }
}

function bitAt(low: number, high: number, at: number): number {
  return (at < 32 ? low >>> at : high >>> (at - 32)) & 1;
}

function shiftLeft(low: number, high: number, count: number): [number, number] {
  if (count === 0) return [low, high];
  if (count < 32) return [low << count, (high << count) | (low >>> (32 - count))];
  return [0, count === 64 ? 0 : low << (count - 32)];
}

function shiftRight(low: number, high: number, fill: number, count: number): [number, number] {
  if (count === 0) return [low, high];
  if (count === 64) return [fill, fill];
  const topShifted = fill === 0 ? high >>> (count & 31) : high >> (count & 31);
  if (count >= 32) return [topShifted | 0, fill];
  return [(low >>> count) | (high << (32 - count)), topShifted | 0];
}

function join(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function toDouble(low: number, high: number): number {
  return high * 0x1_0000_0000 + (low >>> 0);
}

/** Bits 32 … 63 of the unsigned product of two words. */
export function multiplyHigh(a: number, b: number): number {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  const other = al * bh + (middle & 0xffff);
  return (ah * bh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) | 0;
}

function multiplyHighSigned(a: number, b: number): number {
  return (multiplyHigh(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0)) | 0;
}

/** Truncates as cvttsd2si does: what does not fit is the smallest integer. */
export function truncate8(value: number, out: Int32Array): number {
  if (value >= -(2 ** 63) && value < 2 ** 63) {
    const whole = Math.trunc(value);
    const high = Math.floor(whole / 0x1_0000_0000);
    out[0] = high;
    return (whole - high * 0x1_0000_0000) | 0;
  }
  out[0] = -0x80000000;
  return 0;
}

export function truncate4(value: number): number {
  const whole = Math.trunc(value);
  return whole >= -0x80000000 && whole <= 0x7fffffff ? whole | 0 : -0x80000000;
}

/** Flags of adc and sbb from the operands, the result and its carry out, all at the top. */
export function carryingBits(
  isAdd: boolean,
  carry: boolean,
  tops: readonly [a: number, b: number, r: number],
  lows: readonly [a: number, b: number, r: number],
  isZero: boolean,
): number {
  const [a, b, r] = tops;
  const overflow = isAdd ? (a ^ r) & (b ^ r) : (a ^ b) & (a ^ r);
  return (
    (carry ? FLAG.c : 0) |
    parityFlag(lows[2]) |
    ((lows[0] ^ lows[1] ^ lows[2]) & FLAG.a) |
    (isZero ? FLAG.z : 0) |
    ((r >>> 24) & FLAG.s) |
    (overflow < 0 ? FLAG.o : 0)
  );
}
