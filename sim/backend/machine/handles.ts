/**
 * Handles: the addresses by which machine code knows objects of the run that have no address of
 * their own. They are private to this backend: no event, listing or `id()` ever shows one. Each
 * object gets a window of addresses wide enough for its fields, a large array several; what is at
 * an offset in it, object-memory.ts says.
 *
 * A handle lives as long as compiled code may hold it: in the slots of frames in which references
 * are needed after a call, and in the words of the exception in flight. Whoever holds handles asks
 * for a collection now and then; it keeps those that it is given.
 */

import { assert } from "../../base/assert.ts";
import { isArray } from "../../memory/object-addresses.ts";

/** Far below everything that has an address of its own (memory-layout.ts). */
export const HANDLE_BASE = 0x1000_0000_0000;

/** Bytes of a window. */
const WINDOW = 2 ** 26;

/** Windows that there can be at once. */
const WINDOW_COUNT = 2 ** 17;

export const HANDLE_BYTES = WINDOW * WINDOW_COUNT;

/** Windows given out before a collection is worth while. */
const COLLECT_AFTER = 2 ** 15;

/** Bytes in front of an array's items, and of an item. */
const ARRAY_HEADER = 16;
const ITEM = 8;

/** What has a handle: objects by identity, strings by value. */
export type Handled = object | string;

interface Window {
  readonly thing: Handled;
  /** Number of the first of the thing's windows. */
  readonly first: number;
}

/** A thing, and a place in it. */
export interface Place {
  readonly thing: Handled;
  readonly offset: number;
}

export class HandleTable {
  private windows: (Window | undefined)[] = [];
  private readonly numbers = new Map<Handled, number>();
  /** Windows below this one are looked at again after a collection. */
  private next = 0;
  private given = 0;

  get isCollectionDue(): boolean {
    return this.given >= COLLECT_AFTER;
  }

  /** Whether an address is one of a handle. */
  isHandle(address: number): boolean {
    return address >= HANDLE_BASE && address < HANDLE_BASE + HANDLE_BYTES;
  }

  lookup(thing: Handled): number | undefined {
    const number = this.numbers.get(thing);
    return number === undefined ? undefined : HANDLE_BASE + number * WINDOW;
  }

  /** The handle of a thing, given at the first request. */
  handleOf(thing: Handled): number {
    const known = this.lookup(thing);
    if (known !== undefined) return known;
    const count = windowsFor(thing);
    const first = this.findRoom(count);
    for (let k = 0; k < count; k++) this.windows[first + k] = { thing, first };
    this.numbers.set(thing, first);
    this.given += count;
    return HANDLE_BASE + first * WINDOW;
  }

  /** What stands at an address, or undefined. */
  placeOf(address: number): Place | undefined {
    const window = this.windows[Math.floor((address - HANDLE_BASE) / WINDOW)];
    if (window === undefined) return undefined;
    return { thing: window.thing, offset: address - HANDLE_BASE - window.first * WINDOW };
  }

  /** Takes a thing's handle away: it has got an address of its own. */
  forget(thing: Handled): void {
    const first = this.numbers.get(thing);
    if (first === undefined) return;
    this.numbers.delete(thing);
    for (let k = first; this.windows[k]?.first === first; k++) this.windows[k] = undefined;
  }

  /** Forgets all handles but these. */
  collect(kept: ReadonlySet<Handled>): void {
    for (const thing of [...this.numbers.keys()]) if (!kept.has(thing)) this.forget(thing);
    this.next = 0;
    this.given = 0;
  }

  /** The first room for so many windows side by side. */
  private findRoom(count: number): number {
    let length = 0;
    while (length < count) {
      assert(this.next < WINDOW_COUNT, "handles for all objects that compiled code holds");
      length = this.windows[this.next] === undefined ? length + 1 : 0;
      this.next++;
    }
    return this.next - count;
  }
}

/** An array may grow while its handle is held: there is room for twice its items. */
function windowsFor(thing: Handled): number {
  if (!isArray(thing)) return 1;
  return 1 + Math.floor((ARRAY_HEADER + 2 * ITEM * thing.length) / WINDOW);
}
