/**
 * Well-typed traces, as arbitraries that shrink: *units* for executors (loops with bridges and
 * calls, whose guards hold or fail as they come), and *loops* for the optimizer, whose guards are
 * all true for the values that they come with.
 */

import type * as fc from "fast-check";
import type { RandomProgram } from "../../sim/backend/random-program.ts";
import { makeProgram } from "../../sim/backend/random-program.ts";
import { generateLoopProgram } from "../optimizer/loop-generator.ts";
import type { LoopProgram } from "../optimizer/loop-program.ts";
import type { Tape } from "./choices.ts";
import { TapeSource, tapes } from "./choices.ts";

/** Loops and bridges as text, and which arguments they run with (0 … 23). */
export interface UnitsSubject {
  readonly program: RandomProgram;
  readonly edge: number;
}

export const traceUnits: fc.Arbitrary<UnitsSubject> = tapes({ stepsMax: 150, choicesMax: 10 }).map(
  (tape) => {
    const source = new TapeSource(tape);
    const edge = source.nextBelow(24);
    return { program: makeProgram(source), edge };
  },
);

/** What a loop is made from. Loops change while they run: each run makes its own. */
export interface LoopSubject {
  readonly tape: Tape;
}

export const traceLoops: fc.Arbitrary<LoopSubject> = tapes({ stepsMax: 34, choicesMax: 24 }).map(
  (tape) => ({ tape }),
);

/** The loop; its inputs hold the values for which its guards are true. */
export function makeLoop({ tape }: LoopSubject): LoopProgram {
  return generateLoopProgram(new TapeSource(tape), tape.length);
}
