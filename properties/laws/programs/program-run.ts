/** One run of a subject, with all that laws look at. */

import type { Recording } from "../../../fixtures/recording.ts";
import { recordRun } from "../../../fixtures/recording.ts";
import type { BackendName, JitEvent, RunSpec } from "../../../sim/index.ts";
import { makeRunSpec } from "../../../sim/index.ts";
import { RunObserver } from "../../coverage/run-observer.ts";
import type { Totals } from "../../totals.ts";
import { mergeTotals } from "../../totals.ts";
import type { ProgramSubject } from "./program-subject.ts";

/** threshold, function_threshold, trace_eagerness: everything hot at once, and the usual order. */
export const JIT_SETTINGS = [
  "threshold=3,function_threshold=4,trace_eagerness=1",
  "threshold=20,function_threshold=30,trace_eagerness=5",
] as const;

export const BACKENDS = ["host", "oracle", "machine"] as const satisfies readonly BackendName[];

/** Programs that take more ticks than this, plainly interpreted, are passed over. */
export const TICKS_MAX = 40_000;

/** What the outside sees of a run. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly exception: string;
}

export interface ProgramRun {
  readonly recording: Recording;
  readonly outcome: Outcome;
  readonly events: readonly JitEvent[];
}

/** The run of a subject under `jit`; `changes` to its spec are the law's own. */
export function makeSpec(
  { guest, source, setup }: ProgramSubject,
  jit: string,
  changes: Partial<RunSpec> = {},
): RunSpec {
  const { seed, heapBytes, faults } = setup;
  return makeRunSpec({
    guest,
    programName: guest === "python" ? "program.py" : "program.tiny",
    source: new TextEncoder().encode(source),
    jit: jit === "off" ? jit : jit + setup.parameters,
    seed,
    limits: { maxSteps: null, memoryBytes: null, heapBytes },
    faults,
    ...changes,
  });
}

/** Runs and records; adds the behaviours that the run has reached to `totals`. */
export async function runSpec(spec: RunSpec, totals: Totals): Promise<ProgramRun> {
  const events: JitEvent[] = [];
  const observer = new RunObserver(spec);
  const listen = (event: JitEvent): void => {
    events.push(event);
    observer.onEvent(event);
  };
  const recording = await recordRun(spec, listen, observer.probe);
  mergeTotals(totals, observer.totals());
  const { stdout, stderr, result } = recording;
  const { status, exception } = result;
  return { recording, events, outcome: { stdout, stderr, status, exception } };
}

/** The plain run that all others are compared with; null when it takes too long. */
export async function runPlain(subject: ProgramSubject): Promise<ProgramRun | null> {
  const run = await runSpec(makeSpec(subject, "off"), {});
  return (run.events.at(-1)?.ticks ?? 0) > TICKS_MAX ? null : run;
}
