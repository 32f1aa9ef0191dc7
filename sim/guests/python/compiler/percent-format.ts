/**
 * `text % value` on constants. `undefined` where Python raises.
 *
 * Counterpart: pypy/objspace/std/formatting.py.
 */

import type { LiteralValue } from "../parser/ast.ts";
import { reprConstant } from "./constant-repr.ts";
import { formatExponent, formatFixed, formatGeneral } from "./float-format.ts";

interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | null;
  readonly conversion: string;
}

/** A number as sign, prefix (`0x`) and digits, to be padded between or around them. */
interface Formatted {
  readonly sign: string;
  readonly prefix: string;
  readonly body: string;
}

const CONVERSION = /%(?:\(|([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?([\s\S]?))/g;

/** Longer fields would make a result that is not folded anyway. */
const FIELD_MAX = 1000;

/** Beyond this PyPy shows `%f` as `%g`. */
const FIXED_MAX = 1e50;

/** The formatted text. */
export function formatPercent(text: string, value: LiteralValue): LiteralValue | undefined {
  const args = value.kind === "tuple" ? value.items : [value];
  let used = 0;
  let failed = false;
  const result = text.replace(CONVERSION, (whole, flags, width, precision, conversion) => {
    if (conversion === "%") return "%";
    const columns = width === "*" ? starred(args[used++]) : Number(width ?? "");
    const digits = precision === "*" ? starred(args[used++]) : optionalNumber(precision);
    const spec = makeSpec(flags, columns, digits, conversion);
    const arg = args[used++];
    const formatted = arg === undefined || spec === undefined ? undefined : formatOne(spec, arg);
    if (formatted === undefined) failed = true;
    return formatted ?? whole;
  });
  // Of a single value that could be a mapping nothing need be used.
  const isUnused = used < args.length && value.kind !== "bytes";
  if (failed || isUnused) return undefined;
  return { kind: "str", value: result };
}

/** What stands for a `*`; undefined unless it is an integer. */
function starred(arg: LiteralValue | undefined): number | undefined {
  if (arg === undefined) return undefined;
  const value = asInteger(arg, false);
  return value === undefined ? undefined : Number(value);
}

function optionalNumber(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

/** A negative width pads on the right, a negative precision is 0. */
function makeSpec(
  flags: string | undefined,
  width: number | undefined,
  precision: number | null | undefined,
  conversion: string | undefined,
): Spec | undefined {
  // `%(name)s` needs a mapping.
  if (flags === undefined || width === undefined || precision === undefined) return undefined;
  if (Math.abs(width) > FIELD_MAX || (precision ?? 0) > FIELD_MAX) return undefined;
  return {
    flags: width < 0 ? `${flags}-` : flags,
    width: Math.abs(width),
    precision: precision === null ? null : Math.max(0, precision),
    conversion: conversion ?? "",
  };
}

function formatOne(spec: Spec, arg: LiteralValue): string | undefined {
  if ("sra".includes(spec.conversion) && spec.conversion !== "") {
    return pad(spec, truncate(spec, describe(spec.conversion, arg)));
  }
  if (spec.conversion === "c") {
    const text = formatCharacter(arg);
    return text === undefined ? undefined : pad(spec, text);
  }
  const number = formatNumber(spec, arg);
  return number === undefined ? undefined : padNumber(spec, number);
}

function describe(conversion: string, arg: LiteralValue): string {
  if (conversion === "s" && arg.kind === "str") return arg.value;
  const text = reprConstant(arg, () => "");
  return conversion === "a" ? escapeNonAscii(text) : text;
}

function escapeNonAscii(text: string): string {
  return text.replace(/\P{ASCII}/gu, (ch) => {
    const code = ch.codePointAt(0)!;
    const hex = code.toString(16);
    if (code <= 0xff) return `\\x${hex}`;
    return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  });
}

function truncate(spec: Spec, text: string): string {
  return spec.precision === null ? text : [...text].slice(0, spec.precision).join("");
}

function formatCharacter(arg: LiteralValue): string | undefined {
  if (arg.kind === "str") return [...arg.value].length === 1 ? arg.value : undefined;
  const code = asInteger(arg, false);
  if (code === undefined || code < 0n || code > 0x10ffffn) return undefined;
  return String.fromCodePoint(Number(code));
}

function pad(spec: Spec, text: string): string {
  const missing = " ".repeat(Math.max(0, spec.width - [...text].length));
  return spec.flags.includes("-") ? text + missing : missing + text;
}

function padNumber(spec: Spec, { sign, prefix, body }: Formatted): string {
  const isPlainZero = spec.flags.includes("0") && !spec.flags.includes("-");
  const missing = spec.width - sign.length - prefix.length - body.length;
  if (isPlainZero) {
    return sign + prefix + "0".repeat(Math.max(0, missing)) + body;
  }
  return pad(spec, sign + prefix + body);
}

function signOf(spec: Spec, isNegative: boolean): string {
  if (isNegative) return "-";
  if (spec.flags.includes("+")) return "+";
  return spec.flags.includes(" ") ? " " : "";
}

function formatNumber(spec: Spec, arg: LiteralValue): Formatted | undefined {
  if (/^[eEfFgG]$/.test(spec.conversion)) return formatFloat(spec, arg);
  const isDecimal = /^[diu]$/.test(spec.conversion);
  if (!isDecimal && !/^[oxX]$/.test(spec.conversion)) return undefined;
  const value = asInteger(arg, isDecimal);
  if (value === undefined) return undefined;
  const radix = isDecimal ? 10 : spec.conversion === "o" ? 8 : 16;
  let body = (value < 0n ? -value : value).toString(radix);
  if (spec.conversion === "X") body = body.toUpperCase();
  body = body.padStart(spec.precision ?? 0, "0");
  const prefix = spec.flags.includes("#") && !isDecimal ? `0${spec.conversion}` : "";
  return { sign: signOf(spec, value < 0n), prefix, body };
}

function asInteger(arg: LiteralValue, takesFloat: boolean): bigint | undefined {
  if (arg.kind === "int") return arg.value;
  if (arg.kind === "bool") return arg.value ? 1n : 0n;
  const isFloat = arg.kind === "float" && takesFloat && Number.isFinite(arg.value);
  return isFloat ? BigInt(Math.trunc(arg.value)) : undefined;
}

function formatFloat(spec: Spec, arg: LiteralValue): Formatted | undefined {
  const integer = asInteger(arg, false);
  const value =
    arg.kind === "float" ? arg.value : integer === undefined ? undefined : Number(integer);
  if (value === undefined || (arg.kind !== "float" && !Number.isFinite(value))) return undefined;
  const sign = signOf(spec, value < 0 || Object.is(value, -0));
  const magnitude = Math.abs(value);
  const letter = spec.conversion.toLowerCase();
  const kind = letter === "f" && magnitude > FIXED_MAX ? "g" : letter;
  const isAlternate = spec.flags.includes("#");
  const precision = spec.precision ?? 6;
  let body: string;
  if (Number.isNaN(value)) body = "nan";
  else if (!Number.isFinite(value)) body = "inf";
  else if (kind === "f") body = formatFixed(magnitude, precision);
  else if (kind === "e") body = formatExponent(magnitude, precision);
  else body = formatGeneral(magnitude, precision, isAlternate);
  if (isAlternate && !body.includes(".")) body = body.replace(/^\d+/, "$&.");
  const isUpper = spec.conversion !== letter;
  return { sign, prefix: "", body: isUpper ? body.toUpperCase() : body };
}
