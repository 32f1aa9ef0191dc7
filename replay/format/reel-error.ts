/**
 * What is wrong with a reel, or with a file that should be one: a user error (bad input). It names
 * the file and, where there is one, the byte. The command line prints it without a stack.
 */

/** A file that is no reel, a damaged reel, or a reel that cannot be written. */
export class ReelError extends Error {
  override name = "ReelError";
  readonly file: string;
  readonly byteOffset: number | undefined;
  readonly hint: string | undefined;

  constructor(file: string, message: string, byteOffset?: number, hint?: string) {
    super(message);
    this.file = file;
    this.byteOffset = byteOffset;
    this.hint = hint;
  }

  /** The whole message as the command line prints it. */
  print(): string {
    const where = this.byteOffset === undefined ? "" : `byte ${this.byteOffset}: `;
    const hint = this.hint === undefined ? "" : `\n  ${this.hint}`;
    return `${this.file}: ${where}${this.message}${hint}`;
  }
}
