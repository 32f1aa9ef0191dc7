/**
 * `jitreel export S.reel --format NAME [-o FILE]`: what a reel holds, in the format of another tool.
 */

import { closeSync, openSync, writeSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import type { ByteSink } from "../export/export-format.ts";
import { EXPORT_FORMATS } from "../export/formats.ts";
import { readCodeAt } from "./code-view.ts";
import type { CommandAction } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel } from "./input-file.ts";
import { naturalOption, textOption } from "./options.ts";
import { reportEnding } from "./reel-ending.ts";

export const exportReel: CommandAction = async ({ operands, options, console }) => {
  const name = textOption(options, "format");
  const format = EXPORT_FORMATS.find((one) => one.name === name);
  if (format === undefined) {
    const known = EXPORT_FORMATS.map((one) => one.name).join(", ");
    const problem = name === undefined ? "not given" : `there is no format "${name}"`;
    throw new UserError(`--format: ${problem}; there are ${known}`);
  }
  const at = naturalOption(options, "at");
  const reader = openReel(operands[0]!);
  const { state, ending } = readCodeAt(reader, at);
  const source = { header: reader.header, state };
  withSink(textOption(options, "output"), console, (sink) => format.write(source, sink));
  return reportEnding(reader, ending, console);
};

/** Gives a writer of the file, or of standard output. */
function withSink(path: string | undefined, console: Console, use: (sink: ByteSink) => void): void {
  if (path === undefined) {
    use((bytes) => console.out(bytes));
    return;
  }
  const file = openOutput(path);
  try {
    use((bytes) => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    });
  } finally {
    closeSync(file);
  }
}

function openOutput(path: string): number {
  try {
    return openSync(path, "w");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UserError(`cannot write it: ${code}`, { file: path });
  }
}
