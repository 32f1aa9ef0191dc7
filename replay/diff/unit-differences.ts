/**
 * Units of both reels with their classes: what their compile events say, how often they ran and what
 * they cost. Differences and rows of listings are kept up to a number, counted beyond it.
 */

import type { JitEvent } from "../format/events.ts";
import type { MatchStage, UnitMatch } from "../replayer/match-units.ts";
import { printCount, printGreenKey } from "../replayer/print-value.ts";
import type { KeyedEvent } from "./align-events.ts";
import type { Aspect } from "./aspects.ts";
import { classOf, noCounts, sortAspects } from "./aspects.ts";
import type { OperationComparison } from "./compare-operations.ts";
import type { DiffScope } from "./diff-scope.ts";
import { change } from "./field-changes.ts";
import { makeListing } from "./make-listing.ts";
import type { EventDifference, FieldChange, Listing, UnitAt, UnitDifference } from "./reel-diff.ts";
import type { Survey, SurveyedUnit } from "./survey.ts";

const UNIT_DIFFERENCE_COUNT_MAX = 5000;
const LISTING_ROW_COUNT_MAX = 200_000;

export class UnitDifferences {
  readonly counts = noCounts();
  readonly list: UnitDifference[] = [];
  private readonly surveyA: Survey;
  private readonly surveyB: Survey;
  private readonly scope: DiffScope;
  private readonly context: number;
  private readonly ofA: ReadonlyMap<number, UnitMatch>;
  private readonly ofB: ReadonlyMap<number, UnitMatch>;
  private rowCount = 0;
  private hiddenListingCount = 0;

  constructor(
    surveyA: Survey,
    surveyB: Survey,
    scope: DiffScope,
    matches: readonly UnitMatch[],
    context: number,
  ) {
    this.surveyA = surveyA;
    this.surveyB = surveyB;
    this.scope = scope;
    this.context = context;
    this.ofA = new Map(matches.map((match) => [match.a, match]));
    this.ofB = new Map(matches.map((match) => [match.b, match]));
  }

  /** The unit of the other side that a unit was matched with. */
  otherHalf(unit: number, side: "a" | "b"): SurveyedUnit | null {
    const match = (side === "a" ? this.ofA : this.ofB).get(unit);
    if (match === undefined) return null;
    return (side === "a" ? this.surveyB.units[match.b] : this.surveyA.units[match.a]) ?? null;
  }

  addPair(a: KeyedEvent, b: KeyedEvent, difference: EventDifference): void {
    const changes = this.countChanges(a.unit, b.unit);
    const aspects = new Set(difference.aspects);
    for (const { aspect } of changes) aspects.add(aspect);
    const name = classOf(aspects);
    this.counts[name]++;
    if (name === "same" || this.list.length >= UNIT_DIFFERENCE_COUNT_MAX) return;
    this.list.push({
      class: name,
      aspects: sortAspects(aspects),
      stage: this.stageOf(a.unit),
      a: unitAt(a, this.surveyA),
      b: unitAt(b, this.surveyB),
      changes: [...difference.changes, ...changes.map((one) => one.change)],
      listing: difference.listing,
    });
  }

  addLone(a: KeyedEvent | null, b: KeyedEvent | null, difference: EventDifference): void {
    this.counts[difference.class]++;
    if (this.list.length >= UNIT_DIFFERENCE_COUNT_MAX) return;
    const unitA = a === null ? null : unitAt(a, this.surveyA);
    const unitB = b === null ? null : unitAt(b, this.surveyB);
    const { kind: _, ...rest } = difference;
    this.list.push({ ...rest, stage: null, a: unitA, b: unitB });
  }

  /** Null where there is nothing to show, or no room for it any more. */
  listingOf(a: JitEvent, b: JitEvent, found: OperationComparison | null): Listing | null {
    if (found === null || !("operations" in a) || !("operations" in b)) return null;
    if (!Array.isArray(a.operations) || !Array.isArray(b.operations)) return null;
    const listing = makeListing(found, a.operations, b.operations, this.context);
    if (listing === null) return null;
    this.rowCount += listing.rows.length;
    if (this.rowCount <= LISTING_ROW_COUNT_MAX) return listing;
    this.hiddenListingCount++;
    return { ...listing, rows: [] };
  }

  summarised(): string[] {
    const said: string[] = [];
    const all = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    const different = all - this.counts.same;
    if (different > this.list.length) {
      said.push(`units: the first ${printCount(this.list.length)} of ${printCount(different)}`);
    }
    if (this.hiddenListingCount > 0) {
      said.push(`listings of ${printCount(this.hiddenListingCount)} events are left out`);
    }
    return said;
  }

  private stageOf(unit: number): MatchStage {
    return this.ofA.get(unit)?.stage ?? "exact";
  }

  /** Run counts and costs, where both sides have them. */
  private countChanges(a: number, b: number): { aspect: Aspect; change: FieldChange }[] {
    const unitA = this.surveyA.units[a];
    const unitB = this.surveyB.units[b];
    if (unitA === undefined || unitB === undefined) return [];
    const left = this.surveyA.countsOf(unitA);
    const right = this.surveyB.countsOf(unitB);
    const aspectsOf = { runs: "runs", instructions: "cost", cycles: "cost" } as const;
    return (["runs", "instructions", "cycles"] as const).flatMap((field) => {
      const aspect = aspectsOf[field];
      const isCounted = left[field] !== null && right[field] !== null;
      if (!isCounted || left[field] === right[field] || this.scope.aspects.has(aspect)) return [];
      return [{ aspect, change: change(field, left[field], right[field]) }];
    });
  }
}

function unitAt({ number, event, unit }: KeyedEvent, survey: Survey): UnitAt {
  const operations = event?.kind === "compile" ? event.operations.length : 0;
  const known = survey.units[unit];
  if (known !== undefined) {
    return { event: number, name: known.name, location: known.location, operations };
  }
  const isCompiled = event?.kind === "compile";
  const name = isCompiled ? `${event.type} ${event.loopNo}` : "callback";
  const location = isCompiled ? printGreenKey(event.greenKey) : "";
  return { event: number, name, location, operations };
}
