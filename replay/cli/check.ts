/**
 * `jitreel check S.reel`: integrity, frame by frame.
 * Exit code 1 when the reel is damaged or truncated; 2 when it is no reel.
 */

import type { CheckReport, FrameReport } from "../format/check.ts";
import { checkReel } from "../format/check.ts";
import { printPlural } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openInputFile } from "./input-file.ts";

export const check: CommandAction = async ({ operands, options, console }) => {
  const path = operands[0]!;
  const report = checkReel(openInputFile(path), path);
  if (options.json === true) console.line(printJson(report));
  else printReport(report, options.frames === true, console);
  return report.problems.length === 0 ? EXIT.fine : EXIT.no;
};

function printJson(report: CheckReport): string {
  const { reader, frames, problems, notices, index } = report;
  const sha256 = Buffer.from(index.sha256).toString("hex");
  return JSON.stringify({ file: reader.file, problems, notices, frames, sha256 });
}

function printReport(report: CheckReport, withFrames: boolean, console: Console): void {
  const { reader, frames, problems, notices, index } = report;
  const { style } = console;
  if (withFrames) for (const frame of frames) console.line(printFrame(frame));
  for (const notice of notices) console.line(`${reader.file}: ${notice}`);
  for (const { frame, offset, kind, message } of problems) {
    const where = `${reader.file}: byte ${offset}: frame ${frame}`;
    console.line(`${where}: ${style.bad(kind)}: ${message}`);
  }
  const totals = `${printPlural(frames.length, "frame")}, ${printPlural(index.events, "event")}`;
  const verdict = problems.length === 0 ? style.good("whole") : style.bad("not whole");
  console.line(`${reader.file}: ${verdict}: ${totals} readable`);
}

function printFrame(frame: FrameReport): string {
  const { number, offset, sizeBytes, kind, events } = frame;
  const range =
    events === null ? "" : `  events ${events.first}–${events.first + events.count - 1}`;
  const columns = [String(number).padStart(6), String(offset).padStart(10), sizeBytes];
  return `${columns.join("  ")} bytes  ${kind === "" ? "unreadable" : kind}${range}`;
}
