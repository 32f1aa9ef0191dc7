/**
 * What loops and bridges cost, gathered from events, live or of a reel. `cost` events come in the
 * order in which units were compiled, so the N-th belongs to the N-th `compile` or `tmp_callback`.
 *
 * A unit's key is the same in another run with other addresses (`unit-identity.ts`).
 */

import type { EventListener, JitEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import type { UnitIdentity } from "./unit-identity.ts";
import { UnitIdentifier } from "./unit-identity.ts";

/** Instructions and cycles. */
export interface Cost {
  readonly instructions: number;
  readonly cycles: number;
}

/** One unit with its costs. */
export interface UnitCost extends Cost {
  readonly key: string;
  readonly type: UnitIdentity["type"];
  /** For example `loop 3`, `bridge of loop 3`. */
  readonly name: string;
  /** Its green key, or the position of the guard that the bridge leaves from. */
  readonly location: string;
  /** Entries, when the run counted them. */
  readonly runs: number | null;
}

/** All costs of a run. */
export interface RunCosts {
  readonly units: readonly UnitCost[];
  /** Null when the events have no costs: the run was recorded without, or is not over. */
  readonly total: Cost | null;
}

export class CostCollector {
  private readonly identifier = new UnitIdentifier();
  private readonly known: UnitIdentity[] = [];
  private readonly costs: Cost[] = [];
  private readonly runs = new Map<string, number>();
  private total: Cost | null = null;

  readonly onEvent: EventListener = (event: JitEvent) => {
    if (event.kind === "compile" || event.kind === "tmp_callback") {
      this.known.push(this.identifier.add(event));
    } else if (event.kind === "stats" && event.atEnd) this.addRuns(event);
    else if (event.kind === "cost") {
      const { unit, instructions, cycles } = event;
      if (unit === null) this.total = { instructions, cycles };
      else this.costs.push({ instructions, cycles });
    }
  };

  read(): RunCosts {
    const { total } = this;
    if (total === null) return { units: [], total };
    const units = this.known.flatMap(({ key, type, name, location, counter }, index) => {
      const cost = this.costs[index];
      const runs = counter === null ? null : (this.runs.get(counter) ?? null);
      return cost === undefined ? [] : [{ key, type, name, location, ...cost, runs }];
    });
    return { units, total };
  }

  private addRuns({ loopRunTimes }: EventOf<"stats">): void {
    for (const [kind, id, count] of loopRunTimes) {
      if (kind !== "l") this.runs.set(`${kind} ${id}`, count);
    }
  }
}

/** One unit, or the whole run, before and now; null where it does not exist. */
export interface CostChange {
  readonly unit: UnitCost;
  readonly before: Cost | null;
  readonly now: Cost | null;
}

/** Every unit of either run, what changed most first, and whether anything got worse. */
export interface CostComparison {
  readonly changes: readonly CostChange[];
  readonly before: Cost;
  readonly now: Cost;
}

/** Matches units by their keys. Both runs must have costs. */
export function compareCosts(
  before: { readonly units: readonly UnitCost[]; readonly total: Cost },
  now: { readonly units: readonly UnitCost[]; readonly total: Cost },
): CostComparison {
  const old = new Map(before.units.map((unit) => [unit.key, unit]));
  const here = new Set(now.units.map(({ key }) => key));
  const changes: CostChange[] = [
    ...now.units.map((unit) => ({ unit, before: old.get(unit.key) ?? null, now: unit })),
    ...before.units
      .filter(({ key }) => !here.has(key))
      .map((unit) => ({ unit, before: unit, now: null })),
  ];
  const size = (change: CostChange): number => Math.abs(changeOf(change, "cycles"));
  // Sorting is stable: equal changes stay in the order of compilation.
  changes.sort((a, b) => size(b) - size(a));
  return { changes, before: before.total, now: now.total };
}

export function changeOf(
  { before, now }: { readonly before: Cost | null; readonly now: Cost | null },
  field: keyof Cost,
): number {
  return (now?.[field] ?? 0) - (before?.[field] ?? 0);
}

/**
 * Whether the run, or a unit that both runs have, needs more instructions or cycles than before by
 * more than `percent`. A unit that only one run has counts through the total.
 */
export function isWorse({ changes, before, now }: CostComparison, percent: number): boolean {
  const both = [...changes, { before, now }].filter(
    (one) => one.before !== null && one.now !== null,
  );
  return both.some((change) =>
    (["instructions", "cycles"] as const).some(
      (field) => changeOf(change, field) * 100 > percent * (change.before?.[field] ?? 0),
    ),
  );
}
