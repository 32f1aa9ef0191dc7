/**
 * Reading the files that are named on the command line, with messages for what goes wrong.
 */

import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import type { ByteSource } from "../format/byte-source.ts";
import { MemorySource, openFileSource } from "../format/byte-source.ts";
import { ReelReader } from "../format/reader.ts";
import { readingReason } from "../format/system-error.ts";

/** The bytes of a file; throws a UserError that names it. */
export function readInputFile(path: string): Uint8Array {
  return withReasons(path, () => readFileSync(path));
}

/** The file at `path`, to be read piece by piece; throws a UserError that names it. */
export function openInputFile(path: string): ByteSource {
  return withReasons(path, () => {
    if (statSync(path).isFile()) return openFileSource(path);
    return new MemorySource(readStream(path));
  });
}

/** A pipe cannot be read from any offset, so it is kept in memory; only up to this size. */
const STREAM_SIZE_MAX_BYTES = 256 * 1024 * 1024;

function readStream(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    const pieces: Buffer[] = [];
    for (let size = 0; ; ) {
      const piece = Buffer.allocUnsafeSlow(64 * 1024);
      const count = readSync(descriptor, piece);
      if (count === 0) return Buffer.concat(pieces);
      size += count;
      if (size > STREAM_SIZE_MAX_BYTES) {
        const message = "it is no regular file and gives more than 256 MiB; copy it into a file";
        throw new UserError(`cannot read it: ${message}`, { file: path });
      }
      pieces.push(piece.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

function withReasons<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot read it: ${readingReason(error)}`, { file: path });
  }
}

/** The reel at `path`; throws a UserError or a ReelError. */
export function openReel(path: string): ReelReader {
  return new ReelReader(openInputFile(path), path);
}

/** What is said about an event that a reel of `count` events does not have. */
export function missingEvent(at: number, count: number, file: string): UserError {
  const there = count === 0 ? "it has none" : `it has events 0 to ${count - 1}`;
  return new UserError(`the reel has no event ${at}; ${there}`, { file });
}
