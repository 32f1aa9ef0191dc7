/**
 * Lines of a text that comes in pieces. A line that is longer than any log's is left out, so that
 * the memory it takes is bounded.
 */

/** Longest line that is taken: a dump of 32 MiB of machine code. */
const LINE_SIZE_MAX = 64 << 20;
const NEWLINE = 0x0a;

export class LineSplitter {
  private readonly onLine: (line: Buffer) => void;
  private readonly sizeMax: number;
  private pending: Buffer[] = [];
  private pendingSize = 0;
  /** Number of lines that were too long. */
  leftOut = 0;

  constructor(onLine: (line: Buffer) => void, sizeMax: number = LINE_SIZE_MAX) {
    this.onLine = onLine;
    this.sizeMax = sizeMax;
  }

  push(bytes: Buffer): void {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.keep(bytes.subarray(start, end));
      this.emit();
      start = end + 1;
    }
    // Copied: what is given may be used again for the next piece.
    if (start < bytes.length) this.keep(Buffer.from(bytes.subarray(start)));
  }

  /**
   * Whether a last line was begun and not ended. It is not given: its numbers may lack digits.
   */
  get hasRest(): boolean {
    return this.pendingSize > 0;
  }

  private keep(part: Buffer): void {
    this.pendingSize += part.length;
    if (this.pendingSize <= this.sizeMax) this.pending.push(part);
    else this.pending = [];
  }

  private emit(): void {
    const { pending, pendingSize } = this;
    this.pending = [];
    this.pendingSize = 0;
    if (pendingSize > this.sizeMax) this.leftOut++;
    else this.onLine(pending.length === 1 ? pending[0]! : Buffer.concat(pending));
  }
}
