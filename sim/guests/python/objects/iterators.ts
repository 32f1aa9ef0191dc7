/**
 * Built-in iterators. Those over ranges, lists and tuples have plain mutable fields, so that a
 * trace keeps them in registers; the others wrap a host generator.
 *
 * Counterpart: pypy/objspace/std/iterobject.py, pypy/module/__builtin__/functional.py.
 */

import type { Int } from "../../../base/int.ts";
import {
  int_add,
  int_gt,
  int_lt,
  int_sub,
  intFromNumber,
  numberFromInt,
  uint_ge,
} from "../../../base/int.ts";
import { W_IntObject } from "./int-object.ts";
import type { W_ListObject } from "./list-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { char_at } from "./text-operations.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import { W_AbstractIterator, type W_Root } from "./w-root.ts";

/** A range being iterated. */
export abstract class W_IntRangeIterator extends W_AbstractIterator {
  current: Int;
  step: Int;

  constructor(current: Int, step: Int) {
    super();
    this.current = current;
    this.step = step;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_rangeiterator;
  }
}

/** `range(stop)` being iterated. */
export class W_IntRangeOneArgIterator extends W_IntRangeIterator {
  readonly stop: Int;

  constructor(stop: Int) {
    super(0, 1);
    this.stop = stop;
  }

  override next(_space: ObjSpace): W_Root | null {
    const item = this.current;
    if (int_lt(item, this.stop)) {
      this.current = int_add(item, 1);
      return new W_IntObject(item);
    }
    return null;
  }

  override length_hint(_space: ObjSpace): number {
    return this.current < this.stop ? Number(int_sub(this.stop, this.current)) : 0;
  }
}

/** `range(start, stop)` being iterated. */
export class W_IntRangeStepOneIterator extends W_IntRangeIterator {
  readonly stop: Int;

  constructor(current: Int, stop: Int) {
    super(current, 1);
    this.stop = stop;
  }

  override next(_space: ObjSpace): W_Root | null {
    const item = this.current;
    if (int_lt(item, this.stop)) {
      this.current = int_add(item, 1);
      return new W_IntObject(item);
    }
    return null;
  }

  override length_hint(_space: ObjSpace): number {
    return this.current < this.stop ? Number(int_sub(this.stop, this.current)) : 0;
  }
}

/** `range(start, stop, step)` being iterated. */
export class W_IntRangeStepsIterator extends W_IntRangeIterator {
  remaining: Int;

  constructor(current: Int, remaining: Int, step: Int) {
    super(current, step);
    this.remaining = remaining;
  }

  override next(_space: ObjSpace): W_Root | null {
    if (!int_gt(this.remaining, 0)) return null;
    const item = this.current;
    this.current = int_add(item, this.step);
    this.remaining = int_sub(this.remaining, 1);
    return new W_IntObject(item);
  }

  override length_hint(_space: ObjSpace): number {
    return numberFromInt(this.remaining);
  }
}

/** A list being iterated; it sees changes of the list. `w_list` is null once exhausted. */
export class W_ListIterator extends W_AbstractIterator {
  w_list: W_ListObject | null;
  index = 0;

  constructor(w_list: W_ListObject) {
    super();
    this.w_list = w_list;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_listiterator;
  }

  override next(_space: ObjSpace): W_Root | null {
    const w_list = this.w_list;
    if (w_list === null) return null;
    const index = this.index;
    if (uint_ge(intFromNumber(index), intFromNumber(w_list.getlength()))) {
      this.w_list = null;
      return null;
    }
    const w_item = w_list.getitem(index);
    this.index = index + 1;
    return w_item;
  }

  override length_hint(_space: ObjSpace): number {
    return this.w_list === null ? 0 : this.w_list.getlength() - this.index;
  }
}

/** A tuple being iterated. */
export class W_TupleIterator extends W_AbstractIterator {
  readonly items: readonly W_Root[];
  index = 0;

  constructor(items: readonly W_Root[]) {
    super();
    this.items = items;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_tupleiterator;
  }

  override next(_space: ObjSpace): W_Root | null {
    const index = this.index;
    if (index >= this.items.length) return null;
    this.index = index + 1;
    return this.items[index]!;
  }

  override length_hint(_space: ObjSpace): number {
    return this.items.length - this.index;
  }
}

/** A string of one-unit code points being iterated. */
export class W_TextIterator extends W_AbstractIterator {
  readonly value: string;
  readonly length: number;
  index = 0;

  constructor(value: string, length: number) {
    super();
    this.value = value;
    this.length = length;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_striterator;
  }

  override next(_space: ObjSpace): W_Root | null {
    const index = this.index;
    if (index >= this.length) return null;
    this.index = index + 1;
    return new W_UnicodeObject(char_at(this.value, this.length, index), 1);
  }

  override length_hint(_space: ObjSpace): number {
    return this.length - this.index;
  }
}

/** An iterator over a host generator, with the name of its Python type. */
export class W_HostIterator extends W_AbstractIterator {
  private readonly w_type: W_TypeObject;
  private source: Iterator<W_Root>;
  private finished = false;

  constructor(w_type: W_TypeObject, source: Iterator<W_Root>) {
    super();
    this.w_type = w_type;
    this.source = source;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  /** @dont_look_inside @may_force */
  override next(_space: ObjSpace): W_Root | null {
    if (this.finished) return null;
    const result = this.source.next();
    if (!result.done) return result.value;
    this.finished = true;
    return null;
  }

  /** All that is left; the iterator stays where it is. */
  rest(): W_Root[] {
    const items_w: W_Root[] = [];
    if (this.finished) return items_w;
    for (let item = this.source.next(); !item.done; item = this.source.next()) {
      items_w.push(item.value);
    }
    this.source = items_w.values();
    return items_w;
  }
}
