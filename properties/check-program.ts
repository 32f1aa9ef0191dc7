/**
 * The law of all laws: a program does the same plainly interpreted and compiled, under every
 * backend and threshold; and its runs keep the laws of counters, units, heap and reels.
 */

import type { Recording } from "../fixtures/recording.ts";
import { describeFirstDifference, recordRun } from "../fixtures/recording.ts";
import type { BackendName, GuestName, JitEvent } from "../sim/index.ts";
import { makeRunSpec } from "../sim/index.ts";
import type { Outcome } from "./laws.ts";
import {
  countersAreConsistent,
  costsAddUp,
  eventsAreOrdered,
  firstProblem,
  heapIsConsistent,
  sameOutcome,
  unitsAreComplete,
} from "./laws.ts";
import { runPypy } from "./pypy.ts";
import type { Totals } from "./totals.ts";
import { countEvents } from "./totals.ts";

/** threshold, function_threshold, trace_eagerness: everything hot at once, and the usual order. */
export const JIT_SETTINGS = [
  "threshold=3,function_threshold=4,trace_eagerness=1",
  "threshold=20,function_threshold=30,trace_eagerness=5",
] as const;

export const BACKENDS = ["host", "oracle", "machine"] as const satisfies readonly BackendName[];

/** What else is unusual in a run: changes no result. */
export interface Setup {
  /** Further JIT parameters, "" or `,name=value…`. */
  readonly parameters: string;
  /** Size of the code heap; null = not limited. */
  readonly heapBytes: number | null;
  /** Reservations of code memory that fail. */
  readonly faults: readonly string[];
  readonly seed: number;
}

/** A program to check, and how long it may take interpreted. */
export interface Subject {
  readonly guest: GuestName;
  readonly source: string;
  readonly setup: Setup;
  /** Programs that take more ticks than this are passed over. */
  readonly ticksMax: number;
  /** Whether pypy3 is asked too. */
  readonly onPypy: boolean;
}

export interface Verdict {
  /** What is wrong, with the parameters of the run; null when all is well. */
  readonly problem: string | null;
  readonly totals: Totals;
}

interface Run {
  readonly recording: Recording;
  readonly outcome: Outcome;
  readonly events: readonly JitEvent[];
}

async function run(subject: Subject, jit: string, backend: BackendName): Promise<Run> {
  const programName = subject.guest === "python" ? "program.py" : "program.tiny";
  const source = new TextEncoder().encode(subject.source);
  const events: JitEvent[] = [];
  const { seed, heapBytes, faults } = subject.setup;
  const limits = { maxSteps: null, memoryBytes: null, heapBytes };
  const { guest } = subject;
  const spec = makeRunSpec({ guest, programName, source, jit, backend, seed, limits, faults });
  const recording = await recordRun(spec, (event) => {
    events.push(event);
  });
  const { stdout, stderr, result } = recording;
  const { status, exception } = result;
  return { recording, events, outcome: { stdout, stderr, status, exception } };
}

/** Runs the program every way there is. */
export async function checkProgram(subject: Subject): Promise<Verdict> {
  const totals: Totals = { programs: 1 };
  const plain = await run(subject, "off", "host");
  if ((plain.events.at(-1)?.ticks ?? 0) > subject.ticksMax) {
    return { problem: null, totals: { "too long": 1 } };
  }
  if (plain.outcome.exception !== "") totals.exceptions = 1;
  const pypyProblem = subject.onPypy ? compareWithPypy(subject.source, plain.outcome) : null;
  if (pypyProblem !== null) return { problem: `jit off against pypy3: ${pypyProblem}`, totals };
  for (const settings of JIT_SETTINGS) {
    const jit = settings + subject.setup.parameters;
    const problem = await checkSettings(subject, jit, plain.outcome, totals);
    if (problem !== null) return { problem: `${jit}: ${problem}`, totals };
  }
  return { problem: null, totals };
}

function compareWithPypy(source: string, outcome: Outcome): string | null {
  const pypy = runPypy(source, "off");
  // Of a traceback only its last line is compared: paths differ.
  const stderr = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";
  const found = { ...outcome, stderr: stderr(outcome.stderr), exception: "" };
  return sameOutcome({ ...pypy, stderr: stderr(pypy.stderr), exception: "" }, found);
}

async function checkSettings(
  subject: Subject,
  jit: string,
  expected: Outcome,
  totals: Totals,
): Promise<string | null> {
  const reels: Uint8Array[] = [];
  for (const backend of BACKENDS) {
    const { recording, outcome, events } = await run(subject, jit, backend);
    reels.push(recording.reel);
    if (backend === "host") countEvents(events, totals);
    const problem = firstProblem([
      sameOutcome(expected, outcome),
      countersAreConsistent(recording.result.stats, events),
      unitsAreComplete(events),
      eventsAreOrdered(events),
      heapIsConsistent(events),
      costsAddUp(events),
    ]);
    if (problem !== null) return `${backend}: ${problem}`;
  }
  const [golden, ...others] = reels;
  for (const [k, live] of others.entries()) {
    const difference = describeFirstDifference(golden as Uint8Array, live);
    if (difference !== "") return `host (golden) against ${BACKENDS[k + 1]} (live): ${difference}`;
  }
  return null;
}
