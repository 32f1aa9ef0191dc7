/** Programs do what they do on the real PyPy; where there is none, nothing is checked. */

import type * as fc from "fast-check";
import { pythonProgram } from "../../generators/python-program.ts";
import { hasPypy, runPypy } from "../../pypy.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import type { Outcome } from "./program-run.ts";
import { runPlain } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PLAIN_SETUP } from "./program-subject.ts";
import { sameOutcome } from "./run-statements.ts";

const LAW_NAME = "interpreted-as-pypy3";

/** Of a traceback only its last line is compared: paths differ. */
function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

/** How a plain run differs from pypy3's; null when it does not. */
export function differsFromPypy(source: string, outcome: Outcome): string | null {
  const pypy = runPypy(source, "off");
  const found = { ...outcome, stderr: lastLine(outcome.stderr), exception: "" };
  return sameOutcome({ ...pypy, stderr: lastLine(pypy.stderr), exception: "" }, found);
}

async function check(subject: ProgramSubject): Promise<Verdict> {
  if (!hasPypy()) return holds({ "no pypy3": 1 });
  const plain = await runPlain(subject);
  if (plain === null) return holds({ "too long": 1 });
  const problem = differsFromPypy(subject.source, plain.outcome);
  const { reel } = plain.recording;
  return problem === null
    ? holds({ programs: 1 })
    : broken(LAW_NAME, problem, { programs: 1 }, { difference: problem, reel });
}

const plainPrograms: fc.Arbitrary<ProgramSubject> = pythonProgram.map((source) => ({
  guest: "python",
  source,
  setup: PLAIN_SETUP,
}));

export const interpretedAsPypy: Law<ProgramSubject> = {
  name: LAW_NAME,
  says: "Plainly interpreted, a program prints, raises and ends as on pypy3.",
  subjects: "Python programs",
  arbitrary: plainPrograms,
  check,
  describe: describeProgram,
  planted: {
    file: "sim/guests/python/objects/arithmetic.ts",
    find: "int_py_mod(w_a.intval, divisor)",
    replace: "w_a.intval",
  },
  secondsMax: 60,
};
