/**
 * Sines, arcs and logarithms that are rounded once, as the C library beneath PyPy has them in all
 * but a few cases of thousands.
 *
 * A value is a pair of floats (high, low) whose sum has about 106 bits. Products are exact by
 * Dekker's splitting. Arguments beyond LARGEST go to the plain implementations.
 */

/** A sum of two floats; `low` is at most half a unit in the last place of `high`. */
type Pair = readonly [high: number, low: number];

const LARGEST = 1e5;
const SPLITTER = 134217729;

function sumOf(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return [high, a - (high - part) + (b - part)];
}

/** As sumOf when |a| is not below |b|. */
function quickSum(a: number, b: number): Pair {
  const high = a + b;
  return [high, b - (high - a)];
}

function product(a: number, b: number): Pair {
  const high = a * b;
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return [high, aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

function add(a: Pair, b: Pair): Pair {
  const [high, low] = sumOf(a[0], b[0]);
  const [lowHigh, lowLow] = sumOf(a[1], b[1]);
  const [middle, rest] = quickSum(high, low + lowHigh);
  return quickSum(middle, rest + lowLow);
}

function multiply(a: Pair, b: Pair): Pair {
  const [high, low] = product(a[0], b[0]);
  return quickSum(high, low + (a[0] * b[1] + a[1] * b[0]));
}

function negate(a: Pair): Pair {
  return [-a[0], -a[1]];
}

function divide(a: Pair, b: Pair): Pair {
  const first = a[0] / b[0];
  const rest = add(a, negate(multiply(b, [first, 0])));
  const second = rest[0] / b[0];
  const [rest2] = add(rest, negate(multiply(b, [second, 0])));
  return add(quickSum(first, second), [rest2 / b[0], 0]);
}

/** pi / 2 in three parts. */
const HALF_PI: readonly number[] = [
  1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33,
];

/** 1 / (2k + 1)! with alternating signs from k = 1 on, and 1 / (2k)! likewise. */
const SINE_TERMS = inverseFactorials(3);
const COSINE_TERMS = inverseFactorials(2);

function inverseFactorials(first: number): readonly Pair[] {
  const terms: Pair[] = [];
  let term: Pair = [1, 0];
  for (let n = 1; n <= 27; n++) {
    term = divide(term, [n, 0]);
    if (n >= first && (n - first) % 2 === 0) {
      const isNegative = ((n - first) / 2) % 2 === 0;
      terms.push(isNegative ? negate(term) : term);
    }
  }
  return terms;
}

/** 1 + terms[0] · square + terms[1] · square² + …; the later terms need no second float. */
function series(terms: readonly Pair[], square: Pair): Pair {
  const exactCount = 7;
  let tail = 0;
  for (let i = terms.length - 1; i >= exactCount; i--) tail = tail * square[0] + terms[i]![0];
  let sum: Pair = [tail * square[0], 0];
  for (let i = exactCount - 1; i >= 0; i--) sum = multiply(add(sum, terms[i]!), square);
  return add([1, 0], sum);
}

/** Sine and cosine of a float up to LARGEST. */
function sineAndCosine(x: number): { sine: Pair; cosine: Pair } {
  const quarter = Math.round(x / HALF_PI[0]!);
  let reduced: Pair = [x, 0];
  for (const part of HALF_PI) reduced = add(reduced, negate(product(quarter, part)));
  const square = multiply(reduced, reduced);
  const sine = multiply(reduced, series(SINE_TERMS, square));
  const cosine = series(COSINE_TERMS, square);
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return { sine, cosine };
    case 1:
      return { sine: cosine, cosine: negate(sine) };
    case 2:
      return { sine: negate(sine), cosine: negate(cosine) };
    default:
      return { sine: negate(cosine), cosine: sine };
  }
}

type Unary = (x: number) => number;

/** Whether the series need nothing of `x` beyond what the plain function gives. */
function isPlain(x: number): boolean {
  return !(Math.abs(x) < LARGEST) || Math.abs(x) < 1e-8;
}

export function exactSine(plain: Unary): Unary {
  return (x) => (isPlain(x) ? plain(x) : sineAndCosine(x).sine[0]);
}

export function exactCosine(plain: Unary): Unary {
  return (x) => (isPlain(x) ? plain(x) : sineAndCosine(x).cosine[0]);
}

export function exactTangent(plain: Unary): Unary {
  return (x) => {
    if (isPlain(x)) return plain(x);
    const { sine, cosine } = sineAndCosine(x);
    return divide(sine, cosine)[0];
  };
}

/** The inverse functions: one step of Newton's from the plain result. */
export function exactArcSine(plain: Unary): Unary {
  return (x) => {
    if (isPlain(x) || !(Math.abs(x) < 1)) return plain(x);
    const angle = plain(x);
    const { sine, cosine } = sineAndCosine(angle);
    return angle + add([x, 0], negate(sine))[0] / cosine[0];
  };
}

export function exactArcCosine(plain: Unary): Unary {
  return (x) => {
    if (!(Math.abs(x) < 1)) return plain(x);
    const angle = plain(x);
    const { sine, cosine } = sineAndCosine(angle);
    return angle + add(cosine, [-x, 0])[0] / sine[0];
  };
}

export function exactArcTangent(plain: Unary): Unary {
  return (x) => {
    if (isPlain(x)) return plain(x);
    return correctedAngle(plain(x), x, 1);
  };
}

export function exactArcTangent2(
  plain: (y: number, x: number) => number,
): (y: number, x: number) => number {
  return (y, x) => {
    const size = Math.abs(plain(y, x));
    // The quotient that `plain` computes may have lost its sign to an underflow.
    const angle = y < 0 || Object.is(y, -0) ? -size : size;
    const sizes = [Math.abs(x), Math.abs(y)];
    const isOrdinary = sizes.every((one) => one > 1e-100 && one < 1e100);
    return !isOrdinary || size < 1e-8 ? angle : correctedAngle(angle, y, x);
  };
}

/** The angle of the point (x, y), from one that is nearly right. */
function correctedAngle(angle: number, y: number, x: number): number {
  const { sine, cosine } = sineAndCosine(angle);
  const across = add(multiply(cosine, [y, 0]), negate(multiply(sine, [x, 0])));
  return angle + across[0] / (x * cosine[0] + y * sine[0]);
}

const LN2: Pair = [Math.LN2, 2.3190468138462996e-17];

/** 1 / (2k + 1) from k = 1 on. */
const LOG_TERMS: readonly Pair[] = Array.from({ length: 18 }, (_, i) =>
  divide([1, 0], [2 * i + 3, 0]),
);

/** ln of a positive finite float, as 2 artanh((m - 1) / (m + 1)) + e ln 2. */
function logarithm(x: number): Pair {
  let exponent = 0;
  let mantissa = x;
  while (mantissa < Math.SQRT1_2) {
    const step = mantissa < 1e-150 ? 500 : mantissa < 1e-9 ? 30 : 1;
    mantissa *= 2 ** step;
    exponent -= step;
  }
  while (mantissa > Math.SQRT2) {
    const step = mantissa > 1e155 ? 500 : mantissa > 1e10 ? 30 : 1;
    mantissa *= 2 ** -step;
    exponent += step;
  }
  const ratio = divide(sumOf(mantissa, -1), sumOf(mantissa, 1));
  const value = multiply([2 * ratio[0], 2 * ratio[1]], series(LOG_TERMS, multiply(ratio, ratio)));
  return add(value, multiply(LN2, [exponent, 0]));
}

export function exactLog(plain: Unary): Unary {
  return (x) => (x > 0 && x < Number.POSITIVE_INFINITY ? logarithm(x)[0] : plain(x));
}

/** log2, exact for powers of two. */
export function exactLog2(plain: Unary): Unary {
  return (x) => {
    if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return plain(x);
    return divide(logarithm(x), LN2)[0];
  };
}
