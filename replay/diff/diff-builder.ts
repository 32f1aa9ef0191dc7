/**
 * Collects what the steps of two aligned reels bring: classes, differences, counters, and the delta.
 * Differences are counted all, but only the first ones are kept; so the memory is bounded, and
 * `summarised` says what is not there.
 */

import { COUNTER_WORDS } from "../format/event-schema.ts";
import type { EventKind, JitEvent } from "../format/events.ts";
import type { UnitMatch } from "../replayer/match-units.ts";
import { printEvent } from "../replayer/print-event.ts";
import { printCount } from "../replayer/print-value.ts";
import { PLAIN_STYLE } from "../replayer/style.ts";
import type { EventStep, KeyedEvent } from "./align-events.ts";
import type { Aspect, DiffClass } from "./aspects.ts";
import { CLASS_NAMES, classOf, noCounts, sortAspects } from "./aspects.ts";
import type { EventComparison } from "./compare-events.ts";
import { EventComparer } from "./compare-events.ts";
import { DeltaBuilder } from "./delta.ts";
import type { DiffScope } from "./diff-scope.ts";
import { change, eventChanges, headerChanges } from "./field-changes.ts";
import type { EventAt, EventDifference, FieldChange, ReelDiff, ReelSide } from "./reel-diff.ts";
import type { DiffSource } from "./diff-source.ts";
import { eventAt } from "./diff-source.ts";
import type { Survey, SurveyedUnit } from "./survey.ts";
import { UNIT_COUNT_MAX } from "./survey.ts";
import { UnitDifferences } from "./unit-differences.ts";
import type { UnitNames } from "./unit-names.ts";

/** One of both reels. */
export interface DiffSide {
  readonly source: DiffSource;
  readonly survey: Survey;
  readonly names: UnitNames;
}

const EVENT_DIFFERENCE_COUNT_MAX = 2000;

/** Classes of events that stand on one side alone; all others are `events`. */
const LONE_CLASSES: Partial<Record<EventKind, DiffClass>> = {
  heap_reserve: "code",
  heap_commit: "code",
  heap_abort: "code",
  heap_patch: "code",
  heap_free: "code",
  cost: "counters",
  stats: "counters",
};

export interface BuilderOptions {
  readonly context: number;
  readonly withDelta: boolean;
}

export class DiffBuilder {
  private readonly a: DiffSide;
  private readonly b: DiffSide;
  private readonly scope: DiffScope;
  private readonly comparer: EventComparer;
  private readonly units: UnitDifferences;
  private readonly delta: DeltaBuilder | null;
  private readonly eventCounts = noCounts();
  private readonly events: EventDifference[] = [];
  private first: EventDifference | null = null;
  private firstBeyondAddresses: EventDifference | null = null;

  constructor(
    a: DiffSide,
    b: DiffSide,
    scope: DiffScope,
    matches: readonly UnitMatch[],
    options: BuilderOptions,
  ) {
    this.a = a;
    this.b = b;
    this.scope = scope;
    this.comparer = new EventComparer(scope, a.names, b.names);
    this.units = new UnitDifferences(a.survey, b.survey, scope, matches, options.context);
    this.delta = options.withDelta ? new DeltaBuilder(a.source.header, b.source.header) : null;
  }

  add(step: EventStep): void {
    this.delta?.add(step);
    const { a, b } = step;
    const kind = (a ?? b)?.event?.kind;
    if (kind === undefined || this.scope.kinds.has(kind)) return;
    if (kind === "compile" || kind === "tmp_callback") this.addUnit(a, b);
    else if (a !== null && b !== null) this.addPair(a, b);
    else this.addLone(a, b, kind);
  }

  finish(): ReelDiff {
    const { a, b } = this;
    if (this.scope.isForeign) this.addOutput();
    return {
      a: sideOf(a),
      b: sideOf(b),
      leftOut: this.scope.leftOut,
      first: this.first,
      firstBeyondAddresses: this.firstBeyondAddresses,
      header: headerChanges(a.source.header, b.source.header, this.scope.isForeign),
      unitCounts: this.units.counts,
      eventCounts: this.eventCounts,
      units: this.units.list,
      events: this.events,
      counters: this.counterRows(),
      summarised: this.summarised(),
      delta: this.delta?.finish() ?? null,
    };
  }

  private addPair(a: KeyedEvent, b: KeyedEvent): void {
    const found = this.comparer.compare(a.event!, b.event!);
    const name = classOf(found.aspects);
    this.eventCounts[name]++;
    if (name === "same" || !this.isKept(name)) return;
    const difference = this.makeDifference(a, b, found);
    this.note(difference);
    this.keep(difference);
  }

  /** Whether a difference of a class is kept anywhere; there may be millions. */
  private isKept(name: DiffClass): boolean {
    if (this.events.length < EVENT_DIFFERENCE_COUNT_MAX || this.first === null) return true;
    return name !== "addresses" && this.firstBeyondAddresses === null;
  }

  private addLone(a: KeyedEvent | null, b: KeyedEvent | null, kind: EventKind): void {
    const name = LONE_CLASSES[kind] ?? "events";
    this.eventCounts[name]++;
    if (!this.isKept(name)) return;
    const difference = loneDifference(a, b, name, kind);
    this.note(difference);
    this.keep(difference);
  }

  /** Engines write in pieces of their own: all that went to a stream is compared. */
  private addOutput(): void {
    for (const stream of ["stdout", "stderr"] as const) {
      const left = this.a.survey.output.get(stream);
      const right = this.b.survey.output.get(stream);
      const changes = [change(stream, left?.print(), right?.print())];
      if (changes[0]!.a === changes[0]!.b) continue;
      const at = (text: typeof left): EventAt | null =>
        text === undefined ? null : { event: text.event, text: `${text.event}  ${stream}` };
      const sides = { a: at(left), b: at(right), changes, listing: null };
      const difference = {
        kind: "output",
        class: "events",
        aspects: ["content"],
        ...sides,
      } as const;
      this.eventCounts.events++;
      this.note(difference);
      this.keep(difference);
    }
  }

  /** A unit stands beside itself, or its other half elsewhere, or on one side alone. */
  private addUnit(a: KeyedEvent | null, b: KeyedEvent | null): void {
    if (a !== null && b !== null) this.addUnitPair(a, b, []);
    else if (a !== null) {
      const other = this.units.otherHalf(a.unit, "a");
      if (other === null) this.addLoneUnit(a, null);
      else this.addUnitPair(a, this.fetchUnit(other), ["order"]);
    } else if (b !== null && this.units.otherHalf(b.unit, "b") === null) this.addLoneUnit(null, b);
  }

  /** A unit of the second reel that stands elsewhere. */
  private fetchUnit({ eventNumber, index }: SurveyedUnit): KeyedEvent {
    const event = eventAt(this.b.source, eventNumber);
    return { number: eventNumber, event, unit: index, keys: { exact: "", coarse: null } };
  }

  private addUnitPair(a: KeyedEvent, b: KeyedEvent, aspects: readonly Aspect[]): void {
    const found = this.comparer.compare(a.event!, b.event!);
    const all = new Set([...found.aspects, ...aspects]);
    const difference = this.makeDifference(a, b, { ...found, aspects: all });
    this.units.addPair(a, b, difference);
    if (difference.class !== "same") this.note(difference);
  }

  private addLoneUnit(a: KeyedEvent | null, b: KeyedEvent | null): void {
    const name = a === null ? "new" : "gone";
    const difference = loneDifference(a, b, name, (a ?? b)!.event!.kind);
    this.units.addLone(a, b, difference);
    this.note(difference);
  }

  private makeDifference(
    a: KeyedEvent,
    b: KeyedEvent,
    { aspects, operations }: EventComparison,
  ): EventDifference {
    const name = classOf(aspects);
    return {
      kind: a.event!.kind,
      class: name,
      aspects: sortAspects(aspects),
      a: lineOf(a, name),
      b: lineOf(b, name),
      changes: name === "same" ? [] : eventChanges(a.event!, b.event!, aspects),
      listing: this.units.listingOf(a.event!, b.event!, operations),
    };
  }

  private note(difference: EventDifference): void {
    this.first ??= difference;
    if (difference.class !== "addresses") this.firstBeyondAddresses ??= difference;
  }

  private keep(difference: EventDifference): void {
    if (this.events.length < EVENT_DIFFERENCE_COUNT_MAX) this.events.push(difference);
  }

  private counterRows(): FieldChange[] {
    const left = this.a.survey.totals;
    const right = this.b.survey.totals;
    const names = [...new Set([...left.keys(), ...right.keys()])];
    const hidden = this.scope.isForeign ? TOTALS_OF_ONE_ENGINE : [];
    return names
      .filter((name) => !hidden.includes(name))
      .map((name) => change(name, left.get(name), right.get(name)))
      .sort((one, other) => orderOfTotal(one.field) - orderOfTotal(other.field));
  }

  private summarised(): string[] {
    const said: string[] = [];
    const count = CLASS_NAMES.reduce((sum, name) => sum + this.eventCounts[name], 0);
    const different = count - this.eventCounts.same;
    if (different > this.events.length) {
      said.push(`events: the first ${printCount(this.events.length)} of ${printCount(different)}`);
    }
    for (const { survey } of [this.a, this.b]) {
      if (survey.unitCount <= UNIT_COUNT_MAX) continue;
      const shown = `${printCount(UNIT_COUNT_MAX)} of ${printCount(survey.unitCount)}`;
      said.push(`units: ${shown} were matched anywhere, later ones by equal identities nearby`);
    }
    said.push(...this.units.summarised());
    if (this.delta?.isTooLarge === true) said.push("delta: too large to be carried");
    for (const { survey } of [this.a, this.b]) {
      if (survey.unknownCount === 0) continue;
      said.push(`${printCount(survey.unknownCount)} events of unknown kinds were passed over`);
    }
    return said;
  }
}

/** Totals that the simulator counts in its own way. */
const TOTALS_OF_ONE_ENGINE: readonly string[] = [
  "ticks",
  "instructions",
  "cycles",
  "tracing nanoseconds",
  "backend nanoseconds",
];

const TOTAL_NAMES: readonly string[] = [...COUNTER_WORDS, ...TOTALS_OF_ONE_ENGINE];

/** PyPy's counters first, in its order. */
function orderOfTotal(name: string): number {
  return TOTAL_NAMES.indexOf(name);
}

/** Lines are made for what differs only; most events do not. */
function lineOf({ number, event }: KeyedEvent, name: DiffClass): EventAt {
  return { event: number, text: name === "same" ? "" : printLine(number, event!) };
}

function printLine(number: number, event: JitEvent): string {
  return printEvent(number, event, PLAIN_STYLE).trimStart();
}

function loneDifference(
  a: KeyedEvent | null,
  b: KeyedEvent | null,
  name: DiffClass,
  kind: EventKind,
): EventDifference {
  return {
    kind,
    class: name,
    aspects: [],
    a: a === null ? null : lineOf(a, name),
    b: b === null ? null : lineOf(b, name),
    changes: [],
    listing: null,
  };
}

function sideOf({ source, survey }: DiffSide): ReelSide {
  const { engine, programName } = source.header;
  return { engine, program: programName, events: survey.eventCount, units: survey.unitCount };
}
