/**
 * What a query needs of the whole reel before it looks at the first event: run counts, costs and
 * bridges of every unit, the counters at the end. It is made by reading the reel once, and holds
 * a few numbers for each unit, whatever the number and size of events.
 */

import type { CompileEvent, JitEvent, StatsEvent } from "../format/events.ts";
import type { FieldNeed } from "./field-table.ts";
import { LivingGuards } from "./living-guards.ts";
import { NumberTable } from "./number-table.ts";
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
  /** Instructions and cycles of each unit. */
  private readonly costs = new NumberTable(2);
  /** Runs and entries of each unit, the latter -1 when only labels were counted. */
  private readonly runs = new NumberTable(2);
  /** The first bridge of each guard, by its address: unit of the guard, bridge, failures. */
  private readonly bridges = new NumberTable(3);
  /** Those of guards at an address where another one with a bridge was before. */
  private readonly laterBridges = new Map<string, AttachedBridge>();
  private counters: ReadonlyMap<string, number> = new Map();
  /** The unit that has each run counter now. */
  private readonly counted = {
    e: new NumberTable(1),
    l: new NumberTable(1),
    b: new NumberTable(1),
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
      if (unit !== undefined) this.costs.set(unit, instructions, cycles);
    }
  }

  get hasRuns(): boolean {
    return this.runs.size > 0;
  }

  lookupRuns(number: number): UnitRuns | null {
    const runs = this.runs.lookup(number, 0);
    if (runs === null) return null;
    const entries = this.runs.lookup(number, 1)!;
    return { runs, entries: entries < 0 ? null : entries };
  }

  lookupCost(number: number): UnitCost | null {
    const instructions = this.costs.lookup(number, 0);
    if (instructions === null) return null;
    return { instructions, cycles: this.costs.lookup(number, 1)! };
  }

  lookupCounter(name: string): number | null {
    return this.counters.get(name) ?? null;
  }

  lookupBridge(number: number, address: number): AttachedBridge | null {
    if (this.bridges.lookup(address, 0) !== number) {
      return this.laterBridges.get(`${number} ${address}`) ?? null;
    }
    const [bridge, failures] = [1, 2].map((column) => this.bridges.lookup(address, column)!);
    return { number: bridge!, failures: failures! };
  }

  private addToGuards(number: number, event: JitEvent): void {
    if (event.kind === "free_loop") this.guards.freeLoop(event.loopNo);
    if (event.kind !== "compile") return;
    const { type, loopNo, bridgeNo, cause, operations } = event;
    const owner = type === "bridge" ? this.guards.lookup(bridgeNo) : undefined;
    if (owner !== undefined) this.addBridge(owner, bridgeNo, { number, failures: cause.count });
    for (const operation of operations) {
      const address = isGuard(operation) ? guardAddress(operation) : null;
      if (address !== null) this.guards.set(loopNo, address, number);
    }
  }

  private addBridge(owner: number, address: number, bridge: AttachedBridge): void {
    const first = this.bridges.lookup(address, 0);
    const key = `${owner} ${address}`;
    if (first === null) this.bridges.set(address, owner, bridge.number, bridge.failures);
    else if (first !== owner && !this.laterBridges.has(key)) this.laterBridges.set(key, bridge);
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
      const unit = this.counted[kind].lookup(id, 0);
      if (unit === null) continue;
      const before = found.get(unit);
      const entries = kind === "l" ? (before?.entries ?? null) : count;
      found.set(unit, { runs: Math.max(before?.runs ?? 0, count), entries });
    }
    for (const [unit, { runs, entries }] of found) this.runs.set(unit, runs, entries ?? -1);
  }
}
