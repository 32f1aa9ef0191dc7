/**
 * `jitreel prop laws`: the table of laws; with `--bench` cases per second; with `--planted NAME` or
 * `all` each bug is planted in a build of its own, and the law must fail there. Exit code 1: a
 * planted bug was not caught.
 */

import { measureLaw } from "../../properties/laws/bench-laws.ts";
import { LAWS } from "../../properties/laws/index.ts";
import type { AnyLaw } from "../../properties/laws/law.ts";
import { statementsOf } from "../../properties/laws/law.ts";
import {
  listStatements,
  printLaws,
  printPlanted,
  printSpeed,
} from "../../properties/laws/print-laws.ts";
import { closestNames } from "../../sim/base/closest-names.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { naturalOption, textOption } from "./options.ts";

/** How long each law is measured. */
const BENCH_SECONDS = 10;

/** Cases within which a planted bug is to be caught. */
const PLANTED_CASES = 40;

export const propLaws: CommandAction = async (call) => {
  const { options, console } = call;
  const planted = textOption(options, "planted");
  const laws = chooseLaws(textOption(options, "law"));
  if (planted !== undefined) return plantBugs(laws, planted, call);
  if (options.bench === true) return bench(laws, call);
  if (options.json === true) console.line(JSON.stringify(listStatements(laws)));
  else for (const line of printLaws(laws)) console.line(line);
  return EXIT.fine;
};

function chooseLaws(names: string | undefined): readonly AnyLaw[] {
  if (names === undefined) return LAWS;
  return names.split(",").map((name) => {
    const law = LAWS.find((one) => one.name === name);
    if (law === undefined) throw unknown("law", name, LAWS);
    return law;
  });
}

function unknown(what: string, name: string, all: readonly { readonly name: string }[]): UserError {
  const closest = closestNames(
    name,
    all.map((one) => one.name),
  );
  return new UserError(`there is no ${what} ${name}; the closest: ${closest.join(", ")}`);
}

async function bench(laws: readonly AnyLaw[], { console, options }: CommandCall): Promise<number> {
  const seconds = naturalOption(options, "seconds") ?? BENCH_SECONDS;
  for (const law of laws) {
    const speed = await measureLaw(law, seconds);
    const json = { law: law.name, ...speed };
    console.line(options.json === true ? JSON.stringify(json) : printSpeed(law, speed));
  }
  return EXIT.fine;
}

async function plantBugs(
  laws: readonly AnyLaw[],
  name: string,
  { console, options }: CommandCall,
): Promise<number> {
  const all = laws.flatMap((law) => statementsOf(law).map((statement) => ({ law, statement })));
  const chosen = name === "all" ? all : all.filter(({ statement }) => statement.name === name);
  if (chosen.length === 0) throw unknown("statement", name, listStatements(laws));
  const { plantBug } = await loadPlanting();
  const cases = naturalOption(options, "cases") ?? PLANTED_CASES;
  const seed = naturalOption(options, "seed") ?? 1;
  let missed = 0;
  for (const { law, statement } of chosen) {
    const outcome = await plantBug(law, statement, { cases, seed });
    if (outcome.caught === null) missed++;
    const json = { law: law.name, statement: statement.name, ...outcome };
    console.line(options.json === true ? JSON.stringify(json) : printPlanted(statement, outcome));
  }
  return missed === 0 ? EXIT.fine : EXIT.no;
}

/** It needs the sources and what compiles them, which are in the repository alone. */
async function loadPlanting() {
  try {
    return await import("../../properties/laws/plant-bugs.ts");
  } catch {
    throw new UserError("--planted builds the sources, which a package does not have");
  }
}
