/**
 * The bytes of a log file, in pieces, unzipped when they are zipped; and what sort of log it is.
 */

import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { UserError } from "../../sim/base/errors.ts";

const PIECE_SIZE = 1 << 18;
const GZIP_MAGIC = [0x1f, 0x8b];
/** The mark of a jitlog's header. */
export const JITLOG_MARK = 0x1e;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a folder, not a file",
  EACCES: "permission denied",
  ENOTDIR: "a part of the path is not a folder",
  ENAMETOOLONG: "the name is too long",
};

/** Gives what was read before it broke off; `onCut` is told when zipped data has no end. */
export async function* readLogBytes(
  path: string,
  onCut: (why: string) => void = () => {},
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: PIECE_SIZE });
  try {
    const pieces = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const first = await pieces.next();
    if (first.done === true) return;
    if (!GZIP_MAGIC.every((byte, i) => first.value[i] === byte)) {
      yield first.value;
      yield* restOf(pieces);
      return;
    }
    yield* unzip(first.value, pieces, onCut);
  } catch (error) {
    throw asUserError(error, path);
  } finally {
    file.destroy();
  }
}

async function* restOf(pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    const step = await pieces.next();
    if (step.done === true) return;
    yield step.value;
  }
}

/** What comes out of a damaged or cut archive before the place is taken. */
async function* unzip(
  first: Buffer,
  pieces: AsyncIterator<Buffer>,
  onCut: (why: string) => void,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const feeding = (async () => {
    gunzip.write(first);
    for await (const piece of restOf(pieces)) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(piece))
        await new Promise((resolve) => gunzip.once("drain", resolve).once("close", resolve));
    }
    gunzip.end();
  })();
  try {
    for await (const piece of gunzip) yield piece as Buffer;
    await feeding;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!code.startsWith("Z_")) throw error;
    onCut(code === "Z_BUF_ERROR" ? "the zipped data breaks off" : "the zipped data is damaged");
  } finally {
    gunzip.destroy();
  }
}

function asUserError(error: unknown, file: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof UserError || code === "") return error;
  return new UserError(`cannot read it: ${REASONS[code] ?? code}`, { file });
}
