/**
 * A line on standard error that says how far a long work is; only on a terminal, and only when the
 * work lasts. It is written synchronously, because the work leaves no time to timers.
 */

import type { Console } from "./console.ts";

const FIRST_MILLISECONDS = 500;
const NEXT_MILLISECONDS = 100;
const CLEAR_LINE = "\r\x1b[K";
const BAR_WIDTH = 30;

export class ProgressLine {
  private readonly console: Console;
  private readonly label: string;
  private readonly total: number;
  private readonly now: () => number;
  private nextAt: number;
  private isShown = false;

  /** `total` is what `update` will reach; 0 when that is not known, and nothing is shown. */
  constructor(console: Console, label: string, total: number, now: () => number) {
    this.console = console;
    this.label = label;
    this.total = console.isErrTerminal ? total : 0;
    this.now = now;
    this.nextAt = now() + FIRST_MILLISECONDS;
  }

  /** `note` stands behind the bar. */
  update(done: number, note = ""): void {
    if (this.total === 0 || this.now() < this.nextAt) return;
    this.nextAt = this.now() + NEXT_MILLISECONDS;
    this.isShown = true;
    const part = Math.min(1, done / this.total);
    const filled = Math.round(part * BAR_WIDTH);
    const bar = "#".repeat(filled).padEnd(BAR_WIDTH, ".");
    const text = `${CLEAR_LINE}${this.label} ${bar} ${Math.floor(part * 100)}%${note}`;
    this.console.err(Buffer.from(text));
  }

  /** Removes the line. */
  finish(): void {
    if (this.isShown) this.console.err(Buffer.from(CLEAR_LINE));
    this.isShown = false;
  }
}
