/**
 * Every program of fixtures/programs/python/basic gives what pypy3 gave when it was recorded there
 * (`fixtures/programs/python/record.sh`): standard output, and after `=== status N` standard error.
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const FOLDER = fileURLToPath(new URL("../../../fixtures/programs/python/basic", import.meta.url));
const RUNNER = fileURLToPath(new URL("./run-plain.ts", import.meta.url));
const PROGRAMS = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".py"))
  .sort();

interface Outcome {
  readonly filename: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | string;
}

/** Runs all programs in one process whose stack holds a thousand Python calls. */
function runAll(): Map<string, Outcome> {
  const loader = import.meta.resolve("tsx");
  const options = ["--stack-size=6000", "--import", loader, RUNNER, "--batch", ...PROGRAMS];
  const child = spawnSync(process.execPath, options, {
    cwd: FOLDER,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  assert.is(child.stderr, "");
  const outcomes = new Map<string, Outcome>();
  for (const line of child.stdout.trimEnd().split("\n")) {
    const outcome = JSON.parse(line) as Outcome;
    outcomes.set(outcome.filename, outcome);
  }
  return outcomes;
}

function transcript({ stdout, stderr, status }: Outcome): string {
  if (stderr === "" && status === 0) return stdout;
  return `${stdout}=== status ${status}\n${stderr}`;
}

const outcomes = runAll();

for (const program of PROGRAMS) {
  test(`${program} gives what pypy3 gives`, () => {
    const expected = readFileSync(`${FOLDER}/${program.replace(/\.py$/, ".out")}`, "utf8");
    const outcome = outcomes.get(program);
    assert.ok(outcome !== undefined, `${program} did not run`);
    assert.is(transcript(outcome), expected);
  });
}

test("there are programs for every part of the language", () => {
  assert.ok(PROGRAMS.length >= 58);
});

test.run();
