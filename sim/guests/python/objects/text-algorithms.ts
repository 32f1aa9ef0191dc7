/**
 * Splitting, stripping and replacing: the parts of string methods that str and bytes share. They
 * work on host strings by code unit; bytes come as strings of units up to 255. White space, line
 * breaks and separators are whole units or whole strings, so pairs of surrogates stay together.
 *
 * Counterpart: rpython/rlib/rstring.py, pypy/objspace/std/stringmethods.py.
 */

/** Whether a code unit belongs to a class such as white space. */
export type UnitTest = (unit: number) => boolean;

/** Fields between runs of white space; after `limit` splits the rest stays whole. */
export function splitSpaces(text: string, limit: number, isSpace: UnitTest): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) return fields;
    if (limit >= 0 && fields.length >= limit) {
      fields.push(text.slice(at));
      return fields;
    }
    const start = at;
    while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
    fields.push(text.slice(start, at));
  }
}

/** The same from the end. */
export function rsplitSpaces(text: string, limit: number, isSpace: UnitTest): string[] {
  const fields: string[] = [];
  let end = text.length;
  for (;;) {
    while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
    if (end === 0) return fields.reverse();
    if (limit >= 0 && fields.length >= limit) {
      fields.push(text.slice(0, end));
      return fields.reverse();
    }
    const stop = end;
    while (end > 0 && !isSpace(text.charCodeAt(end - 1))) end--;
    fields.push(text.slice(end, stop));
  }
}

/** Fields between separators; the separator is not empty. */
export function splitBy(text: string, separator: string, limit: number): string[] {
  if (limit < 0) return text.split(separator);
  const parts: string[] = [];
  let at = 0;
  while (parts.length < limit) {
    const found = text.indexOf(separator, at);
    if (found < 0) break;
    parts.push(text.slice(at, found));
    at = found + separator.length;
  }
  parts.push(text.slice(at));
  return parts;
}

/** The same from the end. */
export function rsplitBy(text: string, separator: string, limit: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (limit < 0 || parts.length < limit) {
    const found = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (found < 0) break;
    parts.push(text.slice(found + separator.length, end));
    end = found;
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}

/** The text without what `drops` says at its ends; `sides` is 1 (left), 2 (right) or both. */
export function stripUnits(text: string, drops: UnitTest, sides: number): string {
  let start = 0;
  let end = text.length;
  if ((sides & 1) !== 0) while (start < end && drops(text.charCodeAt(start))) start++;
  if ((sides & 2) !== 0) while (end > start && drops(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** How often `needle` stands in the text without overlapping; it is not empty. */
export function countOccurrences(text: string, needle: string, limit: number): number {
  let count = 0;
  let at = text.indexOf(needle);
  while (at >= 0 && count !== limit) {
    count++;
    at = text.indexOf(needle, at + needle.length);
  }
  return count;
}

/**
 * The text with the first `limit` (all when negative) occurrences replaced. An empty `old` stands
 * before every one of `characters` and at the end.
 */
export function replaceText(
  text: string,
  old: string,
  replacement: string,
  limit: number,
  characters: (text: string) => readonly string[],
): string {
  if (limit === 0) return text;
  if (old !== "") return replaceOccurrences(text, old, replacement, limit);
  const units = characters(text);
  const count = limit < 0 ? units.length + 1 : Math.min(limit, units.length + 1);
  const replaced = units.slice(0, count).map((unit) => replacement + unit);
  const end = count > units.length ? replacement : units.slice(count).join("");
  return replaced.join("") + end;
}

function replaceOccurrences(text: string, old: string, replacement: string, limit: number): string {
  let result = "";
  let start = 0;
  let at = text.indexOf(old);
  for (let count = 0; at >= 0 && count !== limit; count++) {
    result += text.slice(start, at) + replacement;
    start = at + old.length;
    at = text.indexOf(old, start);
  }
  return start === 0 ? text : result + text.slice(start);
}

/** Lines by `isBreak`, with CR LF as one break; with their ends when `keepEnds`. */
export function splitLines(text: string, keepEnds: boolean, isBreak: UnitTest): string[] {
  const lines: string[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at++);
    if (!isBreak(unit)) continue;
    const stop = at - 1;
    if (unit === 13 && text.charCodeAt(at) === 10) at++;
    lines.push(text.slice(start, keepEnds ? at : stop));
    start = at;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Tabs as blanks up to the next multiple of `size`. */
export function expandTabs(text: string, size: number, isPair: UnitTest): string {
  if (!text.includes("\t")) return text;
  let column = 0;
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 9) {
      const width = size > 0 ? size - (column % size) : 0;
      parts.push(text.slice(start, at), " ".repeat(width));
      start = at + 1;
      column += width;
    } else if (unit === 10 || unit === 13) column = 0;
    else if (!isPair(unit)) column++;
  }
  parts.push(text.slice(start));
  return parts.join("");
}

/** The text in three: before the first (last) separator, the separator, the rest. */
export function partitionText(text: string, separator: string, isLast: boolean): string[] {
  const at = isLast ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at < 0) return isLast ? ["", "", text] : [text, "", ""];
  return [text.slice(0, at), separator, text.slice(at + separator.length)];
}
