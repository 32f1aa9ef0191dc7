/**
 * What stands for `uvu` in a build of mutants: it runs chosen tests of a file, in a chosen order,
 * ends at the first that fails, and says after each what it took and which probes it hit.
 *
 * Reports go to file descriptor 3, a line of JSON each, so that nothing a test prints is mistaken
 * for one. A file's tests are numbered in the order in which they are declared.
 */

import { writeSync } from "node:fs";

type Hook = (context: object) => unknown;

interface Suite {
  readonly before: Hook[];
  readonly after: Hook[];
  readonly context: object;
  isBegun: boolean;
}

interface DeclaredTest {
  readonly suite: Suite;
  readonly name: string;
  readonly handler: Hook;
}

/** What a test or the loading of its file took. */
export interface Cost {
  /** Seconds of processor time, of all threads. */
  readonly seconds: number;
  /** Numbers of the probes that were hit; empty in a build without probes. */
  readonly probes: readonly number[];
}

/** A test file's reports, in the order: loaded, tests, ended. */
export type TestReport =
  | { readonly kind: "loaded"; readonly names: readonly string[]; readonly cost: Cost }
  | { readonly kind: "test"; readonly index: number; readonly cost: Cost; readonly error: string }
  | { readonly kind: "ended" };

export interface TestRequest {
  /** Numbers of the tests to run in this order; null for all. */
  readonly tests: readonly number[] | null;
  /** Whether to end at the first that fails. */
  readonly isBail: boolean;
}

const declared: DeclaredTest[] = [];

/** As uvu's `suite`; what no test here uses is left out. */
export function suite(_name = "") {
  const own: Suite = { before: [], after: [], context: {}, isBegun: false };
  const declare = (name: string, handler: Hook): void => {
    declared.push({ suite: own, name, handler });
  };
  declare.before = (hook: Hook): void => {
    own.before.push(hook);
  };
  declare.after = (hook: Hook): void => {
    own.after.push(hook);
  };
  declare.run = (): void => {};
  return declare;
}

export const test = suite();

const REPORT_FD = 3;

function tell(report: TestReport): void {
  const line = Buffer.from(`${JSON.stringify(report)}\n`);
  for (let at = 0; at < line.length; ) at += writeSync(REPORT_FD, line, at);
}

/** The probes of this build, shared by all threads; there are none in most builds. */
function probes(): Uint8Array {
  const { jitreelProbes } = globalThis as { jitreelProbes?: Uint8Array };
  return jitreelProbes ?? new Uint8Array(0);
}

/** Runs something; what it took, and what it threw as text. */
async function measure(run: () => unknown): Promise<{ cost: Cost; error: string }> {
  probes().fill(0);
  const start = process.cpuUsage();
  let error = "";
  try {
    await run();
  } catch (thrown) {
    error = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  }
  const { user, system } = process.cpuUsage(start);
  const hits: number[] = [];
  probes().forEach((isHit, probe) => {
    if (isHit === 1) hits.push(probe);
  });
  return { cost: { seconds: (user + system) / 1e6, probes: hits }, error };
}

async function runOne({ suite: own, handler }: DeclaredTest): Promise<void> {
  if (!own.isBegun) for (const hook of own.before) await hook(own.context);
  own.isBegun = true;
  await handler(own.context);
}

/** Loads a test file and runs what is asked for; ends the process. */
export async function runTests(load: () => Promise<unknown>, request: TestRequest): Promise<void> {
  const { cost, error } = await measure(load);
  if (error !== "") throw new Error(`the file does not load: ${error}`);
  tell({ kind: "loaded", names: declared.map(({ name }) => name), cost });
  for (const index of request.tests ?? declared.keys()) {
    const one = declared[index];
    if (one === undefined) throw new Error(`there is no test ${index}`);
    const result = await measure(() => runOne(one));
    tell({ kind: "test", index, cost: result.cost, error: result.error.slice(0, 2000) });
    if (result.error !== "" && request.isBail) process.exit(1);
  }
  for (const own of new Set(declared.map((one) => one.suite))) {
    if (own.isBegun) for (const hook of own.after) await hook(own.context);
  }
  tell({ kind: "ended" });
  process.exit(0);
}
