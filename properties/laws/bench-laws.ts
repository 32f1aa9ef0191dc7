/** How many cases of each law are checked in a second, on one core. */

import { firstSubjects } from "./case-subjects.ts";
import type { AnyLaw } from "./law.ts";
import { checkLaw } from "./law.ts";

export interface LawSpeed {
  readonly cases: number;
  readonly casesPerSecond: number;
}

/** The first case, in which all is compiled and warmed up, is not counted. */
const CASES_UNCOUNTED = 1;

const CASES_DRAWN = 2000;

/** Checks cases for about so many seconds, at least two. Throws when one fails. */
export async function measureLaw(law: AnyLaw, seconds: number): Promise<LawSpeed> {
  const subjects = firstSubjects(law, CASES_DRAWN, 1);
  let start = performance.now();
  for (const [k, subject] of subjects.entries()) {
    if (k === CASES_UNCOUNTED) start = performance.now();
    const verdict = await checkLaw(law, subject);
    if (verdict.problem !== null) throw new Error(`${law.name}: ${verdict.problem}`);
    const elapsed = (performance.now() - start) / 1000;
    const cases = k + 1 - CASES_UNCOUNTED;
    if (cases > 0 && elapsed >= seconds) return { cases, casesPerSecond: cases / elapsed };
  }
  const cases = subjects.length - CASES_UNCOUNTED;
  return { cases, casesPerSecond: cases / ((performance.now() - start) / 1000) };
}
