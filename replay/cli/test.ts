/**
 * `jitreel test [PATH…]`: checks fixtures in threads. Exit code 1 when one does not pass, 2 when one
 * is bad input. Nothing is written but the report, and pending changes with `--update`.
 */

import { availableParallelism } from "node:os";
import { FixturePool } from "../../fixtures/runner/fixture-pool.ts";
import type { CheckBackends } from "../../fixtures/runner/check-fixture.ts";
import { aboutOf, parseFilter, selectPlaces } from "../../fixtures/runner/select.ts";
import type { FixturePlace } from "../../fixtures/store/discover.ts";
import { discoverFixtures } from "../../fixtures/store/discover.ts";
import { checkRoots } from "../../fixtures/store/check-manifest.ts";
import type { FixtureResult } from "../../fixtures/store/result.ts";
import { UserError } from "../../sim/base/errors.ts";
import { BACKEND_NAMES } from "../../sim/run-spec.ts";
import { printJson } from "../format/event-json.ts";
import { printText } from "../replayer/print-value.ts";
import { checkMayWrite } from "../../fixtures/store/replace-file.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import type { TestRequest } from "./fixture-run.ts";
import { runFixtures } from "./fixture-run.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption, textOption, wordOption } from "./options.ts";
import { watchFixtures } from "./watch-fixtures.ts";

export const test: CommandAction = async (call) => {
  const { operands, options } = call;
  const request = readRequest(operands, options);
  const discovery = discoverFixtures(request.paths);
  const places = selectPlaces(discovery.places, request.isWanted);
  if (places.length === 0) throw new UserError("--grep: no fixture has that in name or about");
  if (options.list === true) return listPlaces(places, call);
  const pool = new FixturePool(request.workers);
  try {
    if (options.watch === true) return await watchFixtures(pool, request, call);
    const rootProblems = request.isPart ? [] : checkRoots(discovery);
    return exitCode(await runFixtures(pool, places, rootProblems, request, call));
  } finally {
    await pool.close();
  }
};

function exitCode(results: readonly FixtureResult[]): number {
  if (results.some(({ status }) => status === "refused")) return EXIT.bad;
  return results.every(({ status }) => status === "passed") ? EXIT.fine : EXIT.no;
}

function readRequest(operands: readonly string[], options: RawOptions): TestRequest {
  const bail = readBail(options);
  const paths = [...bail.paths, ...operands];
  const workers = naturalOption(options, "workers") ?? availableParallelism();
  if (workers === 0) throw new UserError("--workers: expected at least 1");
  const update = options.update === true;
  if (update) checkMayWrite("--update");
  return {
    paths: paths.length === 0 ? ["."] : paths,
    isWanted: parseFilter(textOption(options, "grep") ?? ""),
    isPart: options.grep !== undefined,
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
