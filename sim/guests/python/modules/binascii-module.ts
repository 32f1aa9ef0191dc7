/**
 * The module binascii, and of zlib the two checksums.
 *
 * DIFFERS: no compression, no quoted-printable, no uuencoding, no BinHex.
 *
 * Counterpart: pypy/module/binascii, pypy/module/zlib.
 */

import { W_BytesObject } from "../objects/bytes-object.ts";
import { operationError, typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, wrapBigint } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { bytesArgument } from "./byte-arguments.ts";
import { type Define, exceptionType, moduleFunction, plainInteger } from "./define.ts";

/** binascii. */
export function makeBinasciiModule(space: ObjSpace): W_Module {
  const w_module = makeModule("binascii");
  w_module.namespace.setitem_str(space, "__name__", newtext("binascii"));
  const w_error = exceptionType(space, w_module, "Error", space.w_ValueError);
  exceptionType(space, w_module, "Incomplete", space.w_Exception);
  const define: Define = moduleFunction.bind(null, space, w_module);
  installHex(define, w_error);
  installBase64(define, w_error);
  define("crc32", "data, crc=, /", (s, [w_data, w_crc]) =>
    wrapBigint(BigInt(crc32(bytesArgument(s, w_data!), wordOf(s, w_crc!, 0)))),
  );
  define("crc_hqx", "data, crc, /", (s, [w_data, w_crc]) =>
    wrapBigint(BigInt(crcHqx(bytesArgument(s, w_data!), wordOf(s, w_crc!, 0)))),
  );
  return w_module;
}

/** zlib. */
export function makeZlibModule(space: ObjSpace): W_Module {
  const w_module = makeModule("zlib");
  w_module.namespace.setitem_str(space, "__name__", newtext("zlib"));
  exceptionType(space, w_module, "error", space.w_Exception);
  const define: Define = moduleFunction.bind(null, space, w_module);
  define("crc32", "data, value=, /", (s, [w_data, w_value]) =>
    wrapBigint(BigInt(crc32(bytesArgument(s, w_data!), wordOf(s, w_value!, 0)))),
  );
  define("adler32", "data, value=, /", (s, [w_data, w_value]) =>
    wrapBigint(BigInt(adler32(bytesArgument(s, w_data!), wordOf(s, w_value!, 1)))),
  );
  return w_module;
}

/** The low 32 bits of an integer argument. */
function wordOf(space: ObjSpace, w_value: W_Root | null, missing: number): number {
  if (w_value === null) return missing;
  const value = bigintOrNull(builtinValue(w_value));
  if (value === null)
    throw typeError(space, `expected integer, got ${typeName(space, w_value)} object`);
  return Number(BigInt.asUintN(32, value));
}

/** The checksums of single bytes. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

function crc32(bytes: Uint8Array, start: number): number {
  let crc = ~start;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 255]!;
  return ~crc >>> 0;
}

function crcHqx(bytes: Uint8Array, start: number): number {
  let crc = start & 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

function adler32(bytes: Uint8Array, start: number): number {
  let a = start & 0xffff;
  let b = start >>> 16;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Bytes, or the characters of an ASCII string. */
function asciiArgument(space: ObjSpace, w_obj: W_Root): Uint8Array {
  const w_text = builtinValue(w_obj);
  if (!(w_text instanceof W_UnicodeObject)) return bytesArgument(space, w_obj);
  return new TextEncoder().encode(w_text.value);
}

function latin1(text: string): W_Root {
  return new W_BytesObject(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

function installHex(define: Define, w_error: W_TypeObject): void {
  for (const name of ["hexlify", "b2a_hex"]) {
    define(name, "data, sep=, bytes_per_sep=", (s, [w_data, w_sep, w_count]) => {
      const bytes = bytesArgument(s, w_data!);
      const separator = w_sep === null ? "" : String.fromCharCode(...asciiArgument(s, w_sep!));
      const group = w_count === null ? 1 : plainInteger(s, w_count!);
      return latin1(separated(bytes, separator, group));
    });
  }
  for (const name of ["unhexlify", "a2b_hex"]) {
    define(name, "hexstr, /", (s, [w_text]) => {
      const text = String.fromCharCode(...asciiArgument(s, w_text!));
      if (text.length % 2 === 1) throw operationError(w_error, [newtext("Odd-length string")]);
      if (!/^[0-9a-fA-F]*$/.test(text)) {
        throw operationError(w_error, [newtext("Non-hexadecimal digit found")]);
      }
      const pairs = text.match(/../g) ?? [];
      return new W_BytesObject(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
    });
  }
}

/** Hexadecimal digits, with a separator after each `group` bytes (counted from the end if positive). */
function separated(bytes: Uint8Array, separator: string, group: number): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  if (separator === "" || group === 0) return digits.join("");
  const size = Math.abs(group);
  const first = group > 0 ? digits.length % size : 0;
  const parts = first > 0 ? [digits.slice(0, first).join("")] : [];
  for (let i = first; i < digits.length; i += size) parts.push(digits.slice(i, i + size).join(""));
  return parts.join(separator);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function installBase64(define: Define, w_error: W_TypeObject): void {
  define("b2a_base64", "data, /, *, newline=", (s, [w_data, w_newline]) => {
    const hasNewline = w_newline === null || s.is_true(w_newline!);
    return latin1(encodeBase64(bytesArgument(s, w_data!)) + (hasNewline ? "\n" : ""));
  });
  define("a2b_base64", "data, /", (s, [w_data]) => {
    const decoded = decodeBase64(asciiArgument(s, w_data!));
    if (decoded instanceof Uint8Array) return new W_BytesObject(decoded);
    throw operationError(w_error, [newtext(decoded)]);
  });
}

function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!;
    text += left > 1 ? ALPHABET[(word >> 6) & 63]! : "=";
    text += left > 2 ? ALPHABET[word & 63]! : "=";
  }
  return text;
}

/** The bytes, or what is wrong. Characters outside of the alphabet are skipped. */
function decodeBase64(bytes: Uint8Array): Uint8Array | string {
  const result: number[] = [];
  let word = 0;
  let digits = 0;
  let padding = 0;
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === "=") {
      padding++;
      if (digits % 4 >= 2 && (digits % 4) + padding >= 4) return Uint8Array.from(result);
      continue;
    }
    const value = ALPHABET.indexOf(character);
    if (value < 0) continue;
    padding = 0;
    word = ((word << 6) | value) & 0xffffff;
    digits++;
    if (digits % 4 === 2) result.push((word >> 4) & 255);
    else if (digits % 4 === 3) result.push((word >> 2) & 255);
    else if (digits % 4 === 0) result.push(word & 255);
  }
  if (digits % 4 === 0) return Uint8Array.from(result);
  if (digits % 4 > 1) return "Incorrect padding";
  return `Invalid base64-encoded string: number of data characters (${digits}) cannot be 1 more than a multiple of 4`;
}
