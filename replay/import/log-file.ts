/**
 * The bytes of a log file, in pieces, unzipped when they are zipped; and what sort of log it is.
 */

import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { UserError } from "../../sim/base/errors.ts";
import { readingReason, systemErrorCode } from "../format/system-error.ts";

const PIECE_SIZE = 1 << 18;
const GZIP_MAGIC = [0x1f, 0x8b];
/** The mark of a jitlog's header. */
export const JITLOG_MARK = 0x1e;

/** Gives what was read before it broke off; `onCut` is told when zipped data has no end. */
export async function* readLogBytes(
  path: string,
  onCut: (why: string) => void = () => {},
): AsyncGenerator<Buffer> {
  const gunzip = isZipped(path) ? createGunzip({ chunkSize: PIECE_SIZE }) : null;
  const file = createReadStream(path, { highWaterMark: PIECE_SIZE });
  if (gunzip !== null) file.on("error", (error) => gunzip.destroy(error)).pipe(gunzip);
  try {
    for await (const piece of gunzip ?? file) yield piece as Buffer;
  } catch (error) {
    const code = systemErrorCode(error);
    if (!code.startsWith("Z_")) throw asUserError(error, path);
    onCut(code === "Z_BUF_ERROR" ? "the zipped data breaks off" : "the zipped data is damaged");
  } finally {
    file.destroy();
    gunzip?.destroy();
  }
}

function isZipped(path: string): boolean {
  const start = Buffer.alloc(GZIP_MAGIC.length);
  try {
    const descriptor = openSync(path, "r");
    readSync(descriptor, start);
    closeSync(descriptor);
  } catch (error) {
    throw asUserError(error, path);
  }
  return GZIP_MAGIC.every((byte, i) => start[i] === byte);
}

function asUserError(error: unknown, file: string): unknown {
  if (error instanceof UserError || systemErrorCode(error) === "") return error;
  return new UserError(`cannot read it: ${readingReason(error)}`, { file });
}
