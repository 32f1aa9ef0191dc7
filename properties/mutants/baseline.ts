/**
 * The baseline: every test once, without mutants, in a build with probes. It says which blocks each
 * test runs and what it costs; a test that fails here judges no mutant and is listed.
 *
 * One JSON file per test file in node_modules/.cache, so that a baseline that was interrupted goes
 * on, and a test file that did not change is not run again for the same sources.
 */

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { replaceFile } from "../../fixtures/store/replace-file.ts";
import { ROOT } from "../../sim/codewriter/sources.ts";
import { presentProducts } from "./edited-build.ts";
import type { FileProbes } from "./probes.ts";
import { insertProbes, placeProbes, probePrologue } from "./probes.ts";
import { runFile, writeStarter } from "./run-file.ts";
import { bundleSources } from "./source-bundle.ts";
import type { Source } from "./syntax.ts";
import type { TestFile } from "./test-pool.ts";
import { readTest } from "./test-pool.ts";

/** A test of the baseline. */
export interface KnownTest {
  readonly file: TestFile;
  readonly index: number;
  readonly name: string;
  readonly seconds: number;
  /** What loading its file takes. */
  readonly loadSeconds: number;
  readonly isGreen: boolean;
  /** A bit per probe; with those that loading the file hits. */
  readonly hits: Uint8Array;
}

/** What the baseline knows of one test file. */
interface StoredFile {
  readonly version: number;
  /** Seconds that loading the file takes. */
  readonly loadSeconds: number;
  readonly end: string;
  readonly tests: readonly StoredTest[];
}

interface StoredTest {
  readonly name: string;
  readonly seconds: number;
  readonly error: string;
  readonly hits: string;
}

export interface Baseline {
  readonly probes: ReadonlyMap<string, FileProbes>;
  readonly tests: readonly KnownTest[];
  /** Files that did not end, and tests that failed: what they are called, and why. */
  readonly notGreen: readonly string[];
}

const VERSION = 1;
/** A file that takes longer is ended; those of its tests that were run judge mutants. */
const FILE_SECONDS_MAX = 120;

export const CACHE_FOLDER = path.join(ROOT, "node_modules/.cache/jitreel-mutants");

function hashOf(texts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}\n${text}\n`);
  return hash.digest("hex").slice(0, 16);
}

/** Reads the baseline, running what is not known yet in `folder`, `workers` at a time. */
export async function readBaseline(
  sources: readonly Source[],
  files: readonly TestFile[],
  options: { folder: string; workers: number; tell: (line: string) => void },
): Promise<Baseline> {
  const probes = placeProbes(sources);
  const key = hashOf(sources.flatMap(({ file, text }) => [file, text]));
  const cache = path.join(CACHE_FOLDER, `baseline-${key}`);
  mkdirSync(cache, { recursive: true });
  const places = new Map(files.map((file) => [file, path.join(cache, placeOf(file))]));
  const missing = files.filter((file) => readStored(places.get(file) ?? "") === null);
  if (missing.length > 0) {
    await buildWithProbes(sources, probes, files, options.folder);
    await inParallel(missing, options.workers, async (file) => {
      const stored = await measureFile(file, options.folder);
      replaceFile(places.get(file) ?? "", JSON.stringify(stored));
      const seconds = stored.tests.reduce((sum, test) => sum + test.seconds, stored.loadSeconds);
      const count = `${stored.tests.length} tests, ${seconds.toFixed(1)} s`;
      options.tell(`baseline: ${file.file} ${stored.end}, ${count}`);
    });
  }
  return readAll(probes, places);
}

function placeOf({ file }: TestFile): string {
  return `${file.replaceAll("/", "~")}-${hashOf([readTest(file)])}.json`;
}

function readStored(place: string): StoredFile | null {
  try {
    const stored = JSON.parse(readFileSync(place, "utf8")) as StoredFile;
    return stored.version === VERSION ? stored : null;
  } catch {
    return null;
  }
}

async function buildWithProbes(
  sources: readonly Source[],
  probes: ReadonlyMap<string, FileProbes>,
  files: readonly TestFile[],
  folder: string,
): Promise<void> {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  let count = 0;
  for (const { blocks } of probes.values()) count += blocks.length;
  const change = (file: string, text: string): string => {
    const source = byFile.get(file);
    const places = probes.get(file);
    return source === undefined || places === undefined ? text : insertProbes(source, places);
  };
  const entries = files.map(({ file }) => file);
  const prologue = probePrologue(count);
  await bundleSources(testBuild({ entries, folder, change, prologue }), presentProducts());
  writeStarter(folder);
}

/** A build of tests: uvu is replaced. */
export function testBuild<T extends { readonly entries: readonly string[] }>(
  request: T,
): T & { readonly replaced: Readonly<Record<string, string>> } {
  const runner = "properties/mutants/test-runner.ts";
  const entries = [...request.entries, runner];
  return { ...request, entries, replaced: { uvu: path.join(ROOT, runner) } };
}

async function measureFile(file: TestFile, folder: string): Promise<StoredFile> {
  const request = { tests: null, isBail: false };
  const run = await runFile(file, { folder, env: {}, request, secondsMax: FILE_SECONDS_MAX });
  let loadSeconds = 0;
  let names: readonly string[] = [];
  let loadHits: readonly number[] = [];
  const tests: StoredTest[] = [];
  for (const report of run.reports) {
    if (report.kind === "loaded") {
      ({ names } = report);
      ({ seconds: loadSeconds, probes: loadHits } = report.cost);
    } else if (report.kind === "test") {
      const { index, cost, error } = report;
      const hits = packHits([...loadHits, ...cost.probes]);
      tests.push({ name: names[index] ?? "", seconds: cost.seconds, error, hits });
    }
  }
  const end = run.end === "crashed" ? `crashed: ${run.output}` : run.end;
  return { version: VERSION, loadSeconds, end, tests };
}

function packHits(probes: readonly number[]): string {
  const last = probes.reduce((max, probe) => Math.max(max, probe), 0);
  const bits = new Uint8Array((last >> 3) + 1);
  for (const probe of probes) bits[probe >> 3] = (bits[probe >> 3] ?? 0) | (1 << (probe & 7));
  return deflateRawSync(bits).toString("base64");
}

/** Whether a test runs the block of a probe. */
export function isHit({ hits }: KnownTest, probe: number): boolean {
  return ((hits[probe >> 3] ?? 0) & (1 << (probe & 7))) !== 0;
}

function readAll(
  probes: ReadonlyMap<string, FileProbes>,
  places: ReadonlyMap<TestFile, string>,
): Baseline {
  const tests: KnownTest[] = [];
  const notGreen: string[] = [];
  for (const [file, place] of places) {
    const stored = readStored(place);
    if (stored === null) continue;
    if (stored.end !== "ended") notGreen.push(`${file.file}: ${stored.end}`);
    for (const [index, { name, seconds, error, hits }] of stored.tests.entries()) {
      if (error !== "") notGreen.push(`${file.file}: ${name}: ${error}`);
      tests.push({
        file,
        index,
        name,
        seconds,
        loadSeconds: stored.loadSeconds,
        isGreen: error === "",
        hits: inflateRawSync(Buffer.from(hits, "base64")),
      });
    }
  }
  return { probes, tests, notGreen };
}

/** Works on all items, some at a time, in their order. */
export async function inParallel<T>(
  items: readonly T[],
  workers: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const pending = [...items];
  const worker = async (): Promise<void> => {
    for (let item = pending.shift(); item !== undefined; item = pending.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
