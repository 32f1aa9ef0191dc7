/**
 * Iterators of itertools that traces look inside: each step is a step of the iterator beneath and a
 * few fields. What needs a loop of its own is called.
 *
 * Counterpart: pypy/module/itertools/interp_itertools.py.
 */

import { add } from "./arithmetic.ts";
import { call_function } from "./call.ts";
import { typeError, typeName } from "./errors.ts";
import { is_iterable, iter, next } from "./iteration.ts";
import { iterable_to_array } from "./unpack.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { is_true } from "./truth.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_AbstractIterator, type W_Root } from "./w-root.ts";

/** An iterator that knows its type. */
export abstract class W_ItertoolsIterator extends W_AbstractIterator {
  readonly w_type: W_TypeObject;

  constructor(w_type: W_TypeObject) {
    super();
    this.w_type = w_type;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }
}

export class W_Count extends W_ItertoolsIterator {
  w_current: W_Root;
  readonly w_step: W_Root;

  constructor(w_type: W_TypeObject, w_start: W_Root, w_step: W_Root) {
    super(w_type);
    this.w_current = w_start;
    this.w_step = w_step;
  }

  override next(space: ObjSpace): W_Root | null {
    const w_current = this.w_current;
    this.w_current = add(space, w_current, this.w_step);
    return w_current;
  }
}

/** `repeat`; `left` is negative without an end. */
export class W_Repeat extends W_ItertoolsIterator {
  readonly w_object: W_Root;
  left: number;

  constructor(w_type: W_TypeObject, w_object: W_Root, left: number) {
    super(w_type);
    this.w_object = w_object;
    this.left = left;
  }

  override next(_space: ObjSpace): W_Root | null {
    const left = this.left;
    if (left === 0) return null;
    if (left > 0) this.left = left - 1;
    return this.w_object;
  }

  override length_hint(_space: ObjSpace): number {
    return this.left < 0 ? 0 : this.left;
  }
}

export class W_Chain extends W_ItertoolsIterator {
  /** Gives the iterables; null at the end. */
  w_outer: W_Root | null;
  w_inner: W_Root | null = null;

  constructor(w_type: W_TypeObject, w_outer: W_Root) {
    super(w_type);
    this.w_outer = w_outer;
  }

  override next(space: ObjSpace): W_Root | null {
    const w_inner = this.w_inner;
    if (w_inner !== null) {
      const w_item = next(space, w_inner);
      if (w_item !== null) return w_item;
    }
    return this.advance(space);
  }

  /** The first item of the next iterable that has one. @dont_look_inside @may_force */
  advance(space: ObjSpace): W_Root | null {
    while (this.w_outer !== null) {
      const w_iterable = next(space, this.w_outer);
      if (w_iterable === null) {
        this.w_outer = null;
        break;
      }
      this.w_inner = iter(space, w_iterable);
      const w_item = next(space, this.w_inner);
      if (w_item !== null) return w_item;
    }
    this.w_inner = null;
    return null;
  }
}

/** `islice`: `count` items were taken, item number `target` is the next to give. */
export class W_Islice extends W_ItertoolsIterator {
  w_iter: W_Root | null;
  count = 0;
  target: number;
  /** Negative without an end. */
  readonly stop: number;
  readonly step: number;

  constructor(w_type: W_TypeObject, w_iter: W_Root, start: number, stop: number, step: number) {
    super(w_type);
    this.w_iter = w_iter;
    this.target = start;
    this.stop = stop;
    this.step = step;
  }

  override next(space: ObjSpace): W_Root | null {
    if (this.count < this.target) this.skip(space);
    const w_iter = this.w_iter;
    if (w_iter === null) return null;
    const stop = this.stop;
    const count = this.count;
    if (stop >= 0 && count >= stop) {
      this.w_iter = null;
      return null;
    }
    const w_item = next(space, w_iter);
    if (w_item === null) {
      this.w_iter = null;
      return null;
    }
    this.count = count + 1;
    const target = this.target + this.step;
    this.target = stop >= 0 && target > stop ? stop : target;
    return w_item;
  }

  /** @dont_look_inside @may_force */
  skip(space: ObjSpace): void {
    while (this.w_iter !== null && this.count < this.target) {
      if (next(space, this.w_iter) === null) this.w_iter = null;
      this.count++;
    }
  }
}

export class W_Cycle extends W_ItertoolsIterator {
  /** Null once every item was saved. */
  w_iter: W_Root | null;
  saved_w: W_Root[] = [];
  index = 0;

  constructor(w_type: W_TypeObject, w_iter: W_Root) {
    super(w_type);
    this.w_iter = w_iter;
  }

  override next(space: ObjSpace): W_Root | null {
    if (this.w_iter !== null) return this.first_round(space);
    const index = this.index;
    const saved_w = this.saved_w;
    if (saved_w.length === 0) return null;
    this.index = index + 1 >= saved_w.length ? 0 : index + 1;
    return saved_w[index]!;
  }

  /** @dont_look_inside @may_force */
  first_round(space: ObjSpace): W_Root | null {
    const w_item = next(space, this.w_iter!);
    if (w_item !== null) {
      this.saved_w.push(w_item);
      return w_item;
    }
    this.w_iter = null;
    return this.saved_w.length === 0 ? null : this.next(space);
  }
}

export class W_Accumulate extends W_ItertoolsIterator {
  readonly w_iter: W_Root;
  /** Null for addition. */
  readonly w_func: W_Root | null;
  w_total: W_Root | null = null;
  w_initial: W_Root | null;

  constructor(
    w_type: W_TypeObject,
    w_iter: W_Root,
    w_func: W_Root | null,
    w_initial: W_Root | null,
  ) {
    super(w_type);
    this.w_iter = w_iter;
    this.w_func = w_func;
    this.w_initial = w_initial;
  }

  override next(space: ObjSpace): W_Root | null {
    const w_initial = this.w_initial;
    if (w_initial !== null) {
      this.w_initial = null;
      this.w_total = w_initial;
      return w_initial;
    }
    const w_item = next(space, this.w_iter);
    if (w_item === null) return null;
    const w_total = this.w_total;
    const w_result = w_total === null ? w_item : this.combine(space, w_total, w_item);
    this.w_total = w_result;
    return w_result;
  }

  combine(space: ObjSpace, w_total: W_Root, w_item: W_Root): W_Root {
    const w_func = this.w_func;
    if (w_func === null) return add(space, w_total, w_item);
    return call_function(space, w_func, [w_total, w_item]);
  }
}

/** `takewhile` (and, with `dropping` set, what `dropwhile` gives after the items dropped). */
export class W_TakeWhile extends W_ItertoolsIterator {
  readonly w_predicate: W_Root;
  readonly w_iter: W_Root;
  stopped = false;

  constructor(w_type: W_TypeObject, w_predicate: W_Root, w_iter: W_Root) {
    super(w_type);
    this.w_predicate = w_predicate;
    this.w_iter = w_iter;
  }

  override next(space: ObjSpace): W_Root | null {
    if (this.stopped) return null;
    const w_item = next(space, this.w_iter);
    if (w_item === null) return null;
    if (is_true(space, call_function(space, this.w_predicate, [w_item]))) return w_item;
    this.stopped = true;
    return null;
  }
}

export class W_DropWhile extends W_ItertoolsIterator {
  readonly w_predicate: W_Root;
  readonly w_iter: W_Root;
  started = false;

  constructor(w_type: W_TypeObject, w_predicate: W_Root, w_iter: W_Root) {
    super(w_type);
    this.w_predicate = w_predicate;
    this.w_iter = w_iter;
  }

  override next(space: ObjSpace): W_Root | null {
    if (this.started) return next(space, this.w_iter);
    return this.drop(space);
  }

  /** @dont_look_inside @may_force */
  drop(space: ObjSpace): W_Root | null {
    for (;;) {
      const w_item = next(space, this.w_iter);
      if (w_item === null) return null;
      if (is_true(space, call_function(space, this.w_predicate, [w_item]))) continue;
      this.started = true;
      return w_item;
    }
  }
}

export class W_FilterFalse extends W_ItertoolsIterator {
  /** Null for the items' own truth. */
  private readonly w_predicate: W_Root | null;
  private readonly w_iter: W_Root;

  constructor(w_type: W_TypeObject, w_predicate: W_Root, w_iter: W_Root) {
    super(w_type);
    this.w_predicate = w_predicate === w_None ? null : w_predicate;
    this.w_iter = w_iter;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    for (;;) {
      const w_item = next(space, this.w_iter);
      if (w_item === null) return null;
      const { w_predicate } = this;
      const w_test = w_predicate === null ? w_item : call_function(space, w_predicate, [w_item]);
      if (!is_true(space, w_test)) return w_item;
    }
  }
}

export class W_Compress extends W_ItertoolsIterator {
  private readonly w_data: W_Root;
  private readonly w_selectors: W_Root;

  constructor(w_type: W_TypeObject, w_data: W_Root, w_selectors: W_Root) {
    super(w_type);
    this.w_data = w_data;
    this.w_selectors = w_selectors;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    for (;;) {
      const w_item = next(space, this.w_data);
      if (w_item === null) return null;
      const w_selector = next(space, this.w_selectors);
      if (w_selector === null) return null;
      if (is_true(space, w_selector)) return w_item;
    }
  }
}

export class W_StarMap extends W_ItertoolsIterator {
  readonly w_func: W_Root;
  readonly w_iter: W_Root;

  constructor(w_type: W_TypeObject, w_func: W_Root, w_iter: W_Root) {
    super(w_type);
    this.w_func = w_func;
    this.w_iter = w_iter;
  }

  override next(space: ObjSpace): W_Root | null {
    const w_args = next(space, this.w_iter);
    if (w_args === null) return null;
    return this.w_func.call_args(space, star_items(space, w_args), null);
  }
}

/** @dont_look_inside @may_force */
export function star_items(space: ObjSpace, w_args: W_Root): W_Root[] {
  if (!is_iterable(space, w_args)) {
    const name = typeName(space, w_args);
    throw typeError(space, `argument after * must be an iterable, not ${name}`);
  }
  return [...iterable_to_array(space, w_args, -1)];
}

/** `zip_longest`: an iterator that ended is null. */
export class W_ZipLongest extends W_ItertoolsIterator {
  private readonly iterators_w: (W_Root | null)[];
  private readonly w_fill: W_Root;
  private readonly make: (items_w: W_Root[]) => W_Root;
  private active: number;

  constructor(
    w_type: W_TypeObject,
    iterators_w: W_Root[],
    w_fill: W_Root,
    make: (items_w: W_Root[]) => W_Root,
  ) {
    super(w_type);
    this.iterators_w = iterators_w;
    this.w_fill = w_fill;
    this.make = make;
    this.active = iterators_w.length;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    if (this.active === 0) return null;
    const items_w: W_Root[] = [];
    for (let i = 0; i < this.iterators_w.length; i++) {
      const w_iter = this.iterators_w[i]!;
      const w_item = w_iter === null ? null : next(space, w_iter);
      if (w_item === null && w_iter !== null) {
        this.iterators_w[i] = null;
        this.active--;
        if (this.active === 0) return null;
      }
      items_w.push(w_item ?? this.w_fill);
    }
    return this.make(items_w);
  }
}
