/**
 * enumerate, zip, map, filter and reversed, as iterators that traces look inside.
 *
 * Counterpart: pypy/module/__builtin__/functional.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { promote } from "../../../hints/hints.ts";
import type { Int } from "../../../base/int.ts";
import { int_add } from "../../../base/int.ts";
import { call_function } from "./call.ts";
import { W_IntObject, wrapBigint } from "./int-object.ts";
import { next } from "./iteration.ts";
import type { W_ListObject } from "./list-object.ts";
import type { ObjSpace } from "./space.ts";
import { filter_loop, is_kept } from "./iteration-loops.ts";
import { iterator_greenkey } from "./iteration.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_AbstractIterator, type W_Root } from "./w-root.ts";

export class W_Enumerate extends W_AbstractIterator {
  readonly w_iter: W_Root;
  index: Int;

  constructor(w_iter: W_Root, index: Int) {
    super();
    this.w_iter = w_iter;
    this.index = index;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_enumerate;
  }

  override next(space: ObjSpace): W_Root | null {
    const w_item = next(space, this.w_iter);
    if (w_item === null) return null;
    const index = this.index;
    this.index = int_add(index, 1);
    return new W_TupleObject([new W_IntObject(index), w_item]);
  }
}

/** The same from a number on that may be no machine word. */
export class W_BigEnumerate extends W_AbstractIterator {
  readonly w_iter: W_Root;
  index: bigint;

  constructor(w_iter: W_Root, index: bigint) {
    super();
    this.w_iter = w_iter;
    this.index = index;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_enumerate;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    const w_item = next(space, this.w_iter);
    if (w_item === null) return null;
    return new W_TupleObject([wrapBigint(this.index++), w_item]);
  }
}

export class W_Zip extends W_AbstractIterator {
  readonly iters_w: readonly W_Root[];

  constructor(iters_w: readonly W_Root[]) {
    super();
    this.iters_w = iters_w;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_zip;
  }

  override next(space: ObjSpace): W_Root | null {
    const items_w = next_of_all(space, this.iters_w);
    return items_w === null ? null : new W_TupleObject(items_w);
  }
}

/** One item of each iterator, or null when one has come to its end. @unroll_safe */
export function next_of_all(space: ObjSpace, iters_w: readonly W_Root[]): W_Root[] | null {
  const count = promote(iters_w.length);
  const items_w = new_array_r<W_Root>(count);
  for (let i = 0; i < count; i++) {
    const w_item = next(space, iters_w[i]!);
    if (w_item === null) return null;
    items_w[i] = w_item;
  }
  return items_w as W_Root[];
}

export class W_Map extends W_AbstractIterator {
  readonly w_func: W_Root;
  readonly iters_w: readonly W_Root[];

  constructor(w_func: W_Root, iters_w: readonly W_Root[]) {
    super();
    this.w_func = w_func;
    this.iters_w = iters_w;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_map;
  }

  override greenkey(space: ObjSpace): W_Root {
    return this.w_func.call_greenkey(space);
  }

  override next(space: ObjSpace): W_Root | null {
    const items_w = next_of_all(space, this.iters_w);
    return items_w === null ? null : call_function(space, this.w_func, items_w);
  }
}

export class W_Filter extends W_AbstractIterator {
  readonly w_func: W_Root;
  readonly w_iter: W_Root;

  constructor(w_func: W_Root, w_iter: W_Root) {
    super();
    this.w_func = w_func;
    this.w_iter = w_iter;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_filter;
  }

  override next(space: ObjSpace): W_Root | null {
    const w_iter = this.w_iter;
    const w_func = this.w_func;
    const w_item = next(space, w_iter);
    if (w_item === null || is_kept(space, w_func, w_item, 0)) return w_item;
    return filter_loop(0, iterator_greenkey(space, w_iter), w_iter, w_func, space);
  }
}

/** `reversed` of a list, which may change meanwhile. */
export class W_ReversedList extends W_AbstractIterator {
  w_list: W_ListObject | null;
  index: number;

  constructor(w_list: W_ListObject, index: number) {
    super();
    this.w_list = w_list;
    this.index = index;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_listiterator;
  }

  override next(_space: ObjSpace): W_Root | null {
    const w_list = this.w_list;
    if (w_list === null) return null;
    const index = this.index;
    if (index >= 0 && index < w_list.getlength()) {
      this.index = index - 1;
      return w_list.getitem(index);
    }
    this.w_list = null;
    return null;
  }

  override length_hint(_space: ObjSpace): number {
    return this.w_list === null ? 0 : this.index + 1;
  }
}
