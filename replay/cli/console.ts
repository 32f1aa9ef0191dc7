/**
 * Where a command writes: standard output and standard error, written synchronously so that nothing
 * is lost at the end and both keep their order. Output is collected unless it goes to a terminal.
 */

import { writeSync } from "node:fs";
import { isatty } from "node:tty";
import { systemErrorCode } from "../format/system-error.ts";
import type { Style } from "../replayer/style.ts";
import { makeStyle, PLAIN_STYLE } from "../replayer/style.ts";

/** Takes bytes of one stream. */
export type StreamWriter = (bytes: Uint8Array) => void;

/** The streams of one run of the command line. */
export interface ConsoleStreams {
  readonly writeOut: StreamWriter;
  readonly writeErr: StreamWriter;
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  readonly isColoured: boolean;
}

/** Thrown when nobody reads standard output any more (`jitreel … | head`). */
export class OutputClosed extends Error {
  override name = "OutputClosed";
}

const PENDING_SIZE_MAX = 8192;

export class Console {
  private readonly streams: ConsoleStreams;
  private pending: Uint8Array[] = [];
  private pendingSize = 0;

  constructor(streams: ConsoleStreams) {
    this.streams = streams;
  }

  get isOutTerminal(): boolean {
    return this.streams.isOutTerminal;
  }

  get isErrTerminal(): boolean {
    return this.streams.isErrTerminal;
  }

  /** Colours for standard output. */
  get style(): Style {
    const { isColoured, isOutTerminal } = this.streams;
    return isColoured && isOutTerminal ? makeStyle(true) : PLAIN_STYLE;
  }

  /** Colours for standard error. */
  get errStyle(): Style {
    const { isColoured, isErrTerminal } = this.streams;
    return isColoured && isErrTerminal ? makeStyle(true) : PLAIN_STYLE;
  }

  /** A line of text to standard output. */
  line(text: string): void {
    this.out(Buffer.from(`${text}\n`));
  }

  /** Bytes to standard output. */
  out(bytes: Uint8Array): void {
    this.pending.push(new Uint8Array(bytes));
    this.pendingSize += bytes.length;
    if (this.streams.isOutTerminal || this.pendingSize >= PENDING_SIZE_MAX) this.flush();
  }

  /** A guest's output: at once, because nothing else may happen for long, or ever. */
  outNow(bytes: Uint8Array): void {
    this.out(bytes);
    this.flush();
  }

  /** A line of text to standard error. */
  errLine(text: string): void {
    this.err(Buffer.from(`${text}\n`));
  }

  /** Bytes to standard error, after all output so far. */
  err(bytes: Uint8Array): void {
    this.flush();
    this.streams.writeErr(bytes);
  }

  flush(): void {
    if (this.pendingSize === 0) return;
    const bytes = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingSize = 0;
    this.streams.writeOut(bytes);
  }
}

/** The streams of this process. */
export function processStreams(): ConsoleStreams {
  return {
    writeOut: (bytes) => writeAll(1, bytes),
    writeErr: (bytes) => writeAll(2, bytes),
    isOutTerminal: isatty(1),
    isErrTerminal: isatty(2),
    isColoured: process.env.NO_COLOR === undefined && process.env.TERM !== "dumb",
  };
}

/** A pipe that is full and does not block is tried again after a moment. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === "EPIPE") throw new OutputClosed("standard output is closed");
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
