/**
 * Compares the states that a run under the JIT comes to, whenever it has left compiled code or is
 * about to enter it, with the plain interpreter's at the same bytecode of the same program.
 *
 * The JIT's run comes first and says which places matter; the plain run then looks at those. Of
 * exits that happen often the first ones are looked at, and then ever fewer.
 */

import type { RunPlace, StateListener } from "../../sim/index.ts";

/** A state at a place. */
export interface SeenState extends RunPlace {
  /** Bytes of output up to here. */
  readonly outputBytes: number;
  readonly frames: readonly string[];
}

/** Frames that are looked at, from the innermost on. */
const FRAMES_MAX = 4;

/** So many exits of one kind are all looked at; later only those whose number is a power of two. */
const EXITS_ALL = 6;

/** Keeps the states of a run under the JIT. */
export class ExitStates implements StateListener {
  readonly states: SeenState[] = [];
  /** All exits and entries, those included whose states were not looked at. */
  count = 0;
  private readonly counts = new Map<string, number>();
  private readonly output: OutputCount;

  constructor(output: OutputCount) {
    this.output = output;
  }

  framesWanted({ why }: RunPlace): number {
    if (why === "") return 0;
    this.count++;
    const n = (this.counts.get(why) ?? 0) + 1;
    this.counts.set(why, n);
    return n <= EXITS_ALL || (n & (n - 1)) === 0 ? FRAMES_MAX : 0;
  }

  onState(place: RunPlace, frames: readonly string[]): void {
    this.states.push({ ...place, frames, outputBytes: this.output.bytes });
  }
}

/** Counts what a program writes. */
export class OutputCount {
  bytes = 0;

  readonly listen = (_stream: string, { length }: Uint8Array): void => {
    this.bytes += length;
  };
}

/** A state that is not the plain interpreter's. */
export interface StateDifference {
  readonly state: SeenState;
  /** The first line that differs, on both sides. */
  readonly plain: string;
  readonly found: string;
}

/** Looks at the plain run's states where others were seen, and compares. */
export class PlainStates implements StateListener {
  readonly differences: StateDifference[] = [];
  private readonly byNumber = new Map<number, SeenState[]>();
  private readonly output: OutputCount;

  constructor(seen: readonly SeenState[], output: OutputCount) {
    this.output = output;
    for (const state of seen) {
      const others = this.byNumber.get(state.number);
      if (others === undefined) this.byNumber.set(state.number, [state]);
      else others.push(state);
    }
  }

  framesWanted({ number }: RunPlace): number {
    const states = this.byNumber.get(number);
    return states === undefined ? 0 : Math.max(...states.map(({ frames }) => frames.length));
  }

  onState(place: RunPlace, frames: readonly string[]): void {
    for (const state of this.byNumber.get(place.number) ?? []) {
      const plain = [`output ${this.output.bytes}`, ...frames.slice(0, state.frames.length)];
      const found = [`output ${state.outputBytes}`, ...state.frames];
      const difference = firstDifference(plain.join("\n"), found.join("\n"));
      if (difference !== null) this.differences.push({ state, ...difference });
    }
    this.byNumber.delete(place.number);
  }

  /** To be called when the plain run is over: what was seen where it has never been differs. */
  finish(): void {
    const [state] = [...this.byNumber.values()].flat();
    if (state === undefined) return;
    const found = `${state.number} bytecodes`;
    this.differences.push({ state, plain: "the program has ended before", found });
  }
}

function firstDifference(plain: string, found: string): { plain: string; found: string } | null {
  if (plain === found) return null;
  const [a, b] = [plain.split("\n"), found.split("\n")];
  let at = 0;
  while (a[at] === b[at]) at++;
  return { plain: a[at] ?? "(nothing)", found: b[at] ?? "(nothing)" };
}

/** The first difference of two backends' states, which must be the same at the same ticks. */
export function compareSeen(
  expected: readonly SeenState[],
  found: readonly SeenState[],
): string | null {
  for (let k = 0; k < Math.max(expected.length, found.length); k++) {
    const [a, b] = [describeSeen(expected[k]), describeSeen(found[k])];
    const difference = firstDifference(a, b);
    if (difference !== null) return `state ${k}: ${difference.plain} against ${difference.found}`;
  }
  return null;
}

function describeSeen(state: SeenState | undefined): string {
  if (state === undefined) return "(none)";
  const { ticks, why, outputBytes, frames } = state;
  return [`${why} at tick ${ticks}, output ${outputBytes}`, ...frames].join("\n");
}

/** For a person. */
export function describeStateDifference({ state, plain, found }: StateDifference): string {
  return [
    `after ${state.why}, at bytecode ${state.number}, tick ${state.ticks}:`,
    `  plain  ${plain}`,
    `  found  ${found}`,
  ].join("\n");
}
