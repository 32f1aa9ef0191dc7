/**
 * Properties of characters and normal forms of texts, after PyPy 3.9's unicodedata. The tables are
 * read at their first use.
 *
 * Counterpart: rpython/rlib/unicodedata, pypy/module/unicodedata/interp_ucd.py.
 */

import { inflateSync } from "node:zlib";
import { PROPERTY_DATA } from "./property-tables.ts";

/** What all characters of one kind share. */
export interface CharacterKind {
  readonly category: string;
  readonly bidirectional: string;
  readonly combining: number;
  readonly width: string;
  readonly mirrored: number;
}

/** The number that a character stands for; parts that it has not are "". */
export interface CharacterNumber {
  readonly numeric: number;
  readonly digit: string;
  readonly decimal: string;
}

interface Tables {
  readonly kinds: readonly CharacterKind[];
  readonly starts: readonly number[];
  readonly kindOfRun: readonly number[];
  readonly numbers: ReadonlyMap<number, CharacterNumber>;
  readonly decompositions: ReadonlyMap<number, string>;
  readonly compositions: ReadonlyMap<string, number>;
}

const cache: { tables: Tables | null } = { tables: null };

function tables(): Tables {
  cache.tables ??= readTables();
  return cache.tables;
}

function readTables(): Tables {
  const text = inflateSync(Buffer.from(PROPERTY_DATA, "base64")).toString("latin1");
  const [kinds, runs, numbers, decompositions, pairs] = text
    .split("\n--\n")
    .map((part) => part.split("\n").map((line) => line.split(" ")));
  const starts: number[] = [];
  const kindOfRun: number[] = [];
  let start = 0;
  for (const [length, kind] of runs!) {
    starts.push(start);
    kindOfRun.push(Number.parseInt(kind!, 16));
    start += Number.parseInt(length!, 16);
  }
  return {
    kinds: kinds!.map(readKind),
    starts,
    kindOfRun,
    numbers: new Map(numbers!.map(readNumber)),
    decompositions: new Map(
      decompositions!.map(([code, ...rest]) => [Number.parseInt(code!, 16), rest.join(" ")]),
    ),
    compositions: new Map(pairs!.map(([a, b, c]) => [pairKey(hex(a!), hex(b!)), hex(c!)])),
  };
}

function hex(text: string): number {
  return Number.parseInt(text, 16);
}

function pairKey(a: number, b: number): string {
  return `${a} ${b}`;
}

function readKind(words: readonly string[]): CharacterKind {
  const [category, bidirectional, combining, width, mirrored] = words as [
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    category,
    bidirectional,
    combining: Number(combining),
    width,
    mirrored: Number(mirrored),
  };
}

function readNumber(words: readonly string[]): [number, CharacterNumber] {
  const [code, numeric, digit, decimal] = words as [string, string, string, string];
  return [hex(code), { numeric: Number(numeric), digit, decimal }];
}

export function kindOf(code: number): CharacterKind {
  const { starts, kindOfRun, kinds } = tables();
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= code) low = middle;
    else high = middle;
  }
  return kinds[kindOfRun[low]!]!;
}

export function numberOf(code: number): CharacterNumber | undefined {
  return tables().numbers.get(code);
}

const HANGUL = { first: 0xac00, lead: 0x1100, vowel: 0x1161, tail: 0x11a7, count: 11172 } as const;

/** As `unicodedata.decomposition` gives it: "" for none. */
export function decompositionOf(code: number): string {
  return tables().decompositions.get(code) ?? "";
}

function decompose(code: number, isCompatible: boolean, codes: number[]): void {
  const index = code - HANGUL.first;
  if (index >= 0 && index < HANGUL.count) {
    codes.push(HANGUL.lead + Math.floor(index / 588));
    codes.push(HANGUL.vowel + Math.floor((index % 588) / 28));
    if (index % 28 !== 0) codes.push(HANGUL.tail + (index % 28));
    return;
  }
  const text = decompositionOf(code);
  const isTagged = text.startsWith("<");
  if (text === "" || (isTagged && !isCompatible)) {
    codes.push(code);
    return;
  }
  const parts = text.split(" ");
  for (const part of isTagged ? parts.slice(1) : parts) decompose(hex(part), isCompatible, codes);
}

/** Runs of combining characters in the order of their classes. */
function reorder(codes: number[]): void {
  for (let i = 1; i < codes.length; i++) {
    const combining = kindOf(codes[i]!).combining;
    if (combining === 0) continue;
    for (let j = i; j > 0 && kindOf(codes[j - 1]!).combining > combining; j--) {
      [codes[j - 1], codes[j]] = [codes[j]!, codes[j - 1]!];
    }
  }
}

function composeTwo(a: number, b: number): number | undefined {
  if (a >= HANGUL.lead && a < HANGUL.lead + 19 && b >= HANGUL.vowel && b < HANGUL.vowel + 21) {
    return HANGUL.first + ((a - HANGUL.lead) * 21 + (b - HANGUL.vowel)) * 28;
  }
  const index = a - HANGUL.first;
  const isOpen = index >= 0 && index < HANGUL.count && index % 28 === 0;
  if (isOpen && b > HANGUL.tail && b < HANGUL.tail + 28) return a + (b - HANGUL.tail);
  return tables().compositions.get(pairKey(a, b));
}

function compose(codes: readonly number[]): number[] {
  const result: number[] = [];
  let starter = -1;
  let lastClass = 0;
  for (const code of codes) {
    const combining = kindOf(code).combining;
    const isBlocked = starter < result.length - 1 && lastClass >= combining;
    const composed = starter >= 0 && !isBlocked ? composeTwo(result[starter]!, code) : undefined;
    if (composed !== undefined) {
      result[starter] = composed;
      continue;
    }
    if (combining === 0) starter = result.length;
    lastClass = combining;
    result.push(code);
  }
  return result;
}

/** A text in normal form NFC, NFD, NFKC or NFKD. */
export function normalizeText(text: string, form: string): string {
  const codes: number[] = [];
  for (const character of text) decompose(character.codePointAt(0)!, form.includes("K"), codes);
  reorder(codes);
  const final = form.endsWith("C") ? compose(codes) : codes;
  return final.map((code) => String.fromCodePoint(code)).join("");
}
