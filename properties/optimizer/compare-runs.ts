/** Runs a loop program directly and compiled by the optimizer's passes, and compares the two. */

import type { Counters } from "../../sim/hooks/counters.ts";
import type { RunProbe } from "../../sim/hooks/probe.ts";
import { printTrace } from "../../sim/trace/print.ts";
import type { RtValue } from "../../sim/trace/values.ts";
import type { LoopProgram } from "./loop-program.ts";
import { LoopJit, runDirectly } from "./loop-runs.ts";

export interface LoopComparison {
  /** What differs; null when nothing does. */
  readonly problem: string | null;
  /** False when the optimizer found that the loop cannot be: nothing was compared. */
  readonly isCompiled: boolean;
  readonly exits: number;
  readonly bridges: number;
  readonly retraces: number;
  readonly counters: Counters | null;
  /** The optimized traces. */
  text(): string;
}

/**
 * Compares a program's runs with the given passes, for the values that its inputs hold; `probe`
 * hears of rules and of executed operations.
 */
export function compareLoopRuns(
  program: LoopProgram,
  opts: readonly string[],
  probe?: Pick<RunProbe, "rule" | "executed">,
): LoopComparison {
  const inputs = program.inputs.map((input) => input.value) as RtValue[];
  const heap = program.saveHeap();
  const expected = runDirectly(program, inputs);
  heap.restore();
  const jit = new LoopJit(program, opts, probe);
  const isCompiled = jit.compile(inputs);
  heap.restore();
  const { descrName, objectName } = program.context;
  const text = (): string =>
    jit.units.map((unit) => printTrace(unit, { descrName, constName: objectName })).join("\n");
  if (!isCompiled) {
    const none = { exits: 0, bridges: 0, retraces: 0, counters: null };
    return { problem: null, isCompiled, ...none, text };
  }
  const run = jit.run(inputs, expected);
  heap.restore();
  const { exits, bridges, retraces, counters } = run;
  const isEqual = run.result === expected.result;
  const atEnd = isEqual ? null : `at the end: ${run.result}\nexpected ${expected.result}`;
  const problem = run.difference !== "" ? run.difference : atEnd;
  return { problem, isCompiled, exits, bridges, retraces, counters, text };
}
