/**
 * Powers in double-double arithmetic: numbers as unevaluated sums of two floats, about 100 bits.
 * Enough to know the correctly rounded power in all but one of some 2^26 cases, in which the
 * caller computes it exactly. Everything here is IEEE arithmetic, the same on every machine.
 *
 * Source: Dekker, "A floating-point technique for extending the available precision" (1971).
 */

/** The value hi + lo; |lo| is at most half a unit in the last place of hi. */
interface DoubleDouble {
  readonly hi: number;
  readonly lo: number;
}

const SPLITTER = 2 ** 27 + 1;
const LN2: DoubleDouble = { hi: Math.LN2, lo: 2.3190468138462996e-17 };
/** Relative error of a power, with much to spare. */
const ERROR = 2 ** -80;
/** Terms of the series of the inverse hyperbolic tangent, and of the exponential function. */
const LOG_TERMS = 22;
const EXP_TERMS = 13;
/** The exponential function's argument is divided by 2 to this power, its result squared. */
const EXP_SQUARINGS = 6;

function quickSum(a: number, b: number): DoubleDouble {
  const hi = a + b;
  return { hi, lo: b - (hi - a) };
}

function sumOf(a: number, b: number): DoubleDouble {
  const hi = a + b;
  const part = hi - a;
  return { hi, lo: a - (hi - part) + (b - part) };
}

function productOf(a: number, b: number): DoubleDouble {
  const hi = a * b;
  const aWide = SPLITTER * a;
  const aHigh = aWide - (aWide - a);
  const bWide = SPLITTER * b;
  const bHigh = bWide - (bWide - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return { hi, lo: aHigh * bHigh - hi + aHigh * bLow + aLow * bHigh + aLow * bLow };
}

function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = sumOf(a.hi, b.hi);
  const low = sumOf(a.lo, b.lo);
  const first = quickSum(high.hi, high.lo + low.hi);
  return quickSum(first.hi, first.lo + low.lo);
}

function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = productOf(a.hi, b.hi);
  return quickSum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

function scale(a: DoubleDouble, factor: number): DoubleDouble {
  const product = productOf(a.hi, factor);
  return quickSum(product.hi, product.lo + a.lo * factor);
}

function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.hi / b.hi;
  const rest = add(a, scale(b, -first));
  const second = rest.hi / b.hi;
  const last = add(rest, scale(b, -second));
  return add(quickSum(first, second), { hi: last.hi / b.hi, lo: 0 });
}

function reciprocals(count: number, denominator: (k: number) => number): DoubleDouble[] {
  return Array.from({ length: count }, (_, k) =>
    divide({ hi: 1, lo: 0 }, { hi: denominator(k), lo: 0 }),
  );
}

const ODD_RECIPROCALS = reciprocals(LOG_TERMS, (k) => 2 * k + 1);
const RECIPROCALS = reciprocals(EXP_TERMS + 1, (k) => Math.max(k, 1));

/** The natural logarithm of `mantissa * 2 ** exponent`, the mantissa from 0.7 to 1.5. */
function logarithm(mantissa: number, exponent: number): DoubleDouble {
  const s = divide({ hi: mantissa - 1, lo: 0 }, sumOf(mantissa, 1));
  const square = multiply(s, s);
  let sum = ODD_RECIPROCALS[LOG_TERMS - 1]!;
  for (let k = LOG_TERMS - 2; k >= 0; k--) sum = add(multiply(sum, square), ODD_RECIPROCALS[k]!);
  const part = multiply(s, sum);
  return add(scale(LN2, exponent), { hi: 2 * part.hi, lo: 2 * part.lo });
}

/** e to the power of `t`, as a value near 1 and a power of two. */
function exponential(t: DoubleDouble): {
  readonly value: DoubleDouble;
  readonly doublings: number;
} {
  const doublings = Math.round(t.hi / LN2.hi);
  const rest = add(t, scale(LN2, -doublings));
  const divisor = 2 ** -EXP_SQUARINGS;
  const r = { hi: rest.hi * divisor, lo: rest.lo * divisor };
  let value: DoubleDouble = { hi: 1, lo: 0 };
  for (let k = EXP_TERMS; k >= 1; k--) {
    value = add({ hi: 1, lo: 0 }, multiply(multiply(r, RECIPROCALS[k]!), value));
  }
  for (let i = 0; i < EXP_SQUARINGS; i++) value = multiply(value, value);
  return { value, doublings };
}

/**
 * `(mantissa * 2 ** exponent) ** y` to the nearest float, or null when that is too close to call.
 * The mantissa is from 0.5 to 1; the result must be well inside of the normal floats.
 */
export function roundedPower(mantissa: number, exponent: number, y: number): number | null {
  const isSmall = mantissa < 0.7;
  const log = logarithm(isSmall ? 2 * mantissa : mantissa, isSmall ? exponent - 1 : exponent);
  const { value, doublings } = exponential(scale(log, y));
  const slack = value.hi * ERROR;
  const result = value.hi + (value.lo - slack);
  if (result !== value.hi + (value.lo + slack)) return null;
  return result * 2 ** doublings;
}
