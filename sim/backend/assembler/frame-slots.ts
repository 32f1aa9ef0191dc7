/**
 * Who is in which spill slot of the frame. The lowest free slot is taken first, unless a hint says
 * where a loop wants the box at its end.
 *
 * Counterpart: rpython/jit/backend/llsupport/regalloc.py (FrameManager).
 */

import { assert } from "../../base/assert.ts";
import type { Box } from "../../trace/values.ts";
import { SAVE_SLOT_COUNT } from "./calling-convention.ts";
import type { SlotLocation } from "./locations.ts";
import { slotLocation } from "./locations.ts";

export class FrameSlots {
  private readonly slotOf = new Map<Box, number>();
  /** Which slots are taken; entry 0 is the first spill slot. */
  private readonly taken: boolean[] = [];
  private readonly hints = new Map<Box, number>();

  lookup(box: Box): SlotLocation | undefined {
    const slot = this.slotOf.get(box);
    return slot === undefined ? undefined : slotLocation(slot);
  }

  /** The slot of a box, taken now if it has none. */
  take(box: Box): SlotLocation {
    const known = this.lookup(box);
    if (known !== undefined) return known;
    const hint = this.hints.get(box);
    const slot = hint !== undefined && !this.isTaken(hint) ? hint : this.lowestFree();
    this.bind(box, slot);
    return slotLocation(slot);
  }

  isTaken(slot: number): boolean {
    return this.taken[slot - SAVE_SLOT_COUNT] === true;
  }

  /** A box is in a slot already. */
  bind(box: Box, slot: number): void {
    assert(!this.isTaken(slot) && !this.slotOf.has(box), "a slot has one box");
    const location = slotLocation(slot);
    while (this.taken.length <= slot - SAVE_SLOT_COUNT) this.taken.push(false);
    this.taken[slot - SAVE_SLOT_COUNT] = true;
    this.slotOf.set(box, location.slot);
  }

  free(box: Box): void {
    const slot = this.slotOf.get(box);
    if (slot === undefined) return;
    this.taken[slot - SAVE_SLOT_COUNT] = false;
    this.slotOf.delete(box);
  }

  /** Should the box be spilled, then best into this slot. */
  hint(box: Box, slot: number): void {
    this.hints.set(box, slot);
  }

  /** Everything that is in slots, in the order in which it came there. */
  entries(): IterableIterator<[Box, number]> {
    return this.slotOf.entries();
  }

  private lowestFree(): number {
    const free = this.taken.indexOf(false);
    return SAVE_SLOT_COUNT + (free >= 0 ? free : this.taken.length);
  }
}
