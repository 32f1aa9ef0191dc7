/**
 * Tells the states that a program goes through. A place is a merge point of the main driver, by its
 * number in the run: the n-th bytecode is the n-th whether it is interpreted, traced or compiled, so
 * places of a plain run and of one under the JIT can be compared. Where compiled code does not tell
 * its merge points (all backends but the oracle) numbers are too small; ticks still say which state
 * of another backend's run is the same one.
 */

import type { Guest } from "./hints/guest.ts";
import type { PlaceObserver } from "./hooks/place-observer.ts";
import type { JitCode } from "./jitcode/jitcode.ts";
import type { ResumeData, ResumeFrame } from "./resume/resume-data.ts";

/** Where a run is. */
export interface RunPlace {
  /** Merge points that the program has come to, this one included. */
  readonly number: number;
  readonly ticks: number;
  /** Why the state may be of interest: "" plainly interpreted, "entry", or how code was left. */
  readonly why: string;
}

/** Wants to see states. */
export interface StateListener {
  /** The number of frames wanted at a place; 0: the state is not asked for. */
  framesWanted(place: RunPlace): number;
  /** A text per frame, the innermost first; fewer when compiled code holds the next one. */
  onState(place: RunPlace, frames: readonly string[]): void;
}

/** The last merge point that was come to. */
interface Reached {
  readonly number: number;
  readonly greens: readonly unknown[];
}

export class StateWatch implements PlaceObserver {
  private readonly listener: StateListener;
  private guest: Guest | null = null;
  private last: Reached = { number: 0, greens: [] };
  private greenCount = 0;
  private isRepeating = false;
  private why = "";
  /** Where the program was when a guard's state was taken the last time. */
  private readonly taken = new Map<object, Reached>();

  constructor(listener: StateListener) {
    this.listener = listener;
  }

  /** Hears of the interpreter's merge points from now on. */
  watch(guest: Guest, mainDriver: string): void {
    this.guest = guest;
    const driver = guest.drivers.find(({ spec }) => spec.name === mainDriver);
    if (driver === undefined) throw new TypeError(`no driver ${mainDriver}`);
    this.greenCount = driver.spec.greens.length;
    const { clock } = driver;
    driver.jit_merge_point = (...args: unknown[]): void => {
      this.reached(args.slice(0, this.greenCount));
      this.look(args, this.why);
      this.why = "";
      clock.ticks++;
    };
  }

  reached(greens: readonly unknown[]): void {
    const key = greens.map((green) => (typeof green === "boolean" ? Number(green) : green));
    const { number, greens: before } = this.last;
    const isSame = this.isRepeating && key.every((green, i) => green === before[i]);
    this.isRepeating = false;
    if (!isSame) this.last = { number: number + 1, greens: key };
  }

  mayRepeat(): void {
    this.isRepeating = true;
  }

  stateTaken(state: object): void {
    this.taken.set(state, this.last);
  }

  backTo(state: object): void {
    this.last = this.taken.get(state) ?? this.last;
    const { frames } = state as ResumeData;
    const { jitcode, pc } = frames.at(-1) as ResumeFrame;
    this.isRepeating = (jitcode as JitCode).instrs[pc]?.op === "jit_merge_point";
  }

  entering(args: readonly unknown[]): void {
    this.reached(args.slice(0, this.greenCount));
    this.mayRepeat();
    this.look(args, "entry");
  }

  left(why: string): void {
    this.why = why;
  }

  private look(args: readonly unknown[], why: string): void {
    const ticks = this.guest?.drivers[0]?.clock.ticks ?? 0;
    const place = { number: this.last.number, ticks, why };
    const count = this.listener.framesWanted(place);
    if (count === 0) return;
    this.listener.onState(place, this.guest?.describeState(args, count) ?? []);
  }
}
