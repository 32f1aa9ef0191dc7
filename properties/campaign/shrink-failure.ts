/**
 * One failing case made small by a crew: the search itself is in shrink.ts, here is what is done
 * when a thread does not survive one of its steps.
 */

import type { AnyLaw } from "../laws/law.ts";
import type { Crew } from "./crew.ts";
import type { SingleResult, SubjectSource } from "./messages.ts";
import { deathOf } from "./outcome.ts";
import type { DeadStep, ShrinkState } from "./shrink.ts";

/** A case after shrinking, with all that is kept of it. */
export interface ShrunkSubject extends ShrinkState {
  readonly problem: string;
  readonly text: string;
  /** See subject-json.ts. */
  readonly json: string | null;
  readonly reel: Uint8Array | null;
  readonly golden: Uint8Array | null;
}

/** After so many steps that a thread did not survive, each of which takes long, it is left at that. */
const DEATHS_MAX = 8;

export async function shrinkFailure(
  crew: Crew,
  law: AnyLaw,
  { seed, key, stepsMax }: { seed: number; key: string; stepsMax: number },
): Promise<ShrunkSubject> {
  const dead: DeadStep[] = [];
  const state: { current: ShrinkState } = { current: { path: "0", steps: 0 } };
  const onTaken = (taken: ShrinkState): void => {
    state.current = taken;
  };
  while (dead.length < DEATHS_MAX) {
    const from = state.current;
    const task = { kind: "shrink", law: law.name, seed, key, stepsMax, from, dead } as const;
    const result = await crew.perform({ task, secondsMax: law.secondsMax, onTaken });
    if (result.kind === "shrink") {
      state.current = { path: result.path, steps: result.steps };
      break;
    }
    if (result.kind !== "dead") throw new Error(`the answer to shrinking is ${result.kind}`);
    const step = from.steps + result.begun - 1;
    dead.push({ step, key: deathOf(result.how).key });
  }
  return { ...state.current, ...(await finalCheck(crew, law, seed, state.current, key)) };
}

/** The last value once more: its text, its problem. */
async function finalCheck(
  crew: Crew,
  law: AnyLaw,
  seed: number,
  { path }: ShrinkState,
  key: string,
): Promise<Omit<ShrunkSubject, keyof ShrinkState>> {
  const { text, json, failure, reel, golden } = await examine(crew, law, { seed, path }, true);
  const isSame = failure?.key === key;
  const now = failure === null ? "the law holds" : failure.problem;
  const problem = isSame ? failure.problem : `${key}\nasked again it is something else: ${now}`;
  return { problem, text: text ?? "", json, reel, golden };
}

/** Of a subject that cannot even be generated. */
const UNKNOWN: SingleResult = {
  kind: "single",
  text: "",
  json: null,
  failure: null,
  reel: null,
  golden: null,
  totals: {},
};

/** One subject, checked in a thread of its own if that may not survive it. */
export async function examine(
  crew: Crew,
  law: AnyLaw,
  source: SubjectSource,
  isChecked: boolean,
): Promise<SingleResult> {
  const task = { kind: "single", law: law.name, source, isChecked } as const;
  const result = await crew.perform({ task, secondsMax: law.secondsMax });
  if (result.kind === "single") return result;
  if (result.kind !== "dead") throw new Error(`the answer to a single case is ${result.kind}`);
  if (!isChecked) return UNKNOWN;
  const shown = await examine(crew, law, source, false);
  return { ...shown, failure: deathOf(result.how) };
}
