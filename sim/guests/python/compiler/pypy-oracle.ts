/**
 * pypy3 as an oracle for tests and tools: what it compiles and prints. Never used by the product.
 */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DumpedCode } from "./compare-code.ts";

const DUMP_SCRIPT = fileURLToPath(new URL("./pypy-dump.py", import.meta.url));
const OUTPUT_MAX = 2 ** 30;

/** Whether `pypy3` of the right version is on the PATH. */
export function hasPypy(): boolean {
  try {
    return runPypy("import sys; print(sys.implementation.name, sys.version_info[:2])").startsWith(
      "pypy (3, 9)",
    );
  } catch {
    return false;
  }
}

/**
 * Whether a test that needs pypy3 runs. Without pypy3 it is skipped with a message, but under CI it
 * is a failure.
 */
export function requirePypy(test: string): boolean {
  if (hasPypy()) return true;
  if (process.env.CI) throw new Error(`${test}: pypy3 (Python 3.9) must be installed under CI`);
  console.log(`skipped, no pypy3: ${test}`);
  return false;
}

/** The output of a program given to `pypy3 -c`. */
export function runPypy(program: string): string {
  return execFileSync("pypy3", ["-c", program], { encoding: "utf8", maxBuffer: OUTPUT_MAX });
}

/** What pypy3 makes of each file. */
export function dumpFiles(files: readonly string[]): DumpedCode[] {
  const output = execFileSync("pypy3", [DUMP_SCRIPT], {
    input: files.map((file) => `${file}\n`).join(""),
    encoding: "utf8",
    maxBuffer: OUTPUT_MAX,
  });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as DumpedCode);
}

/** What `pypy3 -m dis FILE` prints, addresses masked. */
export function disassembleWithPypy(file: string): string {
  const env = { ...process.env, PYTHONIOENCODING: "utf-8:surrogatepass" };
  const output = execFileSync("pypy3", ["-W", "ignore", "-m", "dis", file], {
    encoding: "utf8",
    env,
    maxBuffer: OUTPUT_MAX,
  });
  return maskAddresses(output);
}

/** A disassembly without the addresses of code objects, which differ from run to run. */
export function maskAddresses(text: string): string {
  return text.replace(/ at 0x[0-9a-f]+,/g, " at 0x...,");
}
