/**
 * Which frame slot each box of a unit has. A box keeps its slot from its definition to its last
 * use, as an argument or a fail argument; afterwards the slot is taken again, the lowest free one
 * first. Input arguments stand where the caller or the guard has put them; two of them may share a
 * slot when one box was passed twice.
 *
 * Counterpart: rpython/jit/backend/llsupport/regalloc.py (compute_vars_longevity).
 * DIFFERS: no registers are allocated; every operation loads from and stores to slots.
 */

import { assert, defined } from "../../base/assert.ts";
import type { Box, InputArg, ResOp } from "../../trace/values.ts";

/** The slots of one unit. */
export interface SlotMap {
  readonly slotOf: ReadonlyMap<Box, number>;
  /** One more than the highest slot in use. */
  readonly slotCount: number;
  /** How often each box is used. */
  readonly useCounts: ReadonlyMap<Box, number>;
}

interface Uses {
  readonly lastUse: Map<Box, number>;
  readonly useCounts: Map<Box, number>;
}

/** The boxes that an operation uses, each as often as it does. */
function forEachUse(op: ResOp, visit: (box: Box) => void): void {
  for (const value of op.args) if (!value.isConst) visit(value);
  if (op.failArgs === null) return;
  for (const value of op.failArgs) if (value !== null && !value.isConst) visit(value);
}

function countUses(ops: readonly ResOp[]): Uses {
  const lastUse = new Map<Box, number>();
  const useCounts = new Map<Box, number>();
  for (let index = 0; index < ops.length; index++) {
    forEachUse(ops[index]!, (box) => {
      lastUse.set(box, index);
      useCounts.set(box, (useCounts.get(box) ?? 0) + 1);
    });
  }
  return { lastUse, useCounts };
}

/** Slots in use, counted by how many live boxes stand in each. */
class Occupancy {
  private readonly counts: number[] = [];

  get slotCount(): number {
    return this.counts.length;
  }

  take(slot: number): void {
    while (this.counts.length <= slot) this.counts.push(0);
    this.counts[slot]!++;
  }

  takeLowest(): number {
    const free = this.counts.indexOf(0);
    const slot = free >= 0 ? free : this.counts.length;
    this.take(slot);
    return slot;
  }

  give(slot: number): void {
    assert(this.counts[slot]! > 0, "a slot that is given up was in use");
    this.counts[slot]!--;
  }
}

/** Assigns slots; `inputSlots[k]` is where input argument k already is. */
export function assignSlots(
  inputargs: readonly InputArg[],
  inputSlots: readonly number[],
  ops: readonly ResOp[],
): SlotMap {
  const { lastUse, useCounts } = countUses(ops);
  const slotOf = new Map<Box, number>();
  const occupancy = new Occupancy();
  for (const [k, box] of inputargs.entries()) {
    slotOf.set(box, inputSlots[k]!);
    occupancy.take(inputSlots[k]!);
  }
  for (const box of inputargs) {
    if (!useCounts.has(box)) occupancy.give(slotOf.get(box)!);
  }
  for (const [index, op] of ops.entries()) {
    forEachUse(op, (box) => {
      if (lastUse.get(box) !== index) return;
      occupancy.give(defined(slotOf.get(box), "definition of a box"));
      // A second use in the same operation must not give the slot up again.
      lastUse.delete(box);
    });
    if (op.kind === "v") continue;
    slotOf.set(op, occupancy.takeLowest());
    if (!useCounts.has(op)) occupancy.give(slotOf.get(op)!);
  }
  return { slotOf, slotCount: occupancy.slotCount, useCounts };
}
