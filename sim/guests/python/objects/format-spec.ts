/**
 * Format specifications: `format(value, spec)` and f-strings.
 *
 * Counterpart: pypy/objspace/std/newformat.py.
 */

import { oefmt, valueError } from "./errors.ts";
import { checkTextAllocation } from "./memory.ts";
import {
  exponentDigits,
  fixedDigits,
  floatRepr,
  generalDigits,
  significantDigits,
} from "./float-text.ts";
import type { ObjSpace } from "./space.ts";

/** `[[fill]align][sign][#][0][width][grouping][.precision][type]`. */
export interface FormatSpec {
  readonly fill: string;
  /** "<", ">", "^", "=" or "" for the default of the type. */
  readonly align: string;
  /** "" when missing. */
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  /** -1 when missing. */
  readonly precision: number;
  readonly type: string;
}

/** Reads a specification from the left. */
class SpecReader {
  private readonly space: ObjSpace;
  private readonly points: readonly string[];
  private at = 0;

  constructor(space: ObjSpace, text: string) {
    this.space = space;
    this.points = Array.from(text);
  }

  /** The next character if it is one of `set`, else "". */
  take(set: string): string {
    const c = this.points[this.at];
    if (c === undefined || !set.includes(c)) return "";
    this.at++;
    return c;
  }

  takeFillAndAlign(): { fill: string; align: string } {
    const [first, second] = this.points;
    if (second !== undefined && "<>=^".includes(second)) {
      this.at = 2;
      return { fill: first!, align: second };
    }
    return { fill: "", align: this.take("<>=^") };
  }

  /** A decimal number, or -1 when there is none. */
  takeNumber(): number {
    let value = -1;
    for (let digit = this.takeDigit(); digit >= 0; digit = this.takeDigit()) {
      value = Math.max(value, 0) * 10 + digit;
      if (value < 2 ** 63) continue;
      throw valueError(this.space, "too many decimal digits in format string");
    }
    return value;
  }

  private takeDigit(): number {
    const c = this.points[this.at];
    if (c === undefined || c < "0" || c > "9") return -1;
    this.at++;
    return Number(c);
  }

  rest(): readonly string[] {
    return this.points.slice(this.at);
  }
}

/** Parses a specification; `defaultType` is the type of the value when none is given. */
export function parseFormatSpec(space: ObjSpace, text: string, defaultType: string): FormatSpec {
  const reader = new SpecReader(space, text);
  const { fill, align } = reader.takeFillAndAlign();
  const sign = reader.take("+- ");
  const alternate = reader.take("#") !== "";
  const isZero = fill === "" && reader.take("0") !== "";
  const width = Math.max(reader.takeNumber(), 0);
  const comma = reader.take(",");
  const underscore = reader.take("_");
  const isBoth = underscore !== "" && (comma !== "" || reader.take(",") !== "");
  if (isBoth) {
    throw valueError(space, "Cannot specify both ',' and '_'.");
  }
  const hasPrecision = reader.take(".") !== "";
  const precision = hasPrecision ? reader.takeNumber() : -1;
  if (hasPrecision && precision < 0) throw valueError(space, "no precision given");
  const rest = reader.rest();
  if (rest.length > 1 || (rest[0] ?? "") > "\x7f") throw valueError(space, "invalid format spec");
  const type = rest[0] ?? "";
  const grouping = comma + underscore;
  checkGrouping(space, grouping, type === "" ? defaultType : type);
  checkTextAllocation(space, width);
  return {
    fill: fill !== "" ? fill : isZero ? "0" : " ",
    align: align !== "" ? align : isZero ? "=" : "",
    sign,
    alternate,
    width,
    grouping,
    precision,
    type,
  };
}

function checkGrouping(space: ObjSpace, grouping: string, type: string): void {
  if (grouping === "" || type === "" || "deEfgG%F".includes(type)) return;
  if (grouping === "_" && "boxX".includes(type)) return;
  throw valueError(space, `Cannot specify '${grouping}' with '${type}'.`);
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
  if (spec.sign !== "") {
    const what = spec.sign === " " ? "Space" : "Sign";
    throw valueError(space, `${what} not allowed in string format specifier`);
  }
  if (spec.alternate) {
    throw valueError(space, "Alternate form (#) not allowed in string format specifier");
  }
  if (spec.align === "=") {
    throw valueError(space, "'=' alignment not allowed in string format specifier");
  }
  const isShort = spec.precision < 0 || text.length <= spec.precision;
  const body = isShort ? text : Array.from(text).slice(0, spec.precision).join("");
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

/** An integer by a specification; `typeName` is for messages. */
export function formatInteger(
  space: ObjSpace,
  value: bigint,
  spec: FormatSpec,
  typeName: string,
): string {
  if (spec.type !== "" && "eEfFgG%".includes(spec.type)) {
    return formatFloat(space, floatOf(space, value), spec, typeName);
  }
  const base = spec.type === "c" ? BASES.d! : BASES[spec.type];
  if (base === undefined) throw unknownFormat(space, spec.type, typeName);
  if (spec.precision >= 0) throw valueError(space, "precision not allowed in integer type");
  if (spec.type === "c") return formatCharacter(space, value, spec);
  const digits = (value < 0n ? -value : value).toString(base[0]);
  const body = spec.type === "X" ? digits.toUpperCase() : digits;
  const prefix = signOf(value < 0n, spec) + (spec.alternate ? base[1] : "");
  return padNumber(spec, prefix, body, "", base[0] === 10 ? 3 : 4);
}

function floatOf(space: ObjSpace, value: bigint): number {
  const result = Number(value);
  if (Number.isFinite(result)) return result;
  throw oefmt(space, space.w_OverflowError, "int too large to convert to float");
}

function formatCharacter(space: ObjSpace, value: bigint, spec: FormatSpec): string {
  if (spec.sign !== "") {
    throw valueError(space, "sign not allowed with 'c' presentation type");
  }
  if (spec.alternate) {
    throw valueError(space, "Alternate form (#) not allowed with 'c' presentation type");
  }
  if (value < 0n || value > 0x10ffffn) {
    const isWord = BigInt.asIntN(64, value) === value;
    const message = isWord ? "%c arg not in range(0x10ffff)" : "int too large to convert to int";
    throw oefmt(space, space.w_OverflowError, message);
  }
  return pad(spec, "", String.fromCodePoint(Number(value)), ">");
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
export function formatFloat(
  space: ObjSpace,
  value: number,
  spec: FormatSpec,
  typeName: string,
): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const prefix = signOf(isNegative, spec);
  const text = floatBody(space, value, spec, typeName);
  if (!Number.isFinite(value)) return padSpecial(spec, prefix, text);
  const split = /^\d*/.exec(text)![0];
  if (split === "") return pad(spec, prefix, text, ">");
  return padNumber(spec, prefix, split, text.slice(split.length), 3);
}

/**
 * Infinities and NaN. PyPy groups the digits of its number before it sees that there are none: a
 * "0" that is never printed takes part of the width, and with zero padding all of it.
 */
function padSpecial(spec: FormatSpec, prefix: string, text: string): string {
  if (spec.grouping === "") return pad(spec, prefix, text, ">");
  if (spec.align === "=" && spec.fill === "0") return prefix + text;
  return pad({ ...spec, width: spec.width - 1 }, prefix, text, ">");
}

/** A complex number by a specification. */
export function formatComplex(
  space: ObjSpace,
  real: number,
  imag: number,
  spec: FormatSpec,
): string {
  if (spec.type !== "" && !"eEfFgGn".includes(spec.type)) {
    throw unknownFormat(space, spec.type, "complex");
  }
  if (spec.align === "=") {
    throw valueError(space, "'=' alignment flag is not allowed in complex format specifier");
  }
  if (spec.fill === "0") {
    throw valueError(space, "Zero padding is not allowed in complex format specifier");
  }
  const isPlain = spec.type === "";
  if (isPlain) checkTextAllocation(space, spec.precision);
  const partSpec = { ...spec, ...PART_SPEC, ...(isPlain ? plainPart(spec.precision) : {}) };
  const part = (value: number, sign: string): string =>
    formatFloat(space, value, { ...partSpec, sign }, "complex");
  const skipsReal = isPlain && real === 0 && !Object.is(real, -0);
  const body = skipsReal
    ? `${part(imag, spec.sign)}j`
    : `${part(real, spec.sign)}${part(imag, "+")}j`;
  return pad(spec, "", isPlain && !skipsReal ? `(${body})` : body, ">");
}

/** Without a type, parts have 12 significant digits. */
function plainPart(precision: number): { type: string; precision: number } {
  return { type: "g", precision: precision < 0 ? 12 : precision };
}

/** What the parts of a complex number leave out of its specification. */
const PART_SPEC = { width: 0, fill: " ", align: "" } as const;

function floatBody(space: ObjSpace, value: number, spec: FormatSpec, typeName: string): string {
  if (!"eEfFgGn%".includes(spec.type)) throw unknownFormat(space, spec.type, typeName);
  if (spec.type === "") checkTextAllocation(space, spec.precision);
  if (spec.precision > 0x7fffffff) throw valueError(space, "precision too big");
  checkTextAllocation(space, spec.precision);
  if (!Number.isFinite(value)) {
    const word = Number.isNaN(value) ? "nan" : "inf";
    const upper = spec.type !== "" && "EFG".includes(spec.type);
    return (upper ? word.toUpperCase() : word) + (spec.type === "%" ? "%" : "");
  }
  const precision = spec.precision < 0 ? 6 : spec.precision;
  switch (spec.type) {
    case "f":
    case "F":
      return withPoint(fixedDigits(value, precision), spec);
    case "%":
      return `${withPoint(fixedDigits(value * 100, precision), spec)}%`;
    case "e":
      return exponentText(value, precision, spec);
    case "E":
      return exponentText(value, precision, spec).toUpperCase();
    case "g":
    case "n":
      return generalDigits(value, precision, spec.alternate);
    case "G":
      return generalDigits(value, precision, spec.alternate).toUpperCase();
    default:
      return defaultFloatBody(value, spec);
  }
}

function exponentText(value: number, precision: number, spec: FormatSpec): string {
  const text = exponentDigits(value, precision);
  return spec.alternate && !text.includes(".") ? text.replace("e", ".e") : text;
}

function withPoint(text: string, spec: FormatSpec): string {
  return spec.alternate && !text.includes(".") ? `${text}.` : text;
}

/**
 * A float without a type: its repr, or with a precision as `g` that keeps one digit after the point
 * and so changes to an exponent one digit earlier.
 */
function defaultFloatBody(value: number, spec: FormatSpec): string {
  const magnitude = Math.abs(value);
  if (spec.precision < 0) {
    const text = floatRepr(magnitude);
    return spec.alternate && !text.includes(".") ? text.replace("e", ".e") : text;
  }
  const count = Math.max(spec.precision, 1);
  const { exponent } = significantDigits(magnitude, count);
  if (exponent >= -4 && exponent + 1 < count) {
    const text = generalDigits(magnitude, count, spec.alternate);
    return text.includes(".") ? text : `${text}.0`;
  }
  const text = exponentText(magnitude, count - 1, spec);
  return spec.alternate ? text : text.replace(/(\.\d*?)0+e/, "$1e").replace(".e", "e");
}
