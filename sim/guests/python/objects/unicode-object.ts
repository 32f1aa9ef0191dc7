/**
 * Python's strings: sequences of code points, kept as a host string (UTF-16) beside the number of
 * code points. When both lengths agree every code point is one unit and indexing is direct.
 *
 * DIFFERS: a lone high surrogate that would come to stand before a lone low one is refused, since
 * the host string could not tell the pair from one code point.
 *
 * Counterpart: pypy/objspace/std/unicodeobject.py.
 */

import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** @immutable_identity_free */
export class W_UnicodeObject extends W_Root {
  readonly value: string;
  /** In code points. */
  readonly length: number;

  constructor(value: string, length: number) {
    super();
    this.value = value;
    this.length = length;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_unicode;
  }

  override is_w(w_other: W_Root): boolean {
    if (this === w_other) return true;
    return w_other instanceof W_UnicodeObject && same_short_text(this, w_other);
  }
}

/** Strings of at most one character are the same if they are equal. @elidable @cannot_raise */
export function same_short_text(w_a: W_UnicodeObject, w_b: W_UnicodeObject): boolean {
  return w_a.length <= 1 && w_a.value === w_b.value;
}

const HIGH_SURROGATE = /[\ud800-\udbff]/;

/** Up to this length a loop is faster than a regular expression. */
const SHORT = 32;

function hasSurrogates(text: string): boolean {
  if (text.length > SHORT) return HIGH_SURROGATE.test(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0xd800) return true;
  return false;
}

/** The number of code points of a host string; a lone surrogate counts as one. */
export function countCodePoints(text: string): number {
  if (!hasSurrogates(text)) return text.length;
  let pairs = 0;
  for (let i = 0; i + 1 < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(i + 1);
    if (next < 0xdc00 || next > 0xdfff) continue;
    pairs++;
    i++;
  }
  return text.length - pairs;
}

/** The Python string of a host string. @elidable */
export function newtext(text: string): W_UnicodeObject {
  return new W_UnicodeObject(text, countCodePoints(text));
}

/** A run of code points of `w_text`, `start <= stop`. */
export function sliceText(w_text: W_UnicodeObject, start: number, stop: number): W_UnicodeObject {
  const { value, length } = w_text;
  if (value.length === length) return new W_UnicodeObject(value.slice(start, stop), stop - start);
  const from = unitIndex(value, start);
  const to = stop === start + 1 ? nextUnit(value, from) : unitIndex(value, stop);
  return new W_UnicodeObject(value.slice(from, to), stop - start);
}

function nextUnit(text: string, unit: number): number {
  return unit + ((text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1);
}

/** Code points between two entries of an index. */
const INDEX_STEP = 64;

/** The string that was indexed last, with the unit index of every 64th code point. */
const lastIndexed: { text: string; units: Uint32Array } = { text: "", units: new Uint32Array(1) };

function unitsOf(text: string): Uint32Array {
  if (lastIndexed.text === text) return lastIndexed.units;
  const units = new Uint32Array(Math.floor(text.length / INDEX_STEP) + 1);
  let unit = 0;
  for (let point = 0; unit <= text.length; point++) {
    if (point % INDEX_STEP === 0) units[point / INDEX_STEP] = unit;
    unit = nextUnit(text, unit);
  }
  lastIndexed.text = text;
  lastIndexed.units = units;
  return units;
}

/**
 * The index in UTF-16 units of the code point number `point`. In long strings by an index, which is
 * kept for the last one: a loop over positions of one string costs the same at each.
 */
export function unitIndex(text: string, point: number): number {
  let unit = 0;
  let rest = point;
  if (text.length > INDEX_STEP * 4) {
    unit = unitsOf(text)[Math.floor(point / INDEX_STEP)]!;
    rest = point % INDEX_STEP;
  }
  for (; rest > 0; rest--) unit = nextUnit(text, unit);
  return unit;
}

/** Whether every code point of a string passes a test. */
export function everyCodePoint(w_text: W_UnicodeObject, test: (code: number) => boolean): boolean {
  const { value, length } = w_text;
  if (value.length !== length) {
    return codePointsOf(w_text).every((character) => test(character.codePointAt(0)!));
  }
  for (let i = 0; i < length; i++) if (!test(value.charCodeAt(i))) return false;
  return true;
}

/** The code points of a string, each as a host string. */
export function codePointsOf(w_text: W_UnicodeObject): string[] {
  return Array.from(w_text.value);
}
