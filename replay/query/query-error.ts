/**
 * What is said about a query that cannot be read: what is wrong, at which line and column, and the
 * line itself with a caret under the place.
 */

import { UserError } from "../../sim/base/errors.ts";
import { printText } from "../replayer/print-value.ts";

/** Characters of a long line that are shown before and behind the place. */
const SHOWN_AROUND = 36;

/** The error for what stands at `offset` (in UTF-16 units) of `text`. */
export function queryError(text: string, offset: number, message: string): UserError {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const nextBreak = text.indexOf("\n", offset);
  const end = nextBreak < 0 ? text.length : nextBreak;
  const line = text.slice(0, start).split("\n").length;
  const before = text.slice(start, offset);
  const behind = text.slice(offset, end);
  const column = [...before].length + 1;
  const shownBefore = cut(before, -SHOWN_AROUND);
  const shown = `${shownBefore}${cut(behind, SHOWN_AROUND)}`;
  const caret = `${" ".repeat([...shownBefore].length)}^`;
  return new UserError(message, { file: "query", line, column }, `${shown}\n  ${caret}`);
}

/** At most so many characters from the start, or from the end when `count` is negative. */
function cut(text: string, count: number): string {
  const all = [...text];
  if (all.length <= Math.abs(count)) return printText(text);
  return count < 0
    ? `…${printText(all.slice(count).join(""))}`
    : `${printText(all.slice(0, count).join(""))}…`;
}
