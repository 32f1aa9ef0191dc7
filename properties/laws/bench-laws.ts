/**
 * How many cases of each law are checked in a second of one core's time: what other processes take
 * is not counted, whether they are on the machine by chance or started by the law (pypy3).
 */

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

function coreSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Checks cases for about so many seconds, at least two. Throws when one fails. */
export async function measureLaw(law: AnyLaw, seconds: number): Promise<LawSpeed> {
  const subjects = firstSubjects(law, CASES_DRAWN, 1);
  let start = coreSeconds();
  for (const [k, subject] of subjects.entries()) {
    if (k === CASES_UNCOUNTED) start = coreSeconds();
    const verdict = await checkLaw(law, subject);
    if (verdict.problem !== null) throw new Error(`${law.name}: ${verdict.problem}`);
    const elapsed = coreSeconds() - start;
    const cases = k + 1 - CASES_UNCOUNTED;
    if (cases > 0 && elapsed >= seconds) return { cases, casesPerSecond: cases / elapsed };
  }
  const cases = subjects.length - CASES_UNCOUNTED;
  return { cases, casesPerSecond: cases / (coreSeconds() - start) };
}
