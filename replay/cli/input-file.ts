/**
 * Reading the files that are named on the command line, with messages for what goes wrong.
 */

import { readFileSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import { ReelReader } from "../format/reader.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a folder, not a file",
  EACCES: "permission denied",
  ENOTDIR: "a part of the path is not a folder",
  ENAMETOOLONG: "the name is too long",
  ERR_FS_FILE_TOO_LARGE: "the file is larger than 2 GiB",
  ELOOP: "too many symbolic links",
};

/** The bytes of a file; throws a UserError that names it. */
export function readInputFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UserError(`cannot read it: ${REASONS[code] ?? code}`, { file: path });
  }
}

/** The reel at `path`; throws a UserError or a ReelError. */
export function openReel(path: string): ReelReader {
  return new ReelReader(readInputFile(path), path);
}

/** What is said about an event that a reel of `count` events does not have. */
export function missingEvent(at: number, count: number, file: string): UserError {
  const there = count === 0 ? "it has none" : `it has events 0 to ${count - 1}`;
  return new UserError(`the reel has no event ${at}; ${there}`, { file });
}
