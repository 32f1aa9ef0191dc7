/**
 * What this repository's own examples reach: the fixtures, run under the host backend (that the
 * others do the same is tested elsewhere), and the trace files. An installed package has only the
 * latter.
 */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { recordRun } from "../../fixtures/recording.ts";
import { discoverFixtures, loadFixtures } from "../../fixtures/store/discover.ts";
import type { Fixture } from "../../fixtures/store/fixture.ts";
import { makeFixtureSpec } from "../../fixtures/store/fixture.ts";
import { collectTraceSources, findOwnTraces } from "../../replay/cli/trace-sources.ts";
import { GiveUp } from "../../sim/optimizer/context.ts";
import { optimizeTraceFile } from "../../sim/optimizer/run-trace-file.ts";
import type { Totals } from "../totals.ts";
import { mergeTotals } from "../totals.ts";
import { ProbeCounts } from "./probe-counts.ts";
import { RunObserver } from "./run-observer.ts";

/** The folder above that has this file or folder; null when there is none: an installed package. */
export function findAbove(path: string): string | null {
  let folder = import.meta.dirname;
  while (folder !== dirname(folder)) {
    if (existsSync(join(folder, path))) return join(folder, path);
    folder = dirname(folder);
  }
  return null;
}

/** The fixtures of the repository; none in an installed package. */
export function findFixtures(): readonly Fixture[] {
  const folder = findAbove("fixtures/runs");
  return folder === null ? [] : loadFixtures(discoverFixtures([folder]));
}

/** What the fixtures reach; `onRun` is called after each run. */
export async function countFixtures(
  fixtures: readonly Fixture[],
  onRun: () => void = () => {},
): Promise<Totals> {
  const totals: Totals = {};
  for (const fixture of fixtures) {
    const spec = makeFixtureSpec(fixture);
    const observer = new RunObserver(spec);
    await recordRun(spec, (event) => observer.onEvent(event), observer.probe);
    mergeTotals(totals, observer.totals());
    onRun();
  }
  return totals;
}

/** The rules that the package's trace files fire. */
export function countTraceFiles(): Totals {
  const counts = new ProbeCounts();
  for (const source of collectTraceSources([findOwnTraces()])) {
    try {
      for (const rule of optimizeTraceFile(source.load()).rules) counts.probe.rule(rule);
    } catch (error) {
      if (!(error instanceof GiveUp)) throw error;
    }
  }
  return counts.totals();
}
