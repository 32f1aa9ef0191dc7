/**
 * Texts of a query: characters, `*` for any number of characters and `?` for one. No regular
 * expressions: matching takes at most the product of both lengths, whatever stands in them.
 */

/** A piece of a pattern: characters that stand for themselves, or a wildcard. */
export type PatternPart = { readonly literal: string } | { readonly wildcard: "*" | "?" };

export type Pattern = readonly PatternPart[];

/** The text that the pattern stands for; null when it has wildcards. */
export function plainText(pattern: Pattern): string | null {
  let text = "";
  for (const part of pattern) {
    if (!("literal" in part)) return null;
    text += part.literal;
  }
  return text;
}

/** What stands between two `*`: each item is one character, null = any. */
type Segment = readonly (string | null)[];

/** Tells whether a text is as the pattern says: as a whole, or some part of it. */
export function compilePattern(pattern: Pattern, isWhole: boolean): (text: string) => boolean {
  const plain = plainText(pattern);
  if (plain !== null) return isWhole ? (text) => text === plain : (text) => text.includes(plain);
  const segments = splitSegments(isWhole ? pattern : [MANY, ...pattern, MANY]);
  return (text) => matchSegments(segments, text);
}

const MANY: PatternPart = { wildcard: "*" };

function splitSegments(pattern: Pattern): Segment[] {
  const segments: (string | null)[][] = [[]];
  for (const part of pattern) {
    if ("literal" in part) segments.at(-1)!.push(...part.literal.split(""));
    else if (part.wildcard === "?") segments.at(-1)!.push(null);
    else segments.push([]);
  }
  return segments;
}

/** The first segment begins the text, the last one ends it, the others come as early as they can. */
function matchSegments(segments: readonly Segment[], text: string): boolean {
  const first = segments[0]!;
  const last = segments.at(-1)!;
  if (segments.length === 1) return text.length === first.length && matchesAt(first, text, 0);
  const end = text.length - last.length;
  let at = first.length;
  if (at > end || !matchesAt(first, text, 0) || !matchesAt(last, text, end)) return false;
  for (const segment of segments.slice(1, -1)) {
    const found = findSegment(segment, text, at, end);
    if (found < 0) return false;
    at = found + segment.length;
  }
  return true;
}

function findSegment(segment: Segment, text: string, from: number, end: number): number {
  for (let at = from; at + segment.length <= end; at++) {
    if (matchesAt(segment, text, at)) return at;
  }
  return -1;
}

function matchesAt(segment: Segment, text: string, at: number): boolean {
  return segment.every((unit, i) => (unit === null ? at + i < text.length : text[at + i] === unit));
}
