/**
 * Where the bytes of a reel come from: memory or a file. A file is read piece by piece, never as a
 * whole, so a reel of any size takes the same memory. What a source has given stays as it is: later
 * reads use other memory.
 *
 * A file can change while it is read. `size` is what it was when the source was made or last
 * refreshed; of a file that has shrunk since, a read gives fewer bytes than were asked for.
 */

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { ReelError } from "./reel-error.ts";
import { readingReason } from "./system-error.ts";

/** The bytes of one reel. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `offset` on; fewer only at the end. */
  read(offset: number, length: number): Buffer;
  /** Looks how large it is now: a reel that is being written grows. */
  refresh(): void;
  /** Nothing can be read afterwards; closing again does nothing. */
  close(): void;
}

/** Bytes in memory. */
export class MemorySource implements ByteSource {
  private readonly bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get size(): number {
    return this.bytes.length;
  }

  read(offset: number, length: number): Buffer {
    return this.bytes.subarray(offset, offset + length);
  }

  refresh(): void {}

  close(): void {}
}

/** Small reads are answered from a piece of this size. */
const WINDOW_SIZE_BYTES = 128 * 1024;

/** An open regular file. */
export class FileSource implements ByteSource {
  private readonly file: string;
  private descriptor: number | null;
  private fileSize = 0;
  private window: Buffer = Buffer.alloc(0);
  private windowOffset = 0;

  /** Takes over `descriptor`; `file` is its name in messages. */
  constructor(descriptor: number, file: string) {
    this.descriptor = descriptor;
    this.file = file;
    this.refresh();
  }

  get size(): number {
    return this.fileSize;
  }

  read(offset: number, length: number): Buffer {
    const wanted = Math.max(0, Math.min(length, this.fileSize - offset));
    if (wanted === 0) return Buffer.alloc(0);
    const at = offset - this.windowOffset;
    if (at >= 0 && at + wanted <= this.window.length) return this.window.subarray(at, at + wanted);
    if (wanted >= WINDOW_SIZE_BYTES) return this.readFile(offset, wanted);
    this.window = this.readFile(offset, Math.min(WINDOW_SIZE_BYTES, this.fileSize - offset));
    this.windowOffset = offset;
    return this.window.subarray(0, wanted);
  }

  private readFile(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    let done = 0;
    while (done < length) {
      const count = this.attempt((open) =>
        readSync(open, bytes, done, length - done, offset + done),
      );
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  refresh(): void {
    this.fileSize = this.attempt((open) => fstatSync(open).size);
    this.window = Buffer.alloc(0);
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }

  private attempt<T>(act: (descriptor: number) => T): T {
    if (this.descriptor === null) throw new ReelError(this.file, "the reel has been closed");
    try {
      return act(this.descriptor);
    } catch (error) {
      throw new ReelError(this.file, `cannot read the reel: ${readingReason(error)}`);
    }
  }
}

/** Opens the regular file at `path`; throws what the operating system says. */
export function openFileSource(path: string): FileSource {
  return new FileSource(openSync(path, "r"), path);
}
