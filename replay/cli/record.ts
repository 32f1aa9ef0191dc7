/**
 * `jitreel record PROG [-o S.reel] [ARGS]`: runs a program and writes
 * its reel. Gives the program's own status.
 */

import { basename } from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import type { RunResult } from "../../sim/index.ts";
import { ReelRecorder } from "../recorder/recorder.ts";
import { makeHeader } from "../recorder/run-header.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { compressFile } from "./compress-file.ts";
import { textOption, wordOption } from "./options.ts";
import type { PreparedRun } from "./program-run.ts";
import { executeRun, prepareRun } from "./program-run.ts";
import { recordUnderPypy } from "./record-pypy.ts";
import { readToolVersion } from "./tool-version.ts";

/** What may run the program. */
const ENGINES = ["jitreel", "pypy3"] as const;

export const record: CommandAction = async (call) => {
  const output = textOption(call.options, "output") ?? defaultOutput(call.operands[0]!);
  const engine = wordOption(call.options, "engine", ENGINES) ?? "jitreel";
  if (engine === "pypy3") return recordUnderPypy(call, output);
  const prepared = prepareRun(call);
  const recorder = new ReelRecorder(output, makeHeader(prepared.spec), readToolVersion());
  call.onRecording(recorder.partialPath);
  const result = await executeRecorded(prepared, call, recorder);
  const isComplete = result.outcome !== "interrupted";
  const written = isComplete ? recorder.complete() : recorder.abandon();
  if (!isComplete) call.console.errLine(`jitreel: ${written}: what was recorded so far`);
  else if (call.options.compress === true) compressFile(written, call.console);
  return result.status;
};

/** `dir/prog.py` is recorded into `prog.reel` in the current folder. */
function defaultOutput(path: string): string {
  return `${basename(path).replace(/\.(py|tiny)$/, "")}.reel`;
}

async function executeRecorded(
  prepared: PreparedRun,
  call: CommandCall,
  recorder: ReelRecorder,
): Promise<RunResult> {
  try {
    return await executeRun(prepared, call, recorder.onEvent);
  } catch (error) {
    if (error instanceof UserError) recorder.discard();
    else recorder.abandon();
    throw error;
  }
}
