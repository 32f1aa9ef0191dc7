/**
 * Makes a failing case small: of the values that are a step smaller the first that fails with the
 * same key is taken, and so on. Ends when none fails, or after a number of steps. Steps are counted,
 * not timed, so that the result is the same on every machine.
 *
 * A step that kills the worker or never ends cannot be told from inside. The thread that watches
 * starts the search again from the last value taken, and says which steps those were.
 */

import type { AnyLaw } from "../laws/law.ts";
import { checkLaw } from "../laws/law.ts";
import { draw, drawAt, smallerValues } from "./draw.ts";
import { failureOf } from "./outcome.ts";

/** Where a search stands. */
export interface ShrinkState {
  readonly path: string;
  /** Values tried so far. */
  readonly steps: number;
}

/** A step that did not come back, and the key of that failure. */
export interface DeadStep {
  readonly step: number;
  readonly key: string;
}

export interface ShrinkTask {
  readonly seed: number;
  readonly key: string;
  readonly stepsMax: number;
  readonly from: ShrinkState;
  readonly dead: readonly DeadStep[];
}

/** What the search tells while it goes on. */
export interface ShrinkWatch {
  /** Before a value is tried. */
  readonly onStep: (step: number) => void;
  /** When a smaller value is taken. */
  readonly onTaken: (state: ShrinkState) => void;
}

export async function shrink(
  law: AnyLaw,
  task: ShrinkTask,
  { onStep, onTaken }: ShrinkWatch,
): Promise<ShrinkState> {
  const { arbitrary } = law;
  let value = drawAt(arbitrary, task.seed, task.from.path) ?? draw(arbitrary, task.seed);
  let { path, steps } = task.from;
  search: while (true) {
    const smaller = smallerValues(arbitrary, value);
    for (let turn = 0; ; turn++) {
      const next = smaller.next();
      if (next.done === true || steps >= task.stepsMax) break search;
      const step = steps++;
      onStep(step);
      const dead = task.dead.find((one) => one.step === step);
      const key = dead?.key ?? failureOf(await checkLaw(law, next.value.value))?.key;
      if (key !== task.key) continue;
      value = next.value;
      path = `${path}:${turn}`;
      onTaken({ path, steps });
      continue search;
    }
  }
  return { path, steps };
}
