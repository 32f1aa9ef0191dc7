/**
 * What a query needs of the whole reel before it looks at the first event: run counts, costs and
 * bridges of every unit, the counters at the end. It is made by reading the reel once, and holds
 * a few numbers for each unit, whatever the number and size of events.
 */

import type { CompileEvent, JitEvent, StatsEvent } from "../format/events.ts";
import type { FieldNeed } from "./field-table.ts";
import { LivingGuards } from "./living-guards.ts";
import type { AttachedBridge, Future, UnitRuns } from "./moment.ts";
import { guardAddress, isGuard } from "./moment.ts";

/** For queries that ask for nothing of it. */
export const NO_FUTURE: Future = {
  hasRuns: false,
  lookupRuns: () => null,
  lookupCost: () => null,
  lookupCounter: () => null,
  lookupBridge: () => null,
};

interface UnitCost {
  readonly instructions: number;
  readonly cycles: number;
}

export class FutureEvents implements Future {
  /** Event numbers of units that can have costs, in the order of compilation. */
  private readonly units: number[] = [];
  private costCount = 0;
  private readonly costs = new Map<number, UnitCost>();
  private readonly runs = new Map<number, UnitRuns>();
  private readonly bridges = new Map<string, AttachedBridge>();
  private counters: ReadonlyMap<string, number> = new Map();
  /** The unit that has each run counter now. */
  private readonly counted = {
    e: new Map<number, number>(),
    l: new Map<number, number>(),
    b: new Map<number, number>(),
  } as const;
  /** The unit that each guard is in. */
  private readonly guards = new LivingGuards<number>();
  private readonly needs: ReadonlySet<FieldNeed>;

  /** Gathers only what is among `needs`. */
  constructor(needs: ReadonlySet<FieldNeed>) {
    this.needs = needs;
  }

  /** Takes the next event. */
  add(number: number, event: JitEvent): void {
    if (this.needs.has("bridges")) this.addToGuards(number, event);
    if (this.needs.has("costs")) this.addToCosts(number, event);
    if (event.kind === "compile" && this.needs.has("runs")) this.addCounters(number, event);
    if (event.kind !== "stats") return;
    this.counters = new Map(event.counters);
    if (this.needs.has("runs")) this.addRuns(event);
  }

  private addToCosts(number: number, event: JitEvent): void {
    if (event.kind === "compile" || event.kind === "tmp_callback") this.units.push(number);
    else if (event.kind === "cost" && event.unit !== null) {
      const unit = this.units[this.costCount++];
      const { instructions, cycles } = event;
      if (unit !== undefined) this.costs.set(unit, { instructions, cycles });
    }
  }

  get hasRuns(): boolean {
    return this.runs.size > 0;
  }

  lookupRuns(number: number): UnitRuns | null {
    return this.runs.get(number) ?? null;
  }

  lookupCost(number: number): UnitCost | null {
    return this.costs.get(number) ?? null;
  }

  lookupCounter(name: string): number | null {
    return this.counters.get(name) ?? null;
  }

  lookupBridge(number: number, address: number): AttachedBridge | null {
    return this.bridges.get(`${number} ${address}`) ?? null;
  }

  private addToGuards(number: number, event: JitEvent): void {
    if (event.kind === "free_loop") this.guards.freeLoop(event.loopNo);
    if (event.kind !== "compile") return;
    const { type, loopNo, bridgeNo, cause, operations } = event;
    const owner = type === "bridge" ? this.guards.lookup(bridgeNo) : undefined;
    const key = `${owner} ${bridgeNo}`;
    if (owner !== undefined && !this.bridges.has(key)) {
      this.bridges.set(key, { number, failures: cause.count });
    }
    for (const operation of operations) {
      const address = isGuard(operation) ? guardAddress(operation) : null;
      if (address !== null) this.guards.set(loopNo, address, number);
    }
  }

  private addCounters(number: number, event: CompileEvent): void {
    const { type, loopNo, bridgeNo, operations } = event;
    if (type === "bridge") this.counted.b.set(bridgeNo, number);
    else this.counted.e.set(loopNo, number);
    for (const { name, descr } of operations) {
      const token = name === "label" ? /^TargetToken\((\d{1,16})\)$/.exec(descr)?.[1] : undefined;
      if (token !== undefined) this.counted.l.set(Number(token), number);
    }
  }

  /** Counts of units that are gone by then stay what they were. */
  private addRuns(event: StatsEvent): void {
    const found = new Map<number, UnitRuns>();
    for (const [kind, id, count] of event.loopRunTimes) {
      const unit = this.counted[kind].get(id);
      if (unit === undefined) continue;
      const before = found.get(unit);
      const entries = kind === "l" ? (before?.entries ?? null) : count;
      found.set(unit, { runs: Math.max(before?.runs ?? 0, count), entries });
    }
    for (const [unit, counts] of found) this.runs.set(unit, counts);
  }
}
