/**
 * What tests of exports share: the bytes that a format makes of events or of a reel.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import type { JitEvent } from "../format/events.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import type { ExportSource } from "./export-format.ts";
import { EXPORT_FORMATS } from "./formats.ts";
import type { ExportSelection } from "./reel-source.ts";
import { ALL_EVENTS, ReelSource } from "./reel-source.ts";

export const RUNS = join(import.meta.dirname, "../../fixtures/runs");

/** Names of the recorded runs. */
export function listRuns(): string[] {
  return listGoldenNames();
}

/** A recorded run. */
export function openRun(name: string, selection: ExportSelection = ALL_EVENTS): ReelSource {
  return openBytes(readFileSync(join(RUNS, name, "golden.reel")), selection);
}

export function openBytes(bytes: Uint8Array, selection: ExportSelection = ALL_EVENTS): ReelSource {
  return new ReelSource(new ReelReader(bytes, "test.reel"), selection);
}

/** What the format of this name makes of a source. */
export function exportSource(name: string, source: ExportSource): Buffer {
  const format = EXPORT_FORMATS.find((one) => one.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  const pieces: Uint8Array[] = [];
  format.write(source, (bytes) => pieces.push(bytes));
  return Buffer.concat(pieces);
}

/** What the format makes of a reel with these events. */
export function exportEvents(
  name: string,
  events: readonly JitEvent[],
  selection: ExportSelection = ALL_EVENTS,
): Buffer {
  return exportSource(name, openBytes(sampleReel(events), selection));
}

/** Output of a tool; it must end well, with nothing to complain about. */
export function runTool(name: string, argv: readonly string[], input: Uint8Array | null): string {
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const run = spawnSync(name, argv, input === null ? options : { ...options, input });
  if (run.status !== 0 || run.stderr !== "") {
    throw new Error(`${name} ${argv.join(" ")}: status ${run.status}: ${run.stderr}`);
  }
  return run.stdout;
}
