/**
 * Starts a process that runs tests of one file in a build, and reads its reports. Limits are of
 * processor time where the system tells it, so that a busy machine kills no mutant; the limit of
 * time on the clock is many times that.
 */

import type { ChildProcess } from "node:child_process";
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
  /** Seconds of processor time: of the whole run, or of loading and of each test by its number. */
  readonly secondsMax: number | Limits;
}

export interface Limits {
  readonly load: number;
  test(index: number): number;
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
  const { folder, env, request } = options;
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
  const watch = watchLimits(child, options);
  let rest = "";
  const reports: TestReport[] = [];
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) reports.push(JSON.parse(line) as TestReport);
    watch.hear(reports.length - 1);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      watch.stop();
      killGroup(child.pid);
      const last = reports.at(-1);
      const isFailed = last?.kind === "test" && last.error !== "";
      const end = watch.isOver()
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

interface Watch {
  /** Told how many tests have ended. */
  hear(testCount: number): void;
  isOver(): boolean;
  stop(): void;
}

/** Kills a process that uses more than its limits. */
function watchLimits({ pid }: ChildProcess, { secondsMax, request }: RunOptions): Watch {
  const limitOf = (testCount: number): number => {
    if (typeof secondsMax === "number") return secondsMax;
    return testCount < 0 ? secondsMax.load : secondsMax.test(request.tests?.[testCount] ?? 0);
  };
  let isOver = false;
  let limit = limitOf(-1);
  let clock = performance.now();
  let used = 0;
  const timer = setInterval(() => {
    const seconds = (performance.now() - clock) / 1000;
    if (seconds < limit || pid === undefined) return;
    const isLong = seconds >= CLOCK_SECONDS_MIN + CLOCK_FACTOR * limit;
    if (processorSeconds(pid) - used < limit && !isLong) return;
    isOver = true;
    killGroup(pid);
  }, POLL_MILLISECONDS);
  return {
    hear: (testCount) => {
      if (typeof secondsMax === "number") return;
      limit = limitOf(testCount);
      clock = performance.now();
      used = pid === undefined ? 0 : processorSeconds(pid);
    },
    isOver: () => isOver,
    stop: () => clearInterval(timer),
  };
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
