/** Random loops and bridges run alike under every executor. */

import { compareExecutors } from "../../../sim/backend/random-runs.ts";
import { ProbeCounts } from "../../coverage/probe-counts.ts";
import type { UnitsSubject } from "../../generators/traces.ts";
import { traceUnits } from "../../generators/traces.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

function check({ program, edge }: UnitsSubject): Verdict {
  const counts = new ProbeCounts();
  const { problem, ticks } = compareExecutors(program, edge, counts.probe.executed);
  const bridges = program.units.filter(({ guard }) => guard !== null).length;
  const totals = { operations: ticks, bridge: bridges, ...counts.totals() };
  return problem === null ? holds(totals) : broken(executorsAgree.name, problem, totals);
}

export const executorsAgree: Law<UnitsSubject> = {
  name: "executors-agree",
  says:
    "Oracle, host and machine leave every trace by the same exit, with the same values, heap, time " +
    "and counts.",
  subjects: "loops with bridges, and their arguments",
  arbitrary: traceUnits,
  check,
  describe: ({ program, edge }) => {
    const units = program.units.map(({ loop, guard, text }) => {
      return `# ${guard === null ? `loop ${loop}` : `bridge of ${guard}`}\n${text}`;
    });
    return [...units, `# arguments ${edge}`].join("\n");
  },
  planted: {
    file: "sim/backend/host/int-ops.ts",
    find: 'int_ge: comparison(">="),',
    replace: 'int_ge: comparison(">"),',
  },
  secondsMax: 60,
};
