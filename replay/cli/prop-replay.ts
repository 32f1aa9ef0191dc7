/**
 * `jitreel prop replay ID`: checks one kept failure once more, exactly once, and shows what is wrong
 * and the events around the first that differs. Exit code 0 when it passes now.
 */

import { checkKept } from "../../properties/campaign/check-kept.ts";
import { Crew } from "../../properties/campaign/crew.ts";
import type { SingleResult } from "../../properties/campaign/messages.ts";
import type { KeptFailure } from "../../properties/failures/kept-failure.ts";
import {
  FAILURES_FOLDER,
  findFailure,
  readFailure,
} from "../../properties/failures/kept-failure.ts";
import { UserError } from "../../sim/base/errors.ts";
import { printJson } from "../format/event-json.ts";
import { ReelReader } from "../format/reader.ts";
import { printContext } from "../verify/report.ts";
import { EventComparison } from "../verify/event-comparison.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { textOption } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { loadLaws } from "./prop-laws-module.ts";

/** The kept failure that the first operand names. */
export function openFailure({ operands, options }: CommandCall): KeptFailure {
  const [name = ""] = operands;
  return readFailure(findFailure(textOption(options, "failures") ?? FAILURES_FOLDER, name));
}

/** Checks a kept failure in a thread of its own. */
export async function checkOnce(
  kept: KeptFailure,
  laws: string | undefined,
): Promise<SingleResult> {
  const { table, lawModule } = await loadLaws(laws);
  const crew = new Crew(lawModule);
  try {
    return await checkKept(kept, table, crew);
  } finally {
    await crew.stop();
  }
}

export const propReplay: CommandAction = async (call) => {
  const { options, console } = call;
  const kept = openFailure(call);
  const result = await checkOnce(kept, textOption(options, "laws"));
  const reelPath = textOption(options, "reel");
  if (reelPath !== undefined) writeReels(reelPath, result, console);
  if (options.json === true) console.line(printJson(resultData(kept, result)));
  else for (const line of printResult(kept, result)) console.line(line);
  return result.failure === null ? EXIT.fine : EXIT.no;
};

function resultData({ case: one, text }: KeptFailure, { failure }: SingleResult): object {
  const { id, law, key, seed, path } = one;
  const problem = failure?.problem ?? null;
  return { id, law, key, seed, path, subject: text, passes: failure === null, problem };
}

function printResult({ case: one, text }: KeptFailure, result: SingleResult): string[] {
  const { failure } = result;
  const { id, law, key, regression } = one;
  const lines = [
    `${id}: law ${law}`,
    ...text
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
  if (failure === null) {
    lines.push("it passes now");
    if (regression === null) {
      lines.push(`  to keep it as a test:  jitreel prop promote ${id} NAME`);
      lines.push(`  to forget it:          jitreel prop drop ${id}`);
    }
    return lines;
  }
  const isSame = failure.key === key;
  lines.push(isSame ? "it fails as before" : "it fails, with another first difference than before");
  lines.push(failure.problem, ...surroundings(result));
  return lines;
}

/** The events around the first that differs between the two recordings, if there are two. */
function surroundings({ reel, golden }: SingleResult): string[] {
  if (reel === null || golden === null) return [];
  const comparison = new EventComparison(new ReelReader(golden, "golden").events());
  for (const { event } of new ReelReader(reel, "live").events()) {
    if (event !== null) comparison.add(event);
  }
  const { divergence } = comparison.finish();
  return divergence === null ? [] : ["", ...printContext(divergence)];
}

/** `OUT.reel`, and `OUT.golden.reel` when there is another that it should be equal to. */
function writeReels(path: string, { reel, golden }: SingleResult, console: Console): void {
  if (reel === null) {
    throw new UserError("--reel: there is no recording that shows a problem of this case");
  }
  writeOutput(path, console, (write) => write(reel));
  if (golden === null) return;
  const other = path.replace(/(\.reel)?$/, ".golden.reel");
  writeOutput(other, console, (write) => write(golden));
}
