/**
 * x ** y correctly rounded, with fixed-point big integers: ln by the series of atanh, exp by its
 * own. `Math.pow` is no choice, its last bit differs between engines.
 */

/** Bits after the point; far more than the 53 + 11 a result can need, so that rounding is safe. */
const BITS = 256n;
const ONE = 1n << BITS;

/** `x ** y` for finite x and y, x not 0; x may be negative if y is an integer. */
export function exactPower(x: number, y: number): number {
  const magnitude = powerOfPositive(Math.abs(x), y);
  const isOdd = Math.abs(y) < 2 ** 53 && Math.abs(y % 2) === 1;
  return x < 0 && isOdd ? -magnitude : magnitude;
}

function powerOfPositive(x: number, y: number): number {
  // The result is 2 ** t with t = y * log2(x); beyond these bounds it is infinite or zero.
  const estimate = y * Math.log2(x);
  if (estimate > 1030) return Infinity;
  if (estimate < -1080) return 0;
  const { mantissa, exponent } = split(x);
  const log = naturalLog(mantissa) + BigInt(exponent) * LN2;
  const { mantissa: factor, exponent: shift } = split(Math.abs(y));
  const factorFixed = fixed(factor);
  const product = (log * factorFixed) >> BITS;
  const scaled = shift >= 0 ? product << BigInt(shift) : product >> BigInt(-shift);
  return exponential(y < 0 ? -scaled : scaled);
}

/** `value = mantissa * 2 ** exponent` with a mantissa of at least 1 and below 2. */
function split(value: number): { mantissa: number; exponent: number } {
  let mantissa = value;
  let exponent = 0;
  while (mantissa >= 2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < 1) {
    mantissa *= 2;
    exponent--;
  }
  return { mantissa, exponent };
}

/** A float from 0 to 2 as fixed point, exactly. */
function fixed(value: number): bigint {
  return BigInt(value * 2 ** 53) << (BITS - 53n);
}

/** 2 * atanh(z) for a fixed-point z. */
function doubleAtanh(z: bigint): bigint {
  const square = (z * z) >> BITS;
  let sum = 0n;
  let term = z;
  for (let k = 1n; term !== 0n; k += 2n) {
    sum += term / k;
    term = (term * square) >> BITS;
  }
  return 2n * sum;
}

const LN2 = doubleAtanh(ONE / 3n);

function naturalLog(mantissa: number): bigint {
  const m = fixed(mantissa);
  return doubleAtanh(((m - ONE) << BITS) / (m + ONE));
}

/** exp of a fixed-point number, rounded to the nearest float. */
function exponential(value: bigint): number {
  let power = value / LN2;
  let rest = value - power * LN2;
  if (rest < 0n) {
    rest += LN2;
    power -= 1n;
  }
  let sum = ONE;
  let term = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = ((term * rest) >> BITS) / k;
    sum += term;
  }
  return roundFixed(sum, Number(power));
}

/**
 * `value * 2 ** exponent` for a fixed-point value from 1 to 2, to the nearest float, ties to
 * even.
 */
function roundFixed(value: bigint, exponent: number): number {
  // An exact power (such as 3.0 ** 4) comes out a few units below or above its true value.
  const kept = exponent < -1022 ? Math.max(0, 53 + 1022 + exponent) : 53;
  const drop = BITS + 1n - BigInt(kept);
  const nudged = value + (1n << 64n);
  const low = nudged & ((1n << drop) - 1n);
  let digits = nudged >> drop;
  const half = 1n << (drop - 1n);
  const isTie = low >= half && low - half < 1n << 80n;
  if (isTie ? (digits & 1n) === 1n : low > half) digits += 1n;
  let result = Number(digits);
  let left = exponent - kept + 1;
  for (; left < -1000; left += 1000) result *= 2 ** -1000;
  for (; left > 1000; left -= 1000) result *= 2 ** 1000;
  return result * 2 ** left;
}
