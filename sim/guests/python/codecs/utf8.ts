/**
 * UTF-8, and the variant with a signature. Lone surrogates are errors in both directions.
 *
 * Counterpart: rpython/rlib/rutf8.py, runicode.py (str_decode_utf_8).
 */

import {
  ByteSink,
  type DecodeRun,
  type EncodeRun,
  encodePoints,
  type PointWriter,
} from "./coding-run.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;

export function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** Writes any code point below 0x110000, surrogates too. */
export function writeUtf8(code: number, sink: ByteSink): void {
  if (code < 0x80) sink.push(code);
  else if (code < 0x800) {
    sink.push(0xc0 | (code >> 6));
    sink.push(0x80 | (code & 63));
  } else if (code < 0x10000) {
    sink.push(0xe0 | (code >> 12));
    sink.push(0x80 | ((code >> 6) & 63));
    sink.push(0x80 | (code & 63));
  } else {
    sink.push(0xf0 | (code >> 18));
    sink.push(0x80 | ((code >> 12) & 63));
    sink.push(0x80 | ((code >> 6) & 63));
    sink.push(0x80 | (code & 63));
  }
}

const UTF8_WRITER: PointWriter = {
  encoding: "utf-8",
  reason: "surrogates not allowed",
  joinsProblems: false,
  fits: (code) => !isSurrogate(code),
  write: writeUtf8,
};

export function encodeUtf8(run: EncodeRun): Uint8Array {
  const text = run.w_text.value;
  if (!LONE_SURROGATE.test(text)) return new Uint8Array(Buffer.from(text, "utf8"));
  return encodePoints(run, UTF8_WRITER);
}

export function decodeUtf8(run: DecodeRun): string {
  const { bytes } = run;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return text.includes("\ufffd") ? decodeSlowly(run) : text;
}

/** The length of a sequence by its first byte; 0 when it is none. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Whether `byte` may stand at `index` of a sequence that begins with `first`. */
function isContinuation(first: number, index: number, byte: number): boolean {
  if (byte < 0x80 || byte > 0xbf) return false;
  if (index > 1) return true;
  if (first === 0xe0) return byte >= 0xa0;
  if (first === 0xed) return byte <= 0x9f;
  if (first === 0xf0) return byte >= 0x90;
  return first !== 0xf4 || byte <= 0x8f;
}

function decodeSlowly(run: DecodeRun): string {
  const { bytes } = run;
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at]!;
    const length = sequenceLength(first);
    let valid = 1;
    while (
      valid < length &&
      at + valid < bytes.length &&
      isContinuation(first, valid, bytes[at + valid]!)
    ) {
      valid++;
    }
    if (valid === length) {
      text += String.fromCodePoint(readSequence(bytes, at, length));
      at += length;
      continue;
    }
    const isCut = length > 0 && at + valid === bytes.length;
    if (isCut && !run.isFinal) {
      run.consumed = at;
      break;
    }
    const reason =
      length === 0
        ? "invalid start byte"
        : isCut
          ? "unexpected end of data"
          : "invalid continuation byte";
    const { value, position } = run.fail({
      encoding: "utf-8",
      start: at,
      end: at + valid,
      reason,
    });
    text += value as string;
    at = position;
  }
  return text;
}

function readSequence(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return bytes[at]!;
  let code = bytes[at]! & (0x7f >> length);
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes[at + i]! & 63);
  return code;
}

const SIGNATURE = Uint8Array.of(0xef, 0xbb, 0xbf);

export function encodeUtf8Signature(run: EncodeRun): Uint8Array {
  const sink = new ByteSink(run.w_text.length);
  sink.pushAll(SIGNATURE);
  sink.pushAll(encodeUtf8(run));
  return sink.finish();
}

/** The text without a signature at its start. */
export function decodeUtf8Signature(run: DecodeRun): string {
  const text = decodeUtf8(run);
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
