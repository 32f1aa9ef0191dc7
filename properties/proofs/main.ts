/**
 * `npm run prove`: proves every integer rule, interval operation and division by constants for all
 * 64-bit values, prints a table and the names of what is unproved. Fails when something is wrong,
 * when more than one in ten is unproved, or when something unproved cannot be checked either.
 *
 *     npm run prove                     all
 *     npm run prove -- int_mul          names that contain a word
 *     npm run prove -- --limit 20       seconds for one statement (default 20)
 *     npm run prove -- --total 300      seconds for all (default 180)
 */

import { allObligations } from "./obligations.ts";
import type { Outcome } from "./prove.ts";
import { settle } from "./prove.ts";
import { openProver } from "./solver.ts";

function option(words: string[], name: string, standard: number): number {
  const index = words.indexOf(name);
  if (index < 0) return standard;
  const [, value] = words.splice(index, 2);
  const seconds = Number(value);
  if (!(seconds > 0)) throw new RangeError(`${name} takes a number of seconds`);
  return seconds;
}

function printRow({ obligation, result, milliseconds, counterexample }: Outcome): void {
  const seconds = (milliseconds / 1000).toFixed(2).padStart(7);
  console.log(`${seconds} s  ${result.padEnd(9)}  ${obligation.group}: ${obligation.name}`);
  if (counterexample !== null) console.log(`  ${counterexample.replaceAll("\n", "\n  ")}`);
}

/** Settles all obligations that `isWanted` names, as long as there is time. */
async function settleAll(isWanted: (name: string) => boolean, limit: number, total: number) {
  const outcomes: Outcome[] = [];
  const prover = await openProver();
  const end = performance.now() + total * 1000;
  for (const obligation of allObligations()) {
    if (!isWanted(obligation.name)) continue;
    const rest = Math.max(end - performance.now(), 1);
    const outcome = await settle(prover, obligation, Math.ceil(Math.min(limit * 1000, rest)));
    printRow(outcome);
    outcomes.push(outcome);
  }
  prover.close();
  return outcomes;
}

/** Prints the totals; gives whether all is well. */
function summarize(outcomes: readonly Outcome[]): boolean {
  const namesOf = (...results: Outcome["result"][]): string[] =>
    outcomes
      .filter(({ result }) => results.includes(result))
      .map(({ obligation }) => obligation.name);
  const seconds = outcomes.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  const wrong = namesOf("disproved", "open");
  const unproved = namesOf("checked", "open");
  console.log(
    `${namesOf("proved").length} of ${outcomes.length} proved in ${seconds.toFixed(1)} s`,
  );
  if (unproved.length > 0) console.log(`unproved: ${unproved.join(", ")}`);
  if (wrong.length > 0) console.log(`wrong or not checked: ${wrong.join(", ")}`);
  return wrong.length === 0 && unproved.length * 10 <= outcomes.length;
}

const words = process.argv.slice(2);
const limit = option(words, "--limit", 20);
const total = option(words, "--total", 180);
const isWanted = (name: string): boolean =>
  words.length === 0 || words.some((word) => name.includes(word));
process.exitCode = summarize(await settleAll(isWanted, limit, total)) ? 0 : 1;
