/**
 * `jitreel import LOG [-o S.reel]`: makes a reel from a log of a real PyPy. What the log does not
 * have, the reel lacks; it is said on standard error.
 */

import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import { importLog as importReel } from "../import-reel.ts";
import type { LoggedProgram } from "../import/import-log.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { readInputFile } from "./input-file.ts";
import { textOption } from "./options.ts";
import { ProgressLine } from "./progress-line.ts";

/** Each log is read twice: first to see what it has. */
const PASSES = 2;

export const importLog: CommandAction = async (call) => {
  const path = call.operands[0]!;
  const output = textOption(call.options, "output") ?? defaultOutput(path);
  if (resolve(output) === resolve(path)) {
    throw new UserError("the reel would replace the log; -o names another file", { file: path });
  }
  const progress = makeProgress(call, path);
  const program = readProgram(call);
  const { kind, events, notices } = await importReel(path, output, {
    ...(program === null ? {} : { program }),
    onProgress: progress.update,
    onRecording: call.onRecording,
  }).finally(progress.finish);
  const { console, options } = call;
  if (options.json === true) {
    console.line(JSON.stringify({ file: path, reel: output, kind, events, notices }));
    return EXIT.fine;
  }
  for (const notice of notices) console.errLine(`${path}: ${printText(notice)}`);
  console.line(`${output}: ${printPlural(events, "event")} from a ${kind}`);
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
