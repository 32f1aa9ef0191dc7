/**
 * One run of some fixtures by `jitreel test`, with its report.
 */

import { dirname } from "node:path";
import type { CheckBackends } from "../../fixtures/runner/check-fixture.ts";
import type { FixturePool } from "../../fixtures/runner/fixture-pool.ts";
import type { CheckJob } from "../../fixtures/runner/worker-protocol.ts";
import type { FixturePlace } from "../../fixtures/store/discover.ts";
import type { FixtureProblem, FixtureResult } from "../../fixtures/store/result.ts";
import { statusOf } from "../../fixtures/store/result.ts";
import type { CommandCall } from "./command.ts";
import { FixtureReport } from "./fixture-report.ts";

/** What the options of `jitreel test` ask for. */
export interface TestRequest {
  readonly paths: readonly string[];
  readonly isWanted: (text: string) => boolean;
  /** Whether --grep has chosen some: then roots are not checked as wholes. */
  readonly isPart: boolean;
  readonly backends: CheckBackends;
  readonly workers: number;
  readonly bail: number | null;
  readonly update: boolean;
}

/** Checks fixtures in the threads of `pool`, and reports; gives all results. */
export async function runFixtures(
  pool: FixturePool,
  places: readonly FixturePlace[],
  rootProblems: readonly FixtureProblem[],
  { backends, update, bail }: TestRequest,
  call: CommandCall,
): Promise<readonly FixtureResult[]> {
  const jobs = places.map((place): CheckJob => ({ place, backends, update }));
  const report = new FixtureReport(call);
  const startedAt = performance.now();
  const roots = rootResults(rootProblems);
  report.begin(roots.length + jobs.length);
  for (const result of roots) report.result(result);
  const listener = { onDone: report.progress, onResult: report.result };
  const results = [...roots, ...(await pool.run(jobs, listener, bail))];
  report.end(results, (performance.now() - startedAt) / 1000);
  return results;
}

/** What is wrong with roots, as a result of its own in front of the fixtures'. */
function rootResults(problems: readonly FixtureProblem[]): FixtureResult[] {
  if (problems.length === 0) return [];
  const folder = dirname(problems[0]?.file ?? ".");
  return [{ name: "manifest", folder, status: statusOf(problems), problems, seconds: 0 }];
}
