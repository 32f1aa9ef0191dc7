/**
 * Source lines in what a program has written: in a traceback the line below `File "…", line N` is
 * one. It is replaced; everything else stays. Output comes in pieces that can end anywhere.
 */

const FILE_LINE = /^ *File ".*", line \d+/;
const REPLACEMENT = "[source removed]";

/** Follows one stream. */
export class TracebackFilter {
  /** The line that is not ended yet. */
  private line = "";
  /** Whether the line before it names a file. */
  private isBelowFile = false;
  /** Whether the source in the line is replaced already. */
  private isReplaced = false;

  /** The piece without source lines; `onLine` is told of each that was in it. */
  replace(bytes: Uint8Array, onLine: () => void): Uint8Array {
    const pieces = Buffer.from(bytes)
      .toString("latin1")
      .split(/(?<=\n)/);
    const replaced = pieces.map((piece) => this.replacePiece(piece, onLine)).join("");
    return new Uint8Array(Buffer.from(replaced, "latin1"));
  }

  /** At most one line, with its end when it is there. */
  private replacePiece(piece: string, onLine: () => void): string {
    const isEnded = piece.endsWith("\n");
    const shown = this.isBelowFile ? this.replaceSource(piece, onLine) : piece;
    this.line += piece;
    if (isEnded) {
      this.isBelowFile = FILE_LINE.test(this.line);
      this.isReplaced = false;
      this.line = "";
    }
    return shown;
  }

  private replaceSource(piece: string, onLine: () => void): string {
    const end = /\r?\n$/.exec(piece)?.[0] ?? "";
    if (this.isReplaced) return end;
    // A traceback without its source goes on with the next file; a message is not indented.
    const written = (this.line + piece).trimEnd();
    if (written.trim() === "") return piece;
    const isSource = /^ {4,}\S/.test(written);
    if (!isSource) return piece;
    this.isReplaced = true;
    onLine();
    const indent = /^ */.exec(piece)?.[0] ?? "";
    return `${indent}${REPLACEMENT}${end}`;
  }
}
