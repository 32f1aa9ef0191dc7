/**
 * `jitreel verify S.reel`: runs the recorded program again and compares
 * every event. Exit code 1 at the first divergence.
 */

import { BEHAVIOUR_REVISION } from "../../sim/index.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import { printEventJson } from "../format/event-json.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import type { Style } from "../replayer/style.ts";
import type { ComparisonResult, Divergence } from "../verify/event-comparison.ts";
import { verifyReel } from "../verify/verify-reel.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel } from "./input-file.ts";
import { backendOption } from "./options.ts";
import { ProgressLine } from "./progress-line.ts";
import { reportEnding } from "./reel-ending.ts";
import { runProgram } from "./simulator.ts";

export const verify: CommandAction = async ({ operands, options, console }) => {
  const backend = backendOption(options);
  const reader = openReel(operands[0]!);
  noteRevision(reader, console);
  const total = reader.storedIndex()?.events ?? 0;
  const progress = new ProgressLine(console, "verify", total, () => performance.now());
  const result = await verifyReel(reader, backend, runProgram, (count) => {
    progress.update(count);
  }).finally(() => progress.finish());
  if (options.json === true) console.line(printResultJson(result));
  else for (const line of printResult(reader, result, console)) console.line(line);
  if (result.divergence !== null) return EXIT.no;
  return reportEnding(reader, result.ending, console);
};

/** Events of another revision are expected to differ; a difference is then no surprise. */
function noteRevision(reader: ReelReader, console: Console): void {
  const { behaviourRevision } = reader.header;
  if (behaviourRevision === BEHAVIOUR_REVISION) return;
  const here = `this version has ${BEHAVIOUR_REVISION}: events may differ`;
  console.errLine(`${reader.file}: behaviour revision ${behaviourRevision}, ${here}`);
}

function printResult(reader: ReelReader, result: ComparisonResult, console: Console): string[] {
  const { style } = console;
  const same = printPlural(result.sameCount, "event");
  if (result.divergence === null) return [`${reader.file}: ${style.good("the same")}: ${same}`];
  return [
    `${reader.file}: ${style.bad("different")} after ${same}`,
    ...printDivergence(result.divergence, style),
  ];
}

/** Differences shown of one event; a changed trace can have thousands. */
const SHOWN_DIFFERENCES_MAX = 20;

function printDivergence(divergence: Divergence, style: Style): string[] {
  const { number, recorded, live, differences, before } = divergence;
  const shown = differences.slice(0, SHOWN_DIFFERENCES_MAX);
  const more = differences.length - shown.length;
  return [
    printEventTitles(style),
    ...before.map((one) => (one.event === null ? "" : printEvent(one.number, one.event, style))),
    style.strong(`first divergence: event ${number}`),
    `recorded ${printSide(number, recorded, style)}`,
    `live     ${printSide(number, live, style)}`,
    ...shown.flatMap(({ path, recorded: was, live: is }) => [
      `  ${printText(path)}`,
      `    recorded  ${printText(was)}`,
      `    live      ${printText(is)}`,
    ]),
    ...(more > 0 ? [`  and ${printPlural(more, "more field")}`] : []),
  ];
}

function printSide(number: number, event: JitEvent | null, style: Style): string {
  return event === null ? "no event: the run was over" : printEvent(number, event, style);
}

function printResultJson(result: ComparisonResult): string {
  const { divergence, sameCount, ending } = result;
  if (divergence === null) return JSON.stringify({ same: true, sameCount, ending });
  const { number, recorded, live, differences } = divergence;
  const toPlain = (event: JitEvent | null): unknown =>
    event === null ? null : (JSON.parse(printEventJson(number, event)) as unknown);
  return JSON.stringify({
    same: false,
    sameCount,
    number,
    differences,
    recorded: toPlain(recorded),
    live: toPlain(live),
  });
}
