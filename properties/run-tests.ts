/**
 * The test runner: every `*.test.ts` under the named folders in a process of its own, two at a
 * time, through uvu. Prints a line per file and the output of those that fail, and ends with
 * `N passed, N failed`. A file that crashes, hangs or runs no test counts as one failure.
 *
 *   tsx properties/run-tests.ts [PATH…]
 */

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { findFiles } from "./find-files.ts";

interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly output: string;
}

/** A file that takes longer than this hangs. */
const FILE_SECONDS_MAX = 900;

const DEFAULT_PATHS = ["sim", "replay", "fixtures", "properties"];

function readCount(output: string, label: string): number {
  const found = new RegExp(`^\\s*${label}:\\s+(\\d+)`, "m").exec(output);
  return found === null ? 0 : Number(found[1]);
}

function summarize(file: string, output: string, code: number | null, start: number): FileResult {
  const total = readCount(output, "Total");
  const passed = readCount(output, "Passed");
  const skipped = readCount(output, "Skipped");
  const wrong = total - passed - skipped;
  const failed = wrong > 0 ? wrong : code === 0 && total > 0 ? 0 : 1;
  return { file, passed, failed, skipped, seconds: (performance.now() - start) / 1000, output };
}

function runFile(file: string): Promise<FileResult> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", file], {
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    const timer = setTimeout(() => {
      output += `\nit did not end within ${FILE_SECONDS_MAX} s\n`;
      child.kill("SIGKILL");
    }, FILE_SECONDS_MAX * 1000);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(summarize(file, output, code, start));
    });
  });
}

function report(result: FileResult): void {
  const state = result.failed > 0 ? "FAIL" : "ok  ";
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : "";
  const seconds = result.seconds.toFixed(1);
  console.log(`${state} ${result.file} (${result.passed} passed${skipped}, ${seconds} s)`);
  if (result.failed > 0) console.log(result.output.replace(/^/gm, "     "));
}

async function runAll(files: readonly string[]): Promise<FileResult[]> {
  const results: FileResult[] = [];
  const pending = [...files];
  const worker = async (): Promise<void> => {
    for (let file = pending.shift(); file !== undefined; file = pending.shift()) {
      const result = await runFile(file);
      report(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return results;
}

const given = process.argv.slice(2);
const results = await runAll(findFiles(given.length > 0 ? given : DEFAULT_PATHS, ".test.ts"));
const sum = (count: (result: FileResult) => number): number =>
  results.reduce((total, result) => total + count(result), 0);
const failed = sum((result) => result.failed);
console.log(`${sum((result) => result.passed)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
