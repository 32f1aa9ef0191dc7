/**
 * `jitreel info S.reel`: what determines the recorded run, and how many
 * events of each kind there are.
 */

import { checkReel } from "../format/check.ts";
import { makeInfo, printInfo } from "../replayer/reel-info.ts";
import { printJson } from "../format/event-json.ts";
import type { CommandAction } from "./command.ts";
import { openInputFile } from "./input-file.ts";
import { reportEnding } from "./reel-ending.ts";

export const info: CommandAction = async ({ operands, options, console }) => {
  const path = operands[0]!;
  const report = checkReel(openInputFile(path), path, false);
  if (options.json === true) console.line(printJson(makeInfo(report)));
  else for (const line of printInfo(report, console.style)) console.line(line);
  return reportEnding(report.reader, report.problems[0] ?? { kind: "complete" }, console);
};
