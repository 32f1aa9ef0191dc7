/**
 * The real side: the program under pypy3, twice. The first run has the hooks, the second writes the
 * log sections with run counts and counters, which no hook disturbs.
 *
 * Hashes and addresses are kept from changing (PYTHONHASHSEED, `setarch -R`), and the nursery is so
 * large that no collection happens: each one would decay the counters of the JIT.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import { COLLECTOR, RESULT_VARIABLE } from "./collector.ts";
import type { LogSections } from "./log-sections.ts";
import { parseLogSections } from "./log-sections.ts";
import { Normalizer } from "./normalize.ts";
import type { RealSettings, Side, SideEvent } from "./side.ts";

/** No program of this size of use allocates as much, so that no minor collection happens. */
const NURSERY = "4G";

const INSTALL = "install it (Debian: apt-get install pypy3), or give a recorded side with --real";

/** The program that is run. */
export interface RealCall {
  readonly path: string;
  readonly argv: readonly string[];
  readonly jit: string;
}

interface RealRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Version of the installed PyPy, or null when there is none. */
export function readPypyVersion(): string | null {
  const run = spawnSync("pypy3", ["--version"], { encoding: "utf8" });
  const text = `${run.stdout ?? ""}${run.stderr ?? ""}`;
  return run.status === 0 ? (/PyPy (\d+\.\d+\.\d+)/.exec(text)?.[1] ?? "unknown") : null;
}

function requireTools(): string {
  const version = readPypyVersion();
  if (version === null) throw new UserError(`there is no pypy3 to compare with; ${INSTALL}`);
  const setarch = spawnSync("setarch", ["-R", "true"]);
  if (setarch.status === 0) return version;
  throw new UserError(
    "setarch -R does not work here, without which pypy3's addresses change; " +
      "it is part of util-linux and needs the permission to set a personality",
  );
}

export function digestProgram(source: Uint8Array): string {
  return createHash("sha256").update(source).digest("hex");
}

/** Runs it; throws a UserError when there is no pypy3, or it does not end by itself. */
export function runReal(call: RealCall): { side: Side; settings: RealSettings } {
  const pypy = requireTools();
  const folder = mkdtempSync(join(tmpdir(), "jitreel-compare-"));
  try {
    const hooks = join(folder, "hooks");
    const result = join(folder, "events.json");
    const log = join(folder, "log");
    mkdirSync(hooks);
    writeFileSync(join(hooks, "sitecustomize.py"), COLLECTOR);
    const run = runPypy(call, {
      PYTHONPATH: hooks,
      [RESULT_VARIABLE]: result,
      PYPYLOG: "jit-none:/dev/null",
    });
    if (!existsSync(result)) throw endedEarly(call, run);
    const counted = runPypy(call, {
      PYTHONPATH: hooks,
      PYPYLOG: `jit-backend-counts,jit-summary:${log}`,
    });
    if (counted.stdout !== run.stdout) {
      throw new UserError("two runs under pypy3 print different texts: it is not deterministic", {
        file: call.path,
      });
    }
    const events = readEvents(readFileSync(result, "utf8"));
    const sections: LogSections = parseLogSections(readFileSync(log, "latin1"));
    const program = digestProgram(readFileSync(call.path));
    return {
      side: { status: run.status, stdout: run.stdout, events, ...sections },
      settings: { pypy, jit: call.jit, argv: call.argv, program },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function endedEarly(call: RealCall, run: RealRun): UserError {
  const last = run.stderr.trimEnd().split("\n").at(-1) ?? "";
  const why = last === "" ? "" : `: ${last}`;
  return new UserError(`pypy3 ended with status ${run.status} without an orderly end${why}`, {
    file: call.path,
  });
}

function runPypy(call: RealCall, environment: Readonly<Record<string, string>>): RealRun {
  const jit = call.jit === "" ? [] : ["--jit", call.jit];
  const program = [...jit, basename(call.path), ...call.argv];
  const run = spawnSync("setarch", ["-R", "pypy3", ...program], {
    cwd: dirname(call.path),
    encoding: "utf8",
    env: { ...process.env, PYTHONHASHSEED: "0", PYPY_GC_NURSERY: NURSERY, ...environment },
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (run.status === null) {
    throw new UserError(`pypy3 did not end: ${run.error?.message ?? run.signal}`, {
      file: call.path,
    });
  }
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** The folders of files in printed code objects: they belong to this machine. */
const FOLDERS = /(?<=, file ")[^"]*\//g;

type EventData = [SideEvent["kind"], string, string, string, number, number, number, string[]];

function readEvents(text: string): SideEvent[] {
  const normalizer = new Normalizer();
  return (JSON.parse(text) as EventData[]).map((data) => {
    const [kind, type, driver, key, loopNo, bridge, asmlen, operations] = data;
    const from = bridge === -1 ? "" : normalizer.guard(bridge);
    return {
      kind,
      type,
      driver,
      key: key.replaceAll(FOLDERS, ""),
      loopNo,
      from,
      asmlen,
      operations: normalizer.unit(operations),
    };
  });
}
