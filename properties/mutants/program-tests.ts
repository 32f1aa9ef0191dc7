/**
 * The programs of fixtures/programs/python, each a test of its own in this process: all of them
 * interpreted, every eighth traced. They stand for sim/guests/python/programs.test.ts and
 * fixtures/traced-programs.test.ts, which start the sources in other processes.
 */

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { lowThresholds, runProgram } from "../../fixtures/traced-run.ts";
import { ROOT } from "../../sim/codewriter/sources.ts";

const TRACED_EVERY = 8;

for (const name of ["basic", "conformance"]) {
  const folder = path.join(ROOT, "fixtures/programs/python", name);
  const programs = readdirSync(folder).filter((file) => file.endsWith(".py"));
  for (const [index, program] of programs.sort().entries()) {
    for (const jit of index % TRACED_EVERY === 0 ? ["off", lowThresholds(program)] : ["off"]) {
      test(`${name}/${program} with jit ${jit}`, async () => {
        process.chdir(folder);
        const expected = readFileSync(program.replace(/\.py$/, ".out"), "utf8");
        const { stdout, stderr, status } = await runProgram(program, jit, "host");
        const isPlain = stderr === "" && status === 0;
        const found = isPlain ? stdout : `${stdout}=== status ${status}\n${stderr}`;
        process.chdir(ROOT);
        assert.is(found, expected);
      });
    }
  }
}

test.run();
