/**
 * A reel does not depend on where and when it is recorded: another working directory, time zone,
 * language, environment, process, and backend give the same bytes. Recorded by the command itself.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Fixture } from "../fixtures/store/fixture.ts";
import { listFixtures } from "../fixtures/our-fixtures.ts";
import { programPath } from "../fixtures/store/fixture.ts";
import { describeFirstDifference } from "../fixtures/recording.ts";

const MAIN = fileURLToPath(new URL("../replay/cli/main.ts", import.meta.url));
const TSX = import.meta.resolve("tsx");
const SCRATCH = mkdtempSync(join(tmpdir(), "jitreel-determinism-"));

test.after(() => rmSync(SCRATCH, { recursive: true, force: true }));

interface Surroundings {
  readonly cwd: string;
  readonly backend: string;
  readonly env: Readonly<Record<string, string>>;
}

const HERE: Surroundings = { cwd: process.cwd(), backend: "host", env: {} };

function record(fixture: Fixture, name: string, around: Surroundings): Buffer {
  const { settings } = fixture;
  const reel = join(SCRATCH, `${fixture.name}-${name}.reel`);
  const options = ["-o", reel, "--guest", settings.guest ?? "python", "--backend", around.backend];
  if (settings.jit !== "") options.push("--jit", settings.jit);
  const program = resolve(programPath(fixture));
  const args = ["--import", TSX, MAIN, "record", ...options, program, ...(settings.args ?? [])];
  const run = spawnSync(process.execPath, args, {
    cwd: around.cwd,
    env: { ...process.env, ...around.env },
    input: settings.stdin ?? "",
    encoding: "utf8",
  });
  assert.is(run.status, settings.status ?? 0, run.stderr);
  return readFileSync(reel);
}

const ELSEWHERE = join(SCRATCH, "a folder with ümlaut");
mkdirSync(ELSEWHERE);

const OTHERS: Readonly<Record<string, Surroundings>> = {
  elsewhere: {
    cwd: ELSEWHERE,
    backend: "host",
    env: { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", HOME: ELSEWHERE },
  },
  oracle: { ...HERE, backend: "oracle" },
};

for (const fixture of listFixtures(["arguments-and-input", "tiny-collatz"])) {
  test(`${fixture.name} is the same reel wherever it is recorded`, () => {
    const reel = record(fixture, "here", HERE);
    assert.ok(reel.length > 1000, `${reel.length} bytes`);
    for (const [name, around] of Object.entries(OTHERS)) {
      assert.is(describeFirstDifference(reel, record(fixture, name, around)), "", name);
    }
  });
}

test.run();
