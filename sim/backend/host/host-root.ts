/**
 * One generated function and what belongs to it: a unit (the root) with the bridges that stand
 * inline in the else-branches of its guards. The function is entered at the root's start (0) or at
 * one of its labels (1, 2, …) with its arguments in `state.values`, and returns the number of the
 * exit it has taken: below {@link FINISH_CODES} a finish, else an entry of `exits`.
 */

import type { FinishDescr, GuardDescr, TargetToken } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import type { PathPart } from "../cost-ledger.ts";
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
  | {
      readonly kind: "guard";
      readonly guard: GuardDescr;
      /** Indices of the fail arguments that a bridge takes; null for all. */
      readonly keep: readonly number[] | null;
      /** The bridge's own function, once it has one. */
      link: Entry | null;
      /** What its stub costs when there is no bridge; null when costs are not counted. */
      readonly stub: PathPart | null;
    }
  /** A jump out of the function, or one that found the budget used up, with its arguments. */
  | { readonly kind: "jump"; readonly target: TargetToken; link: Entry | null }
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

/** Where to go on in host code; the arguments are in the state. */
export class Entry {
  readonly root: HostRoot;
  /** 0 for the start, N for the Nth label. */
  readonly index: number;

  constructor(root: HostRoot, index: number) {
    this.root = root;
    this.index = index;
  }
}

/** Exits that a root takes between the wish for another version and its compilation. */
const BATCH_EXITS = 8;
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
  /** The start and the labels. */
  readonly entries: readonly Entry[];
  private calls = 0;
  private exitsToCompile = 0;
  private readonly compileFirst: HostFunctionBody;

  constructor(unit: LinkedUnit, compile: (root: HostRoot) => HostFunctionBody) {
    this.unit = unit;
    this.opCount = unit.ops.length;
    this.entries = [null, ...unit.labels].map((_, index) => new Entry(this, index));
    this.compileFirst = (entry, ...args) => {
      this.fn = compile(this);
      this.calls = 0;
      this.exitsToCompile = 0;
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

  /** A new version is due, but what is learnt by the next few exits shall be in it, too. */
  makeStaleSoon(): void {
    if (this.exitsToCompile === 0) this.exitsToCompile = BATCH_EXITS;
  }

  noteExit(): void {
    if (this.exitsToCompile > 0 && --this.exitsToCompile === 0) this.makeStale();
  }

  /**
   * Many short calls come first, then long ones: a function that is first optimized in the middle
   * of a loop would keep its loop variables boxed for ever.
   */
  noteEntry(): void {
    if (++this.calls === WARM_UP_CALLS) this.budget.ticks = LONG_BUDGET;
  }

  addExit(exit: HostExit): number {
    return this.exits.push(exit) - 1 + FINISH_CODES;
  }
}
