/**
 * A campaign from end to end, with mutants whose fate is known: one that a test kills, one that
 * makes a loop endless, and one that changes nothing. It is killed after its first judgement and
 * goes on.
 */

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { CAMPAIGN_VERSION, keepMutant, readState, writeState } from "./campaign.ts";
import { listPlaces, printChange } from "./mutant.ts";
import { parseSource } from "./syntax.ts";

const FILE = "sim/memory/free-ranges.ts";
const SCRATCH = mkdtempSync(join(tmpdir(), "mutants-test-"));
const STATE = join(SCRATCH, "campaign.json");

/** Mutants, and what becomes of each. */
const FATES: Readonly<Record<string, string>> = {
  "comparison: candidate < size → candidate >= size": "killed",
  "removed statement: high = middle;": "timeout",
  // A range that is given back overlaps no free one, so that the two are never equal.
  "comparison: this.ranges[middle]!.address < address → this.ranges[middle]!.address <= address":
    "survived",
};

test.before(() => {
  const text = readFileSync(FILE, "utf8");
  const all = listPlaces(parseSource(FILE, text)).flatMap(({ mutants }) => mutants);
  const mutants = all.filter((mutant) => FATES[printChange(mutant, text)] !== undefined);
  assert.is(mutants.length, Object.keys(FATES).length);
  writeState(STATE, {
    version: CAMPAIGN_VERSION,
    seed: 1,
    count: mutants.length,
    refused: 0,
    files: 1,
    places: 1,
    mutants: mutants.map((mutant) => keepMutant(mutant, text)),
    notGreen: [],
    testCount: 0,
  });
});

test.after(() => rmSync(SCRATCH, { recursive: true }));

const TSX = ["--import", "tsx", "properties/mutants/main.ts"];
const TESTS = ["--tests", "sim/memory/code-heap", "--state", STATE, "--workers", "1"];

/** Goes on with the campaign until it has judged a mutant, and is killed. */
function runUntilJudged(): Promise<void> {
  const child = spawn(process.execPath, [...TSX, "--resume", ...TESTS]);
  child.stdout.on("data", (chunk: Buffer) => {
    if (/^1\/3 /m.test(chunk.toString())) child.kill("SIGKILL");
  });
  return new Promise((resolve) => {
    child.on("close", (_, signal) => {
      assert.is(signal, "SIGKILL");
      resolve();
    });
  });
}

test("a campaign that was killed goes on, and each mutant has its fate", async () => {
  await runUntilJudged();
  const before = readState(STATE).mutants.filter(({ judgement }) => judgement !== null);
  assert.is(before.length, 1);
  const results = join(SCRATCH, "results.md");
  const args = [...TSX, "--resume", ...TESTS, "--results", results];
  const run = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.is(run.status, 1, run.stderr);
  assert.match(run.stdout, /^1\/2 /m);
  const { mutants } = readState(STATE);
  assert.equal(
    mutants.filter(({ id }) => id === before[0]?.id),
    before,
  );
  const outcomes = mutants.map(({ judgement }) => judgement?.outcome);
  assert.equal(outcomes.sort(), Object.values(FATES).sort());
  const text = readFileSync(results, "utf8");
  assert.match(text, /2 of 3 mutants killed \(66\.7 %\), 1 of them by the time limit, 1 survived/);
  assert.match(text, /free-ranges\.ts:\d+:11\n {2}`comparison: .*address < address → /);
  assert.match(text, /\| sim\/memory \| 3 \| 2 \| 1 \| 1 \| 66\.7 % \|/);
});

test("what is asked for in a wrong way is refused", () => {
  const refused = (args: readonly string[], message: RegExp): void => {
    const run = spawnSync(process.execPath, [...TSX, ...args], { encoding: "utf8" });
    assert.is(run.status, 2, run.stderr);
    assert.match(run.stderr, message);
    assert.is(run.stderr.trim().split("\n").length, 1);
  };
  refused(["--seconds", "none"], /--seconds none: it is a whole number/);
  refused(["--only", "sim/nothing"], /--only sim\/nothing: no file begins so/);
});

test.run();
