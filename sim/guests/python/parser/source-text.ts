/**
 * A source text with its file name and lines, and the syntax errors that point into it.
 *
 * Newlines are Python's: `\r\n` and `\r` count as `\n`, and the text always ends with one, as
 * Python's own tokenizer sees it.
 */

import { UserError } from "../../../base/errors.ts";

/** The three classes of errors a compilation can end with. */
export type SyntaxErrorKind = "SyntaxError" | "IndentationError" | "TabError";

/** A text to be compiled. */
export interface SourceText {
  readonly filename: string;
  /** With `\n` newlines, the last line terminated; without a byte order mark. */
  readonly text: string;
  readonly lines: readonly string[];
  /** Whether the text ended with a newline before one was added. */
  readonly isTerminated: boolean;
}

/** Makes a source text of what a file holds. */
export function makeSourceText(source: string, filename: string): SourceText {
  let text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  text = text.replace(/\r\n?/g, "\n");
  const isTerminated = text.endsWith("\n");
  if (text !== "" && !text.endsWith("\n")) text += "\n";
  return { filename, text, lines: text.split("\n"), isTerminated };
}

/** A Python text that does not compile. The message is worded as CPython 3.9 words it. */
export class PythonSyntaxError extends UserError {
  override name = "PythonSyntaxError";
  readonly kind: SyntaxErrorKind;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
  /** The line of the source the error is in, without its newline. */
  readonly sourceLine: string;
  /** The line is shown without a newline: found after parsing, in a last line that has none. */
  readonly lacksNewline: boolean;

  constructor(
    source: SourceText,
    message: string,
    line: number,
    column: number,
    kind: SyntaxErrorKind = "SyntaxError",
    isLate = false,
  ) {
    super(message, { file: source.filename, line, column });
    this.kind = kind;
    this.file = source.filename;
    this.line = line;
    this.column = column;
    // What is wrong with the end of the text has no line.
    this.sourceLine = column === 0 && !isLate ? "" : (source.lines[line - 1] ?? "");
    const isLast = line >= source.lines.length - 1;
    this.lacksNewline = isLate && isLast && !source.isTerminated;
  }
}
