/**
 * The real side: the program under pypy3, twice. The first run has the hooks, the second writes the
 * log sections with run counts and counters, which no hook disturbs.
 *
 * The nursery is so large that no collection happens: each one would decay the counters of the JIT.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import { RESULT_VARIABLE } from "../engine/hook-script.ts";
import { makePypyCommand, requirePypy } from "../engine/pypy-process.ts";
import { COLLECTOR } from "./collector.ts";
import type { LogSections } from "./log-sections.ts";
import { parseLogSections } from "./log-sections.ts";
import { Normalizer } from "./normalize.ts";
import type { RealSettings, Side, SideEvent } from "./side.ts";

/** No program of this size of use allocates as much, so that no minor collection happens. */
const NURSERY = "4G";

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

export function digestProgram(source: Uint8Array): string {
  return createHash("sha256").update(source).digest("hex");
}

/** Runs it; throws a UserError when there is no pypy3, or it does not end by itself. */
export function runReal(call: RealCall): { side: Side; settings: RealSettings } {
  const pypy = requirePypy("compare with", ", or give a recorded side with --real");
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
  const { file, args, env } = makePypyCommand([basename(call.path), ...call.argv], call.jit, {
    PYPY_GC_NURSERY: NURSERY,
    ...environment,
  });
  const run = spawnSync(file, args, {
    cwd: dirname(call.path),
    encoding: "utf8",
    env,
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
  return text
    .trimEnd()
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const data = JSON.parse(line) as EventData;
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
