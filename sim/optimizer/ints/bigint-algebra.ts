/**
 * The algebra in which intervals are computed at run time: bigints. Other widths than 64 serve
 * checks of all values.
 */

import type { Algebra } from "./interval-operations.ts";

/** Numbers as bigints; words of `bits` bits. */
export function makeBigintAlgebra(bits: number): Algebra<bigint, boolean> {
  return {
    bits,
    min: -(1n << BigInt(bits - 1)),
    max: (1n << BigInt(bits - 1)) - 1n,
    number: (value) => value,
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
    floorDivide: (a, b) => (a - (((a % b) + b) % b)) / b,
    shiftLeft: (a, count) => a << count,
    shiftRight: (a, count) => a >> count,
    maskAbove: (a, b) => {
      const bit = a | b;
      return bit === 0n ? 0n : (1n << BigInt(bit.toString(2).length)) - 1n;
    },
    atMost: (a, b) => a <= b,
    less: (a, b) => a < b,
    both: (a, b) => a && b,
    either: (a, b) => a || b,
    choose: (condition, yes, no) => (condition ? yes() : no()),
  };
}

/** The words of traces. */
export const BIGINTS = makeBigintAlgebra(64);
