/**
 * The comparison of two runs of a program: events aligned, units paired, run counts, counters, and
 * the three scores.
 */

import type { Row } from "./align.ts";
import { align, similarity } from "./align.ts";
import { isMergePoint, nameOfOperation, shapeOfOperation } from "./normalize.ts";
import type { RunCount, Side, SideEvent } from "./side.ts";
import { identifyEvent, identifyRunCount } from "./side.ts";

/** A unit on both sides; null where it is missing. */
export interface UnitPair {
  readonly real: SideEvent | null;
  readonly here: SideEvent | null;
  /** 1 minus the normalized edit distance of the operations' names. */
  readonly score: number;
}

export interface Scores {
  /** Same types, green keys and loop numbers in the same order. */
  readonly events: boolean;
  readonly runCounts: boolean;
  /** Mean of the units' scores; 1 when nothing was compiled on either side. */
  readonly operations: number;
}

export interface Comparison {
  readonly real: Side;
  readonly here: Side;
  readonly scores: Scores;
  readonly sameOutput: boolean;
  readonly eventRows: readonly Row[];
  readonly countRows: readonly Row[];
  readonly units: readonly UnitPair[];
}

/** Names of a unit's operations, `debug_merge_point` apart. */
export function operationNames(event: SideEvent | null): string[] {
  const operations = event?.operations ?? [];
  return operations.filter((text) => !isMergePoint(text)).map(nameOfOperation);
}

/** Both sides' operations beside each other; positions of the interpreter help to align them. */
export function alignOperations({ real, here }: UnitPair): Row[] {
  const rowsOf = (event: SideEvent | null) =>
    (event?.operations ?? []).map((text) => ({
      key: isMergePoint(text) ? text : nameOfOperation(text),
      detail: shapeOfOperation(text),
    }));
  return align(rowsOf(real), rowsOf(here));
}

function alignBy<T>(real: readonly T[], here: readonly T[], identify: (one: T) => string): Row[] {
  const rowsOf = (all: readonly T[]) => all.map((one) => ({ key: identify(one), detail: "" }));
  return align(rowsOf(real), rowsOf(here));
}

function pairUnits(real: readonly SideEvent[], here: readonly SideEvent[], rows: readonly Row[]) {
  const pairs: { real: SideEvent | null; here: SideEvent | null }[] = [];
  for (const [left, right] of rows) {
    const one = { real: eventAt(real, left), here: eventAt(here, right) };
    if ((one.real ?? one.here)?.kind !== "compile") continue;
    const open = pairs.find((pair) => isOtherHalf(pair, one));
    if (open === undefined) pairs.push(one);
    else Object.assign(open, one.real === null ? { here: one.here } : { real: one.real });
  }
  return pairs;
}

function eventAt(events: readonly SideEvent[], index: number | null): SideEvent | null {
  return index === null ? null : (events[index] ?? null);
}

/** Whether two events that have no partner are the same unit but for its number or place. */
function isOtherHalf(
  pair: { real: SideEvent | null; here: SideEvent | null },
  one: { real: SideEvent | null; here: SideEvent | null },
): boolean {
  const known = pair.real === null ? pair.here : pair.here === null ? pair.real : null;
  const added = one.real === null ? one.here : one.here === null ? one.real : null;
  if (known === null || added === null) return false;
  if ((pair.real === null) === (one.real === null)) return false;
  return known.type === added.type && known.driver === added.driver && known.key === added.key;
}

/** How long our code of a unit is beside PyPy's; null where one of both is not known. */
export function sizeRatio({ real, here }: UnitPair): number | null {
  return real === null || here === null || real.asmlen === 0 || here.asmlen === 0
    ? null
    : here.asmlen / real.asmlen;
}

/** Mean of the units' ratios of length; null when there is no pair to measure. */
export function meanSizeRatio(units: readonly UnitPair[]): number | null {
  const ratios = units.map(sizeRatio).filter((ratio) => ratio !== null);
  return ratios.length === 0 ? null : mean(ratios);
}

function mean(values: readonly number[]): number {
  if (values.length === 0) return 1;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function compareSides(real: Side, here: Side): Comparison {
  const eventRows = alignBy(real.events, here.events, identifyEvent);
  const countRows = alignBy<RunCount>(real.runCounts, here.runCounts, identifyRunCount);
  const units = pairUnits(real.events, here.events, eventRows).map((pair) => ({
    ...pair,
    score:
      pair.real === null || pair.here === null
        ? 0
        : similarity(operationNames(pair.real), operationNames(pair.here)),
  }));
  const areSame = (rows: readonly Row[]): boolean =>
    rows.every(([left, right]) => left !== null && right !== null);
  return {
    real,
    here,
    scores: {
      events: areSame(eventRows),
      runCounts: areSame(countRows),
      operations: mean(units.map(({ score }) => score)),
    },
    sameOutput: real.stdout === here.stdout && real.status === here.status,
    eventRows,
    countRows,
    units,
  };
}
