/**
 * `%f`, `%e` and `%g` of a non-negative finite float, exactly rounded, ties to even: the exact
 * value is a fraction of big integers.
 */

/** The exact value as a fraction. */
function toFraction(value: number): { numerator: bigint; denominator: bigint } {
  let scaled = value;
  let shift = 0n;
  for (; !Number.isInteger(scaled); shift++) scaled *= 2;
  return { numerator: BigInt(scaled), denominator: 1n << shift };
}

/** `value * 10 ** power`, rounded to an integer. */
function roundScaled(value: number, power: number): bigint {
  const { numerator, denominator } = toFraction(value);
  const n = power > 0 ? numerator * 10n ** BigInt(power) : numerator;
  const d = power < 0 ? denominator * 10n ** BigInt(-power) : denominator;
  const quotient = n / d;
  const twice = 2n * (n % d);
  const up = twice > d || (twice === d && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

/** `%.{precision}f`. */
export function formatFixed(value: number, precision: number): string {
  const digits = roundScaled(value, precision)
    .toString()
    .padStart(precision + 1, "0");
  if (precision === 0) return digits;
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** The digits of `%e` and the exponent of the first. */
function exponentDigits(value: number, precision: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: "0".repeat(precision + 1), exponent: 0 };
  let exponent = Number(value.toExponential().split("e")[1]);
  let digits = roundScaled(value, precision - exponent).toString();
  if (digits.length > precision + 1) {
    exponent++;
    digits = roundScaled(value, precision - exponent).toString();
  }
  return { digits, exponent };
}

function joinExponent(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
  const power = Math.abs(exponent).toString().padStart(2, "0");
  return `${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${power}`;
}

/** `%.{precision}e`. */
export function formatExponent(value: number, precision: number): string {
  const { digits, exponent } = exponentDigits(value, precision);
  return joinExponent(digits, exponent);
}

/** `%.{precision}g`; with `keepZeros` the zeros at the end stay. */
export function formatGeneral(value: number, precision: number, keepZeros: boolean): string {
  const significant = precision === 0 ? 1 : precision;
  const { digits, exponent } = exponentDigits(value, significant - 1);
  if (exponent < -4 || exponent >= significant) {
    const kept = keepZeros ? digits : digits[0] + digits.slice(1).replace(/0+$/, "");
    return joinExponent(kept, exponent);
  }
  const fixed = formatFixed(value, significant - 1 - exponent);
  if (keepZeros || !fixed.includes(".")) return fixed;
  return fixed.replace(/0+$/, "").replace(/\.$/, "");
}
