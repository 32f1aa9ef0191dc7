/**
 * Floats as text: Python's repr, and rounding to a number of digits exactly.
 *
 * The host's shortest digits are Python's. Fixed and exponent formats with a precision are computed
 * from the exact binary value with big integers, ties to even.
 *
 * Counterpart: rpython/rlib/rfloat.py, dtoa.
 */

import { floatToBits } from "../../../base/float.ts";

/** `repr(value)`. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa, exponentText] = value.toExponential().split("e") as [string, string];
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) return `${mantissa}e${exponentSuffix(exponent)}`;
  const text = exponent >= 0 || value === 0 ? plainDigits(mantissa, exponent) : String(value);
  return text.includes(".") ? text : `${text}.0`;
}

function plainDigits(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa
    .replace("-", "")
    .replace(".", "")
    .padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return `${sign}${digits.slice(0, exponent + 1)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The exponent with a sign and at least two digits. */
export function exponentSuffix(exponent: number): string {
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${exponent < 0 ? "-" : "+"}${digits}`;
}

/** |value| as mantissa · 2^exponent, exactly. */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  const bits = floatToBits(Math.abs(value));
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** |value| · 10^digits rounded to an integer, ties to even. */
function scaledInteger(value: number, digits: number): bigint {
  const { mantissa, exponent } = decompose(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (digits >= 0) numerator *= 10n ** BigInt(digits);
  else denominator *= 10n ** BigInt(-digits);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator || (twice === denominator && (quotient & 1n) === 1n))
    return quotient + 1n;
  return quotient;
}

/** |value| with exactly `precision` digits after the point. */
export function fixedDigits(value: number, precision: number): string {
  const digits = scaledInteger(value, precision)
    .toString()
    .padStart(precision + 1, "0");
  if (precision === 0) return digits;
  return `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/**
 * |value| rounded to `count` significant digits: the digits and the decimal exponent of the first.
 */
export function significantDigits(
  value: number,
  count: number,
): { digits: string; exponent: number } {
  if (value === 0) return { digits: "0".repeat(count), exponent: 0 };
  let exponent = Number(Math.abs(value).toExponential().split("e")[1]);
  let digits = scaledInteger(value, count - 1 - exponent).toString();
  if (digits.length > count) {
    exponent++;
    digits = scaledInteger(value, count - 1 - exponent).toString();
  }
  return { digits: digits.padStart(count, "0"), exponent };
}

/** |value| in exponent form with `precision` digits after the point. */
export function exponentDigits(value: number, precision: number): string {
  const { digits, exponent } = significantDigits(value, precision + 1);
  const fraction = precision === 0 ? "" : `.${digits.slice(1)}`;
  return `${digits[0]}${fraction}e${exponentSuffix(exponent)}`;
}

/** |value| as C's %g: `precision` significant digits; zeros at the end only with `alternate`. */
export function generalDigits(value: number, precision: number, alternate: boolean): string {
  const count = precision === 0 ? 1 : precision;
  const { digits, exponent } = significantDigits(value, count);
  const useExponent = exponent < -4 || exponent >= count;
  if (useExponent) {
    const fraction = alternate ? digits.slice(1) : digits.slice(1).replace(/0+$/, "");
    const point = fraction === "" && !alternate ? "" : ".";
    return `${digits[0]}${point}${fraction}e${exponentSuffix(exponent)}`;
  }
  const fixed = fixedDigits(value, Math.max(count - 1 - exponent, 0));
  if (alternate) return fixed.includes(".") ? fixed : `${fixed}.`;
  return fixed.includes(".") ? fixed.replace(/0+$/, "").replace(/\.$/, "") : fixed;
}

/** `round(value, digits)` of a finite float. Negative zero becomes positive, as on PyPy. */
export function roundToDigits(value: number, digits: number): number {
  if (value === 0) return 0;
  if (digits > 323) return value;
  if (digits < -308) return value < 0 || Object.is(value, -0) ? -0 : 0;
  const scaled = scaledInteger(value, digits);
  const text = `${scaled}e${-digits}`;
  const magnitude = Number(text);
  return value < 0 || Object.is(value, -0) ? -magnitude : magnitude;
}
