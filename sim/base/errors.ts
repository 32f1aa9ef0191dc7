/**
 * User errors: the fourth of the four kinds of errors (bad usage or bad input). They say what is
 * wrong, where, and what to do; the command line prints them without a stack and exits with 2.
 */

/** Where in a text or a file something is wrong. Lines and columns count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** Offset in bytes from the start of the file, for binary files. */
  readonly byteOffset?: number;
}

/** Prints a position as `file:line:column` or `file: byte N`. */
export function printPosition(position: SourcePosition): string {
  if (position.byteOffset !== undefined) return `${position.file}: byte ${position.byteOffset}`;
  const line = position.line === undefined ? "" : `:${position.line}`;
  const column = position.column === undefined ? "" : `:${position.column}`;
  return `${position.file}${line}${column}`;
}

/** Bad usage or bad input: exit code 2, one message, no stack trace. */
export class UserError extends Error {
  override name = "UserError";
  readonly position: SourcePosition | undefined;
  readonly hint: string | undefined;

  constructor(message: string, position?: SourcePosition, hint?: string) {
    super(message);
    this.position = position;
    this.hint = hint;
  }

  /** The whole message as the command line prints it. */
  print(): string {
    const where = this.position === undefined ? "" : `${printPosition(this.position)}: `;
    const hint = this.hint === undefined ? "" : `\n  ${this.hint}`;
    return `${where}${this.message}${hint}`;
  }
}
