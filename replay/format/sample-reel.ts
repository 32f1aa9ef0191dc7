/**
 * Small reels for tests: a fixed header, and one function that writes events into memory.
 */

import { createHash } from "node:crypto";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "./frame.ts";
import type { ReelHeader } from "./header.ts";
import { NATIVE_ENGINE } from "./header.ts";
import { ReelWriter } from "./writer.ts";

const PROGRAM = new Uint8Array(Buffer.from("i = 0\nwhile i < 2000:\n    i += 1\nprint(i)\n"));

export const SAMPLE_HEADER: ReelHeader = {
  formatVersion: `${FORMAT_MAJOR}.${FORMAT_MINOR}`,
  behaviourRevision: 1,
  quirks: [],
  guest: "python",
  programName: "prog.py",
  programText: PROGRAM,
  programSha256: new Uint8Array(createHash("sha256").update(PROGRAM).digest()),
  argv: ["a", "\ud800"],
  jit: "threshold=50",
  seed: 0,
  limits: { maxSteps: null, memoryBytes: 2 ** 40, heapBytes: null },
  faults: [],
  grants: [],
  timeMode: "virtual",
  countRuns: false,
  engine: NATIVE_ENGINE,
  redacted: [],
};

/** The bytes of a reel with these events, one frame for each `perFrame` of them. */
export function sampleReel(events: readonly JitEvent[], perFrame = 2): Uint8Array {
  const chunks: Uint8Array[] = [];
  const sink = (bytes: Uint8Array): void => {
    chunks.push(new Uint8Array(bytes));
  };
  const writer = new ReelWriter(sink, SAMPLE_HEADER, "0.0.0-test");
  for (const event of events) {
    writer.add(event);
    if (writer.pendingCount >= perFrame) writer.flush();
  }
  writer.finish();
  return new Uint8Array(Buffer.concat(chunks));
}
