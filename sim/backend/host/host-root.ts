/**
 * One generated function and what belongs to it: a unit (the root) with the bridges that stand
 * inline in the else-branches of its guards. The function is entered at the root's start (0) or at
 * one of its labels (1, 2, …) with its arguments in `state.values`, and returns the number of the
 * exit it has taken: below {@link FINISH_CODES} a finish, else an entry of `exits`.
 */

import type { FinishDescr, GuardDescr, TargetToken } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import type { LinkedUnit } from "../oracle/linked-unit.ts";
import type { Rep } from "./representation.ts";

/** How many exit numbers stand for finishes, by {@link FINISH_OUTCOMES}. */
export const FINISH_CODES = 5;

export const FINISH_OUTCOMES: readonly FinishDescr["outcome"][] = [
  "void",
  "int",
  "ref",
  "float",
  "exception",
];

/** Why a function was left. */
export type HostExit =
  /** A guard failed; `values` are its fail arguments. */
  | { readonly kind: "guard"; readonly guard: GuardDescr; readonly keep: readonly number[] }
  /** A jump out of the function, or one that found the budget used up; `values` are its arguments. */
  | { readonly kind: "jump"; readonly target: TargetToken }
  /** A value has no place in its representation: the oracle goes on at `pc`. */
  | {
      readonly kind: "resume";
      readonly unit: LinkedUnit;
      readonly pc: number;
      /** Slots of `values`. */
      readonly slots: readonly number[];
      /** Slot of the value that did not fit its representation `rep`, or -1. */
      readonly culprit: number;
      readonly rep: Rep;
    }
  /** An argument does not fit: the oracle goes on at this entry. */
  | { readonly kind: "entry"; readonly entry: number };

/** The entry whose arguments are given as parameters. */
export const DIRECT_ENTRY = -1;

/** Enters a function; returns the number of the exit that it has taken. */
export type HostFunctionBody = (entry: number, ...args: RtValue[]) => number;

/** Ticks that a function may run before it returns; see {@link HostRoot.noteEntry}. */
export interface Budget {
  ticks: number;
}

const WARM_UP_CALLS = 100;
const WARM_UP_ITERATIONS = 300;
const LONG_BUDGET = 2 ** 30;

export class HostRoot {
  readonly unit: LinkedUnit;
  /** Bridges that the next version of the function contains. */
  readonly included: LinkedUnit[] = [];
  readonly exits: HostExit[] = [];
  readonly budget: Budget = { ticks: 0 };
  /** The function; compiles itself when it is called first or has become stale. */
  fn: HostFunctionBody;
  /** The text of the present version. */
  source = "";
  opCount: number;
  /** Exits over representations that the present version has taken. */
  misfits = 0;
  /** Misfits after which it is compiled anew. */
  patience = 2;
  private entries = 0;
  private readonly compileFirst: HostFunctionBody;

  constructor(unit: LinkedUnit, compile: (root: HostRoot) => HostFunctionBody) {
    this.unit = unit;
    this.opCount = unit.ops.length;
    this.compileFirst = (entry, ...args) => {
      this.fn = compile(this);
      this.entries = 0;
      this.misfits = 0;
      const ticks = Math.max(1, unit.ticksBefore(unit.ops.length));
      this.budget.ticks = ticks * WARM_UP_ITERATIONS;
      return this.fn(entry, ...args);
    };
    this.fn = this.compileFirst;
  }

  /** The next call compiles a new version. */
  makeStale(): void {
    this.fn = this.compileFirst;
  }

  /**
   * Many short calls come first, then long ones: a function that is first optimized in the middle
   * of a loop would keep its loop variables boxed for ever.
   */
  noteEntry(): void {
    if (++this.entries === WARM_UP_CALLS) this.budget.ticks = LONG_BUDGET;
  }

  addExit(exit: HostExit): number {
    return this.exits.push(exit) - 1 + FINISH_CODES;
  }
}
