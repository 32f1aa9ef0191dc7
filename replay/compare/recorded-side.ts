/**
 * The file of a recorded real side: gzipped JSON with what it was recorded with, so that a program,
 * parameters or arguments that are others are noticed.
 */

import { gunzipSync, gzipSync } from "node:zlib";
import { UserError } from "../../sim/base/errors.ts";
import type { RealSettings, Side } from "./side.ts";

const FORMAT = "jitreel real side 1";
const GZIP_MAGIC = 0x1f;

export interface RecordedSide {
  readonly settings: RealSettings;
  readonly side: Side;
}

export function encodeRecorded({ settings, side }: RecordedSide): Uint8Array {
  const text = JSON.stringify({ format: FORMAT, settings, side });
  return gzipSync(text, { level: 9 });
}

/** Reads a file's bytes, zipped or not; throws a UserError when it is something else. */
export function decodeRecorded(bytes: Uint8Array, file: string): RecordedSide {
  try {
    const text = Buffer.from(bytes[0] === GZIP_MAGIC ? gunzipSync(bytes) : bytes).toString("utf8");
    const value = JSON.parse(text) as RecordedSide & { format: string };
    if (value.format === FORMAT) return { settings: value.settings, side: value.side };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  throw new UserError("not a recorded real side; compare --record DIR writes one", { file });
}

/** Refuses a side that was recorded with something else. */
export function checkSettings(recorded: RealSettings, wanted: RealSettings, file: string): void {
  const problem =
    recorded.program !== wanted.program
      ? "it was recorded with another program, or another version of it"
      : recorded.jit !== wanted.jit
        ? `it was recorded with --jit "${recorded.jit}", not "${wanted.jit}"`
        : recorded.argv.join("\0") !== wanted.argv.join("\0")
          ? `it was recorded with the arguments [${recorded.argv.join(", ")}]`
          : "";
  if (problem !== "") throw new UserError(problem, { file });
}
