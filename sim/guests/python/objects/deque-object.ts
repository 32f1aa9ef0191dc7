/**
 * `collections.deque`: a ring buffer, so that both ends and every index cost the same.
 *
 * Invariants: item `i` stands at `start + i`, counted around the end of `items`; places without an
 * item hold null. `version` changes with every change of length or order, which is how iterators
 * notice.
 *
 * Counterpart: pypy/module/_collections/interp_deque.py. DIFFERS: PyPy keeps a list of blocks.
 */

import { oefmt } from "./errors.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_AbstractIterator, W_Root } from "./w-root.ts";

/** The types of deques and their iterators. */
export interface DequeTypes {
  readonly w_deque: W_TypeObject;
  readonly w_iterator: W_TypeObject;
  readonly w_reverse: W_TypeObject;
}

export class W_Deque extends W_Root {
  readonly types: DequeTypes;
  private readonly w_type: W_TypeObject;
  /** No limit when negative. */
  maxlen = -1;
  length = 0;
  version = 0;
  items: (W_Root | null)[] = [null, null, null, null];
  start = 0;

  constructor(types: DequeTypes) {
    super();
    this.types = types;
    this.w_type = types.w_deque;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  /** The place of item number `index`. */
  place(index: number): number {
    const place = this.start + index;
    const size = this.items.length;
    return place >= size ? place - size : place;
  }

  get(index: number): W_Root {
    return this.items[this.place(index)]!;
  }

  set(index: number, w_item: W_Root): void {
    this.items[this.place(index)] = w_item;
  }

  append(w_item: W_Root): void {
    const length = this.length;
    if (length === this.maxlen) {
      this.push_full(w_item, false);
      return;
    }
    if (length >= this.items.length) this.grow();
    this.items[this.place(length)] = w_item;
    this.length = length + 1;
    this.version = this.version + 1;
  }

  appendleft(w_item: W_Root): void {
    const length = this.length;
    if (length === this.maxlen) {
      this.push_full(w_item, true);
      return;
    }
    if (length >= this.items.length) this.grow();
    const start = this.start;
    const before = start === 0 ? this.items.length - 1 : start - 1;
    this.items[before] = w_item;
    this.start = before;
    this.length = length + 1;
    this.version = this.version + 1;
  }

  /** At the limit: the item at the other end goes. @dont_look_inside @cannot_raise */
  push_full(w_item: W_Root, isLeft: boolean): void {
    if (this.length === 0) return;
    if (isLeft) {
      this.pop();
      this.appendleft(w_item);
    } else {
      this.popleft();
      this.append(w_item);
    }
  }

  /** Removes and returns the last item; there must be one. */
  pop(): W_Root {
    const length = this.length - 1;
    const place = this.place(length);
    const items = this.items;
    const w_item = items[place]!;
    items[place] = null;
    this.length = length;
    this.version = this.version + 1;
    return w_item;
  }

  /** Removes and returns the first item; there must be one. */
  popleft(): W_Root {
    const start = this.start;
    const items = this.items;
    const w_item = items[start]!;
    items[start] = null;
    this.start = start + 1 >= items.length ? 0 : start + 1;
    this.length = this.length - 1;
    this.version = this.version + 1;
    return w_item;
  }

  /** Moves `count` items from the end to the beginning, or back when negative. */
  rotate(count: number): void {
    const { length } = this;
    if (length < 2) return;
    let steps = count % length;
    if (steps < 0) steps += length;
    if (steps > length >> 1) steps -= length;
    for (; steps > 0; steps--) this.appendleft(this.pop());
    for (; steps < 0; steps++) this.append(this.popleft());
  }

  toArray(): W_Root[] {
    const result: W_Root[] = [];
    for (let i = 0; i < this.length; i++) result.push(this.get(i));
    return result;
  }

  /** Replaces the whole content. */
  setAll(items_w: readonly W_Root[]): void {
    this.items = [...items_w];
    while (this.items.length < 4) this.items.push(null);
    this.start = 0;
    this.length = items_w.length;
    this.version++;
  }

  /** @dont_look_inside @cannot_raise */
  grow(): void {
    const items: (W_Root | null)[] = this.toArray();
    const capacity = items.length * 2;
    while (items.length < capacity) items.push(null);
    this.items = items;
    this.start = 0;
  }
}

/** A deque being iterated, forwards (`step` 1) or backwards (-1). */
export class W_DequeIterator extends W_AbstractIterator {
  private readonly w_deque: W_Deque;
  private readonly w_type: W_TypeObject;
  private readonly step: number;
  private readonly version: number;
  private index: number;
  private left: number;

  constructor(w_deque: W_Deque, step: number) {
    super();
    this.w_deque = w_deque;
    this.w_type = step > 0 ? w_deque.types.w_iterator : w_deque.types.w_reverse;
    this.step = step;
    this.version = w_deque.version;
    this.index = step > 0 ? 0 : w_deque.length - 1;
    this.left = w_deque.length;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override next(space: ObjSpace): W_Root | null {
    const w_deque = this.w_deque;
    if (this.version !== w_deque.version) {
      this.left = 0;
      throw dequeMutated(space);
    }
    const left = this.left;
    if (left === 0) return null;
    this.left = left - 1;
    const index = this.index;
    this.index = index + this.step;
    return w_deque.get(index);
  }

  override length_hint(_space: ObjSpace): number {
    return this.left;
  }
}

/** @dont_look_inside @cannot_raise */
export function dequeMutated(space: ObjSpace): OperationError {
  return oefmt(space, space.w_RuntimeError, "deque mutated during iteration");
}
