/**
 * Characters by name, for `\N{...}`, and names of characters: Unicode 13 with aliases, as PyPy 3.9
 * knows them.
 *
 * Counterpart: rpython/rlib/unicodedata.
 */

import { inflateSync } from "node:zlib";
import { IDEOGRAPH_RANGES, NAME_DATA } from "./character-names-data.ts";

interface NameCache {
  names: ReadonlyMap<string, number> | null;
  /** Names by character; the first of a character is its own, the others are aliases. */
  characters: ReadonlyMap<number, string> | null;
}

const cache: NameCache = { names: null, characters: null };

/** The character called `name` (in any case), or `undefined`. */
export function lookupCharacterName(name: string): string | undefined {
  const upper = name.toUpperCase();
  cache.names ??= readNames();
  const code = cache.names.get(upper) ?? lookupIdeograph(upper) ?? lookupHangul(upper);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

/** The name of a character, or `undefined`: controls have aliases only. */
export function characterName(code: number): string | undefined {
  if (code < 32 || (code >= 127 && code < 160)) return undefined;
  if (isIdeograph(code)) return `CJK UNIFIED IDEOGRAPH-${code.toString(16).toUpperCase()}`;
  if (code >= HANGUL_FIRST && code < HANGUL_FIRST + HANGUL_COUNT) return hangulName(code);
  cache.names ??= readNames();
  cache.characters ??= invertNames(cache.names);
  return cache.characters.get(code);
}

function invertNames(names: ReadonlyMap<string, number>): Map<number, string> {
  const characters = new Map<number, string>();
  for (const [name, code] of names) if (!characters.has(code)) characters.set(code, name);
  return characters;
}

function readNames(): Map<string, number> {
  const text = inflateSync(Buffer.from(NAME_DATA, "base64")).toString("latin1");
  const names = new Map<string, number>();
  let code = 0;
  for (const line of text.split("\n")) {
    const blank = line.indexOf(" ");
    code += parseInt(line.slice(0, blank), 16);
    names.set(line.slice(blank + 1), code);
  }
  return names;
}

function lookupIdeograph(name: string): number | undefined {
  const digits = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/.exec(name)?.[1];
  if (digits === undefined) return undefined;
  const code = parseInt(digits, 16);
  return isIdeograph(code) ? code : undefined;
}

function isIdeograph(code: number): boolean {
  return IDEOGRAPH_RANGES.some(([first, last]) => code >= first && code <= last);
}

const LEADS = "G GG N D DD R M B BB S SS  J JJ C K T P H".split(" ");
const VOWELS = "A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I".split(" ");
const TAILS = " G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H".split(" ");
const HANGUL_FIRST = 0xac00;
const HANGUL_COUNT = LEADS.length * VOWELS.length * TAILS.length;

function hangulName(code: number): string {
  const index = code - HANGUL_FIRST;
  const tail = index % TAILS.length;
  const vowel = Math.floor(index / TAILS.length) % VOWELS.length;
  const lead = Math.floor(index / (TAILS.length * VOWELS.length));
  return `HANGUL SYLLABLE ${LEADS[lead]}${VOWELS[vowel]}${TAILS[tail]}`;
}

/** A syllable is named by its two or three letters, put together. */
function lookupHangul(name: string): number | undefined {
  const syllable = /^HANGUL SYLLABLE ([A-Z]+)$/.exec(name)?.[1];
  const letters = /^([^AEIOUWY]*)([AEIOUWY]+)([^AEIOUWY]*)$/.exec(syllable ?? "");
  if (letters === null) return undefined;
  const [lead, vowel, tail] = [LEADS, VOWELS, TAILS].map((table, i) =>
    table.indexOf(letters[i + 1]!),
  );
  if (lead! < 0 || vowel! < 0 || tail! < 0) return undefined;
  return HANGUL_FIRST + (lead! * VOWELS.length + vowel!) * TAILS.length + tail!;
}
