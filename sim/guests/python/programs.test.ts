/**
 * Every program of fixtures/programs/python/{basic,conformance} gives what pypy3 gave when it was
 * recorded there (`record.sh` beside them): standard output, and after `=== status N` standard
 * error. Here they run plainly.
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const PROGRAMS_FOLDER = new URL("../../../fixtures/programs/python/", import.meta.url);
const FOLDERS = ["basic", "conformance"].map((name) =>
  fileURLToPath(new URL(name, PROGRAMS_FOLDER)),
);
const RUNNER = fileURLToPath(new URL("./run-plain.ts", import.meta.url));

function programsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".py"))
    .sort();
}

interface Outcome {
  readonly filename: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | string;
}

/** Runs all programs in one process whose stack holds a thousand Python calls. */
function runAll(folder: string): Map<string, Outcome> {
  const loader = import.meta.resolve("tsx");
  const options = [
    "--stack-size=6000",
    "--import",
    loader,
    RUNNER,
    "--batch",
    ...programsOf(folder),
  ];
  const child = spawnSync(process.execPath, options, {
    cwd: folder,
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

for (const folder of FOLDERS) {
  const outcomes = runAll(folder);
  for (const program of programsOf(folder)) {
    test(`${program} gives what pypy3 gives`, () => {
      const expected = readFileSync(`${folder}/${program.replace(/\.py$/, ".out")}`, "utf8");
      const outcome = outcomes.get(program);
      assert.ok(outcome !== undefined, `${program} did not run`);
      assert.is(transcript(outcome), expected);
    });
  }
}

test("there are programs for every part of the language", () => {
  assert.ok(programsOf(FOLDERS[0]!).length >= 58);
});

test.run();
