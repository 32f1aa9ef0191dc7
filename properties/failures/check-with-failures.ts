/**
 * A plug-in for fast-check: properties whose failures are kept in a folder and checked first the
 * next time.
 *
 *     await checkWithFailures(fc.property(fc.array(fc.nat()), (list) => …), {
 *       name: "sorting keeps all numbers",
 *       folder: "test/failures",
 *     });
 *
 * A failure is kept with the values themselves when they are plain data, else by seed and path. The
 * error says seed, path, and how to check just that failure: `JITREEL_FAILURE=ID` in the environment
 * of the test has exactly that one checked, once, and nothing else.
 */

import * as fc from "fast-check";
import { makeKey } from "../campaign/outcome.ts";
import { currentVersions } from "../campaign/report-file.ts";
import { failureId } from "./failure-id.ts";
import type { KeptFailure } from "./kept-failure.ts";
import { FAILURES_FOLDER, keepFailure, listFailures } from "./kept-failure.ts";
import { decodeSubject, encodeSubject } from "./subject-json.ts";

export interface FailureDatabaseOptions {
  /** Of the property: its failures are known by it, so it must stay the same. */
  readonly name: string;
  /** Where failures are kept; default `fixtures/failures`. */
  readonly folder?: string;
}

/** What was checked, when nothing failed. */
export interface CheckSummary {
  /** Cases that fast-check generated. */
  readonly runs: number;
  /** Ids of the kept failures that pass now: `jitreel prop drop ID` forgets one. */
  readonly passing: readonly string[];
}

/** One failure to check, and no other case. */
const ONLY_VARIABLE = "JITREEL_FAILURE";

/**
 * Like `fc.assert`, after the kept failures of this property were checked. Throws an Error when one
 * of them, or a new case, fails; a UserError when a kept failure is damaged.
 */
export async function checkWithFailures<Ts>(
  property: fc.IRawProperty<Ts>,
  { name, folder = FAILURES_FOLDER }: FailureDatabaseOptions,
  parameters: fc.Parameters<Ts> = {},
): Promise<CheckSummary> {
  const only = process.env[ONLY_VARIABLE];
  const all = listFailures(folder).filter((one) => one.case.law === name);
  const kept = only === undefined ? all : all.filter((one) => one.case.id === only);
  for (const one of kept) await checkOneKept(property, one);
  const passing = kept.map((one) => one.case.id);
  if (only !== undefined) return { runs: 0, passing };
  const details = await fc.check(property, parameters);
  if (details.failed) throw keepNew(details, name, folder);
  return { runs: details.numRuns, passing };
}

/** `checkWithFailures` with one folder for many properties. */
export function withFailureDatabase(folder: string) {
  return <Ts>(
    name: string,
    property: fc.IRawProperty<Ts>,
    parameters: fc.Parameters<Ts> = {},
  ): Promise<CheckSummary> => checkWithFailures(property, { name, folder }, parameters);
}

async function checkOneKept<Ts>(property: fc.IRawProperty<Ts>, kept: KeptFailure): Promise<void> {
  const { id, law, seed, path } = kept.case;
  const values = kept.json === null ? drawAgain(property, kept) : decodeSubject(kept.json);
  const details = await fc.check(property, {
    examples: [values as Ts],
    numRuns: 1,
    endOnFailure: true,
  });
  if (!details.failed) return;
  const lines = [
    `${law}: the kept failure ${id} still fails (seed ${seed}, path "${path}")`,
    `values: ${kept.text}`,
    messageOf(details.errorInstance),
    `once more: ${againCommand(id)}`,
  ];
  throw new Error(lines.join("\n"), { cause: details.errorInstance });
}

/** Values that are no plain data are generated again; throws when the generator has changed. */
function drawAgain<Ts>(property: fc.IRawProperty<Ts>, kept: KeptFailure): Ts {
  const { id, law, seed, path } = kept.case;
  const values = valuesAt(property, seed, path);
  if (values !== undefined && fc.stringify(values) === kept.text) return values;
  const becomes = values === undefined ? "nothing any more" : fc.stringify(values);
  throw new Error(
    `${law}: the kept failure ${id} cannot be checked: its arbitraries have changed, and seed ` +
      `${seed}, path "${path}" give ${becomes}; it was ${kept.text}. Remove ${kept.folder}`,
  );
}

/** What is generated there; undefined when there is nothing. */
function valuesAt<Ts>(property: fc.IRawProperty<Ts>, seed: number, path: string): Ts | undefined {
  const found: Ts[] = [];
  const probe: fc.IRawProperty<Ts, false> = {
    isAsync: () => false,
    generate: (random, runId) => property.generate(random, runId),
    shrink: (value) => property.shrink(value),
    run: (values) => {
      found.push(values);
      return { error: new Error("found") };
    },
    runBeforeEach: () => {},
    runAfterEach: () => {},
  };
  try {
    void fc.check(probe, { seed, path, endOnFailure: true });
  } catch {
    // fast-check throws for a path that leads nowhere.
  }
  return found[0];
}

function keepNew<Ts>(details: fc.RunDetails<Ts>, name: string, folder: string): Error {
  const { counterexample: values, seed, counterexamplePath: path } = details;
  if (values === null || path === null) return new Error(fc.defaultReportMessage(details));
  const problem = messageOf(details.errorInstance);
  const key = makeKey(problem);
  const text = fc.stringify(values);
  const id = failureId(name, key, text);
  const again = againCommand(id);
  const known = { id, law: name, key, seed, path, campaign: null, ...currentVersions() };
  const none = { reel: null, golden: null };
  const json = encodeSubject(values);
  const kept = keepFailure(folder, { ...known, text, json, problem, ...none, again });
  const lines = [
    `${name}: seed ${seed}, path "${path}", after ${details.numRuns} runs`,
    `values: ${text}`,
    problem,
    `kept in ${kept}; once more: ${again}`,
  ];
  return new Error(lines.join("\n"), { cause: details.errorInstance });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error ?? "the property is false");
}

function againCommand(id: string): string {
  return `${ONLY_VARIABLE}=${id}, then run the test`;
}
