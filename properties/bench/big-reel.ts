/**
 * A reel of ten million generated events: how fast it is written, listed, filtered, checked and
 * compared, how long it takes to find one event or the state at one, and how much memory each
 * takes. Every piece of work is a process of its own. `npm run bench -- --big [--events N]`.
 */

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskResult } from "./big-reel-task.ts";

/** What no work on a reel may need. */
const RESIDENT_MAX_BYTES = 300e6;

/** What finding an event may take. */
const SEEK_MAX_MILLISECONDS = 50;

const LOOKS = 100;

function run(...args: readonly string[]): TaskResult {
  const source = import.meta.filename;
  const task = source.replace(/big-reel(\.[jt]s)$/, "big-reel-task$1");
  const loader = source.endsWith(".ts") ? ["--import", "tsx"] : [];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...loader, task, ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  const result = JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as TaskResult;
  if (result.code > 1) throw new Error(`${args.join(" ")}: exit code ${result.code}: ${stderr}`);
  return result;
}

function report(what: string, events: number, result: TaskResult, rest = ""): void {
  const rate = Math.round(events / result.seconds / 1000);
  const columns = [
    what.padEnd(34),
    `${result.seconds.toFixed(1)} s`.padStart(9),
    `${rate} thousand events/s`.padStart(26),
    `${(result.residentBytes / 1e6).toFixed(0)} MB resident`.padStart(18),
  ];
  console.log(`${columns.join("")}${rest === "" ? "" : `  ${rest}`}`);
  if (result.residentBytes > RESIDENT_MAX_BYTES) fail(`more than ${RESIDENT_MAX_BYTES / 1e6} MB`);
}

function fail(message: string): void {
  console.log(`  TOO MUCH: ${message}`);
  process.exitCode = 1;
}

function reportSeek(what: string, { slowestMilliseconds, residentBytes }: TaskResult): void {
  const slowest = `slowest of ${LOOKS}: ${slowestMilliseconds.toFixed(1)} ms`;
  const resident = `${(residentBytes / 1e6).toFixed(0)} MB resident`;
  console.log(`${what.padEnd(34)}${slowest.padStart(35)}${resident.padStart(18)}`);
}

/** Measures with `count` events; a figure beyond its bound makes the exit code 1. */
export function measureBigReel(count: number): void {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-big-"));
  const path = join(folder, "big.reel");
  const again = join(folder, "again.reel");
  try {
    const written = run("write", path, String(count));
    const size = statSync(path).size;
    const bytes = `${(size / 1e6).toFixed(0)} MB, ${(size / count).toFixed(0)} bytes each`;
    report(`write ${count} events`, count, written, bytes);
    copyFileSync(path, again);
    report("list: replay", count, run("cli", "replay", path));
    report(
      "filter: replay --type abort,bridge",
      count,
      run("cli", "replay", "--type", "abort,bridge", path),
    );
    const where = 'bridge and op = "int_lt" and loop_no > 100';
    report("filter: replay --where", count, run("cli", "replay", "--where", where, path));
    report("check", count, run("cli", "check", path));
    report("diff with a copy", 2 * count, run("cli", "diff", path, again));
    const at = run("at", path, String(LOOKS));
    reportSeek("find an event by number", at);
    if (at.slowestMilliseconds > SEEK_MAX_MILLISECONDS)
      fail(`more than ${SEEK_MAX_MILLISECONDS} ms`);
    reportSeek("state after an event", run("stateAt", path, String(LOOKS)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
