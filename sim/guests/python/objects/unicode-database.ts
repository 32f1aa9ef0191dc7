/**
 * Classes and case mappings of characters, after the tables of PyPy 3.9 and never the host's.
 *
 * Counterpart: rpython/rlib/unicodedata.
 */

import * as tables from "./unicode-tables.ts";

/** A set of code points: starts and ends of sorted ranges. */
interface CodePointSet {
  readonly starts: number[];
  readonly ends: number[];
  /** Which ASCII characters belong to it. */
  readonly ascii: boolean[];
}

/** A decoder that runs at the first use. */
function lazily<T>(decode: () => T): () => T {
  let value: T | null = null;
  return () => {
    if (value === null) value = decode();
    return value;
  };
}

function decodeRanges(text: string): CodePointSet {
  const starts: number[] = [];
  const ends: number[] = [];
  let last = 0;
  for (const part of text.split(" ")) {
    const [gap, length] = part.split(":");
    const start = last + Number.parseInt(gap!, 36);
    last = start + (length === undefined ? 0 : Number.parseInt(length, 36));
    starts.push(start);
    ends.push(last);
  }
  const ascii: boolean[] = new Array(128).fill(false);
  starts.forEach((start, i) => {
    for (let code = start; code <= ends[i]! && code < 128; code++) ascii[code] = true;
  });
  return { starts, ends, ascii };
}

function has(set: CodePointSet, code: number): boolean {
  if (code < 128) return set.ascii[code]!;
  let low = 0;
  let high = set.starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < set.starts[middle]!) high = middle - 1;
    else if (code > set.ends[middle]!) low = middle + 1;
    else return true;
  }
  return false;
}

function classOf(text: string): (code: number) => boolean {
  const set = lazily(() => decodeRanges(text));
  return (code) => has(set(), code);
}

export const isPrintable = classOf(tables.RANGES_PRINTABLE);
export const isAlpha = classOf(tables.RANGES_ALPHA);
export const isAlnum = classOf(tables.RANGES_ALNUM);
export const isDigit = classOf(tables.RANGES_DIGIT);
export const isDecimal = classOf(tables.RANGES_DECIMAL);
export const isNumeric = classOf(tables.RANGES_NUMERIC);
export const isSpace = classOf(tables.RANGES_SPACE);
export const isUpper = classOf(tables.RANGES_UPPER);
export const isLower = classOf(tables.RANGES_LOWER);
export const isTitle = classOf(tables.RANGES_TITLE);
export const isCased = classOf(tables.RANGES_CASED);
export const isIdentifierStart = classOf(tables.RANGES_IDENTIFIERSTART);
export const isIdentifierContinue = classOf(tables.RANGES_IDENTIFIERCONTINUE);

function decodeMapping(runs: string, special: string): Map<number, string> {
  const map = new Map<number, string>();
  let last = 0;
  for (const part of runs.split(" ")) {
    const [gap, span, step, delta] = part.split(":") as [string, string, string, string];
    const start = last + Number.parseInt(gap, 36);
    last = start;
    const end = start + Number.parseInt(span, 36);
    const width = Number(step) || 1;
    const difference = Number.parseInt(delta, 36);
    for (let code = start; code <= end; code += width) {
      map.set(code, String.fromCodePoint(code + difference));
    }
  }
  for (const part of special.split(" ")) {
    if (part === "") continue;
    const [code, targets] = part.split("=") as [string, string];
    const points = targets.split(",").map((point) => Number.parseInt(point, 36));
    map.set(Number.parseInt(code, 36), String.fromCodePoint(...points));
  }
  return map;
}

function mappingOf(runs: string, special: string): (character: string) => string {
  const map = lazily(() => decodeMapping(runs, special));
  return (character) => map().get(character.codePointAt(0)!) ?? character;
}

export const toUpper = mappingOf(tables.RUNS_UPPER, tables.SPECIAL_UPPER);
export const toLower = mappingOf(tables.RUNS_LOWER, tables.SPECIAL_LOWER);
export const toTitle = mappingOf(tables.RUNS_TITLE, tables.SPECIAL_TITLE);
export const toCasefold = mappingOf(tables.RUNS_CASEFOLD, tables.SPECIAL_CASEFOLD);

const decimalZeros = lazily(() =>
  tables.DECIMAL_ZEROS.split(" ").map((zero) => Number.parseInt(zero, 36)),
);

/** The value of a decimal digit, or -1. */
export function decimalValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code < 0x80) return -1;
  for (const zero of decimalZeros()) if (code >= zero && code <= zero + 9) return code - zero;
  return -1;
}

/** Whether a text is an identifier. */
export function isIdentifier(text: string): boolean {
  const [first, ...rest] = Array.from(text, (character) => character.codePointAt(0)!);
  return first !== undefined && isIdentifierStart(first) && rest.every(isIdentifierContinue);
}
