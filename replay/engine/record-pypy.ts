/**
 * Records a program under the installed pypy3: one run with our hooks and with the logs that tell
 * what hooks do not (addresses, code, run counts), joined into one sequence of events.
 *
 * DIFFERS: from the reels of simulated runs. Time is no part of it: the n-th event stands at tick n,
 * and counters have no times, so that two recordings are the same. What the program printed stands
 * behind the events of the JIT, since no log tells when it was printed. Debug counters are on, as
 * with every PYPYLOG, which makes code longer than it is without.
 */

import { spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import type { EndEvent, EventListener, JitEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import type { ReelHeader } from "../format/header.ts";
import { GreenKeys, relativeTo } from "../import/green-keys.ts";
import type { LoggedProgram } from "../import/import-log.ts";
import { importPypylog, makeForeignHeader } from "../import/import-log.ts";
import { Notices } from "../import/notices.ts";
import { parseHookEvents, RECORD_SCRIPT } from "./hook-events.ts";
import type { HookEvent } from "./hook-events.ts";
import { HookMerger } from "./hook-merger.ts";
import { PATH_VARIABLE, RESULT_VARIABLE } from "./hook-script.ts";
import { endingWithParent, makePypyCommand, requirePypy } from "./pypy-process.ts";

/** Sections that tell more than the hooks do. */
const SECTIONS = [
  "jit-log-opt",
  "jit-backend",
  "jit-tracing",
  "jit-abort",
  "jit-disableinlining",
  "jit-mem",
  "jit-summary",
].join(",");
/** PyPy's own default depends on the processor's cache. */
const NURSERY = "4M";
const POLL_MILLISECONDS = 50;
const OUTPUT_SIZE = 32 << 10;
const SIGNAL_STATUS = 128;

/** What is recorded. */
export interface PypyCall {
  /** The program's path as it was given. */
  readonly path: string;
  readonly program: LoggedProgram;
  readonly argv: readonly string[];
  readonly jit: string;
}

/** What goes on outside while the program runs. */
export interface PypySurroundings {
  onOutput(stream: EventOf<"output">["stream"], bytes: Uint8Array): void;
  /** Whether Ctrl-C was pressed since it was asked last. */
  takeInterrupt(): boolean;
  /** Whether a terminal sends Ctrl-C to the program, too. */
  readonly hasTerminal: boolean;
}

export interface PypyResult {
  readonly status: number;
  readonly isInterrupted: boolean;
  readonly notices: readonly string[];
}

/** A run that can be started; throws a UserError when there is no pypy3. */
export class PypyRecording {
  readonly header: ReelHeader;
  private readonly call: PypyCall;

  constructor(call: PypyCall) {
    this.call = call;
    const engine = `pypy3 ${requirePypy("run the program")}`;
    this.header = { ...makeForeignHeader(engine, call.program), argv: call.argv, jit: call.jit };
  }

  /** Runs the program to its end, then gives all events. */
  async run(onEvent: EventListener, surroundings: PypySurroundings): Promise<PypyResult> {
    const folder = mkdtempSync(join(tmpdir(), "jitreel-record-"));
    try {
      const files = makeFiles(folder);
      const exit = await runProgram(this.call, files, surroundings);
      const notices = new Notices();
      await this.tellEvents(files, exit, onEvent, notices);
      const { status, isInterrupted } = exit;
      return { status, isInterrupted, notices: notices.list() };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  private async tellEvents(
    files: Files,
    exit: Exit,
    onEvent: EventListener,
    notices: Notices,
  ): Promise<void> {
    let count = 0;
    const tell = (event: JitEvent): void => onEvent(withoutTimes(event, count++));
    const renameFile = relativeTo(this.call.program.folder);
    const keys = new GreenKeys(renameFile);
    const hooks = readHooks(files, notices);
    const merger = new HookMerger(tell, hooks, keys, renameFile, notices);
    const path = `${files.log}.${exit.process}`;
    if (existsSync(path)) {
      const log = { path, keys, onProgress: () => {} };
      await importPypylog(log, merger.onEvent, notices);
    }
    merger.finish(0);
    for (const stream of ["stdout", "stderr"] as const) {
      for (const bytes of readPieces(files[stream])) {
        tell({ kind: "output", ticks: 0, stream, bytes });
      }
    }
    tell(makeEnd(exit, hooks));
  }
}

interface Files {
  readonly hooks: string;
  readonly events: string;
  readonly log: string;
  readonly stdout: string;
  readonly stderr: string;
}

function makeFiles(folder: string): Files {
  const hooks = join(folder, "hooks");
  mkdirSync(hooks);
  writeFileSync(join(hooks, "sitecustomize.py"), RECORD_SCRIPT);
  const [stdout, stderr] = [join(folder, "stdout"), join(folder, "stderr")];
  for (const path of [stdout, stderr]) writeFileSync(path, "");
  return { hooks, events: join(folder, "events"), log: join(folder, "log"), stdout, stderr };
}

/** How the program ended. */
interface Exit {
  /** The number that the process had. */
  readonly process: number;
  readonly status: number;
  readonly isInterrupted: boolean;
}

function runProgram(call: PypyCall, files: Files, outside: PypySurroundings): Promise<Exit> {
  const { PYTHONPATH = "", PYPY_GC_NURSERY = NURSERY } = process.env;
  const command = makePypyCommand([call.path, ...call.argv], call.jit, {
    PYPY_GC_NURSERY,
    PYTHONPATH: PYTHONPATH === "" ? files.hooks : `${files.hooks}:${PYTHONPATH}`,
    [PATH_VARIABLE]: PYTHONPATH,
    [RESULT_VARIABLE]: files.events,
    // Processes that the program forks write logs of their own.
    PYPYLOG: `${SECTIONS}:${files.log}.%d`,
  });
  const { file, args, env } = endingWithParent(command);
  const child = spawn(file, args, { env, stdio: ["inherit", "pipe", "pipe"] });
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (bytes: Buffer) => {
      appendFileSync(files[stream], bytes);
      outside.onOutput(stream, bytes);
    });
  }
  let isInterrupted = false;
  const timer = setInterval(() => {
    if (!outside.takeInterrupt()) return;
    isInterrupted = true;
    if (!outside.hasTerminal) child.kill("SIGINT");
  }, POLL_MILLISECONDS);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(timer);
      const status = code ?? SIGNAL_STATUS + (signal === null ? 0 : constants.signals[signal]);
      const isSigint = status === SIGNAL_STATUS + constants.signals.SIGINT;
      const isEnded = isSigint && (isInterrupted || signal !== null);
      resolve({ process: child.pid ?? 0, status, isInterrupted: isEnded });
    });
  });
}

function readHooks({ events }: Files, notices: Notices): HookEvent[] {
  if (existsSync(events)) return parseHookEvents(readFileSync(events, "utf8"));
  notices.add("the program did not end in an orderly way: what hooks have told is lost");
  return [];
}

/** The times of a run are never those of another one. */
function withoutTimes(event: JitEvent, ticks: number): JitEvent {
  const untimed = { ...event, ticks };
  if (untimed.kind !== "stats") return untimed;
  return { ...untimed, tracingNanoseconds: 0, backendNanoseconds: 0 };
}

function makeEnd({ status, isInterrupted }: Exit, hooks: readonly HookEvent[]): EndEvent {
  const raised = hooks.findLast((event) => event.kind === "exception");
  const exception = raised?.kind === "exception" ? raised.name : "";
  const outcome = isInterrupted ? "interrupted" : exception === "" ? "finished" : "exception";
  return { kind: "end", ticks: 0, status, outcome, exception };
}

function* readPieces(path: string): Generator<Uint8Array> {
  const descriptor = openSync(path, "r");
  try {
    for (;;) {
      const bytes = new Uint8Array(OUTPUT_SIZE);
      const size = readSync(descriptor, bytes);
      if (size === 0) return;
      yield bytes.subarray(0, size);
    }
  } finally {
    closeSync(descriptor);
  }
}
