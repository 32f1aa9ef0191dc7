/**
 * Liveness: reservations of code memory fail for a while; when that is over, code is compiled again,
 * and the program has done what it does without the JIT.
 *
 * Where there was no room the JIT does not try again, so every subject ends with loops of its own
 * that nothing has run before: more of them than there are faults.
 */

import * as fc from "fast-check";
import { pythonProgram } from "../../generators/python-program.ts";
import type { Totals } from "../../totals.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import { BACKENDS, JIT_SETTINGS, makeSpec, runPlain, runSpec } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PLAIN_SETUP } from "./program-subject.ts";
import { sameOutcome } from "./run-statements.ts";

const LAW_NAME = "compiles-after-faults";

/** Faults hit the first reservations, at most so many of them. */
const FAULTS_AT_MOST = 6;

/** Loops at the end: each is hot, and takes at least one reservation. */
const LATE_LOOPS = FAULTS_AT_MOST + 2;

interface FaultyProgram {
  readonly source: string;
  /** Numbers of the reservations that fail. */
  readonly faults: readonly number[];
}

/** They run at exit, so what the program raises does not keep them from running. */
function withLateLoops(source: string): string {
  const loops = Array.from({ length: LATE_LOOPS }, (_, k) => {
    return `    i = 0\n    while i < 60:\n        i += 1\n        n += i & ${k + 1}\n`;
  });
  const late = `def _late_loops():\n    n = 0\n${loops.join("")}    print('late', n)\n`;
  return `import atexit as _atexit\n${late}_atexit.register(_late_loops)\n${source}`;
}

function subjectOf({ source, faults }: FaultyProgram): ProgramSubject {
  const setup = { ...PLAIN_SETUP, faults: faults.map((number) => `alloc-fail@${number}`) };
  return { guest: "python", source: withLateLoops(source), setup };
}

async function check(faulty: FaultyProgram): Promise<Verdict> {
  const subject = subjectOf(faulty);
  const plain = await runPlain(subject);
  if (plain === null) return holds({ "too long": 1 });
  const totals: Totals = { programs: 1 };
  for (const jit of JIT_SETTINGS) {
    for (const backend of BACKENDS) {
      const { outcome, events, recording } = await runSpec(
        makeSpec(subject, jit, { backend }),
        totals,
      );
      const last = events.findLastIndex(({ kind }) => kind === "fault");
      const struck = events.filter(({ kind }) => kind === "fault").length;
      const compiled = events.slice(last + 1).filter(({ kind }) => kind === "compile").length;
      totals["compiled after faults"] = (totals["compiled after faults"] ?? 0) + compiled;
      const difference =
        sameOutcome(plain.outcome, outcome) ??
        (struck === faulty.faults.length ? null : "not all faults were met") ??
        (compiled > 0 ? null : "nothing is compiled after the last fault");
      if (difference === null) continue;
      const { reel } = recording;
      return broken(LAW_NAME, `${jit}, ${backend}: ${difference}`, totals, { difference, reel });
    }
  }
  return holds(totals);
}

export const compilesAfterFaults: Law<FaultyProgram> = {
  name: LAW_NAME,
  says:
    "When reservations of code memory no longer fail, code is compiled again, and the program has " +
    "printed, raised and ended as without the JIT.",
  subjects: "Python programs with faults at their beginning and hot loops at their end",
  arbitrary: fc.record({
    source: pythonProgram,
    faults: fc.uniqueArray(fc.integer({ min: 1, max: FAULTS_AT_MOST }), {
      minLength: 1,
      maxLength: FAULTS_AT_MOST,
    }),
  }),
  check,
  describe: (faulty) => describeProgram(subjectOf(faulty)),
  // One fault, and there is no room ever again.
  planted: {
    file: "sim/memory/code-heap.ts",
    find: 'if (fault === null) return;\n    this.tell({ kind: "fault", fault, size, owner });',
    replace:
      "const kept = this as { struck?: boolean };\n    if (fault === null && kept.struck !== true) return;\n" +
      '    kept.struck = true;\n    if (fault !== null) this.tell({ kind: "fault", fault, size, owner });',
  },
  secondsMax: 120,
};
