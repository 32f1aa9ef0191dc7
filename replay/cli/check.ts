/**
 * `jitreel check S.reel`: integrity, frame by frame.
 * Exit code 1 when the reel is damaged or truncated; 2 when it is no reel.
 */

import type { CheckReport, FrameReport, ReelProblem } from "../format/check.ts";
import { checkReel } from "../format/check.ts";
import { printDamage, printLostCount } from "../replayer/print-damage.ts";
import { printJson } from "../format/event-json.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openInputFile } from "./input-file.ts";

export const check: CommandAction = async ({ operands, options, console }) => {
  const path = operands[0]!;
  const report = checkReel(openInputFile(path), path, options.frames === true);
  if (options.json === true) console.line(printReportJson(report, options.frames === true));
  else printReport(report, console);
  return report.problems.length === 0 ? EXIT.fine : EXIT.no;
};

function printReportJson(report: CheckReport, withFrames: boolean): string {
  const { reader, frames, frameCount, problems, notices, index, eventCount, isTruncated } = report;
  return printJson({
    file: reader.file,
    isWhole: problems.length === 0,
    events: eventCount,
    lostEvents: countLost(problems),
    isTruncated,
    problems,
    notices,
    frameCount,
    ...(withFrames ? { frames } : {}),
    sha256: Buffer.from(index.sha256).toString("hex"),
  });
}

/** How many events damage has cost; null when that cannot be said. */
function countLost(problems: readonly ReelProblem[]): number | null {
  return problems.reduce<number | null>((sum, { kind, lostCount }) => {
    if (kind === "truncated") return sum;
    return sum === null || lostCount === null ? null : sum + lostCount;
  }, 0);
}

function printReport(report: CheckReport, console: Console): void {
  const { reader, frames, problems, notices } = report;
  const file = printText(reader.file);
  for (const frame of frames) console.line(printFrame(frame));
  for (const notice of notices) console.line(`${file}: ${printText(notice)}`);
  for (const problem of problems) console.line(`${file}: ${printProblem(problem)}`);
  console.line(`${file}: ${printVerdict(report, console)}`);
}

function printProblem(problem: ReelProblem): string {
  if (problem.kind === "damaged") return printDamage({ ...problem, number: problem.frame });
  return `byte ${problem.offset}: frame ${problem.frame}: truncated: ${problem.message}`;
}

function printVerdict(report: CheckReport, { style }: Console): string {
  const { frameCount, problems, eventCount, isTruncated } = report;
  const readable = `${printPlural(frameCount, "frame")}, ${printPlural(eventCount, "event")}`;
  const lost = countLost(problems);
  const parts = [
    `${problems.length === 0 ? style.good("whole") : style.bad("not whole")}: ${readable} readable`,
    ...(lost === 0 ? [] : [printLostCount(lost)]),
    ...(isTruncated ? ["the end is missing"] : []),
  ];
  return parts.join("; ");
}

function printFrame(frame: FrameReport): string {
  const { number, offset, sizeBytes, kind, events } = frame;
  const range =
    events === null ? "" : `  events ${events.first}–${events.first + events.count - 1}`;
  const columns = [String(number).padStart(6), String(offset).padStart(10), sizeBytes];
  return `${columns.join("  ")} bytes  ${kind === "" ? "of no kind" : printText(kind)}${range}`;
}
