/**
 * What `run` and `record` share: the run that the command line describes, its output on the
 * streams, and what is said when it is over.
 */

import { basename, dirname } from "node:path";
import type { OutputListener, RunResult } from "../../sim/index.ts";
import type { EventListener } from "../format/events.ts";
import type { RunSpec } from "../../sim/index.ts";
import type { CommandCall } from "./command.ts";
import type { Console } from "./console.ts";
import { HostInputs, nameGrants } from "./host-inputs.ts";
import { readInputFile } from "./input-file.ts";
import { atPath } from "./locate-error.ts";
import { runOptions, textOptions } from "./options.ts";
import { RunStats } from "./run-stats.ts";
import { runProgram } from "./simulator.ts";

/** A run that is about to start. */
export interface PreparedRun {
  /** The program's path as it was given. */
  readonly path: string;
  readonly spec: RunSpec;
}

/** Reads the program and the options; throws a UserError when one of them is wrong. */
export function prepareRun(call: CommandCall): PreparedRun {
  const [path, ...argv] = call.operands as [string, ...string[]];
  const options = runOptions(call.options, path);
  const source = new Uint8Array(readInputFile(path));
  const folders = nameGrants(dirname(path), textOptions(call.options, "path"));
  const inputs = new HostInputs(dirname(path), folders, call.interrupts);
  const grants = [...folders.keys()];
  const programName = basename(path);
  return { path, spec: { ...options, programName, source, argv, grants, inputs } };
}

/** Runs it with the guest's output on the console; gives the guest's status. */
export async function executeRun(
  run: PreparedRun,
  call: CommandCall,
  onEvent: EventListener | null,
): Promise<RunResult> {
  const { console, options } = call;
  const stats = options.stats === true ? new RunStats() : null;
  const result = await startRun(run, console, joinListeners(onEvent, stats?.onEvent ?? null));
  reportOutcome(result, run, console);
  if (stats !== null) {
    const isJson = options.json === true;
    const lines = isJson ? [stats.printJson(result)] : stats.print(result, console.errStyle);
    for (const line of lines) console.errLine(line);
  }
  return result;
}

/** Writes what a guest writes to the same streams here. */
export function writeGuestOutput(console: Console): OutputListener {
  return (stream, bytes) => {
    if (stream === "stdout") console.outNow(bytes);
    else console.err(bytes);
  };
}

async function startRun(
  run: PreparedRun,
  console: Console,
  onEvent: EventListener | null,
): Promise<RunResult> {
  const onOutput = writeGuestOutput(console);
  const listeners = onEvent === null ? { onOutput } : { onOutput, onEvent };
  return atPath(run.spec.programName, run.path, () => runProgram(run.spec, listeners));
}

/** Nobody listens when there is nobody, so that events are not even made. */
function joinListeners(a: EventListener | null, b: EventListener | null): EventListener | null {
  if (a === null || b === null) return a ?? b;
  return (event) => {
    a(event);
    b(event);
  };
}

/** What is said of a run that did not end by itself. Python prints its exceptions, Tiny does not. */
export function reportOutcome(result: RunResult, run: PreparedRun, console: Console): void {
  const texts: Readonly<Record<RunResult["outcome"], string>> = {
    finished: "",
    exception: run.spec.guest === "python" ? "" : `uncaught ${result.exception}`,
    steps: "ended by --max-steps",
    memory: "ended by --memory",
    interrupted: "interrupted",
  };
  const text = texts[result.outcome];
  if (text !== "") console.errLine(`jitreel: ${run.path}: ${text}`);
}
