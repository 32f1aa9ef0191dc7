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

/** Drawing takes time, too, which is not counted: many are drawn when these few are too quick. */
const CASES_DRAWN = [60, 2000] as const;

function coreSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Checks cases for about so many seconds, at least two. Throws when one fails. */
export async function measureLaw(law: AnyLaw, seconds: number): Promise<LawSpeed> {
  let [cases, counted] = [-CASES_UNCOUNTED, 0];
  for (const drawn of CASES_DRAWN) {
    const fresh = firstSubjects(law, drawn, 1).slice(cases + CASES_UNCOUNTED);
    for (const subject of fresh) {
      const start = coreSeconds();
      const verdict = await checkLaw(law, subject);
      if (verdict.problem !== null) throw new Error(`${law.name}: ${verdict.problem}`);
      if (cases >= 0) counted += coreSeconds() - start;
      cases++;
      if (cases > 0 && counted >= seconds) return { cases, casesPerSecond: cases / counted };
    }
  }
  return { cases, casesPerSecond: cases / counted };
}
