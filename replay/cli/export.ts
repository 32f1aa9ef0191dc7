/**
 * `jitreel export S.reel --format NAME [-o FILE]`: what a reel holds, in the format of another tool.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { ExportFormat } from "../export/export-format.ts";
import { EXPORT_FORMATS } from "../export/formats.ts";
import type { ExportSelection } from "../export/reel-source.ts";
import { ReelSource } from "../export/reel-source.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelEnding, ReelReader } from "../format/reader.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import { missingEvent, openReel } from "./input-file.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption, textOption } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { reportEnding } from "./reel-ending.ts";
import { whereOption } from "./where.ts";

export const exportReel: CommandAction = async ({ operands, options, console }) => {
  const format = findFormat(textOption(options, "format"));
  const range = makeRange(options);
  const where = whereOption(options);
  const reader = openReel(operands[0]!);
  const at = naturalOption(options, "at");
  if (at !== null) checkEvent(reader, at);
  const read: { ending: ReelEnding | null } = { ending: null };
  function* events(): Generator<NumberedEvent> {
    read.ending = yield* reader.events();
  }
  const matches = where?.(reader, console) ?? null;
  const source = new ReelSource({ header: reader.header, events }, { ...range, matches });
  // What is made of a damaged reel is no whole file, and does not replace one.
  let code: number = EXIT.fine;
  writeOutput(textOption(options, "output"), console, (write) => {
    format.write(source, write);
    code = reportEnding(reader, read.ending, console);
  });
  return code;
};

function findFormat(name: string | undefined): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one.name === name);
  if (format !== undefined) return format;
  const known = EXPORT_FORMATS.map((one) => one.name).join(", ");
  const problem = name === undefined ? "not given" : `there is no format "${name}"`;
  throw new UserError(`--format: ${problem}; there are ${known}`);
}

function checkEvent(reader: ReelReader, at: number): void {
  if (!reader.events(at).next().done) return;
  let count = 0;
  for (const { number } of reader.events()) count = number + 1;
  throw missingEvent(at, count, reader.file);
}

/** `--at N` is the same as `--to N`. */
function makeRange(options: RawOptions): Omit<ExportSelection, "matches"> {
  const from = naturalOption(options, "from") ?? 0;
  const at = naturalOption(options, "at");
  const to = naturalOption(options, "to");
  if (at !== null && to !== null) throw new UserError("--at and --to: give only one of them");
  const last = to ?? at;
  if (last !== null && from > last) {
    throw new UserError(`--from: event ${from} is after the last one, ${last}`);
  }
  return { from, to: last };
}
