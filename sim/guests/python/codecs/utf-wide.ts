/**
 * UTF-16 and UTF-32 in either byte order; without a named order, by a mark at the start and in the
 * order of the (simulated) machine, which is little-endian.
 *
 * Counterpart: rpython/rlib/runicode.py (str_decode_utf_16_helper …).
 */

import {
  type ByteSink,
  type DecodeRun,
  type EncodeRun,
  encodePoints,
  type PointWriter,
  type CodingProblem,
} from "./coding-run.ts";
import { isSurrogate } from "./utf8.ts";

/** Unit size in bytes and byte order of an encoding, and how errors name it. */
export interface WideEncoding {
  readonly size: 2 | 4;
  readonly order: "little" | "big" | "marked";
  readonly decodeName: string;
  readonly encodeName: string;
}

function putUnit(sink: ByteSink, unit: number, size: number, isBig: boolean): void {
  for (let i = 0; i < size; i++) sink.push((unit >>> (8 * (isBig ? size - 1 - i : i))) & 0xff);
}

/** Writes any code point, surrogates too. */
export function writeWide(code: number, sink: ByteSink, size: number, isBig: boolean): void {
  if (size === 4 || code < 0x10000) putUnit(sink, code, size, isBig);
  else {
    putUnit(sink, 0xd800 | ((code - 0x10000) >> 10), 2, isBig);
    putUnit(sink, 0xdc00 | (code & 0x3ff), 2, isBig);
  }
}

export function encodeWide(run: EncodeRun, wide: WideEncoding): Uint8Array {
  const isBig = wide.order === "big";
  const writer: PointWriter = {
    encoding: wide.encodeName,
    reason: "surrogates not allowed",
    joinsProblems: false,
    fits: (code) => !isSurrogate(code),
    write: (code, sink) => writeWide(code, sink, wide.size, isBig),
  };
  const body = encodePoints(run, writer);
  if (wide.order !== "marked") return body;
  const mark = wide.size === 2 ? [0xff, 0xfe] : [0xff, 0xfe, 0, 0];
  const result = new Uint8Array(mark.length + body.length);
  result.set(mark);
  result.set(body, mark.length);
  return result;
}

function unitAt(bytes: Uint8Array, at: number, size: number, isBig: boolean): number {
  let unit = 0;
  for (let i = 0; i < size; i++) unit = unit * 256 + bytes[at + (isBig ? i : size - 1 - i)]!;
  return unit;
}

/** Byte order by a mark: 0 none, 1 little, 2 big. */
function markAt(bytes: Uint8Array, size: number): number {
  if (bytes.length < size) return 0;
  if (unitAt(bytes, 0, size, false) === 0xfeff) return 1;
  return unitAt(bytes, 0, size, true) === 0xfeff ? 2 : 0;
}

export function decodeWide(run: DecodeRun, wide: WideEncoding): string {
  const { size, order } = wide;
  const mark = order === "marked" ? markAt(run.bytes, size) : 0;
  const isBig = order === "big" || mark === 2;
  const start = mark === 0 ? 0 : size;
  return size === 2
    ? decodeUtf16(run, wide.decodeName, start, isBig)
    : decodeUtf32(run, wide.decodeName, start, isBig);
}

function decodeUtf16(run: DecodeRun, encoding: string, start: number, isBig: boolean): string {
  const { bytes } = run;
  let text = "";
  let at = start;
  while (at < bytes.length) {
    const problem = utf16Problem(bytes, at, encoding, isBig);
    if (problem === null) {
      const first = unitAt(bytes, at, 2, isBig);
      text += String.fromCharCode(first);
      at += 2;
      if (!isSurrogate(first)) continue;
      text += String.fromCharCode(unitAt(bytes, at, 2, isBig));
      at += 2;
      continue;
    }
    if (problem.end === bytes.length && problem.reason !== ILLEGAL && !run.isFinal) {
      run.consumed = at;
      break;
    }
    const { value, position } = run.fail(problem);
    text += value as string;
    at = position;
  }
  return text;
}

const ILLEGAL = "illegal UTF-16 surrogate";

function utf16Problem(
  bytes: Uint8Array,
  at: number,
  encoding: string,
  isBig: boolean,
): CodingProblem | null {
  const { length } = bytes;
  if (length - at < 2) return { encoding, start: at, end: length, reason: "truncated data" };
  const first = unitAt(bytes, at, 2, isBig);
  if (!isSurrogate(first)) return null;
  if (first >= 0xdc00) return { encoding, start: at, end: at + 2, reason: "illegal encoding" };
  if (length - at < 4)
    return { encoding, start: at, end: length, reason: "unexpected end of data" };
  const second = unitAt(bytes, at + 2, 2, isBig);
  if (second >= 0xdc00 && second <= 0xdfff) return null;
  return { encoding, start: at, end: at + 2, reason: ILLEGAL };
}

function decodeUtf32(run: DecodeRun, encoding: string, start: number, isBig: boolean): string {
  const { bytes } = run;
  const { length } = bytes;
  let text = "";
  let at = start;
  while (at < length) {
    const isCut = length - at < 4;
    if (isCut && !run.isFinal) {
      run.consumed = at;
      break;
    }
    const code = isCut ? -1 : unitAt(bytes, at, 4, isBig);
    const reason = isCut ? "truncated data" : utf32Reason(code);
    if (reason === null) {
      text += String.fromCodePoint(code);
      at += 4;
      continue;
    }
    // PyPy lets a code point out of range spoil all that follows.
    const end = isCut || code > 0x10ffff ? length : at + 4;
    const { value, position } = run.fail({ encoding, start: at, end, reason });
    text += value as string;
    at = position;
  }
  return text;
}

function utf32Reason(code: number): string | null {
  if (code > 0x10ffff) return "codepoint not in range(0x110000)";
  if (!isSurrogate(code)) return null;
  return "code point in surrogate code point range(0xd800, 0xe000)";
}
