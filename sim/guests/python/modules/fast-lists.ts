/**
 * The traced parts of the methods of lists.
 *
 * Counterpart: pypy/objspace/std/listobject.py.
 */

import { int_is_zero, intFromNumber } from "../../../base/int.ts";
import { FastCode } from "../objects/fast-code.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newint, W_BoolObject, W_IntObject } from "../objects/int-object.ts";
import { list_of, W_ListObject } from "../objects/list-object.ts";
import { index_of_int, IntegerListStorage } from "../objects/list-storage.ts";
import { W_IntRangeObject } from "../objects/range-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";

export class FastAppend extends FastCode {
  override call2(_space: ObjSpace, w_self: W_Root, w_item: W_Root): W_Root | null {
    const w_list = builtinValue(w_self);
    if (!(w_list instanceof W_ListObject)) return null;
    w_list.append(w_item);
    return w_None;
  }
}

export class FastPop extends FastCode {
  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    if (!(w_self instanceof W_ListObject)) return null;
    if (int_is_zero(intFromNumber(w_self.getlength()))) return null;
    return w_self.pop_last();
  }
}

/** `index` of a list of integers. */
export class FastIndex extends FastCode {
  override call2(_space: ObjSpace, w_self: W_Root, w_item: W_Root): W_Root | null {
    if (!(w_self instanceof W_ListObject)) return null;
    if (!(w_item instanceof W_IntObject) || w_item instanceof W_BoolObject) return null;
    const storage = w_self.lstorage;
    if (!(storage instanceof IntegerListStorage)) return null;
    const index = index_of_int(storage.items, storage.length, w_item.intval);
    return index < 0 ? null : newint(index);
  }
}

export class FastCopy extends FastCode {
  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    if (!(w_self instanceof W_ListObject)) return null;
    return list_of(w_self.lstorage.slice(0, w_self.getlength()));
  }
}

export const FAST_LIST_METHODS: readonly (readonly [string, FastCode])[] = [
  ["append", new FastAppend()],
  ["pop", new FastPop()],
  ["index", new FastIndex()],
  ["copy", new FastCopy()],
];

/** `range` of one or two machine words. */
export class FastRange extends FastCode {
  override call1(_space: ObjSpace, w_stop: W_Root): W_Root | null {
    return w_stop instanceof W_IntObject ? new W_IntRangeObject(0, w_stop.intval) : null;
  }

  override call2(_space: ObjSpace, w_start: W_Root, w_stop: W_Root): W_Root | null {
    if (!(w_start instanceof W_IntObject) || !(w_stop instanceof W_IntObject)) return null;
    return new W_IntRangeObject(w_start.intval, w_stop.intval);
  }
}
