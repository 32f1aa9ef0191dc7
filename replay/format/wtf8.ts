/**
 * WTF-8: UTF-8 that can also carry lone surrogates, so that every guest text and every JavaScript
 * string survives. A high surrogate followed by a low one is always one 4-byte sequence; bytes that
 * spell such a pair as two 3-byte sequences are refused, so there is one spelling of each text.
 */

/** The bytes of `text`; the inverse of {@link decodeWtf8}. */
export function encodeWtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code));
    else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code));
    } else {
      const upper = [continuation(code >> 12), continuation(code >> 6)];
      bytes.push(0xf0 | (code >> 18), ...upper, continuation(code));
    }
  }
  return Uint8Array.from(bytes);
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

/** Smallest code point of a sequence of 1, 2, 3, 4 bytes. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000] as const;

/** The text of WTF-8 bytes, or null when they are not WTF-8. */
export function decodeWtf8(bytes: Uint8Array): string | null {
  let text = "";
  let wasHighSurrogate = false;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!);
    const code = length === 0 ? null : codePointAt(bytes, at, length);
    if (code === null) return null;
    if (wasHighSurrogate && code >= 0xdc00 && code <= 0xdfff) return null;
    wasHighSurrogate = code >= 0xd800 && code <= 0xdbff;
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

function sequenceLength(first: number): 0 | 1 | 2 | 3 | 4 {
  if (first < 0x80) return 1;
  if (first >= 0xc0 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf8 ? 4 : 0;
}

function codePointAt(bytes: Uint8Array, at: number, length: 1 | 2 | 3 | 4): number | null {
  if (length === 1) return bytes[at]!;
  if (at + length > bytes.length) return null;
  let code = bytes[at]! & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  return code >= SMALLEST[length] && code <= 0x10ffff ? code : null;
}
