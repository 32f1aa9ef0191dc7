/** Checks one program every way there is, on pypy3 too. */

import type { Verdict } from "./laws/law.ts";
import { checkLaw } from "./laws/law.ts";
import { interpretedAsPypy } from "./laws/programs/as-pypy-law.ts";
import { compiledAsInterpreted } from "./laws/programs/program-runs-law.ts";
import type { ProgramSubject } from "./laws/programs/program-subject.ts";

export interface Subject extends ProgramSubject {
  /** Whether pypy3 is asked too. */
  readonly onPypy: boolean;
}

/** Runs the program every way there is. */
export async function checkProgram(subject: Subject): Promise<Verdict> {
  if (subject.onPypy) {
    const verdict = await checkLaw(interpretedAsPypy, subject);
    if (verdict.problem !== null) return verdict;
  }
  return checkLaw(compiledAsInterpreted, subject);
}
