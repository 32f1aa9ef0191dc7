/** The first cases of a law, which depend on nothing but a seed. */

import * as fc from "fast-check";
import type { Law } from "./law.ts";

export function firstSubjects<T>(law: Law<T>, count: number, seed: number): T[] {
  return fc.sample(law.arbitrary, { numRuns: count, seed });
}
