/**
 * Functions of constants that integer rules use besides the operations themselves. They exist at
 * every width, so that a rule can be checked exhaustively at 8 bits.
 */

/** Whether exactly one bit is set, the sign not counted. */
export function isPowerOfTwo(value: bigint): boolean {
  return value > 0n && (value & (value - 1n)) === 0n;
}

/** The exponent of a power of two. */
export function log2(value: bigint): bigint {
  return BigInt(value.toString(2).length - 1);
}

/** The ones at the low end of a number: 0b101011 → 0b11; of -1 nothing, since -1 has no end. */
export function lowMask(value: bigint): bigint {
  return value & ~(value + 1n);
}

/** The least and the largest number of `bytes` bytes. */
export function signedMin(bytes: bigint): bigint {
  return -(1n << (bytes * 8n - 1n));
}

export function signedMax(bytes: bigint): bigint {
  return (1n << (bytes * 8n - 1n)) - 1n;
}

/** By the names that rules give them. */
export const CONSTANT_FUNCTIONS: Readonly<Record<string, (value: bigint) => bigint>> = {
  log2,
  low_mask: lowMask,
  signed_min: signedMin,
  signed_max: signedMax,
};

/** Predicates of constants, by the names that rules give them. */
export const CONSTANT_PREDICATES: Readonly<Record<string, (value: bigint) => boolean>> = {
  is_power_of_two: isPowerOfTwo,
};
