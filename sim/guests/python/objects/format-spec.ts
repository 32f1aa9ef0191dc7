/**
 * Format specifications: `format(value, spec)` and f-strings.
 *
 * Counterpart: pypy/objspace/std/newformat.py.
 */

import { oefmt, valueError } from "./errors.ts";
import { exponentDigits, fixedDigits, floatRepr, generalDigits } from "./float-text.ts";
import type { ObjSpace } from "./space.ts";

/** `[[fill]align][sign][#][0][width][grouping][.precision][type]`. */
export interface FormatSpec {
  readonly fill: string;
  /** "<", ">", "^", "=" or "" for the default of the type. */
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  /** -1 when missing. */
  readonly precision: number;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?(.)?$/su;

/** Parses a specification for a value of type `typeName`. */
export function parseFormatSpec(space: ObjSpace, text: string): FormatSpec {
  const match = SPEC.exec(text);
  if (match === null) throw valueError(space, parseFailure(text));
  if (grouping2(match)) throw valueError(space, "Cannot specify both ',' and '_'.");
  if (match[9] === ".") throw valueError(space, "no precision given");
  const [, fill, align, sign, alternate, zero, width, grouping, precision, type] = match;
  return {
    fill: fill ?? (zero === undefined || align !== undefined ? " " : "0"),
    align: align ?? (zero === undefined ? "" : "="),
    sign: sign ?? "-",
    alternate: alternate !== undefined,
    width: width === undefined ? 0 : Number(width),
    grouping: grouping ?? "",
    precision: precision === undefined ? -1 : Number(precision),
    type: type ?? "",
  };
}

function grouping2(match: RegExpExecArray): boolean {
  return match[7] !== undefined && (match[9] === "," || match[9] === "_");
}

function parseFailure(text: string): string {
  if (/\.(?!\d)/.test(text)) return "no precision given";
  return "invalid format spec";
}

/** Pads `body` to the width; `prefix` (sign, base) goes before the padding of "=". */
export function pad(spec: FormatSpec, prefix: string, body: string, defaultAlign: string): string {
  const length = Array.from(prefix + body).length;
  const missing = spec.width - length;
  if (missing <= 0) return prefix + body;
  const align = spec.align === "" ? defaultAlign : spec.align;
  const fill = (count: number): string => spec.fill.repeat(count);
  if (align === "<") return prefix + body + fill(missing);
  if (align === "=") return prefix + fill(missing) + body;
  if (align === "^") return fill(missing >> 1) + prefix + body + fill(missing - (missing >> 1));
  return fill(missing) + prefix + body;
}

/** A string by a specification. */
export function formatText(space: ObjSpace, text: string, spec: FormatSpec): string {
  if (spec.type !== "" && spec.type !== "s") throw unknownFormat(space, spec.type, "str");
  if (spec.sign !== "-") throw valueError(space, "Sign not allowed in string format specifier");
  if (spec.alternate) {
    throw valueError(space, "Alternate form (#) not allowed in string format specifier");
  }
  if (spec.align === "=") {
    throw valueError(space, "'=' alignment not allowed in string format specifier");
  }
  if (spec.grouping !== "") throw valueError(space, "Cannot specify ',' with 's'.");
  const points = Array.from(text);
  const body = spec.precision >= 0 ? points.slice(0, spec.precision).join("") : text;
  return pad(spec, "", body, "<");
}

export function unknownFormat(space: ObjSpace, type: string, typeName: string) {
  const message = `Unknown format code '${type}' for object of type '${typeName}'`;
  return valueError(space, message);
}

const BASES: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  "": [10, ""],
  d: [10, ""],
  n: [10, ""],
  b: [2, "0b"],
  o: [8, "0o"],
  x: [16, "0x"],
  X: [16, "0X"],
};

/** An integer by a specification. */
export function formatInteger(space: ObjSpace, value: bigint, spec: FormatSpec): string {
  if (spec.type !== "" && "eEfFgG%".includes(spec.type)) {
    return formatFloat(space, Number(value), spec);
  }
  if (spec.grouping !== "" && (spec.type === "s" || spec.type === "c")) {
    throw valueError(space, `Cannot specify '${spec.grouping}' with '${spec.type}'.`);
  }
  if (spec.precision >= 0) {
    throw valueError(space, "precision not allowed in integer type");
  }
  if (spec.type === "c") return formatCharacter(space, value, spec);
  const base = BASES[spec.type];
  if (base === undefined) throw unknownFormat(space, spec.type, "int");
  if (spec.grouping === "," && base[0] !== 10) {
    throw valueError(space, `Cannot specify ',' with '${spec.type}'.`);
  }
  const digits = (value < 0n ? -value : value).toString(base[0]);
  const body = spec.type === "X" ? digits.toUpperCase() : digits;
  const prefix = signOf(value < 0n, spec) + (spec.alternate ? base[1] : "");
  return padNumber(spec, prefix, body, "", base[0] === 10 ? 3 : 4);
}

function formatCharacter(space: ObjSpace, value: bigint, spec: FormatSpec): string {
  if (spec.sign !== "-") {
    throw valueError(space, "sign not allowed with 'c' presentation type");
  }
  if (value < 0n || value > 0x10ffffn) {
    throw oefmt(space, space.w_OverflowError, "%c arg not in range(0x10ffff)");
  }
  return pad(spec, "", String.fromCodePoint(Number(value)), "<");
}

function signOf(isNegative: boolean, spec: FormatSpec): string {
  if (isNegative) return "-";
  return spec.sign === "-" ? "" : spec.sign;
}

/** Groups the integer digits and pads; zero padding takes part in the grouping. */
function padNumber(
  spec: FormatSpec,
  prefix: string,
  digits: string,
  rest: string,
  groupSize: number,
): string {
  if (spec.grouping === "") return pad(spec, prefix, digits + rest, ">");
  let body = digits;
  if (spec.align === "=" && spec.fill === "0") {
    const room = spec.width - prefix.length - rest.length;
    while (group(body, spec.grouping, groupSize).length < room) body = `0${body}`;
    const grouped = group(body, spec.grouping, groupSize);
    return prefix + grouped + rest;
  }
  return pad(spec, prefix, group(body, spec.grouping, groupSize) + rest, ">");
}

function group(digits: string, separator: string, size: number): string {
  let result = "";
  for (let end = digits.length; end > 0; end -= size) {
    const part = digits.slice(Math.max(end - size, 0), end);
    result = result === "" ? part : part + separator + result;
  }
  return result;
}

/** A float by a specification. */
export function formatFloat(space: ObjSpace, value: number, spec: FormatSpec): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const prefix = signOf(isNegative, spec);
  if (!Number.isFinite(value)) {
    const word = Number.isNaN(value) ? "nan" : "inf";
    const upper = spec.type !== "" && "EFG".includes(spec.type);
    const body = (upper ? word.toUpperCase() : word) + (spec.type === "%" ? "%" : "");
    return pad(spec, Number.isNaN(value) ? signOf(false, spec) : prefix, body, ">");
  }
  const text = floatBody(space, value, spec);
  const split = /^\d*/.exec(text)![0];
  return padNumber(spec, prefix, split, text.slice(split.length), 3);
}

function floatBody(space: ObjSpace, value: number, spec: FormatSpec): string {
  if (spec.grouping !== "" && (spec.type === "s" || spec.type === "c")) {
    throw valueError(space, `Cannot specify '${spec.grouping}' with '${spec.type}'.`);
  }
  const precision = spec.precision < 0 ? 6 : spec.precision;
  switch (spec.type) {
    case "f":
    case "F":
      return withPoint(fixedDigits(value, precision), spec);
    case "%":
      return `${withPoint(fixedDigits(value * 100, precision), spec)}%`;
    case "e":
      return exponentDigits(value, precision);
    case "E":
      return exponentDigits(value, precision).toUpperCase();
    case "g":
    case "n":
      return generalDigits(value, precision, spec.alternate);
    case "G":
      return generalDigits(value, precision, spec.alternate).toUpperCase();
    case "":
      return defaultFloatBody(value, spec);
    default:
      throw unknownFormat(space, spec.type, "float");
  }
}

function withPoint(text: string, spec: FormatSpec): string {
  return spec.alternate && !text.includes(".") ? `${text}.` : text;
}

function defaultFloatBody(value: number, spec: FormatSpec): string {
  const magnitude = Math.abs(value);
  if (spec.precision < 0) return floatRepr(magnitude);
  const count = spec.precision === 0 ? 1 : spec.precision;
  const text = generalDigits(magnitude, count, spec.alternate);
  if (/^\d+$/.test(text)) {
    if (text.length >= count && text.length > 1) return exponentOfWhole(magnitude, count, text);
    return `${text}.0`;
  }
  return text;
}

/** With no type, a whole number needs a digit after the point within the precision. */
function exponentOfWhole(magnitude: number, count: number, text: string): string {
  if (text.length < count) return `${text}.0`;
  const general = exponentDigits(magnitude, count - 1);
  return general.replace(/\.?0+e/, "e");
}
