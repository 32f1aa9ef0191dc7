/**
 * The encodings by name.
 *
 * Counterpart: pypy/module/_codecs, lib-python/3/encodings.
 */

import { CHARMAPS, type CharmapData, ENCODING_ALIASES } from "./charmap-tables.ts";
import type { DecodeRun, EncodeRun } from "./coding-run.ts";
import * as escapes from "./escapes.ts";
import * as single from "./single-byte.ts";
import * as utf8 from "./utf8.ts";
import { decodeWide, encodeWide, type WideEncoding } from "./utf-wide.ts";

/** One encoding of text. */
export interface TextCodec {
  /** As `codecs.lookup(…).name` gives it. */
  readonly name: string;
  encode(run: EncodeRun): Uint8Array;
  decode(run: DecodeRun): string;
}

function wide(name: string, encoding: WideEncoding): TextCodec {
  return {
    name,
    encode: (run) => encodeWide(run, encoding),
    decode: (run) => decodeWide(run, encoding),
  };
}

function wideCodecs(size: 2 | 4): [string, TextCodec][] {
  const bits = size * 8;
  const short = size === 2 ? `utf${bits}` : `utf-${bits}`;
  const make = (suffix: string, order: WideEncoding["order"]): [string, TextCodec] => [
    `utf_${bits}${suffix.replace("-", "_")}`,
    wide(`utf-${bits}${suffix}`, {
      size,
      order,
      decodeName: size === 4 && order === "marked" ? "utf-32-le" : `${short}${suffix}`,
      encodeName: order === "big" ? `utf-${bits}-be` : `utf-${bits}-le`,
    }),
  ];
  return [make("", "marked"), make("-le", "little"), make("-be", "big")];
}

/** Encodings by the name of their module in Python's library. */
const CODECS: ReadonlyMap<string, TextCodec> = new Map<string, TextCodec>([
  ["utf_8", { name: "utf-8", encode: utf8.encodeUtf8, decode: utf8.decodeUtf8 }],
  [
    "utf_8_sig",
    { name: "utf-8-sig", encode: utf8.encodeUtf8Signature, decode: utf8.decodeUtf8Signature },
  ],
  ["ascii", { name: "ascii", encode: single.encodeAscii, decode: single.decodeAscii }],
  ["charmap", { name: "charmap", encode: single.encodeLatin1, decode: single.decodeLatin1 }],
  ["latin_1", { name: "iso8859-1", encode: single.encodeLatin1, decode: single.decodeLatin1 }],
  [
    "unicode_escape",
    {
      name: "unicode-escape",
      encode: escapes.encodeUnicodeEscape,
      decode: escapes.decodeUnicodeEscape,
    },
  ],
  [
    "raw_unicode_escape",
    {
      name: "raw-unicode-escape",
      encode: escapes.encodeRawUnicodeEscape,
      decode: escapes.decodeRawUnicodeEscape,
    },
  ],
  ...wideCodecs(2),
  ...wideCodecs(4),
]);

const charmapCodecs = new Map<string, TextCodec>();

/** The name of an encoding in the form of the tables: lower case, runs of other characters as _. */
export function normalizeEncoding(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "_")
    .replace(/^_|_$/g, "");
}

/** The name of the module of an encoding, if it were one. */
export function encodingModule(name: string): string {
  const normalized = normalizeEncoding(name);
  return (
    ENCODING_ALIASES[normalized] ?? ENCODING_ALIASES[normalized.replace(/\./g, "_")] ?? normalized
  );
}

/** The encoding called `name` in any of its spellings, or undefined. */
export function lookupTextCodec(name: string): TextCodec | undefined {
  if (name === "utf-8") return CODECS.get("utf_8");
  const module = encodingModule(name);
  const known = CODECS.get(module) ?? charmapCodecs.get(module);
  if (known !== undefined) return known;
  const data = CHARMAPS.find((charmap) => charmap.module === module);
  if (data === undefined) return undefined;
  const codec = charmapCodec(data);
  charmapCodecs.set(module, codec);
  return codec;
}

function charmapCodec(data: CharmapData): TextCodec {
  const table = decodingTable(data.upper);
  const codes = new Map<number, number>();
  table.forEach((character, byte) => {
    if (character !== single.UNDEFINED_CHARACTER) codes.set(character.codePointAt(0)!, byte);
  });
  return {
    name: data.name,
    encode: (run) => single.encodeTable(run, codes),
    decode: (run) => single.decodeTable(run, table),
  };
}

/** The 256 characters of an encoding whose lower half is ASCII. */
function decodingTable(upper: string): string[] {
  const table = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  for (const part of upper.split(" ")) {
    const [first, count] = part.split(":");
    const start = Number.parseInt(first!, 36);
    const length = count === undefined ? 1 : Number.parseInt(count, 36);
    for (let i = 0; i < length; i++) table.push(String.fromCharCode(start + i));
  }
  return table;
}
