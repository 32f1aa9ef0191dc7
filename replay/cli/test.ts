/**
 * `jitreel test [PATH…]`: checks fixtures in threads. Exit code 1 when one does not pass, 2 when one
 * is bad input. Nothing is written but the report, and pending changes with `--update`.
 */

import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { FixturePool } from "../../fixtures/runner/fixture-pool.ts";
import type { CheckBackends } from "../../fixtures/runner/check-fixture.ts";
import { aboutOf, parseFilter, selectPlaces } from "../../fixtures/runner/select.ts";
import type { CheckJob } from "../../fixtures/runner/worker-protocol.ts";
import type { FixturePlace } from "../../fixtures/store/discover.ts";
import { discoverFixtures } from "../../fixtures/store/discover.ts";
import { checkRoots } from "../../fixtures/store/check-manifest.ts";
import type { FixtureProblem, FixtureResult } from "../../fixtures/store/result.ts";
import { statusOf } from "../../fixtures/store/result.ts";
import { UserError } from "../../sim/base/errors.ts";
import { BACKEND_NAMES } from "../../sim/run-spec.ts";
import { printJson } from "../format/event-json.ts";
import { printText } from "../replayer/print-value.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { FixtureReport } from "./fixture-report.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption, textOption, wordOption } from "./options.ts";

export const test: CommandAction = async (call) => {
  const { operands, options } = call;
  const request = readRequest(operands, options);
  const discovery = discoverFixtures(request.paths);
  const isWanted = parseFilter(textOption(options, "grep") ?? "");
  const places = selectPlaces(discovery.places, isWanted);
  if (places.length === 0) throw new UserError("--grep: no fixture has that in name or about");
  if (options.list === true) return listPlaces(places, call);
  const rootProblems = options.grep === undefined ? checkRoots(discovery) : [];
  return runOnce(places, rootProblems, request, call);
};

interface TestRequest {
  readonly paths: readonly string[];
  readonly backends: CheckBackends;
  readonly workers: number;
  readonly bail: number | null;
  readonly update: boolean;
}

function readRequest(operands: readonly string[], options: RawOptions): TestRequest {
  const bail = readBail(options);
  const paths = [...bail.paths, ...operands];
  const workers = naturalOption(options, "workers") ?? availableParallelism();
  if (workers === 0) throw new UserError("--workers: expected at least 1");
  const update = options.update === true;
  // An empty text is no CI, as other tools have it.
  if (update && (process.env.CI ?? "") !== "") {
    const hint = "run it where somebody can review the change, and commit what was accepted";
    throw new UserError("--update writes nothing in CI (CI is set)", undefined, hint);
  }
  return {
    paths: paths.length === 0 ? ["."] : paths,
    backends: readBackends(options),
    workers,
    bail: bail.count,
    update,
  };
}

/** The value of --bail may be left out, so the word behind it may be a path. */
function readBail(options: RawOptions): { count: number | null; paths: readonly string[] } {
  const { bail } = options;
  if (bail === undefined) return { count: null, paths: [] };
  if (typeof bail !== "string") return { count: 1, paths: [] };
  if (!/^\d+$/.test(bail)) return { count: 1, paths: [bail] };
  const count = naturalOption(options, "bail");
  if (count === 0) throw new UserError("--bail: expected at least 1");
  return { count, paths: [] };
}

function readBackends(options: RawOptions): CheckBackends {
  const name = wordOption(options, "backend", [...BACKEND_NAMES, "all"]);
  if (name === "all") return BACKEND_NAMES;
  return [name ?? "host"];
}

function listPlaces(places: readonly FixturePlace[], { options, console }: CommandCall): number {
  if (options.json === true) {
    const list = places.map((place) => ({ ...place, about: aboutOf(place) }));
    console.line(printJson(list));
    return EXIT.fine;
  }
  const width = Math.max(...places.map(({ name }) => name.length));
  for (const place of places) {
    const about = console.style.faint(printText(aboutOf(place)));
    console.line(`${printText(place.name).padEnd(width)}  ${about}`.trimEnd());
  }
  return EXIT.fine;
}

/** What is wrong with roots, as results of their own in front of the fixtures'. */
function rootResults(problems: readonly FixtureProblem[]): FixtureResult[] {
  if (problems.length === 0) return [];
  const folder = dirname(problems[0]?.file ?? ".");
  return [{ name: "manifest", folder, status: statusOf(problems), problems, seconds: 0 }];
}

async function runOnce(
  places: readonly FixturePlace[],
  rootProblems: readonly FixtureProblem[],
  request: TestRequest,
  call: CommandCall,
): Promise<number> {
  const { backends, update } = request;
  const jobs = places.map((place): CheckJob => ({ place, backends, update }));
  const pool = new FixturePool(request.workers);
  const report = new FixtureReport(call);
  try {
    const startedAt = performance.now();
    const roots = rootResults(rootProblems);
    report.begin(roots.length + jobs.length);
    for (const result of roots) report.result(result);
    const listener = { onDone: report.progress, onResult: report.result };
    const results = [...roots, ...(await pool.run(jobs, listener, request.bail))];
    report.end(results, (performance.now() - startedAt) / 1000);
    return exitCode(results);
  } finally {
    await pool.close();
  }
}

function exitCode(results: readonly FixtureResult[]): number {
  if (results.some(({ status }) => status === "refused")) return EXIT.bad;
  return results.every(({ status }) => status === "passed") ? EXIT.fine : EXIT.no;
}
