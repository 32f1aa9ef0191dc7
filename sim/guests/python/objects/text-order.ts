/**
 * The order of strings by code points (host strings compare by UTF-16 units).
 */

/** Negative, zero or positive. */
export function orderOfText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const isX = x >= 0xd800 && x <= 0xdfff;
    const isY = y >= 0xd800 && y <= 0xdfff;
    if (isX === isY) return isX ? orderOfCodePoints(a, b, i) : x - y;
    return isX ? codePoint(a, i) - y : x - codePoint(b, i);
  }
  return a.length - b.length;
}

function orderOfCodePoints(a: string, b: string, index: number): number {
  return codePoint(a, index) - codePoint(b, index);
}

/** The code point that the unit at `index` belongs to. */
function codePoint(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  const isLow = unit >= 0xdc00 && unit <= 0xdfff;
  if (isLow && index > 0) {
    const before = text.codePointAt(index - 1)!;
    if (before > 0xffff) return before;
  }
  return text.codePointAt(index)!;
}
