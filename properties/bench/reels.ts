/**
 * What recording costs and how large reels are: `npm run bench -- --reels`. Each program is run in
 * processes of its own, recorded and not in turns; times are processor time, the best of all rounds.
 * The part of a run that the recorder took is measured within one run.
 *
 * Sizes are bytes per operation of the traces in a reel or log. A reel's are without its machine
 * code and its header, which holds the program; "operations alone" are those lists with their texts.
 * Beside them stand PyPy's logs of the same program, by the operations of its own traces: the text
 * log of optimized traces, the reel that is imported from it, and the binary jitlog, which holds
 * machine code and the traces before they were optimized, too.
 */

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import { compressReel } from "../../replay/format/compress.ts";
import { MemorySource } from "../../replay/format/byte-source.ts";
import type { JitEvent } from "../../replay/format/events.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "../../replay/format/frame.ts";
import type { ReelHeader } from "../../replay/format/header.ts";
import { ReelReader } from "../../replay/format/reader.ts";
import { openLog } from "../../replay/import/import-log.ts";
import { EventRecorder } from "../../replay/recorder/recorder.ts";
import { PROGRAMS_FOLDER, REEL_PATH } from "./engines.ts";
import type { RecordingTimes } from "./recording-task.ts";

const RUNS_FOLDER = join(PROGRAMS_FOLDER, "../../../fixtures/runs");
const PRESENT = `${FORMAT_MAJOR}.${FORMAT_MINOR}`;
const COLUMN_WIDTH = 12;
const COLUMNS = [
  "run s",
  "recorder",
  "rec./run",
  "operations",
  "B/op",
  "ops alone",
  "compressed",
  "PyPy ops",
  "text log",
  "imported",
  "jitlog",
];

function printRow(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(16) + cells.map((cell) => cell.padStart(COLUMN_WIDTH)).join(""));
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

/** Runs the task; `file` is "-" for a run that is not recorded. */
function timeRun(program: string, iterations: number, file: string): RecordingTimes {
  const task = fileURLToPath(new URL("./recording-task.js", import.meta.url));
  const words = [task, join(PROGRAMS_FOLDER, program), String(iterations), file];
  const run = spawnSync(process.execPath, words, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${program}: ${run.stderr}`);
  return JSON.parse(run.stdout) as RecordingTimes;
}

interface Times {
  readonly plain: number;
  readonly recorded: number;
  readonly recorder: number;
}

function measureTimes(program: string, iterations: number, rounds: number): Times {
  const times = Array.from({ length: rounds }, () => ({
    plain: timeRun(program, iterations, "-").run,
    recorded: timeRun(program, iterations, REEL_PATH),
  }));
  const shares = times.map(({ recorded }) => recorded.recorder / recorded.run);
  return {
    plain: Math.min(...times.map(({ plain }) => plain)),
    recorded: Math.min(...times.map(({ recorded }) => recorded.run)),
    recorder: Math.min(...shares),
  };
}

/** What a reel's bytes are. */
interface Sizes {
  readonly operations: number;
  /** Without code and header. */
  readonly rest: number;
  readonly operationsAlone: number;
  /** Of all of the reel but its header, compressed; code is part of it. */
  readonly compressed: number;
}

function isTrace(event: JitEvent): event is Extract<JitEvent, { operations: readonly unknown[] }> {
  return event.kind === "compile" || event.kind === "abort";
}

function encode(header: ReelHeader, events: readonly JitEvent[]): Buffer {
  const parts: Buffer[] = [];
  const recorder = new EventRecorder((bytes) => parts.push(Buffer.from(bytes)), header, "bench");
  for (const event of events) recorder.onEvent(event);
  recorder.finish();
  return Buffer.concat(parts);
}

function compressedSize(reel: Buffer, name: string): number {
  let size = 0;
  compressReel(new MemorySource(reel), name, (bytes) => {
    size += bytes.length;
  });
  return size;
}

/** The events are written again, so a reel of any version gives the sizes of the present one. */
function measureReel(path: string): Sizes {
  const reader = new ReelReader(readFileSync(path), path);
  const events = [...reader.events()].flatMap(({ event }) => (event === null ? [] : [event]));
  return measureEvents({ ...reader.header, formatVersion: PRESENT }, events);
}

function measureEvents(header: ReelHeader, events: readonly JitEvent[]): Sizes {
  const reel = encode(header, events);
  const headerSize = new ReelReader(reel, "reel").bodyOffset;
  const traces = events.filter(isTrace);
  const emptied = traces.map((event) => ({ ...event, operations: [] }));
  const code = events.reduce((sum, event) => {
    return sum + (event.kind.startsWith("heap_") && "bytes" in event ? event.bytes.length : 0);
  }, 0);
  return {
    operations: traces.reduce((sum, { operations }) => sum + operations.length, 0),
    rest: reel.length - headerSize - code,
    operationsAlone: encode(header, traces).length - encode(header, emptied).length,
    compressed: compressedSize(reel, "reel") - headerSize,
  };
}

function perOperation(bytes: number, operations: number): string {
  return operations === 0 ? "-" : (bytes / operations).toFixed(1);
}

function sizeCells({ operations, rest, operationsAlone, compressed }: Sizes): string[] {
  const sizes = [rest, operationsAlone, compressed];
  return [String(operations), ...sizes.map((size) => perOperation(size, operations))];
}

/** Runs PyPy with a log, and gives the log's events and size; null when there is none. */
async function logOfPypy(
  program: string,
  iterations: number,
  variable: string,
  prefix: string,
): Promise<{ sizeBytes: number; header: ReelHeader; events: JitEvent[] } | null> {
  const path = `${REEL_PATH}.log`;
  rmSync(path, { force: true });
  const env = { ...process.env, [variable]: prefix + path };
  const words = [join(PROGRAMS_FOLDER, program), String(iterations)];
  const run = spawnSync("pypy3", words, { env, encoding: "utf8" });
  if (run.status !== 0) return null;
  const log = await openLog(path, null);
  const events: JitEvent[] = [];
  await log.importEvents((event) => events.push(event));
  return { sizeBytes: statSync(path).size, header: log.header, events };
}

async function pypyCells(program: string, iterations: number): Promise<string[]> {
  const text = await logOfPypy(program, iterations, "PYPYLOG", "jit-log-opt:");
  const binary = await logOfPypy(program, iterations, "JITLOG", "");
  if (text === null || binary === null) return ["-", "-", "-", "-"];
  const imported = measureEvents(text.header, text.events);
  const { operations } = measureEvents(binary.header, binary.events);
  return [
    String(imported.operations),
    perOperation(text.sizeBytes, imported.operations),
    perOperation(imported.rest, imported.operations),
    perOperation(binary.sizeBytes, operations),
  ];
}

/** The reels of fixtures/runs together: many small programs. */
function measureFixtures(): void {
  const total = { operations: 0, rest: 0, operationsAlone: 0, compressed: 0 };
  for (const run of listGoldenNames()) {
    const sizes = measureReel(join(RUNS_FOLDER, run, "golden.reel"));
    for (const key of ["operations", "rest", "operationsAlone", "compressed"] as const) {
      total[key] += sizes[key];
    }
  }
  printRow("fixtures/runs", ["", "", "", ...sizeCells(total)]);
}

/** Prints the table for these programs of the bench. */
export async function measureReels(
  programs: readonly string[],
  iterations: number,
  rounds: number,
): Promise<void> {
  console.log("Recording, and bytes per operation (B/op without code and header):");
  printRow("", COLUMNS);
  measureFixtures();
  const sums = { plain: 0, recorded: 0, recorder: 0 };
  for (const program of programs) {
    const times = measureTimes(program, iterations, rounds);
    for (const key of ["plain", "recorded"] as const) sums[key] += times[key];
    sums.recorder += times.recorder * times.recorded;
    const cells = [...timeCells(times, times.recorder), ...sizeCells(measureReel(REEL_PATH))];
    printRow(program.replace(/\.py$/, ""), [...cells, ...(await pypyCells(program, iterations))]);
  }
  if (programs.length > 1) printRow("all", timeCells(sums, sums.recorder / sums.recorded));
}

function timeCells(times: Times, share: number): string[] {
  const { plain, recorded } = times;
  return [plain.toFixed(2), percent(share), (recorded / plain).toFixed(3)];
}
