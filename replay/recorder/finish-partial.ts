/**
 * Finishes a partial reel whose recording was stopped from outside: what follows the last whole
 * frame is cut off, index and trailer are added. The file keeps its name.
 */

import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { openFileSource } from "../format/byte-source.ts";
import { checkReel } from "../format/check.ts";
import { ReelError } from "../format/reel-error.ts";
import { encodeEnd } from "../format/writer.ts";

/** Whether there was something to keep: a readable header, and nothing worse than a missing end. */
export function finishPartial(path: string): boolean {
  const end = findEnd(path);
  if (end === null) return false;
  const descriptor = openSync(path, "r+");
  ftruncateSync(descriptor, end.offset);
  writeSync(descriptor, end.bytes, 0, end.bytes.length, end.offset);
  closeSync(descriptor);
  return true;
}

/** Where the whole frames end, and the bytes that must follow; null when that cannot be said. */
function findEnd(path: string): { offset: number; bytes: Uint8Array } | null {
  const source = openFileSource(path);
  try {
    const { problems, index } = checkReel(source, path, false);
    const [problem] = problems;
    if (problems.length !== 1 || problem?.kind !== "truncated") return null;
    return { offset: problem.offset, bytes: encodeEnd(index, problem.offset) };
  } catch (error) {
    if (error instanceof ReelError) return null;
    throw error;
  } finally {
    source.close();
  }
}
