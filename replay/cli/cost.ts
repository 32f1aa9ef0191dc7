/**
 * `jitreel cost PROG|REEL [--against REEL]`: the instructions and cycles of
 * every loop and bridge, and how they changed. A program is run without showing what it prints. Exit code 1 when
 * something got worse.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { CostComparison, RunCosts } from "../replayer/unit-costs.ts";
import { compareCosts, CostCollector, isWorse } from "../replayer/unit-costs.ts";
import { printComparison, printCosts, unitData } from "../replayer/print-costs.ts";
import { printJson } from "../format/event-json.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { openReel } from "./input-file.ts";
import { atPath } from "./locate-error.ts";
import type { RawOptions } from "./options.ts";
import { textOption } from "./options.ts";
import { prepareRun, reportOutcome } from "./program-run.ts";
import { runProgram } from "./simulator.ts";

/** Costs that are there. */
type KnownCosts = RunCosts & { readonly total: NonNullable<RunCosts["total"]> };

export const cost: CommandAction = async (call) => {
  const { options, console } = call;
  const against = textOption(options, "against");
  const tolerance = failAbove(options);
  const before = against === undefined ? null : costsOfReel(against);
  const now = await costsOf(call);
  if (before === null) {
    if (options.json === true) console.line(printJson(costData(now)));
    else for (const line of printCosts(now, console.style)) console.line(line);
    return EXIT.fine;
  }
  const comparison = compareCosts(before, now);
  const worse = isWorse(comparison, tolerance);
  if (options.json === true) console.line(printJson(comparisonData(comparison, worse)));
  else for (const line of printComparison(comparison, console.style)) console.line(line);
  return worse ? EXIT.no : EXIT.fine;
};

function failAbove(options: RawOptions): number {
  const text = textOption(options, "failAbove");
  if (text === undefined) return 0;
  if (textOption(options, "against") === undefined) {
    throw new UserError("--fail-above needs --against REEL: a change is from one run to another");
  }
  if (/^\d+(\.\d+)?%?$/.test(text)) return Number.parseFloat(text);
  throw new UserError(`--fail-above: expected a percentage such as 0.5, got "${text}"`);
}

function costsOf(call: CommandCall): Promise<KnownCosts> {
  const [path, ...argv] = call.operands as [string, ...string[]];
  if (!path.endsWith(".reel")) return costsOfProgram(call);
  if (argv.length > 0) {
    const what = `a recorded run takes no arguments, got "${argv[0]}"`;
    throw new UserError(what, { file: path }, "options stand before or right after the reel");
  }
  return Promise.resolve(costsOfReel(path));
}

function costsOfReel(path: string): KnownCosts {
  const collector = new CostCollector();
  const reader = openReel(path);
  for (const { event } of reader.events()) if (event !== null) collector.onEvent(event);
  const costs = collector.read();
  if (isKnown(costs)) return costs;
  const hint = "record it again with this version, to its end";
  throw new UserError("the reel has no costs", { file: path }, hint);
}

async function costsOfProgram(call: CommandCall): Promise<KnownCosts> {
  const run = prepareRun(call);
  const collector = new CostCollector();
  const { onEvent } = collector;
  const result = await atPath(run.spec.programName, run.path, () =>
    runProgram(run.spec, { onEvent }),
  );
  reportOutcome(result, run, call.console);
  const costs = collector.read();
  if (isKnown(costs)) return costs;
  throw new TypeError("a run that is over has told its costs");
}

function isKnown(costs: RunCosts): costs is KnownCosts {
  return costs.total !== null;
}

function costData({ units, total }: KnownCosts): object {
  return { units: units.map(unitData), total };
}

function comparisonData({ changes, before, now }: CostComparison, worse: boolean): object {
  const units = changes.map((one) => {
    const { key, type, name, location } = one.unit;
    return { key, type, name, location, before: plain(one.before), now: plain(one.now) };
  });
  return { units, total: { before, now }, worse };
}

function plain(cost: CostComparison["now"] | null): CostComparison["now"] | null {
  return cost === null ? null : { instructions: cost.instructions, cycles: cost.cycles };
}
