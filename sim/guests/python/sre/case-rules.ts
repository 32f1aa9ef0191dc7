/**
 * How IGNORECASE compares characters: by simple lower case, and a few characters that share an
 * upper case form.
 *
 * Counterpart: rpython/rlib/rsre/rsre_char.py, CPython's sre_compile.py (_equivalences).
 */

import { toLower, toTitle, toUpper } from "../objects/unicode-database.ts";

/** Characters in lower case whose upper case is the same, by code. */
const EQUIVALENCES: readonly (readonly number[])[] = [
  [0x69, 0x131],
  [0x73, 0x17f],
  [0xb5, 0x3bc],
  [0x345, 0x3b9, 0x1fbe],
  [0x390, 0x1fd3],
  [0x3b0, 0x1fe3],
  [0x3b2, 0x3d0],
  [0x3b5, 0x3f5],
  [0x3b8, 0x3d1],
  [0x3ba, 0x3f0],
  [0x3c0, 0x3d6],
  [0x3c1, 0x3f1],
  [0x3c2, 0x3c3],
  [0x3c6, 0x3d5],
  [0x432, 0x1c80],
  [0x434, 0x1c81],
  [0x43e, 0x1c82],
  [0x441, 0x1c83],
  [0x442, 0x1c84, 0x1c85],
  [0x44a, 0x1c86],
  [0x463, 0x1c87],
  [0x1c88, 0xa64b],
  [0x1e61, 0x1e9b],
  [0xfb05, 0xfb06],
];

const PARTNERS: ReadonlyMap<number, readonly number[]> = new Map(
  EQUIVALENCES.flatMap((codes) =>
    codes.map((code) => [code, codes.filter((other) => other !== code)] as const),
  ),
);

/** One way to ignore case. */
export interface CaseRules {
  lower(code: number): number;
  isCased(code: number): boolean;
  /** Lower case characters beside `code` that are equal to it. */
  partners(code: number): readonly number[];
}

function single(text: string, otherwise: number): number {
  const code = text.codePointAt(0)!;
  return text.length === (code > 0xffff ? 2 : 1) ? code : otherwise;
}

export function unicodeLower(code: number): number {
  if (code < 128) return asciiLower(code);
  if (code === 0x130) return 0x69;
  return single(toLower(String.fromCodePoint(code)), code);
}

export function unicodeUpper(code: number): number {
  if (code < 128) return asciiUpper(code);
  const text = String.fromCodePoint(code);
  return single(toUpper(text), single(toTitle(text), code));
}

export function asciiLower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 32 : code;
}

export function asciiUpper(code: number): number {
  return code >= 0x61 && code <= 0x7a ? code - 32 : code;
}

export const UNICODE_CASE: CaseRules = {
  lower: unicodeLower,
  isCased: (code) => {
    const text = String.fromCodePoint(code);
    return unicodeLower(code) !== code || toUpper(text) !== text;
  },
  partners: (code) => PARTNERS.get(code) ?? [],
};

export const ASCII_CASE: CaseRules = {
  lower: asciiLower,
  isCased: (code) => asciiLower(code) !== code || asciiUpper(code) !== code,
  partners: () => [],
};
