/**
 * Operations on the host strings of Python strings, as traces call them: pure functions of strings
 * and machine numbers, so that a trace boxes nothing and may fold or drop them.
 *
 * Counterpart: rpython/rtyper/lltypesystem/rstr.py, rpython/rlib/rutf8.py.
 */

import type { Int } from "../../../base/int.ts";
import { intFromNumber } from "../../../base/int.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import { unitIndex } from "./unicode-object.ts";

/** The code point number `index` of a string of `length` code points. @elidable @cannot_raise */
export function char_at(value: string, length: number, index: number): string {
  if (value.length === length) return value.charAt(index);
  const unit = unitIndex(value, index);
  return String.fromCodePoint(value.codePointAt(unit)!);
}

/** The code points from `start` up to `stop`. @elidable @cannot_raise */
export function text_slice(value: string, length: number, start: number, stop: number): string {
  if (value.length === length) return value.slice(start, stop);
  const from = unitIndex(value, start);
  return value.slice(from, from + unitIndex(value.slice(from), stop - start));
}

/** Whether every code point is one unit of the host string. @elidable @cannot_raise */
export function is_direct(value: string, length: number): boolean {
  return value.length === length;
}

/**
 * One string after the other; null when a lone surrogate of each would become one code point.
 * @elidable @cannot_raise
 */
export function concat_text(a: string, b: string): string | null {
  if (a.length > 0 && b.length > 0) {
    const last = a.charCodeAt(a.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      const first = b.charCodeAt(0);
      if (first >= 0xdc00 && first <= 0xdfff) return null;
    }
  }
  return a + b;
}

/** The decimal digits of an integer. @elidable @cannot_raise */
export function text_of_int(value: Int): string {
  return value.toString();
}

/** The length of a string of one-unit code points. @elidable @cannot_raise */
export function ascii_length(value: string): number {
  return value.length;
}

const SMALL_INTEGER = /^[+-]?[0-9]{1,15}$/;

/** The integer that a short plain decimal text stands for, or null. @elidable @cannot_raise */
export function small_int_text(value: string): string | null {
  return SMALL_INTEGER.test(value) ? value : null;
}

/** The value of what {@link small_int_text} accepted. @elidable @cannot_raise */
export function int_of_text(value: string): Int {
  return intFromNumber(Number(value) + 0);
}

/** The code point of a string of one. @elidable @cannot_raise */
export function code_of_char(value: string): number {
  return value.codePointAt(0)!;
}

/** The string of one code point. @elidable @cannot_raise */
export function char_of_code(code: number): string {
  return String.fromCodePoint(code);
}

/** Whether `piece` stands somewhere in `value`. @elidable @cannot_raise */
export function contains_text(value: string, piece: string): boolean {
  return value.indexOf(piece) >= 0;
}

/** @elidable @cannot_raise */
export function starts_with(value: string, piece: string): boolean {
  return value.startsWith(piece);
}

/** @elidable @cannot_raise */
export function ends_with(value: string, piece: string): boolean {
  return value.endsWith(piece);
}

/** Where `piece` first stands in a string of one-unit code points, or -1. @elidable @cannot_raise */
export function find_text(value: string, piece: string): number {
  return value.indexOf(piece);
}

/** The Python string of a host string of one-unit code points. */
export function direct_text(value: string): W_UnicodeObject {
  return new W_UnicodeObject(value, ascii_length(value));
}
