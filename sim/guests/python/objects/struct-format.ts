/**
 * Formats of the module struct: parsing, packing, unpacking.
 *
 * A format is a list of items with their counts and byte positions. Native formats (`@` or none)
 * align each item to its size as on x86-64; all others are packed tightly.
 *
 * Counterpart: pypy/module/struct/formatiterator.py, rpython/rlib/rstruct.
 */

/** What is wrong with a format or with a value, for the caller to raise as `struct.error`. */
export class StructProblem extends Error {}

/** One item of a format. */
export interface StructItem {
  readonly code: string;
  /** How many values, or how long a string (`s`, `p`), or how many bytes to skip (`x`). */
  readonly count: number;
  readonly size: number;
  /** Where the first value begins. */
  readonly offset: number;
}

export interface StructLayout {
  readonly items: readonly StructItem[];
  readonly size: number;
  readonly isLittle: boolean;
}

const NATIVE: Readonly<Record<string, number>> = {
  x: 1,
  c: 1,
  b: 1,
  B: 1,
  "?": 1,
  s: 1,
  p: 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  f: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  d: 8,
  n: 8,
  N: 8,
  P: 8,
};

const STANDARD: Readonly<Record<string, number>> = { l: 4, L: 4, n: 0, N: 0, P: 0 };

/** The layout of a format. */
export function parseStruct(format: string): StructLayout {
  const mark = /^[@=<>!]/.exec(format)?.[0] ?? "";
  const isNative = mark === "" || mark === "@";
  const isLittle = mark !== ">" && mark !== "!";
  const items: StructItem[] = [];
  let size = 0;
  let at = mark.length;
  while (at < format.length) {
    if (/\s/.test(format[at]!)) {
      at++;
      continue;
    }
    const digits = /^\d*/.exec(format.slice(at))![0];
    at += digits.length;
    const code = format[at++];
    if (code === undefined) throw new StructProblem("incomplete struct format");
    const itemSize = (isNative ? undefined : STANDARD[code]) ?? NATIVE[code] ?? 0;
    if (itemSize === 0) throw new StructProblem("bad char in struct format");
    const count = digits === "" ? 1 : Number(digits);
    if (count > 0x7fffffff) throw new StructProblem("overflow in item count");
    const offset = isNative ? Math.ceil(size / itemSize) * itemSize : size;
    items.push({ code, count, size: itemSize, offset });
    size = offset + count * itemSize;
  }
  return { items, size, isLittle };
}

/** The bits of a binary16 value, rounded to even; null when it is too large. */
export function halfBits(value: number): number | null {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  let exponent = -14;
  while (exponent < 16 && magnitude >= 2 ** (exponent + 1)) exponent++;
  const scaled = magnitude * 2 ** (10 - exponent);
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 === 1);
  const mantissa = isUp ? floor + 1 : floor;
  const bits = (exponent + 14) * 1024 + mantissa;
  return bits >= 0x7c00 ? null : sign | bits;
}

/** The value of binary16 bits. */
export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Writes an integer that fits. */
export function storeInteger(
  view: DataView,
  offset: number,
  size: number,
  value: bigint,
  isLittle: boolean,
): void {
  if (size === 1) view.setUint8(offset, Number(BigInt.asUintN(8, value)));
  else if (size === 2) view.setUint16(offset, Number(BigInt.asUintN(16, value)), isLittle);
  else if (size === 4) view.setUint32(offset, Number(BigInt.asUintN(32, value)), isLittle);
  else view.setBigUint64(offset, BigInt.asUintN(64, value), isLittle);
}

/** Reads an integer. */
export function loadInteger(
  view: DataView,
  offset: number,
  size: number,
  isSigned: boolean,
  isLittle: boolean,
): bigint {
  let value: bigint;
  if (size === 1) value = BigInt(view.getUint8(offset));
  else if (size === 2) value = BigInt(view.getUint16(offset, isLittle));
  else if (size === 4) value = BigInt(view.getUint32(offset, isLittle));
  else value = view.getBigUint64(offset, isLittle);
  return isSigned ? BigInt.asIntN(8 * size, value) : value;
}
