/**
 * Compression of a reel that was recorded as a plain one: so it was readable at every moment, and is
 * replaced by the compressed one only when that is whole.
 */

import { compressReel } from "../format/compress.ts";
import type { Console } from "./console.ts";
import { openInputFile } from "./input-file.ts";
import { writeOutput } from "./output-file.ts";

/** Compresses the reel at `path`, in its place. */
export function compressFile(path: string, console: Console): void {
  const source = openInputFile(path);
  try {
    writeOutput(path, console, (write) => compressReel(source, path, write));
  } finally {
    source.close();
  }
}
