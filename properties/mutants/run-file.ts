/**
 * Starts a process that runs tests of one file in a build, and reads its reports. Limits are of
 * processor time where the system tells it, so that a busy machine kills no mutant; the limit of
 * time on the clock is many times that.
 */

import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../sim/codewriter/sources.ts";
import type { TestFile } from "./test-pool.ts";
import type { TestReport, TestRequest } from "./test-runner.ts";

export interface FileRun {
  readonly reports: readonly TestReport[];
  /** How it ended. */
  readonly end: "ended" | "failed" | "timeout" | "crashed";
  /** What a process that crashed wrote last. */
  readonly output: string;
}

export interface RunOptions {
  /** The folder of the build. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly request: TestRequest;
  /** Seconds of processor time. */
  readonly secondsMax: number;
}

const STARTER = "run-tests.mjs";
const MEMORY_MB = 1500;
const POLL_MILLISECONDS = 250;
/** A process that waits for something that never comes uses no processor time. */
const CLOCK_FACTOR = 10;
const CLOCK_SECONDS_MIN = 60;
const OUTPUT_LENGTH_MAX = 2000;

/** Writes the script that every process of a build runs. */
export function writeStarter(folder: string): void {
  const lines = [
    'import { entries } from "./all.mjs";',
    'const { runTests } = await entries["properties/mutants/test-runner.ts"]();',
    "const [file, request] = process.argv.slice(2);",
    "await runTests(entries[file], JSON.parse(request));",
    "",
  ];
  writeFileSync(path.join(folder, STARTER), lines.join("\n"));
}

/** Runs tests of a file. */
export function runFile({ file, nodeOptions }: TestFile, options: RunOptions): Promise<FileRun> {
  const { folder, env, request, secondsMax } = options;
  const script = path.join(folder, STARTER);
  const limits = [`--max-old-space-size=${MEMORY_MB}`, ...nodeOptions];
  const child = spawn(process.execPath, [...limits, script, file, JSON.stringify(request)], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    // With what it has started it is a group, which is killed as a whole.
    detached: true,
  });
  let output = "";
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-OUTPUT_LENGTH_MAX);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const chunks: Buffer[] = [];
  child.stdio[3]?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const start = performance.now();
  let isTimeout = false;
  const timer = setInterval(() => {
    const clock = (performance.now() - start) / 1000;
    if (clock < secondsMax) return;
    const used = child.pid === undefined ? 0 : processorSeconds(child.pid);
    if (used < secondsMax && clock < CLOCK_SECONDS_MIN + CLOCK_FACTOR * secondsMax) return;
    isTimeout = true;
    killGroup(child.pid);
  }, POLL_MILLISECONDS);
  return new Promise((resolve) => {
    child.on("close", (code) => {
      clearInterval(timer);
      killGroup(child.pid);
      const lines = Buffer.concat(chunks).toString().split("\n").slice(0, -1);
      const reports = lines.map((line) => JSON.parse(line) as TestReport);
      const last = reports.at(-1);
      const isFailed = last?.kind === "test" && last.error !== "";
      const end = isTimeout
        ? "timeout"
        : last?.kind === "ended" && code === 0
          ? "ended"
          : isFailed
            ? "failed"
            : "crashed";
      resolve({ reports, end, output });
    });
  });
}

/** What a process and its threads have used; 0 where the system does not tell. */
function processorSeconds(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
