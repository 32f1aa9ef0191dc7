/**
 * Recordings that are killed (`kill -9`), at given bytes and at given moments, and what must be true
 * of the file that is left: a prefix of the whole reel, byte for byte, readable, and verifiable.
 */

import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { checkReel } from "../format/check.ts";
import { ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import { verifyReel } from "../verify/verify-reel.ts";
import { runProgram } from "./simulator.ts";

/** What a killed recording has left. */
export interface KilledReel {
  /** Null when there is no file. */
  readonly bytes: Buffer | null;
  /** Whether the process was killed before it was done. */
  readonly wasKilled: boolean;
}

/** How many events are left of a killed recording; null when its header was not written yet. */
export type LeftEvents = number | null;

/** How the command line is started: from its sources, or as it was built, which is faster. */
export interface Launcher {
  readonly main: readonly string[];
  readonly dying: readonly string[];
}

export const FROM_SOURCE: Launcher = {
  main: ["--import", "tsx", join(import.meta.dirname, "main.ts")],
  dying: ["--import", "tsx", join(import.meta.dirname, "test-kill-child.ts")],
};

const BUILT_FOLDER = join(import.meta.dirname, "../../dist/replay/cli");

export const BUILT: Launcher = {
  main: [join(BUILT_FOLDER, "main.js")],
  dying: [join(BUILT_FOLDER, "test-kill-child.js")],
};

/** Records `argv` into `path` in a process that dies after `point` bytes. */
export async function recordAndDieAt(
  point: number,
  path: string,
  argv: readonly string[],
  { dying }: Launcher,
): Promise<KilledReel> {
  return record(path, [...dying, String(point), "record", "-o", path, ...argv], null);
}

/** Records `argv` into `path` in a process that is killed some time after its file appears. */
export async function recordAndKillAfter(
  milliseconds: number,
  path: string,
  argv: readonly string[],
  { main }: Launcher,
): Promise<KilledReel> {
  return record(path, [...main, "record", "-o", path, ...argv], milliseconds);
}

async function record(
  path: string,
  command: readonly string[],
  killAfter: number | null,
): Promise<KilledReel> {
  const partial = `${path}.partial`;
  for (const old of [path, partial]) rmSync(old, { force: true });
  const child = spawn(process.execPath, command, { stdio: "ignore" });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("close", (_, signal) => resolve(signal));
  });
  if (killAfter !== null) {
    while (!existsSync(partial) && !existsSync(path) && child.exitCode === null) await wait(2);
    await wait(killAfter);
    child.kill("SIGKILL");
  }
  const wasKilled = (await ended) === "SIGKILL";
  const left = [partial, path].find((one) => existsSync(one));
  return { bytes: left === undefined ? null : readFileSync(left), wasKilled };
}

/** Throws an Error when what is left is not as it must be; `whole` is the reel without a kill. */
export async function checkKilled(
  { bytes, wasKilled }: KilledReel,
  whole: Buffer,
  isVerified: boolean,
): Promise<LeftEvents> {
  if (bytes === null) return null;
  if (!bytes.equals(whole.subarray(0, bytes.length))) throw new Error("not a prefix of the reel");
  if (!wasKilled && bytes.length !== whole.length) throw new Error("not killed, and not whole");
  try {
    const { problems, eventCount, isTruncated } = checkReel(bytes, "killed");
    const areFine = problems.every(({ kind }) => kind === "truncated");
    if (!areFine || isTruncated !== bytes.length < whole.length) {
      throw new Error(`check: ${JSON.stringify(problems)}`);
    }
    if (isVerified) await checkVerified(bytes, eventCount);
    return eventCount;
  } catch (error) {
    const isShort = bytes.length < new ReelReader(whole, "whole").bodyOffset;
    if (error instanceof ReelError && isShort) return null;
    throw error;
  }
}

async function checkVerified(bytes: Buffer, eventCount: number): Promise<void> {
  const result = await verifyReel(new ReelReader(bytes, "killed"), { backend: "host" }, runProgram);
  if (result.divergence !== null || result.sameCount !== eventCount) {
    throw new Error(`verify: ${result.sameCount} of ${eventCount} events are the same`);
  }
}

/** A program with one loop. */
export const INT_LOOP: readonly string[] = [
  join(import.meta.dirname, "../../fixtures/runs/int-loop/program.py"),
];

/** A program with hooks, output, several loops and bridges. */
export const WAREHOUSE: readonly string[] = [
  "--jit",
  "threshold=100,function_threshold=150,trace_eagerness=20",
  join(import.meta.dirname, "../../fixtures/runs/warehouse/program.py"),
];

/** The reel of the same recording without a kill. */
export async function recordWhole(
  path: string,
  argv: readonly string[],
  { main }: Launcher,
): Promise<Buffer> {
  const { bytes, wasKilled } = await record(path, [...main, "record", "-o", path, ...argv], null);
  if (bytes === null || wasKilled || !existsSync(path)) throw new Error("the recording failed");
  return bytes;
}

/** `count` numbers up to `max`, a function of `seed`. */
export function makeKillPoints(count: number, max: number, seed: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * (max + 1));
  });
}
