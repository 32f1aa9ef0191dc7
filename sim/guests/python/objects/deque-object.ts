/**
 * `collections.deque`: a ring buffer, so that both ends and every index cost the same.
 *
 * Invariants: `items.length` is a power of two; item `i` stands at `(start + i) & (items.length - 1)`;
 * places without an item hold null. `version` changes with every change of length or order, which
 * is how iterators notice.
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
  private items: (W_Root | null)[] = [null, null, null, null];
  private start = 0;

  constructor(types: DequeTypes) {
    super();
    this.types = types;
    this.w_type = types.w_deque;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  get(index: number): W_Root {
    return this.items[(this.start + index) & (this.items.length - 1)]!;
  }

  set(index: number, w_item: W_Root): void {
    this.items[(this.start + index) & (this.items.length - 1)] = w_item;
  }

  append(w_item: W_Root): void {
    if (this.length === this.maxlen) {
      if (this.length === 0) return;
      this.popleft();
    }
    if (this.length === this.items.length) this.grow();
    this.length++;
    this.set(this.length - 1, w_item);
    this.version++;
  }

  appendleft(w_item: W_Root): void {
    if (this.length === this.maxlen) {
      if (this.length === 0) return;
      this.pop();
    }
    if (this.length === this.items.length) this.grow();
    this.start = (this.start - 1) & (this.items.length - 1);
    this.length++;
    this.set(0, w_item);
    this.version++;
  }

  /** Removes and returns the last item; there must be one. */
  pop(): W_Root {
    const place = (this.start + this.length - 1) & (this.items.length - 1);
    const w_item = this.items[place]!;
    this.items[place] = null;
    this.length--;
    this.version++;
    return w_item;
  }

  /** Removes and returns the first item; there must be one. */
  popleft(): W_Root {
    const w_item = this.items[this.start]!;
    this.items[this.start] = null;
    this.start = (this.start + 1) & (this.items.length - 1);
    this.length--;
    this.version++;
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
    let capacity = 4;
    while (capacity < items_w.length) capacity *= 2;
    this.items = [...items_w];
    while (this.items.length < capacity) this.items.push(null);
    this.start = 0;
    this.length = items_w.length;
    this.version++;
  }

  private grow(): void {
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

  /** @dont_look_inside */
  override next(space: ObjSpace): W_Root | null {
    if (this.version !== this.w_deque.version) {
      this.left = 0;
      throw dequeMutated(space);
    }
    if (this.left === 0) return null;
    this.left--;
    const w_item = this.w_deque.get(this.index);
    this.index += this.step;
    return w_item;
  }

  override length_hint(_space: ObjSpace): number {
    return this.left;
  }
}

export function dequeMutated(space: ObjSpace): OperationError {
  return oefmt(space, space.w_RuntimeError, "deque mutated during iteration");
}
