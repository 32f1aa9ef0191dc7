/**
 * Tracebacks as text.
 *
 * Counterpart: pypy/interpreter/app_main.py, lib-python/3/traceback.py.
 */

import type { PyTraceback, W_BaseException } from "../objects/base-exception.ts";
import { W_BaseException as BaseException } from "../objects/base-exception.ts";
import { getattr_or_null } from "../objects/attributes.ts";
import { bigintOrNull } from "../objects/int-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { displayName, str_w } from "../objects/text.ts";
import type { W_Root } from "../objects/w-root.ts";

const CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n";

/** Identical entries beyond this many are counted instead. */
const RECURSIVE_CUTOFF = 3;

/** The whole text of an exception: its causes, its traceback, its last line. */
export function formatException(
  space: ObjSpace,
  w_exception: W_BaseException,
  w_traceback = w_exception.w_traceback,
): string {
  return formatChain(space, w_exception, w_traceback);
}

function formatChain(
  space: ObjSpace,
  w_exception: W_BaseException,
  w_traceback: PyTraceback | null,
): string {
  const seen = new Set<W_BaseException>();
  const texts: string[] = [];
  let w_entry: W_BaseException | null = w_exception;
  let link = "";
  while (w_entry !== null) {
    seen.add(w_entry);
    texts.push(
      formatOne(space, w_entry, w_entry === w_exception ? w_traceback : w_entry.w_traceback) + link,
    );
    const { w_cause, w_context, suppress_context }: W_BaseException = w_entry;
    w_entry = null;
    if (w_cause instanceof BaseException && !seen.has(w_cause)) {
      w_entry = w_cause;
      link = CAUSE;
    } else if (w_context !== null && w_cause === null && !suppress_context) {
      w_entry = seen.has(w_context) ? null : w_context;
      link = CONTEXT;
    }
  }
  return texts.reverse().join("");
}

function formatOne(
  space: ObjSpace,
  w_exception: W_BaseException,
  w_traceback: PyTraceback | null,
): string {
  const entries =
    w_traceback === null
      ? ""
      : `Traceback (most recent call last):\n${formatTraceback(space, w_traceback)}`;
  return entries + formatLastLine(space, w_exception);
}

/** The entries of a traceback. */
export function formatTraceback(space: ObjSpace, traceback: PyTraceback | null): string {
  let text = "";
  let last = "";
  let count = 0;
  for (let entry = traceback; entry !== null; entry = entry.next) {
    const line = entry.code.lineAt(entry.last_instr);
    const key = `${entry.code.co_filename}:${line}:${entry.code.co_name}`;
    if (key !== last) {
      text += repeatedLines(count);
      count = 0;
      last = key;
    }
    count++;
    if (count > RECURSIVE_CUTOFF) continue;
    text += `  File "${entry.code.co_filename}", line ${line}, in ${entry.code.co_name}\n`;
    const source = sourceLine(space, entry.code.co_filename, line);
    if (source !== "") text += `    ${source}\n`;
  }
  return text + repeatedLines(count);
}

function repeatedLines(count: number): string {
  const more = count - RECURSIVE_CUTOFF;
  if (more <= 0) return "";
  return `  [Previous line repeated ${more} more time${more > 1 ? "s" : ""}]\n`;
}

function sourceLine(space: ObjSpace, filename: string, line: number): string {
  const source = space.sources.get(filename);
  if (source === undefined) return "";
  return (source.split("\n")[line - 1] ?? "").trim();
}

/** The class and text of an exception; before it the place that a syntax error points to. */
export function formatLastLine(space: ObjSpace, w_exception: W_BaseException): string {
  if (!w_exception.getclass(space).issubtype(space.exceptionTypes.get("SyntaxError")!)) {
    return plainLastLine(space, w_exception);
  }
  const attribute = (name: string): W_Root => getattr_or_null(space, w_exception, name) ?? w_None;
  const w_filename = attribute("filename");
  const filename = w_filename === w_None ? "<string>" : str_w(space, w_filename);
  const name = displayName(w_exception.getclass(space)).replace(/^__main__\./, "");
  const w_msg = attribute("msg");
  const message = w_msg === w_None ? "<no detail available>" : str_w(space, w_msg);
  const w_line = attribute("lineno");
  if (w_line === w_None) return `${name}: ${message}\n`;
  const w_text = attribute("text");
  const shown =
    w_text === w_None ? "" : markedLine(str_w(space, w_text), bigintOrNull(attribute("offset")));
  return `  File "${filename}", line ${str_w(space, w_line)}\n${shown}${name}: ${message}\n`;
}

/** A source line without its indentation, and a caret below the character counted from 1. */
function markedLine(text: string, offset: bigint | null): string {
  const line = text.replace(/\n+$/, "");
  const shown = line.replace(/^[ \n\f]+/, "");
  const caret = Number(offset ?? 0n) - 1 - (line.length - shown.length);
  const space = [...shown].slice(0, Math.max(caret, 0)).map((c) => (/\s/.test(c) ? c : " "));
  const before = space.join("").padEnd(Math.max(caret, 0));
  return `    ${shown}\n${caret < 0 ? "" : `    ${before}^\n`}`;
}

function plainLastLine(space: ObjSpace, w_exception: W_BaseException): string {
  const name = displayName(w_exception.getclass(space)).replace(/^__main__\./, "");
  let text: string;
  try {
    text = str_w(space, w_exception);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    text = `<unprintable ${w_exception.getclass(space).name} object>`;
  }
  return text === "" ? `${name}\n` : `${name}: ${text}\n`;
}
