/**
 * A run's inputs from this computer: standard input, modules beside the program, the clock. What a
 * run gets from here is recorded, so nothing else of the run depends on the host.
 */

import { readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { InputSource } from "../../sim/index.ts";

const CHUNK_SIZE_BYTES = 65536;
const NEWLINE = 10;

export class HostInputs implements InputSource {
  /** The folder of the program; nothing outside of it can be read. */
  private readonly folder: string;
  private buffered: Buffer = Buffer.alloc(0);
  private isAtEnd = false;

  constructor(folder: string) {
    this.folder = realpathSync(folder);
  }

  stdin(): Uint8Array | null {
    let end = this.buffered.indexOf(NEWLINE);
    while (end < 0 && !this.isAtEnd) {
      this.readChunk();
      end = this.buffered.indexOf(NEWLINE);
    }
    const length = end < 0 ? this.buffered.length : end + 1;
    const line = new Uint8Array(this.buffered.subarray(0, length));
    this.buffered = this.buffered.subarray(length);
    return line.length === 0 ? null : line;
  }

  private readChunk(): void {
    const chunk = Buffer.alloc(CHUNK_SIZE_BYTES);
    const size = readInput(chunk);
    if (size === 0) this.isAtEnd = true;
    this.buffered = Buffer.concat([this.buffered, chunk.subarray(0, size)]);
  }

  /** Links that lead out of the folder are not followed. */
  readModule(path: string): Uint8Array | null {
    const full = join(this.folder, path);
    if (!statSync(full, { throwIfNoEntry: false })?.isFile()) return null;
    if (!realpathSync(full).startsWith(this.folder + sep)) return null;
    return new Uint8Array(readFileSync(full));
  }

  nowNanoseconds(): bigint {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
  }
}

/** Blocks until there is input; 0 at its end. */
function readInput(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
