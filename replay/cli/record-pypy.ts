/**
 * `jitreel record --engine pypy3 PROG`: runs a program under the installed pypy3 and writes its
 * reel. Gives the program's own status.
 */

import { basename, dirname, resolve } from "node:path";
import { isatty } from "node:tty";
import { UserError } from "../../sim/base/errors.ts";
import { PypyRecording } from "../engine/record-pypy.ts";
import type { PypyResult, PypySurroundings } from "../engine/record-pypy.ts";
import { ReelRecorder } from "../recorder/recorder.ts";
import { printText } from "../replayer/print-value.ts";
import type { CommandCall } from "./command.ts";
import { compressFile } from "./compress-file.ts";
import { readInputFile } from "./input-file.ts";
import type { OptionName } from "./options.ts";
import { describeFlags, SIMULATION_OPTIONS, textOption } from "./options.ts";
import { readToolVersion } from "./tool-version.ts";

/** What only simulated runs have. */
const SIMULATED: readonly OptionName[] = [...SIMULATION_OPTIONS, "stats", "json"];

export async function recordUnderPypy(call: CommandCall, output: string): Promise<number> {
  checkOptions(call);
  const [path, ...argv] = call.operands as [string, ...string[]];
  const text = new Uint8Array(readInputFile(path));
  const program = { name: basename(path), text, folder: dirname(resolve(path)) };
  const jit = textOption(call.options, "jit") ?? "";
  const recording = new PypyRecording({ path, program, argv, jit });
  const recorder = new ReelRecorder(output, recording.header, readToolVersion());
  call.onRecording(recorder.partialPath);
  const result = await runRecorded(recording, recorder, call);
  const { console } = call;
  for (const notice of result.notices) console.errLine(`jitreel: ${path}: ${printText(notice)}`);
  if (result.isInterrupted) {
    console.errLine(`jitreel: ${recorder.abandon()}: what was recorded so far`);
    return result.status;
  }
  const written = recorder.complete();
  if (call.options.compress === true) compressFile(written, console);
  return result.status;
}

async function runRecorded(
  recording: PypyRecording,
  recorder: ReelRecorder,
  call: CommandCall,
): Promise<PypyResult> {
  try {
    return await recording.run(recorder.onEvent, surroundingsOf(call));
  } catch (error) {
    recorder.discard();
    throw error;
  }
}

function checkOptions({ options }: CommandCall): void {
  const given = SIMULATED.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = describeFlags(given).flags.at(-1);
  throw new UserError(`${flag} is for simulated runs; it means nothing to --engine pypy3`);
}

function surroundingsOf({ console, interrupts }: CommandCall): PypySurroundings {
  return {
    onOutput: (stream, bytes) => {
      if (stream === "stdout") console.outNow(bytes);
      else console.err(bytes);
    },
    takeInterrupt: () => {
      const isTaken = interrupts?.take() === true;
      interrupts?.settle();
      return isTaken;
    },
    hasTerminal: [0, 1, 2].some((descriptor) => isatty(descriptor)),
  };
}
