/**
 * The difference of two reels by meaning, in three steps: both are surveyed; their units are matched
 * (`match-units.ts`); both are read again in step (`align-events.ts`) and compared event by event.
 * Memory does not grow with the reels: `survey.ts` and `diff-builder.ts` say what is kept at most.
 */

import type { UnitMatch } from "../replayer/match-units.ts";
import { matchUnits } from "../replayer/match-units.ts";
import { UnitIdentifier } from "../replayer/unit-identity.ts";
import type { KeyedEvent } from "./align-events.ts";
import { alignEvents } from "./align-events.ts";
import { alignGuards } from "./compare-operations.ts";
import { DiffBuilder } from "./diff-builder.ts";
import type { DiffSide } from "./diff-builder.ts";
import { scopeOf } from "./diff-scope.ts";
import { keysOf, keysOfUnit } from "./event-keys.ts";
import type { ReelDiff } from "./reel-diff.ts";
import type { DiffSource } from "./diff-source.ts";
import { eventAt } from "./diff-source.ts";
import type { SurveyedUnit } from "./survey.ts";
import { GUARD_COUNT_MAX, Survey, UNIT_COUNT_MAX } from "./survey.ts";
import { NO_NAMES, orderMatches, UnitNames } from "./unit-names.ts";

export interface DiffOptions {
  /** Rows of listings that are kept around each difference; default 3. */
  readonly context?: number;
  /** Whether the diff carries what it takes to make `b` from `a`; default true. */
  readonly withDelta?: boolean;
  /** Told how many events were read so far; each is read twice. */
  readonly onProgress?: (eventCount: number) => void;
}

export function diffReels(a: DiffSource, b: DiffSource, options: DiffOptions = {}): ReelDiff {
  const scope = scopeOf(a, b);
  let done = 0;
  const onEvent = (): void => options.onProgress?.(++done);
  const surveyA = Survey.of(a, onEvent);
  const surveyB = Survey.of(b, onEvent);
  const found = matchSurveys(a, b, surveyA, surveyB, scope.isForeign);
  const matches = orderMatches(surveyA, surveyB, found);
  const sideA = makeSide(a, surveyA, "a", matches);
  const sideB = makeSide(b, surveyB, "b", matches);
  const { context = 3, withDelta = true } = options;
  const builder = new DiffBuilder(sideA, sideB, scope, matches, { context, withDelta });
  const steps = alignEvents(keyedEvents(sideA, onEvent), keyedEvents(sideB, onEvent));
  for (const step of steps) builder.add(step);
  return builder.finish();
}

function makeSide(
  source: DiffSource,
  survey: Survey,
  side: "a" | "b",
  matches: readonly UnitMatch[],
): DiffSide {
  return { source, survey, names: new UnitNames(survey, side, matches) };
}

function matchSurveys(
  a: DiffSource,
  b: DiffSource,
  surveyA: Survey,
  surveyB: Survey,
  isForeign: boolean,
): UnitMatch[] {
  const scope = { resolver: NO_NAMES, isForeign };
  const sideOf = (source: DiffSource, unit: SurveyedUnit) => {
    const event = eventAt(source, unit.eventNumber);
    return event?.kind === "compile"
      ? { inputArgs: event.inputArgs, operations: event.operations, scope }
      : { inputArgs: [], operations: [], scope };
  };
  return matchUnits(surveyA.units, surveyB.units, (one, other) =>
    alignGuards(sideOf(a, surveyA.units[one.index]!), sideOf(b, surveyB.units[other.index]!)),
  );
}

/** All events of one side with their keys. */
function* keyedEvents(
  { source, survey, names }: DiffSide,
  onEvent: () => void,
): Generator<KeyedEvent, void> {
  const isLarge = survey.unitCount > UNIT_COUNT_MAX;
  const identifier = isLarge ? new UnitIdentifier(GUARD_COUNT_MAX) : null;
  let unitCount = 0;
  for (const { number, event } of source.events()) {
    onEvent();
    if (event === null) {
      yield { number, event, unit: -1, keys: { exact: "unknown", coarse: null } };
    } else if (event.kind === "compile" || event.kind === "tmp_callback") {
      const unit = unitCount++;
      const key = identifier?.add(event).stem ?? "";
      const name = unit < UNIT_COUNT_MAX ? names.matched(unit) : `key ${key}`;
      yield { number, event, unit, keys: keysOfUnit(event, name) };
    } else yield { number, event, unit: -1, keys: keysOf(event, names) };
  }
}
