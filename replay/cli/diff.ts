/**
 * `jitreel diff A.reel B.reel`: two recorded runs compared by meaning; exit code 1 when they differ.
 * `--apply` goes the other way: it makes the second reel from the first and what `--json` has written.
 */

import { setFlagsFromString } from "node:v8";
import { UserError } from "../../sim/base/errors.ts";
import type { DiffClass } from "../diff/aspects.ts";
import { CLASS_NAMES } from "../diff/aspects.ts";
import { diffReels } from "../diff/diff-reels.ts";
import type { DiffSource } from "../diff/diff-source.ts";
import { classesOf, printDiff } from "../diff/print-diff.ts";
import type { ReelDiff } from "../diff/reel-diff.ts";
import type { ReelEnding, ReelReader } from "../format/reader.ts";
import { printJson } from "../format/event-json.ts";
import { PLAIN_STYLE } from "../replayer/style.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { applyDiff } from "./diff-apply.ts";
import { openReel } from "./input-file.ts";
import type { RawOptions } from "./options.ts";
import { textOption } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { ProgressLine } from "./progress-line.ts";
import { reportEnding } from "./reel-ending.ts";

export const diff: CommandAction = async (call) => {
  const { operands, options, console } = call;
  if (options.apply !== undefined) return applyDiff(call);
  const failOn = classesOption(options, "failOn");
  const only = classesOption(options, "only");
  const [pathA, pathB] = operands;
  if (pathB === undefined) throw new UserError("diff compares two reels; only one is given");
  const a = new DiffedReel(openReel(pathA!));
  const b = new DiffedReel(openReel(pathB));
  const found = compare(a, b, options, console);
  writeOutput(textOption(options, "output"), console, (write) => {
    const line = (text: string): void => write(Buffer.from(`${text}\n`));
    if (options.json === true) line(printJson(select(found, only)));
    else for (const text of printAll(found, [pathA!, pathB], options, console)) line(text);
  });
  const classes = classesOf(found).filter((name) => failOn === null || failOn.has(name));
  return classes.length > 0 ? EXIT.no : EXIT.fine;
};

/** A reel that says how it ended: a damaged one is refused, since what is missing is no difference. */
class DiffedReel implements DiffSource {
  readonly header;
  private readonly reader: ReelReader;
  ending: ReelEnding | null = null;

  constructor(reader: ReelReader) {
    this.reader = reader;
    this.header = reader.header;
  }

  *events(from = 0): ReturnType<ReelReader["events"]> {
    const ending = yield* this.reader.events(from);
    if (from === 0 && this.ending === null) this.ending = ending;
    if (ending.kind === "damaged") throw new DamagedError(this.reader, ending);
    return ending;
  }

  get eventCount(): number {
    return this.reader.storedIndex()?.events ?? 0;
  }

  report(console: Console): void {
    reportEnding(this.reader, this.ending, console);
  }
}

/** Ends a comparison; never leaves this file. */
class DamagedError extends Error {
  override name = "DamagedError";
  readonly reader: ReelReader;
  readonly ending: ReelEnding;

  constructor(reader: ReelReader, ending: ReelEnding) {
    super("damaged");
    this.reader = reader;
    this.ending = ending;
  }
}

function compare(a: DiffedReel, b: DiffedReel, options: RawOptions, console: Console): ReelDiff {
  // Little of what is read stays; V8 would let its heap grow to several times that all the same.
  setFlagsFromString("--heap-growing-percent=40");
  const total = 2 * (a.eventCount + b.eventCount);
  const progress = new ProgressLine(console, "diff", total, () => performance.now());
  try {
    const found = diffReels(a, b, {
      context: options.full === true ? Number.POSITIVE_INFINITY : 3,
      withDelta: options.json === true,
      onProgress: (count) => progress.update(count),
    });
    a.report(console);
    b.report(console);
    return found;
  } catch (error) {
    if (error instanceof DamagedError) reportEnding(error.reader, error.ending, console);
    throw error;
  } finally {
    progress.finish();
  }
}

function printAll(
  found: ReelDiff,
  files: readonly [string, string],
  options: RawOptions,
  console: Console,
): Iterable<string> {
  const only = classesOption(options, "only") ?? new Set(CLASS_NAMES);
  const style = options.output === undefined ? console.style : PLAIN_STYLE;
  return printDiff(found, { style, files, only, isFull: options.full === true });
}

/** Differences of some classes; what it takes to apply the diff stays whole. */
function select(found: ReelDiff, only: ReadonlySet<DiffClass> | null): ReelDiff {
  if (only === null) return found;
  return {
    ...found,
    header: only.has("header") ? found.header : [],
    units: found.units.filter((unit) => only.has(unit.class)),
    events: found.events.filter((event) => only.has(event.class)),
  };
}

function classesOption(options: RawOptions, name: "failOn" | "only"): Set<DiffClass> | null {
  const text = textOption(options, name);
  if (text === undefined) return null;
  const flag = name === "failOn" ? "--fail-on" : "--only";
  return new Set(
    text.split(",").map((word) => {
      const known = CLASS_NAMES.find((one) => one === word && one !== "same");
      if (known !== undefined) return known;
      const names = CLASS_NAMES.filter((one) => one !== "same").join(", ");
      throw new UserError(`${flag}: there is no class "${word}"; there are ${names}`);
    }),
  );
}
