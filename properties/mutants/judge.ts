/**
 * Judges one mutant: runs against it the tests that run its place, the likeliest and cheapest
 * first, until one fails.
 *
 * Tests near the mutant come before others, short ones before long ones; those that need jitcode
 * wait when it must be made anew for this mutant. A test that takes many times as long as without
 * the mutant has not ended, which kills it too. A test that fails is run once more alone without any
 * mutant: one that fails then as well depends on others, and judges nothing.
 */

import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { Product } from "../../sim/jitcode/product.ts";
import type { Baseline, KnownTest } from "./baseline.ts";
import { isHit } from "./baseline.ts";
import { translateEdited } from "./edited-build.ts";
import type { Mutant } from "./mutant.ts";
import { mutate } from "./mutant.ts";
import { probeAround } from "./probes.ts";
import { runFile } from "./run-file.ts";
import { JITCODE_VARIABLE, jitcodePlace, writeProducts } from "./source-bundle.ts";
import type { NumberedMutant } from "./switches.ts";
import { MUTANT_VARIABLE } from "./switches.ts";
import type { TestFile } from "./test-pool.ts";

/** What became of a mutant. */
export interface Judgement {
  readonly outcome: "killed" | "timeout" | "refused" | "survived";
  /** What killed it: a test, or the code writer. */
  readonly by?: string;
  /** Number of tests that ran against it. */
  readonly ran: number;
  /** Number of tests that run its place. */
  readonly tests: number;
  /** Seconds of processor time that they took. */
  readonly seconds: number;
}

export interface Court {
  /** The folder of the build with all mutants. */
  readonly folder: string;
  readonly baseline: Baseline;
  /** Texts of the sources by file. */
  readonly texts: ReadonlyMap<string, string>;
  readonly products: ReadonlyMap<string, Product>;
  /** Tests that were confirmed to pass alone, and those that do not. */
  readonly alone: Map<KnownTest, boolean>;
  /** Seconds of processor time for one mutant. */
  readonly secondsMax: number;
}

/** Some tests of one file, which run in one process. */
interface Group {
  readonly file: TestFile;
  readonly tests: readonly KnownTest[];
  readonly rank: readonly number[];
}

/** What starting a process costs, in seconds. */
const START_SECONDS = 0.4;
/** A test has not ended after so many times its seconds, and some more. */
const LIMIT_FACTOR = 6;
const LIMIT_SECONDS = 5;
/** Bounds of the classes of tests by their seconds. */
const SHORT_SECONDS = 0.5;
const LONG_SECONDS = 3;

/** Tests that go through the tracing JIT load jitcode. */
const JIT_FOLDER = "sim/metainterp/";

export async function judge(court: Court, { number, mutant }: NumberedMutant): Promise<Judgement> {
  const { baseline } = court;
  const places = baseline.probes.get(mutant.file);
  const probe = places === undefined ? -1 : probeAround(places, mutant.start);
  const tests = baseline.tests.filter((test) => test.isGreen && isHit(test, probe));
  const stale = [...court.products].filter(([, { sources }]) => sources.includes(mutant.file));
  const jitProbes = stale.length > 0 ? probesOfJit(baseline) : [];
  const groups = groupTests(tests, mutant, jitProbes);
  const env: Record<string, string> = { [MUTANT_VARIABLE]: `${number}` };
  let folder: string | null = null;
  let [ran, seconds] = [0, 0];
  const done = (outcome: Judgement["outcome"], by?: string): Judgement => {
    return { outcome, ...(by === undefined ? {} : { by }), ran, tests: tests.length, seconds };
  };
  try {
    for (const group of groups) {
      if (seconds >= court.secondsMax) break;
      if (group.rank[0] === 1 && folder === null) {
        folder = mkdtempSync(path.join(court.folder, "jitcode-"));
        const guests = stale.map(([guest]) => guest);
        const problem = await translateMutant(court, number, mutant, { guests, folder });
        if (problem !== null) return done(problem, "the code writer");
        env[JITCODE_VARIABLE] = jitcodePlace(folder);
      }
      const run = await runGroup(court, group, env, court.secondsMax - seconds);
      ran += run.ran;
      seconds += run.seconds;
      if (run.killer === null) continue;
      const name = `${group.file.file}: ${run.killer.name}`;
      if (await passesAlone(court, run.killer)) return done(run.outcome, name);
    }
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true });
  }
  return done("survived");
}

function probesOfJit({ probes }: Baseline): number[] {
  const found: number[] = [];
  for (const { file, first, blocks } of probes.values()) {
    // The first of a file is hit when it is loaded.
    if (file.startsWith(JIT_FOLDER)) for (let i = 1; i < blocks.length; i++) found.push(first + i);
  }
  return found;
}

function isNear({ file }: TestFile, mutant: Mutant): boolean {
  return path.dirname(mutant.file).startsWith(path.dirname(file));
}

function groupTests(
  tests: readonly KnownTest[],
  mutant: Mutant,
  jitProbes: readonly number[],
): Group[] {
  const groups = new Map<string, { file: TestFile; tests: KnownTest[]; rank: number[] }>();
  for (const test of tests) {
    const length = test.seconds < SHORT_SECONDS ? 0 : test.seconds < LONG_SECONDS ? 1 : 2;
    const isLate = jitProbes.some((probe) => isHit(test, probe)) ? 1 : 0;
    const rank = [isLate, length, isNear(test.file, mutant) ? 0 : 1];
    const key = `${rank.join()} ${test.file.file}`;
    const group = groups.get(key) ?? { file: test.file, tests: [], rank };
    groups.set(key, group);
    group.tests.push(test);
  }
  for (const group of groups.values()) group.tests.sort((a, b) => a.seconds - b.seconds);
  return [...groups.values()].sort(
    (a, b) => compareRanks(a.rank, b.rank) || b.tests.length - a.tests.length,
  );
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface GroupRun {
  readonly killer: KnownTest | null;
  readonly outcome: "killed" | "timeout";
  readonly ran: number;
  readonly seconds: number;
}

/** Runs a group's tests as far as the seconds go. */
async function runGroup(
  { folder }: Court,
  { file, tests }: Group,
  env: Readonly<Record<string, string>>,
  secondsMax: number,
): Promise<GroupRun> {
  let seconds = START_SECONDS;
  const chosen = tests.filter((test, index) => {
    seconds += test.seconds;
    return index === 0 || seconds <= secondsMax;
  });
  const byIndex = new Map(chosen.map((test) => [test.index, test]));
  const limits = {
    load: LIMIT_SECONDS + LIMIT_FACTOR * (tests[0]?.loadSeconds ?? 0),
    test: (index: number) => LIMIT_SECONDS + LIMIT_FACTOR * (byIndex.get(index)?.seconds ?? 0),
  };
  const request = { tests: chosen.map(({ index }) => index), isBail: true };
  const run = await runFile(file, { folder, env, request, secondsMax: limits });
  let used = START_SECONDS;
  let ran = 0;
  for (const report of run.reports) {
    if (report.kind !== "ended") used += report.cost.seconds;
    if (report.kind === "test") ran++;
  }
  if (run.end === "ended") return { killer: null, outcome: "killed", ran, seconds: used };
  // A test that failed has reported; one that did not end, or ended the process, has not.
  const killer = chosen[run.end === "failed" ? ran - 1 : Math.min(ran, chosen.length - 1)];
  const outcome = run.end === "timeout" ? "timeout" : "killed";
  return { killer: killer ?? null, outcome, ran: Math.max(ran, 1), seconds: used };
}

async function passesAlone({ folder, alone }: Court, test: KnownTest): Promise<boolean> {
  const known = alone.get(test);
  if (known !== undefined) return known;
  const { end } = await runFile(test.file, {
    folder,
    env: {},
    request: { tests: [test.index], isBail: true },
    secondsMax: 4 * (LIMIT_SECONDS + LIMIT_FACTOR * (test.loadSeconds + test.seconds)),
  });
  alone.set(test, end === "ended");
  return end === "ended";
}

/** Makes the jitcode of a mutant; what became of the mutant if there is none. */
async function translateMutant(
  { folder, texts, products }: Court,
  number: number,
  mutant: Mutant,
  made: { readonly guests: readonly string[]; readonly folder: string },
): Promise<"killed" | "refused" | null> {
  const text = mutate(texts.get(mutant.file) ?? "", mutant);
  const edited = new Map([[mutant.file, text]]);
  const env = { [MUTANT_VARIABLE]: `${number}` };
  const found = await translateEdited(folder, edited, made.guests, env);
  if ("products" in found) {
    writeProducts(made.folder, new Map([...products, ...found.products]));
    return null;
  }
  // The code writer refuses what is not in its language; a mutant of its own has broken it.
  const isRefused = found.status === 2 && !mutant.file.startsWith("sim/codewriter/");
  return isRefused ? "refused" : "killed";
}
