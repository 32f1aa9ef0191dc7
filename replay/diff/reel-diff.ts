/**
 * The difference of two reels as plain data: what `diffReels` gives and `--json` prints. The same
 * holds of both sides when they are exchanged, with `new` for `gone`.
 */

import type { EventKind } from "../format/events.ts";
import type { MatchStage } from "../replayer/match-units.ts";
import type { Aspect, ClassCounts, DiffClass } from "./aspects.ts";
import { CLASS_NAMES } from "./aspects.ts";
import type { RowMark } from "./compare-operations.ts";
import type { ListStep, Patch } from "./patch.ts";

/** What a reel is about. */
export interface ReelSide {
  readonly engine: string;
  readonly program: string;
  readonly events: number;
  readonly units: number;
}

/** An event with its number and its line as `jitreel replay` prints it. */
export interface EventAt {
  readonly event: number;
  readonly text: string;
}

/** One value that differs; null where it is not there. */
export interface FieldChange {
  readonly field: string;
  readonly a: string | number | null;
  readonly b: string | number | null;
}

/** Something that differs, or stands on one side alone. */
export interface EventDifference {
  readonly kind: EventKind;
  readonly class: DiffClass;
  readonly aspects: readonly Aspect[];
  readonly a: EventAt | null;
  readonly b: EventAt | null;
  readonly changes: readonly FieldChange[];
  readonly listing: Listing | null;
}

/**
 * One line of both listings beside each other; an index is null where there is none. Lines of `b`
 * have the names that boxes have in `a`; what `a` does not have is marked: `i5'`.
 */
export interface ListingRow {
  readonly mark: RowMark;
  readonly a: number | null;
  readonly b: number | null;
  /** As it stands in `a`, or in `b` when it is not there. */
  readonly text: string;
  /** Of changed rows: as it stands in `b`. */
  readonly textB: string | null;
}

/** How operations differ. */
export interface Listing {
  readonly counts: { readonly [M in RowMark]: number };
  /** Rows that differ with some around them; null stands for rows that are left out. */
  readonly rows: readonly (ListingRow | null)[];
}

/** A unit on one side. */
export interface UnitAt {
  readonly event: number;
  readonly name: string;
  readonly location: string;
  readonly operations: number;
}

export interface UnitDifference {
  readonly class: DiffClass;
  readonly aspects: readonly Aspect[];
  /** How they were found to be the same unit; null for one side alone. */
  readonly stage: MatchStage | null;
  readonly a: UnitAt | null;
  readonly b: UnitAt | null;
  readonly changes: readonly FieldChange[];
  readonly listing: Listing | null;
}

/** How the second reel is made from the first. */
export interface Delta {
  /** SHA-256 of each side's events, as `RunDigest` takes it. */
  readonly digestA: string;
  readonly digestB: string;
  readonly header: Patch | null;
  readonly events: readonly ListStep[];
}

export interface ReelDiff {
  readonly a: ReelSide;
  readonly b: ReelSide;
  /** What was not compared, because one of the engines does not tell it. */
  readonly leftOut: readonly string[];
  /** The first event that differs, and the first one whose class is another than `addresses`. */
  readonly first: EventDifference | null;
  readonly firstBeyondAddresses: EventDifference | null;
  readonly header: readonly FieldChange[];
  readonly unitCounts: Readonly<ClassCounts>;
  readonly eventCounts: Readonly<ClassCounts>;
  /** Units that are not `same`. */
  readonly units: readonly UnitDifference[];
  /** Events that are not `same`, those of units apart. */
  readonly events: readonly EventDifference[];
  /** All counters and totals of both runs. */
  readonly counters: readonly FieldChange[];
  /** What was too much to be kept, in words; nothing for reels of usual size. */
  readonly summarised: readonly string[];
  /** Null when it was not asked for, or is too large. */
  readonly delta: Delta | null;
}

/** Number of differences of a class. */
export function countOf(diff: ReelDiff, name: DiffClass): number {
  if (name === "header") return diff.header.length;
  return diff.unitCounts[name] + diff.eventCounts[name];
}

/** Whether nothing differs in what was compared. */
export function isEmpty(diff: ReelDiff): boolean {
  return CLASS_NAMES.every((name) => name === "same" || countOf(diff, name) === 0);
}
