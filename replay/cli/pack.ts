/**
 * `jitreel pack S.reel -o T.reel`: a reel to give away or to keep: complete, without what is
 * private, of selected events. What was removed is said, and whether something private is left.
 */

import { statSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import { compressingSink } from "../format/compress.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelReader } from "../format/reader.ts";
import type { ByteSink } from "../format/writer.ts";
import type { Leftover } from "../pack/leftovers.ts";
import type { PackOptions, PackReport } from "../pack/pack-reel.ts";
import { packReel, searchLeftovers } from "../pack/pack-reel.ts";
import { printReport, reportToJson } from "../pack/print-report.ts";
import type { Category } from "../pack/redaction.ts";
import { CATEGORIES } from "../pack/redaction.ts";
import { printJson } from "../format/event-json.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel } from "./input-file.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption, textOption, textOptions } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { ProgressLine } from "./progress-line.ts";
import { reportEnding } from "./reel-ending.ts";
import { whereOption } from "./where.ts";

export const pack: CommandAction = async ({ operands, options, console }) => {
  const output = outputOption(options);
  const redact = redactOption(options);
  const homes = homeOptions(options);
  const select = selectOption(options);
  const reader = openReel(operands[0]!);
  const total = reader.storedIndex()?.events ?? 0;
  const progress = new ProgressLine(console, "pack", total, () => performance.now());
  const onEvent = (number: number): void => progress.update(number);
  const matches = select?.(reader, console) ?? null;
  const target = { output, isCompressed: options.compress === true };
  const packing = { redact, homes, users: USERS, matches, onEvent };
  const report = writePack(reader, packing, target, console);
  progress.finish();
  const leftovers = output === null ? report.leftovers : searchFile(output, report);
  const outcome = { ...report, leftovers, redact, isDryRun: output === null };
  if (options.json === true) console.line(printJson(reportToJson(outcome)));
  else for (const line of printReport(outcome)) console.errLine(line);
  reportEnding(reader, report.ending, console);
  return leftovers.length > 0 ? EXIT.no : EXIT.fine;
};

/** Who runs the command. */
const USERS: readonly string[] = [process.env.USER ?? "", process.env.LOGNAME ?? ""];

/** Null with `--dry-run`. */
function outputOption(options: RawOptions): string | null {
  const output = textOption(options, "output");
  if (options.dryRun === true) {
    if (output === undefined) return null;
    throw new UserError("--dry-run and --output: give only one of them");
  }
  if (output === undefined || output === "-") {
    throw new UserError("--output: say where to write the reel, or give --dry-run");
  }
  return output;
}

function redactOption(options: RawOptions): ReadonlySet<Category> {
  const words = textOption(options, "redact")?.split(",") ?? [];
  const categories = words.flatMap((word) => {
    if (word === "all") return CATEGORIES;
    const category = CATEGORIES.find((one) => one === word);
    if (category !== undefined) return [category];
    const known = [...CATEGORIES, "all"].join(", ");
    throw new UserError(`--redact: there is nothing called "${word}"; there are ${known}`);
  });
  return new Set(categories);
}

/** Those that are given, and that of who runs the command. */
function homeOptions(options: RawOptions): readonly string[] {
  const given = textOptions(options, "home");
  for (const home of given) {
    if (/^(?:\/|[A-Za-z]:[/\\])[^/\\]/.test(home)) continue;
    throw new UserError(`--home: expected an absolute path, got "${home}"`);
  }
  return [...given, process.env.HOME ?? ""];
}

type Select = (reader: ReelReader, console: Console) => PackOptions["matches"];

/** What `--from`, `--to` and `--where` select; null when none is given. */
function selectOption(options: RawOptions): Select | null {
  const from = naturalOption(options, "from");
  const to = naturalOption(options, "to");
  const where = whereOption(options);
  if (from === null && to === null && where === null) return null;
  return (reader, console) => {
    const matches = where?.(reader, console);
    return (numbered: NumberedEvent) => {
      const { number } = numbered;
      const isAsked = matches === undefined || matches(numbered);
      return isAsked && number >= (from ?? 0) && number <= (to ?? number);
    };
  };
}

interface PackTarget {
  readonly output: string | null;
  readonly isCompressed: boolean;
}

/** Writes the file; nothing with `output` null. A damaged reel is refused. */
function writePack(
  reader: ReelReader,
  options: PackOptions,
  { output, isCompressed }: PackTarget,
  console: Console,
): PackReport {
  const made: { report: PackReport | null } = { report: null };
  const produce = (sink: ByteSink): void => {
    const report = packReel(reader, options, isCompressed ? compressingSink(sink) : sink);
    if (report.ending.kind === "damaged") reportEnding(reader, report.ending, console);
    made.report = report;
  };
  if (output === null) produce(() => {});
  else writeOutput(output, console, produce);
  return made.report!;
}

/** What is left in the finished file; what is no regular file cannot be read again. */
function searchFile(output: string, report: PackReport): readonly Leftover[] {
  if (!statSync(output).isFile()) return report.leftovers;
  const written = openReel(output);
  try {
    return searchLeftovers(written, report.paths);
  } finally {
    written.close();
  }
}
