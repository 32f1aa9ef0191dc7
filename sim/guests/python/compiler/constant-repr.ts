/**
 * Python's `repr` of constants: shortest floats, quotes and escapes of strings, nested tuples.
 */

import { unreachable } from "../../../base/assert.ts";
import { isPrintable } from "../unicode/printable.ts";
import type { CodeTemplate, Constant } from "./code.ts";

/** How code objects show; their address is no part of the language. */
export type ReprCode = (code: CodeTemplate) => string;

/** `repr(constant)`. */
export function reprConstant(constant: Constant, reprCode: ReprCode): string {
  switch (constant.kind) {
    case "none":
      return "None";
    case "ellipsis":
      return "Ellipsis";
    case "bool":
      return constant.value ? "True" : "False";
    case "int":
      return constant.value.toString();
    case "float":
      return reprFloat(constant.value);
    case "complex":
      return reprComplex(constant.real, constant.imag);
    case "str":
      return reprStr(constant.value);
    case "bytes":
      return reprBytes(constant.value);
    case "tuple": {
      const items = constant.items.map((item) => reprConstant(item, reprCode));
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
    }
    case "frozenset": {
      const items = constant.items.map((item) => reprConstant(item, reprCode));
      return items.length === 0 ? "frozenset()" : `frozenset({${items.join(", ")}})`;
    }
    case "code":
      return reprCode(constant.code);
    default:
      return unreachable(constant);
  }
}

/** `repr` of a float: the shortest digits that read back as the same float. */
export function reprFloat(value: number): string {
  const text = formatShortest(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** The shortest digits, in exponent notation below 1e-4 and from 1e16 on, without `.0`. */
function formatShortest(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa, power] = Math.abs(value).toExponential().split("e");
  const digits = mantissa!.replace(".", "");
  const point = Number(power) + 1;
  if (point > 16 || point < -3) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const exponent = Math.abs(point - 1)
      .toString()
      .padStart(2, "0");
    return `${sign}${digits[0]}${fraction}e${point > 0 ? "+" : "-"}${exponent}`;
  }
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function reprComplex(real: number, imag: number): string {
  const imaginary = formatShortest(imag);
  if (Object.is(real, 0)) return `${imaginary}j`;
  const sign = imaginary.startsWith("-") ? "" : "+";
  return `(${formatShortest(real)}${sign}${imaginary}j)`;
}

function chooseQuote(hasSingle: boolean, hasDouble: boolean): string {
  return hasSingle && !hasDouble ? '"' : "'";
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** `repr` of a str. */
export function reprStr(value: string): string {
  const quote = chooseQuote(value.includes("'"), value.includes('"'));
  let out = quote;
  for (const ch of value) {
    if (ch === quote) out += `\\${ch}`;
    else out += ESCAPES[ch] ?? escapeUnprintable(ch);
  }
  return out + quote;
}

function escapeUnprintable(ch: string): string {
  const code = ch.codePointAt(0)!;
  if (isPrintable(code)) return ch;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${hex.padStart(4, "0")}`;
  return `\\U${hex.padStart(8, "0")}`;
}

/** `repr` of bytes. */
export function reprBytes(value: Uint8Array): string {
  const quote = chooseQuote(value.includes(0x27), value.includes(0x22));
  let out = `b${quote}`;
  for (const byte of value) {
    const ch = String.fromCharCode(byte);
    if (ch === quote) out += `\\${ch}`;
    else if (ESCAPES[ch] !== undefined) out += ESCAPES[ch];
    else if (byte < 0x20 || byte > 0x7e) out += `\\x${byte.toString(16).padStart(2, "0")}`;
    else out += ch;
  }
  return out + quote;
}
