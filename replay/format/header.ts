/**
 * The header of a reel: everything that determines a run. The backend is not part of it, because
 * all backends give the same reel; the tool's version stands in a frame of its own.
 */

import type { PlainMap } from "./codec.ts";
import type { Fields, TextReader, TextWriter } from "./value-type.ts";
import {
  boolean,
  bytes,
  checkWtf8,
  decodeFields,
  encodeFields,
  int,
  list,
  nullable,
  oneOf,
  record,
  since,
  text,
} from "./value-type.ts";
import { encodeWtf8 } from "./wtf8.ts";

/** Limits of a run; null = none. */
export interface LimitsRecord {
  readonly maxSteps: number | null;
  readonly memoryBytes: number | null;
  readonly heapBytes: number | null;
}

/** The engine of the reels that `record` makes by itself: only these can be verified. */
export const NATIVE_ENGINE = "jitreel";

export interface ReelHeader {
  /** `major.minor` of the format. */
  readonly formatVersion: string;
  /** Raised when the events of an unchanged program change. */
  readonly behaviourRevision: number;
  /** Names of known mistakes of the recorder that this reel was written with. */
  readonly quirks: readonly string[];
  readonly guest: "python" | "tiny";
  /** Relative path, as the program's own messages show it. */
  readonly programName: string;
  readonly programText: Uint8Array;
  readonly programSha256: Uint8Array;
  /** The program's arguments, without its name. */
  readonly argv: readonly string[];
  /** JIT parameters as given, "" = defaults. */
  readonly jit: string;
  readonly seed: number;
  readonly limits: LimitsRecord;
  readonly faults: readonly string[];
  readonly grants: readonly string[];
  readonly timeMode: "virtual" | "real";
  /** What ran the program: "jitreel", or whose log was imported, e.g. "pypy3 7.3.11". */
  readonly engine: string;
  /** What was taken out of the reel before it was given away; empty = nothing. */
  readonly redacted: readonly string[];
  /** Whether runs of entries, labels and bridges are counted from the start. */
  readonly countRuns: boolean;
}

export const HEADER_FIELDS: Fields<ReelHeader> = {
  formatVersion: text,
  behaviourRevision: int,
  quirks: list(text),
  guest: oneOf("python", "tiny"),
  programName: text,
  programText: bytes,
  programSha256: bytes,
  argv: list(text),
  jit: text,
  seed: int,
  limits: record<LimitsRecord>("limits", {
    maxSteps: nullable(int),
    memoryBytes: nullable(int),
    heapBytes: nullable(int),
  }),
  faults: list(text),
  grants: list(text),
  timeMode: oneOf("virtual", "real"),
  engine: since("2.0", text, NATIVE_ENGINE),
  redacted: since<readonly string[]>("2.0", list(text), []),
  countRuns: since("2.0", boolean, false),
};

/** Outside of event frames a text stands as its WTF-8 bytes, without a table. */
export const DIRECT_WRITER: TextWriter = { write: encodeWtf8 };
export const DIRECT_READER: TextReader = { read: checkWtf8 };

/** The payload of the header frame. */
export function encodeHeader(header: ReelHeader): PlainMap {
  const map: PlainMap = { frame: "header" };
  encodeFields(map, header, HEADER_FIELDS, DIRECT_WRITER);
  return map;
}

/** The inverse of {@link encodeHeader}; throws a SchemaError when a field is not as stated. */
export function decodeHeader(map: Readonly<Record<string, unknown>>): ReelHeader {
  return decodeFields(map, HEADER_FIELDS, DIRECT_READER);
}
