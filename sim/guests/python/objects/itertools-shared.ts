/**
 * `groupby` and `tee`: several iterators over one.
 *
 * Counterpart: pypy/module/itertools/interp_itertools.py (W_GroupBy, W_TeeIterable).
 */

import { call_function } from "./call.ts";
import { iter, next } from "./iteration.ts";
import { W_ItertoolsIterator } from "./itertools-objects.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

export class W_GroupBy extends W_ItertoolsIterator {
  private readonly w_iter: W_Root;
  private readonly w_key_function: W_Root | null;
  private readonly w_group_type: W_TypeObject;
  /** The key of the group that the program has. */
  private w_target: W_Root | null = null;
  /** Key and value of the last item taken; the value is null when a group has given it. */
  private w_key: W_Root | null = null;
  private w_value: W_Root | null = null;
  /** The group that may still give items. */
  private current: W_Group | null = null;

  constructor(
    w_type: W_TypeObject,
    w_group_type: W_TypeObject,
    w_iter: W_Root,
    w_key_function: W_Root | null,
  ) {
    super(w_type);
    this.w_group_type = w_group_type;
    this.w_iter = w_iter;
    this.w_key_function = w_key_function;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    this.current = null;
    while (this.w_key === null || this.isSameKey(space)) {
      if (!this.step(space)) return null;
    }
    this.w_target = this.w_key;
    this.current = new W_Group(this.w_group_type, this, this.w_key);
    return new W_TupleObject([this.w_key, this.current]);
  }

  private isSameKey(space: ObjSpace): boolean {
    return this.w_target !== null && space.eq_w(this.w_target, this.w_key!);
  }

  /** Takes one item; false at the end. */
  private step(space: ObjSpace): boolean {
    const w_value = next(space, this.w_iter);
    if (w_value === null) return false;
    const { w_key_function } = this;
    this.w_key =
      w_key_function === null ? w_value : call_function(space, w_key_function, [w_value]);
    this.w_value = w_value;
    return true;
  }

  /** The next item of a group, or null. */
  nextOf(space: ObjSpace, group: W_Group): W_Root | null {
    if (this.current !== group) return null;
    if (this.w_value === null && !this.step(space)) return null;
    if (!space.eq_w(group.w_key, this.w_key!)) return null;
    const { w_value } = this;
    this.w_value = null;
    return w_value;
  }
}

/** One group of a `groupby`. */
export class W_Group extends W_ItertoolsIterator {
  private readonly parent: W_GroupBy;
  readonly w_key: W_Root;

  constructor(w_type: W_TypeObject, parent: W_GroupBy, w_key: W_Root) {
    super(w_type);
    this.parent = parent;
    this.w_key = w_key;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    return this.parent.nextOf(space, this);
  }
}

/** A link of the list that the iterators of one `tee` share; filled when the first gets there. */
class TeeLink {
  w_item: W_Root | null = null;
  following: TeeLink | null = null;
}

export class W_Tee extends W_ItertoolsIterator {
  private readonly w_iter: W_Root;
  private link: TeeLink;

  constructor(w_type: W_TypeObject, w_iter: W_Root, link = new TeeLink()) {
    super(w_type);
    this.w_iter = w_iter;
    this.link = link;
  }

  /** The iterator of a first `tee`. */
  static over(space: ObjSpace, w_type: W_TypeObject, w_iterable: W_Root): W_Tee {
    return new W_Tee(w_type, iter(space, w_iterable));
  }

  copy(): W_Tee {
    return new W_Tee(this.w_type, this.w_iter, this.link);
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    const { link } = this;
    if (link.following === null) {
      const w_item = next(space, this.w_iter);
      if (w_item === null) return null;
      link.w_item = w_item;
      link.following = new TeeLink();
    }
    this.link = link.following;
    return link.w_item;
  }
}
