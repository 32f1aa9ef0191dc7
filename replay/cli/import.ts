/**
 * `jitreel import LOG [-o S.reel]`: makes a reel from a log of a real PyPy. What the log does not
 * have, the reel lacks; it is said on standard error.
 */

import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import { openLog } from "../import/import-log.ts";
import type { LoggedProgram } from "../import/import-log.ts";
import { ReelRecorder } from "../recorder/recorder.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { readInputFile } from "./input-file.ts";
import { textOption } from "./options.ts";
import { ProgressLine } from "./progress-line.ts";
import { readToolVersion } from "./tool-version.ts";

/** Each log is read twice: first to see what it has. */
const PASSES = 2;

export const importLog: CommandAction = async (call) => {
  const path = call.operands[0]!;
  const output = textOption(call.options, "output") ?? defaultOutput(path);
  if (resolve(output) === resolve(path)) {
    throw new UserError("the reel would replace the log; -o names another file", { file: path });
  }
  const progress = makeProgress(call, path);
  const log = await openLog(path, readProgram(call), progress.update);
  const recorder = new ReelRecorder(output, log.header, readToolVersion());
  call.onRecording(recorder.partialPath);
  try {
    const notices = await log.importEvents(recorder.onEvent);
    progress.finish();
    for (const notice of notices) call.console.errLine(`${path}: ${printText(notice)}`);
    const events = printPlural(recorder.eventCount, "event");
    call.console.line(`${recorder.complete()}: ${events} from a ${log.kind}`);
  } catch (error) {
    recorder.discard();
    throw error;
  }
  return EXIT.fine;
};

/** `dir/prog.log.gz` becomes `prog.reel` in the current folder. */
function defaultOutput(path: string): string {
  const name = basename(path).replace(/\.gz$/, "");
  return `${name.replace(/\.(log|jitlog|pypylog|txt)$/, "")}.reel`;
}

function readProgram({ options }: CommandCall): LoggedProgram | null {
  const path = textOption(options, "source");
  if (path === undefined) return null;
  const text = new Uint8Array(readInputFile(path));
  return { name: basename(path), text, folder: dirname(resolve(path)) };
}

function makeProgress(
  { console }: CommandCall,
  path: string,
): { readonly update: (bytes: number) => void; readonly finish: () => void } {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const line = new ProgressLine(console, "importing", size * PASSES, () => performance.now());
  let [before, last] = [0, 0];
  const update = (bytes: number): void => {
    if (bytes < last) before += last;
    last = bytes;
    line.update(before + bytes);
  };
  return { update, finish: () => line.finish() };
}
