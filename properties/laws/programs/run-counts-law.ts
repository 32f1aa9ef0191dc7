/**
 * Run counts, which code adds up itself, agree with what was executed: counted apart, operation by
 * operation, by a probe.
 */

import { OPS } from "../../../sim/trace/ops.ts";
import { ExecutedOperations } from "../../../sim/index.ts";
import type { BackendName, RunProbe } from "../../../sim/index.ts";
import { Simulator } from "../../../sim/index.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import { BACKENDS, JIT_SETTINGS, makeSpec, runPlain } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PROGRAMS, programSubjects } from "./program-subject.ts";

const LAW_NAME = "run-counts-as-executed";

/** Label passes: as the code has counted them, and as they were executed. */
async function countLabels(
  subject: ProgramSubject,
  jit: string,
  backend: BackendName,
): Promise<readonly [counted: number, executed: number]> {
  const executed = new ExecutedOperations();
  const nothing = (): void => {};
  const probe: RunProbe = {
    executed,
    traced: nothing,
    blackholed: nothing,
    rule: nothing,
    heapFull: nothing,
    left: nothing,
  };
  const spec = makeSpec(subject, jit, { backend, countRuns: true });
  const { stats } = await new Simulator(spec, { probe }).run();
  const counted = stats.loopRunTimes
    .filter(({ kind }) => kind === "l")
    .reduce((sum, { count }) => sum + count, 0);
  const { index } = OPS.label;
  // The host hands some operations to the oracle.
  return [counted, (executed.oracle[index] ?? 0) + (executed.host[index] ?? 0)];
}

async function check(subject: ProgramSubject): Promise<Verdict> {
  if ((await runPlain(subject)) === null) return holds({ "too long": 1 });
  const totals = { programs: 1, labels: 0 };
  for (const jit of JIT_SETTINGS) {
    let passed = 0;
    for (const backend of BACKENDS) {
      const [counted, seen] = await countLabels(subject, jit, backend);
      // The processor knows addresses, no operations: the other backends say what it has passed.
      const executed = backend === "machine" ? passed : seen;
      passed = executed;
      totals.labels += counted;
      if (counted === executed) continue;
      const difference = `labels were passed ${executed} times, and counted ${counted} times`;
      return broken(LAW_NAME, `${jit}, ${backend}: ${difference}`, totals, {
        difference: `${backend}: label passes`,
      });
    }
  }
  return holds(totals);
}

export const runCountsAsExecuted: Law<ProgramSubject> = {
  name: LAW_NAME,
  says: "Under each backend the run counts of labels are the numbers of times they were executed.",
  subjects: PROGRAMS,
  arbitrary: programSubjects,
  check,
  describe: describeProgram,
  planted: {
    file: "sim/run-counts.ts",
    find: "if (entry !== undefined) entry.count++;",
    replace: "if (entry !== undefined && entry.count < 20) entry.count++;",
  },
  secondsMax: 120,
};
