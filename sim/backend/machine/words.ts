/**
 * Run-time values as the processor has them: 64 bits in two signed halves. What a reference is, an
 * address, is for who knows the objects (object-addresses.ts); integers and floats are here.
 */

import { toFloat } from "../../base/float.ts";
import type { Float } from "../../base/float.ts";
import { intFromBigint } from "../../base/int.ts";
import type { Int } from "../../base/int.ts";

const TWO_32 = 0x1_0000_0000;

/** A word of 64 bits; one is made once and filled often. */
export class Word {
  low = 0;
  high = 0;

  setInt(value: Int): void {
    if (typeof value === "number") {
      this.low = value | 0;
      this.high = Math.floor(value / TWO_32) | 0;
    } else {
      this.low = Number(BigInt.asIntN(32, value));
      this.high = Number(BigInt.asIntN(32, value >> 32n));
    }
  }

  setFloat(value: number): void {
    FLOATS[0] = value;
    // Which NaN the host has is its own matter.
    this.low = Number.isNaN(value) ? 0 : HALVES[0]!;
    this.high = Number.isNaN(value) ? NAN_HIGH : HALVES[1]!;
  }

  /** The signed integer. */
  get int(): Int {
    const value = this.high * TWO_32 + (this.low >>> 0);
    if (Number.isSafeInteger(value)) return value;
    return intFromBigint((BigInt(this.high) << 32n) | BigInt(this.low >>> 0));
  }

  get float(): Float {
    HALVES[0] = this.low;
    HALVES[1] = this.high;
    return toFloat(FLOATS[0]!);
  }

  /** The unsigned number, exact for addresses. */
  get address(): number {
    return (this.high >>> 0) * TWO_32 + (this.low >>> 0);
  }
}

const FLOATS = new Float64Array(1);
const HALVES = new Int32Array(FLOATS.buffer);
/** The high half of the canonical NaN. */
const NAN_HIGH = 0x7ff8_0000;
