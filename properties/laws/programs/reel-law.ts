/**
 * What a reel is good for: it tells again what was told live, an execution of the program agrees
 * with it, and does not agree with any other reel.
 */

import * as fc from "fast-check";
import { ReelReader } from "../../../replay/format/reader.ts";
import { SchemaError } from "../../../replay/format/schema-error.ts";
import { listChanges } from "../../../replay/format/test-changes.ts";
import { Reel } from "../../../replay/playback/reel.ts";
import { replay } from "../../../replay/playback/replay.ts";
import { EventRecorder } from "../../../replay/recorder/recorder.ts";
import { makeHeader } from "../../../replay/recorder/run-header.ts";
import { listDifferences } from "../../../replay/verify/differences.ts";
import { verifyReel } from "../../../replay/verify/verify-reel.ts";
import type { JitEvent, JitHooks, RunSpec } from "../../../sim/index.ts";
import { Simulator } from "../../../sim/index.ts";
import type { Totals } from "../../totals.ts";
import type { Law, Statement, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import type { ProgramRun } from "./program-run.ts";
import { BACKENDS, JIT_SETTINGS, makeSpec, runPlain, runSpec } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PROGRAMS, programSubjects } from "./program-subject.ts";

const LAW_NAME = "verify-rejects-changes";

const REPLAY: Statement = {
  name: "replay-as-recorded",
  says: "Reading a reel gives the events that listeners were told, field by field.",
  planted: {
    file: "replay/format/operation-reader.ts",
    find: "operations.push(list.take());",
    replace:
      "{ const one = list.take(); operations.push({ ...one, offset: Math.min(one.offset, 99) }); }",
  },
};

const HOOKS_REPLAYED: Statement = {
  name: "hooks-replayed",
  says: "Replaying a reel calls hook consumers as the running simulator does, with equal objects.",
  planted: {
    file: "replay/playback/replay.ts",
    find: "    tellHooks(hooks, event);",
    replace: '    if (event.kind !== "output") tellHooks(hooks, event);',
  },
};

const ACCEPTS: Statement = {
  name: "verify-accepts",
  says: "Under every backend a recorded program executes as it was recorded.",
  planted: {
    file: "replay/verify/event-comparison.ts",
    find: "if (differences.length > 0) this.diverge",
    replace: "if (differences.length > 0 || this.sameCount === 20) this.diverge",
  },
};

/** A program, and which event of its reel is changed how. */
interface ChangedReel {
  readonly program: ProgramSubject;
  readonly event: number;
  readonly change: number;
}

async function check({ program, event, change }: ChangedReel): Promise<Verdict> {
  if ((await runPlain(program)) === null) return holds({ "too long": 1 });
  const totals: Totals = { programs: 1 };
  const jit = JIT_SETTINGS[change % 2] as string;
  const spec = makeSpec(program, jit);
  const run = await runSpec(spec, totals);
  const { reel } = run.recording;
  const read = [...new ReelReader(reel, "reel").events()].map((item) => item.event);
  const replayed = firstDifferentEvent(run.events, read);
  if (replayed !== null) return broken(REPLAY.name, replayed, totals, { reel });
  const calls = await compareHookCalls(spec, reel);
  if (calls !== null) return broken(HOOKS_REPLAYED.name, calls, totals, { reel });
  const backend = BACKENDS[event % BACKENDS.length] as RunSpec["backend"];
  const accepted = await findDivergence(reel, backend);
  if (accepted !== null) return broken(ACCEPTS.name, `${jit}, ${backend}: ${accepted}`, totals);
  return checkChanged(spec, run, event, change, totals);
}

function firstDifferentEvent(
  told: readonly JitEvent[],
  read: readonly (JitEvent | null)[],
): string | null {
  if (told.length !== read.length) return `${told.length} events were told, ${read.length} read`;
  for (const [number, event] of told.entries()) {
    const [difference] = listDifferences(event, read[number]);
    if (difference !== undefined) {
      const { path, recorded, live } = difference;
      return `event ${number}, ${path}: ${recorded} was told, ${live} is read`;
    }
  }
  return null;
}

type HookCall = readonly [hook: string, ...given: unknown[]];

/** A consumer that keeps what it is called with. */
function keepCalls(calls: HookCall[]): JitHooks {
  return {
    onCompile: (event) => void calls.push(["onCompile", event]),
    onAbort: (event) => void calls.push(["onAbort", event]),
    onTooLong: (event) => void calls.push(["onTooLong", event]),
    onEvent: (event) => void calls.push(["onEvent", event]),
    onOutput: (stream, bytes) => void calls.push(["onOutput", stream, Uint8Array.from(bytes)]),
  };
}

/** How the calls of a consumer differ between an execution and the replay of its reel. */
async function compareHookCalls(spec: RunSpec, reel: Uint8Array): Promise<string | null> {
  const [live, replayed]: [HookCall[], HookCall[]] = [[], []];
  const simulator = new Simulator(spec);
  simulator.attach(keepCalls(live));
  await simulator.run();
  using opened = new Reel(new ReelReader(reel, "reel"));
  replay(opened, keepCalls(replayed));
  const length = Math.max(live.length, replayed.length);
  for (let k = 0; k < length; k++) {
    const [difference] = listDifferences(live[k], replayed[k]);
    if (difference === undefined) continue;
    const hooks = `${live[k]?.[0] ?? "none"} was called, ${replayed[k]?.[0] ?? "none"} is`;
    return `${hooks}: ${difference.path}`;
  }
  return null;
}

/** Where an execution parts from a reel; null when it does not. */
async function findDivergence(
  reel: Uint8Array,
  backend: RunSpec["backend"],
): Promise<string | null> {
  const { divergence } = await verifyReel(
    new ReelReader(reel, "reel"),
    { backend },
    (again, listeners) => new Simulator(again, listeners).run(),
  );
  if (divergence === null) return null;
  const paths = divergence.differences.map(({ path }) => path);
  return `event ${divergence.number}: ${paths.slice(0, 3).join(", ")}`;
}

async function checkChanged(
  spec: RunSpec,
  { events }: ProgramRun,
  eventIndex: number,
  changeIndex: number,
  totals: Totals,
): Promise<Verdict> {
  const number = eventIndex % events.length;
  const event = events[number] as JitEvent;
  const changes = listChanges(event, event.kind);
  for (let k = 0; k < changes.length; k++) {
    const { path, value } = changes[(changeIndex + k) % changes.length] as (typeof changes)[number];
    const changed = record(spec, events.with(number, value as JitEvent));
    // Not every text is a kind of event, not every number may stand everywhere.
    if (changed === null) continue;
    totals[`changed ${event.kind}`] = (totals[`changed ${event.kind}`] ?? 0) + 1;
    if ((await findDivergence(changed, "host")) !== null) return holds(totals);
    const difference = `${path} of event ${number} was changed, and nobody saw it`;
    const key = path.replaceAll(/\d+/g, "N");
    return broken(LAW_NAME, difference, totals, { difference: key, reel: changed });
  }
  return holds(totals);
}

/** A reel of these events; null if they are none. */
function record(spec: RunSpec, events: readonly JitEvent[]): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  const sink = (bytes: Uint8Array): void => {
    chunks.push(Uint8Array.from(bytes));
  };
  try {
    const recorder = new EventRecorder(sink, makeHeader(spec), "law");
    for (const event of events) recorder.onEvent(event);
    recorder.finish();
    const reel = Buffer.concat(chunks);
    const read = [...new ReelReader(reel, "reel").events()].map((item) => item.event);
    return firstDifferentEvent(events, read) === null ? reel : null;
  } catch (error) {
    if (error instanceof SchemaError || error instanceof TypeError) return null;
    throw error;
  }
}

export const verifyRejectsChanges: Law<ChangedReel> = {
  name: LAW_NAME,
  says: "An execution parts from a reel in which one field of one event was changed.",
  subjects: `${PROGRAMS}, and a change of their reel`,
  arbitrary: fc.record({
    program: programSubjects,
    event: fc.nat(100_000),
    change: fc.nat(100_000),
  }),
  statements: [REPLAY, HOOKS_REPLAYED, ACCEPTS],
  check,
  describe: ({ program, event, change }) =>
    `${describeProgram(program)}# change ${change} of event ${event}\n`,
  planted: {
    file: "replay/verify/event-comparison.ts",
    find: "listDifferences(event, live);",
    replace: 'listDifferences(event, live).filter(({ path }) => !path.startsWith("operations"));',
  },
  secondsMax: 120,
};
