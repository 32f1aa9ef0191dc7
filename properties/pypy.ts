/** Asks pypy3 what a program does. */

import { spawnSync } from "node:child_process";
import type { Outcome } from "./laws/programs/program-run.ts";

/** Asked once: the answer does not change. */
const found: { pypy?: boolean } = {};

/** Whether there is a pypy3 to ask. */
export function hasPypy(): boolean {
  found.pypy ??= spawnSync("pypy3", ["--version"]).status === 0;
  return found.pypy;
}

/** Runs a program text on pypy3. */
export function runPypy(source: string, jit: string): Omit<Outcome, "exception"> {
  const options = jit === "" ? [] : ["--jit", jit];
  const run = spawnSync("pypy3", [...options, "-"], { input: source, encoding: "utf8" });
  if (run.status === null) throw new Error(`pypy3 did not end: ${run.error ?? run.signal}`);
  return { stdout: run.stdout, stderr: run.stderr, status: run.status };
}
