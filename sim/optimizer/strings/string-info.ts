/**
 * What is known of strings: not null and of which length, or virtual in one of three ways: single
 * characters, a part of another string, two strings one behind the other. What a forced string
 * consisted of stays known.
 *
 * Counterpart: StrPtrInfo, VStringPlainInfo, VStringSliceInfo, VStringConcatInfo in
 * rpython/jit/metainterp/optimizeopt/vstring.py.
 */

import type { StringMaker, VirtualDescription } from "../../resume/resume-data.ts";
import { LowString } from "../../trace/low-string.ts";
import type { Value } from "../../trace/values.ts";
import { ConstPtr } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import { InvalidLoop } from "../context.ts";
import { PtrInfo } from "../info.ts";
import { IntBound } from "../ints/int-bound.ts";
import type { Optimizer } from "../optimizer.ts";

/** A string that is not null. */
export class StringPtrInfo extends PtrInfo {
  override readonly infoKind = "string";
  readonly isUnicode: boolean;
  virtual: boolean;
  /** The value that is its length, once somebody has asked for it. */
  length: Value | null = null;
  readonly lengthBound: IntBound;

  constructor(isUnicode: boolean, virtual = false, lengthBound = new IntBound(0n)) {
    super();
    this.isUnicode = isUnicode;
    this.virtual = virtual;
    this.lengthBound = lengthBound;
  }

  override get isVirtual(): boolean {
    return this.virtual;
  }
}

/** A string of constant length; null stands for characters that were never set. */
export class PlainString extends StringPtrInfo {
  readonly chars: (Value | null)[];

  constructor(isUnicode: boolean, length: number) {
    super(isUnicode, true, IntBound.constant(length));
    this.chars = new Array<Value | null>(length).fill(null);
  }

  shrink(length: number): void {
    this.chars.length = length;
    this.length = null;
    this.lengthBound.lower = this.lengthBound.upper = BigInt(length);
  }
}

/** `length` characters of `source` from `start` on. */
export class SliceString extends StringPtrInfo {
  readonly source: Value;
  readonly start: Value;
  override readonly length: Value;
  readonly maker: StringMaker;

  constructor(
    isUnicode: boolean,
    maker: StringMaker,
    [source, start, length]: [Value, Value, Value],
  ) {
    super(isUnicode, true);
    this.source = source;
    this.start = start;
    this.length = length;
    this.maker = maker;
  }
}

/** `left`, then `right`. */
export class ConcatString extends StringPtrInfo {
  readonly left: Value;
  readonly right: Value;
  readonly maker: StringMaker;

  constructor(isUnicode: boolean, maker: StringMaker, left: Value, right: Value) {
    super(isUnicode, true);
    this.left = left;
    this.right = right;
    this.maker = maker;
  }
}

/** What resume data say of a virtual string. A concatenation's length is not among it. */
export function describeString(info: StringPtrInfo): VirtualDescription | null {
  const { isUnicode } = info;
  if (info instanceof PlainString) return { kind: "string", isUnicode, values: info.chars };
  if (info instanceof SliceString) {
    return { kind: "slice", maker: info.maker, values: [info.source, info.start, info.length] };
  }
  if (!(info instanceof ConcatString)) return null;
  return { kind: "concat", maker: info.maker, values: [info.left, info.right] };
}

/** The string that a value is, when it is a constant one. */
export function constantString(value: Value): LowString | null {
  const box = replacementOf(value);
  return box.isConst && box.value instanceof LowString ? box.value : null;
}

/** All characters of a string, when they are constants. */
export function constantChars(optimizer: Optimizer, value: Value): readonly number[] | null {
  const constant = constantString(value);
  if (constant !== null) return constant.chars;
  const info = optimizer.ptrInfo(value);
  return info instanceof StringPtrInfo ? constantCharsOf(optimizer, info) : null;
}

export function constantCharsOf(
  optimizer: Optimizer,
  info: StringPtrInfo,
): readonly number[] | null {
  if (info instanceof PlainString) return plainChars(info);
  if (info instanceof SliceString) {
    const start = optimizer.constantOf(info.start)?.value;
    const length = optimizer.constantOf(info.length)?.value;
    if (typeof start !== "number" || typeof length !== "number") return null;
    if (start < 0 || length < 0) return null;
    return constantChars(optimizer, info.source)?.slice(start, start + length) ?? null;
  }
  if (!(info instanceof ConcatString)) return null;
  const left = constantChars(optimizer, info.left);
  const right = left === null ? null : constantChars(optimizer, info.right);
  return left === null || right === null ? null : [...left, ...right];
}

function plainChars({ chars }: PlainString): number[] | null {
  const constants: number[] = [];
  for (const char of chars) {
    if (char === null || !char.isConst || typeof char.value !== "number") return null;
    constants.push(char.value);
  }
  return constants;
}

/** The constant string of these characters. */
export function constOfChars(
  { ctx }: Optimizer,
  isUnicode: boolean,
  chars: readonly number[],
): ConstPtr {
  const made = new LowString(isUnicode, [...chars]);
  return new ConstPtr(ctx.constantString?.(made.text, isUnicode) ?? made);
}

/** Teaches that `value` is a string and not null; of what is known to be one, nothing is new. */
export function makeNonnullString(optimizer: Optimizer, value: Value, isUnicode: boolean): void {
  const box = replacementOf(value);
  if (box.isConst) return;
  const known = optimizer.ptrInfo(box);
  if (known instanceof StringPtrInfo) return;
  if (known?.isVirtual) throw new InvalidLoop("a virtual object is taken for a string");
  box.forwarded = new StringPtrInfo(isUnicode);
}
