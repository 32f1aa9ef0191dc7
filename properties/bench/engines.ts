/**
 * What is measured: this project's command under several options, and other Pythons beside it. Each
 * run is a process of its own, as its users start it.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Engine {
  readonly name: string;
  /** Part of the usual number of iterations, for those that are slow. */
  readonly share: number;
  /** Whether it interprets only: its figures are those after warming up. */
  readonly isPlain: boolean;
  /** The command line before the program. */
  readonly command: readonly string[];
}

const ROOT = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "../../" : "../../../", import.meta.url),
);
const COMPILED = join(ROOT, "dist/replay/cli/main.js");
export const PROGRAMS_FOLDER = join(ROOT, "properties/bench/programs");
const SCRATCH = mkdtempSync(join(tmpdir(), "jitreel-bench-"));
export const REEL_PATH = join(SCRATCH, "bench.reel");

process.on("exit", () => rmSync(SCRATCH, { recursive: true, force: true }));

function jitreel(...words: string[]): readonly string[] {
  return [process.execPath, COMPILED, ...words];
}

/** The command as users have it; throws when it has not been built. */
export function listEngines(): Engine[] {
  if (!existsSync(COMPILED)) throw new Error("there is no dist/: npm run build");
  const engines: Engine[] = [
    { name: "plain", share: 0.3, isPlain: true, command: jitreel("run", "--jit", "off") },
    { name: "host", share: 1, isPlain: false, command: jitreel("run") },
    { name: "counting", share: 1, isPlain: false, command: jitreel("cost") },
    { name: "recording", share: 1, isPlain: false, command: jitreel("record", "-o", REEL_PATH) },
    { name: "oracle", share: 0.02, isPlain: false, command: jitreel("run", "--backend", "oracle") },
    { name: "pypy3", share: 1, isPlain: false, command: ["pypy3"] },
    { name: "pypy3 off", share: 0.3, isPlain: true, command: ["pypy3", "--jit", "off"] },
    { name: "python3", share: 0.3, isPlain: true, command: ["python3"] },
  ];
  return engines.filter(({ command }) => {
    const [file] = command as [string];
    return spawnSync(file, ["--version"]).status === 0;
  });
}

/** What a shell says of the processor time of a command, in seconds. */
const TIMED = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null';

/** Seconds of processor time that a run takes; throws with what it wrote when it fails. */
export function timeRun(engine: Engine, program: string, args: readonly string[]): number {
  const words = [...engine.command, join(PROGRAMS_FOLDER, program), ...args];
  const run = spawnSync("bash", ["-c", TIMED, "bench", ...words], { encoding: "utf8" });
  const times = run.stderr.trimEnd().split("\n").at(-1)?.split(" ").map(Number) ?? [];
  if (run.status === 0 && times.length === 2) return (times[0] ?? 0) + (times[1] ?? 0);
  throw new Error(`${engine.name}: ${program} ${args.join(" ")}: ${run.stderr || run.error}`);
}

export function reelSizeBytes(): number {
  return statSync(REEL_PATH).size;
}
