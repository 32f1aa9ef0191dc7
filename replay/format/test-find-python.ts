/**
 * A Python with the msgpack library, for tests of the readers that are written in it. CI must have
 * one; elsewhere these tests are skipped without.
 */

import { spawnSync } from "node:child_process";

/** Null, and a line that says so, when there is none. */
export function findPython(): string | null {
  for (const one of ["python3", "/usr/bin/python3"]) {
    if (spawnSync(one, ["-c", "import msgpack"]).status === 0) return one;
  }
  const message = "python3-msgpack is not installed";
  if (process.env.CI !== undefined) throw new Error(message);
  console.log(`skipped: ${message}`);
  return null;
}
