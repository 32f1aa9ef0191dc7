/** The optimizer keeps the meaning of traces, whatever passes it has. */

import * as fc from "fast-check";
import { ALL_OPTS } from "../../../sim/optimizer/context.ts";
import { printTrace } from "../../../sim/trace/print.ts";
import { ProbeCounts } from "../../coverage/probe-counts.ts";
import type { LoopSubject } from "../../generators/traces.ts";
import { makeLoop, traceLoops } from "../../generators/traces.ts";
import { compareLoopRuns } from "../../optimizer/compare-runs.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

export interface OptimizerSubject {
  readonly loop: LoopSubject;
  readonly opts: readonly string[];
}

/** All passes mostly; the chain up to one, one alone, any. */
const passes: fc.Arbitrary<readonly string[]> = fc.oneof(
  { arbitrary: fc.constant(ALL_OPTS), weight: 6 },
  { arbitrary: fc.nat(ALL_OPTS.length - 1).map((n) => ALL_OPTS.slice(0, n + 1)), weight: 2 },
  { arbitrary: fc.constantFrom(...ALL_OPTS).map((pass) => [pass]), weight: 1 },
  { arbitrary: fc.subarray<string>([...ALL_OPTS], { minLength: 1 }), weight: 2 },
);

function check({ loop, opts }: OptimizerSubject): Verdict {
  const counts = new ProbeCounts();
  const run = compareLoopRuns(makeLoop(loop), opts, counts.probe);
  const totals = {
    loop: run.isCompiled ? 1 : 0,
    "loop that cannot be": run.isCompiled ? 0 : 1,
    bridge: run.bridges,
    retrace: run.retraces,
    exit: run.exits,
    ...counts.totals(),
  };
  if (run.problem === null) return holds(totals);
  const text = `${run.text()}\n${run.problem}`;
  return broken(optimizerKeepsMeaning.name, text, totals, { difference: run.problem });
}

export const optimizerKeepsMeaning: Law<OptimizerSubject> = {
  name: "optimizer-keeps-meaning",
  says:
    "At every exit of an optimized loop or bridge, state and heap are those of the program that it " +
    "was traced from.",
  subjects: "loops with values that make their guards true, and passes",
  arbitrary: fc.record({ loop: traceLoops, opts: passes }),
  check,
  describe: ({ loop, opts }) => {
    const program = makeLoop(loop);
    const { descrName, objectName } = program.context;
    const trace = { inputargs: program.inputs, ops: program.ops };
    const inputs = program.inputs.map(({ value }) => objectName(value as never) ?? String(value));
    const text = printTrace(trace, { descrName, constName: objectName });
    return `# ${opts.join(":")}\n# inputs ${inputs.join(", ")}\n${text}`;
  },
  planted: {
    file: "sim/optimizer/heap.ts",
    find: "this.optimizer.ensureInfo(entry.lazyStore) !== info;",
    replace: "this.optimizer.ensureInfo(entry.lazyStore) === info;",
  },
  secondsMax: 60,
};
