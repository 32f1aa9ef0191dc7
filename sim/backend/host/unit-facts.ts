/**
 * What host code needs to know of a linked unit: the kind of each slot, where it gets its value and
 * where it is needed last (so that an exit passes on no more than what is alive), how often it is
 * used, and the representations of its integers so far.
 */

import type { LinkedUnit } from "../oracle/linked-unit.ts";
import type { Frame } from "../oracle/activation.ts";
import type { Kind } from "../../trace/values.ts";
import type { Rep } from "./representation.ts";
import { ANY, I32, repOf } from "./representation.ts";

export class UnitFacts {
  readonly linked: LinkedUnit;
  /** By slot; undefined for constants. */
  readonly kinds: (Kind | undefined)[] = [];
  /** By slot of an integer box; grows only. */
  readonly reps: Rep[] = [];
  private readonly definedAt: number[] = [];
  private readonly neededUntil: number[] = [];
  private readonly uses: number[] = [];
  private readonly boxSlots: number[] = [];

  constructor(linked: LinkedUnit) {
    this.linked = linked;
    linked.unit.inputargs.forEach((arg, index) => {
      this.define(linked.inputSlots[index] as number, arg.kind, -1);
    });
    for (const op of linked.ops) {
      const { kind } = op.op;
      if (kind !== "v") this.define(op.resultSlot, kind, op.index);
    }
    for (const op of linked.ops) {
      const isLabel = op.opname === "label";
      for (const slot of op.argSlots) this.use(slot, isLabel ? -1 : op.index);
      for (const slot of op.failSlots) if (slot >= 0) this.use(slot, op.index);
      if (op.allocation !== null) this.useStores(op.index);
    }
  }

  private define(slot: number, kind: Kind, index: number): void {
    if (this.kinds[slot] !== undefined) return;
    this.kinds[slot] = kind;
    this.reps[slot] = I32;
    this.definedAt[slot] = index;
    this.boxSlots.push(slot);
  }

  private use(slot: number, index: number): void {
    this.neededUntil[slot] = Math.max(this.neededUntil[slot] ?? -1, index);
    this.uses[slot] = (this.uses[slot] ?? 0) + 1;
  }

  /** Values of merged stores are needed where the allocation is carried out. */
  private useStores(index: number): void {
    const allocation = this.linked.ops[index]?.allocation;
    if (allocation === null || allocation === undefined) return;
    const stores = allocation.shape === "object" ? allocation.fields : allocation.items;
    for (const value of stores.values()) this.use(this.linked.slotOf(value), index);
  }

  useCount(slot: number): number {
    return this.uses[slot] ?? 0;
  }

  /** Slots of the boxes that have a value before operation `index` and are still needed. */
  liveAt(index: number): number[] {
    return this.boxSlots.filter(
      (slot) => (this.definedAt[slot] as number) < index && (this.neededUntil[slot] ?? -1) >= index,
    );
  }

  /** Generalizes representations to hold the values of `frame`; whether any has changed. */
  learn(frame: Frame): boolean {
    let changed = false;
    for (const slot of this.boxSlots) {
      const value = frame[slot];
      if (this.kinds[slot] !== "i" || value === undefined) continue;
      const rep = repOf(value);
      if (rep <= (this.reps[slot] as Rep)) continue;
      this.reps[slot] = rep;
      changed = true;
    }
    return changed;
  }

  /** Gives up on a slot; whether that is new. */
  generalize(slot: number): boolean {
    if (this.reps[slot] === ANY) return false;
    this.reps[slot] = ANY;
    return true;
  }
}
