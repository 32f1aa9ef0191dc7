/**
 * Settles obligations: proved, disproved, or checked for all values of 8 bits because the prover
 * gave up within its time.
 */

import type { Obligation } from "./obligations.ts";
import type { Prover } from "./solver.ts";

export interface Outcome {
  readonly obligation: Obligation;
  /** `checked`: unproved, but right for all values of 8 bits; `open`: not even that was possible. */
  readonly result: "proved" | "disproved" | "checked" | "open";
  readonly milliseconds: number;
  readonly counterexample: string | null;
}

/** Settles one obligation, with at most `limit` milliseconds for each of its statements. */
export async function settle(
  prover: Prover,
  obligation: Obligation,
  limit: number,
): Promise<Outcome> {
  let milliseconds = 0;
  let isProved = true;
  for (const statement of obligation.make(prover.z3)) {
    const verdict = await prover.prove(statement, limit);
    milliseconds += verdict.milliseconds;
    if (verdict.answer === "disproved") {
      const { counterexample } = verdict;
      return { obligation, result: "disproved", milliseconds, counterexample };
    }
    isProved &&= verdict.answer === "proved";
  }
  if (isProved) return { obligation, result: "proved", milliseconds, counterexample: null };
  if (obligation.checkBytes === undefined) {
    return { obligation, result: "open", milliseconds, counterexample: null };
  }
  const counterexample = obligation.checkBytes();
  const result = counterexample === null ? "checked" : "disproved";
  return { obligation, result, milliseconds, counterexample };
}
