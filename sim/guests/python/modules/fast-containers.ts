/**
 * The traced parts of dictionaries and sets, and of the types that are iterators.
 *
 * Counterpart: pypy/objspace/std/{dictmultiobject,setobject}.py, functional.py.
 */

import { set_default, W_DictObject } from "../objects/dict-object.ts";
import { type DictViewKind, W_DictView } from "../objects/dict-views.ts";
import { FastCode } from "../objects/fast-code.ts";
import {
  W_Enumerate,
  W_Filter,
  W_Map,
  W_ReversedList,
  W_Zip,
} from "../objects/functional-iterators.ts";
import { builtinValue, W_ObjectObject } from "../objects/instance-object.ts";
import { W_IntObject } from "../objects/int-object.ts";
import { iter } from "../objects/iteration.ts";
import { W_ListObject } from "../objects/list-object.ts";
import { W_RangeObject } from "../objects/range-object.ts";
import { add_to_set, W_SetObject } from "../objects/set-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_AbstractIterator, type W_Root } from "../objects/w-root.ts";

export class FastDictGet extends FastCode {
  override call2(space: ObjSpace, w_self: W_Root, w_key: W_Root): W_Root | null {
    return this.call3(space, w_self, w_key, w_None);
  }

  override call3(space: ObjSpace, w_self: W_Root, w_key: W_Root, w_default: W_Root): W_Root | null {
    const w_dict = builtinValue(w_self);
    if (!(w_dict instanceof W_DictObject)) return null;
    const w_value = w_dict.storage.getitem(space, w_key);
    return w_value === null ? w_default : w_value;
  }
}

export class FastSetdefault extends FastCode {
  override call3(space: ObjSpace, w_self: W_Root, w_key: W_Root, w_default: W_Root): W_Root | null {
    const w_dict = builtinValue(w_self);
    if (!(w_dict instanceof W_DictObject)) return null;
    return set_default(space, w_dict, w_key, w_default);
  }
}

/** `keys`, `values`, `items`. */
export class FastView extends FastCode {
  readonly w_type: W_TypeObject;
  readonly kind: DictViewKind;

  constructor(w_type: W_TypeObject, kind: DictViewKind) {
    super();
    this.w_type = w_type;
    this.kind = kind;
  }

  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    const w_dict = builtinValue(w_self);
    if (!(w_dict instanceof W_DictObject)) return null;
    return new W_DictView(this.w_type, w_dict, this.kind);
  }
}

export class FastSetAdd extends FastCode {
  override call2(space: ObjSpace, w_self: W_Root, w_item: W_Root): W_Root | null {
    if (!(w_self instanceof W_SetObject)) return null;
    add_to_set(space, w_self.table, w_item);
    return w_None;
  }
}

/** Whether `iter` of a value cannot fail. */
export function is_surely_iterable(w_obj: W_Root): boolean {
  if (w_obj instanceof W_ObjectObject) return false;
  if (w_obj instanceof W_ListObject || w_obj instanceof W_TupleObject) return true;
  if (w_obj instanceof W_RangeObject || w_obj instanceof W_AbstractIterator) return true;
  return w_obj instanceof W_UnicodeObject || w_obj instanceof W_DictObject;
}

export class FastEnumerate extends FastCode {
  override call1(space: ObjSpace, w_iterable: W_Root): W_Root | null {
    return new W_Enumerate(iter(space, w_iterable), 0);
  }

  override call2(space: ObjSpace, w_iterable: W_Root, w_start: W_Root): W_Root | null {
    if (!(w_start instanceof W_IntObject)) return null;
    return new W_Enumerate(iter(space, w_iterable), w_start.intval);
  }
}

export class FastZip extends FastCode {
  override call2(space: ObjSpace, w_1: W_Root, w_2: W_Root): W_Root | null {
    if (!is_surely_iterable(w_1) || !is_surely_iterable(w_2)) return null;
    return new W_Zip([iter(space, w_1), iter(space, w_2)]);
  }

  override call3(space: ObjSpace, w_1: W_Root, w_2: W_Root, w_3: W_Root): W_Root | null {
    if (!is_surely_iterable(w_1) || !is_surely_iterable(w_2)) return null;
    if (!is_surely_iterable(w_3)) return null;
    return new W_Zip([iter(space, w_1), iter(space, w_2), iter(space, w_3)]);
  }
}

export class FastMap extends FastCode {
  override call2(space: ObjSpace, w_func: W_Root, w_iterable: W_Root): W_Root | null {
    if (!is_surely_iterable(w_iterable)) return null;
    return new W_Map(w_func, [iter(space, w_iterable)]);
  }
}

export class FastFilter extends FastCode {
  override call2(space: ObjSpace, w_func: W_Root, w_iterable: W_Root): W_Root | null {
    if (!is_surely_iterable(w_iterable)) return null;
    return new W_Filter(w_func, iter(space, w_iterable));
  }
}

export class FastReversed extends FastCode {
  override call1(_space: ObjSpace, w_sequence: W_Root): W_Root | null {
    if (!(w_sequence instanceof W_ListObject)) return null;
    return new W_ReversedList(w_sequence, w_sequence.getlength() - 1);
  }
}

export const FAST_SET_METHODS: readonly (readonly [string, FastCode])[] = [
  ["add", new FastSetAdd()],
];

/** The methods of dict; views need their types. */
export function fastDictMethods(space: ObjSpace): readonly (readonly [string, FastCode])[] {
  return [
    ["get", new FastDictGet()],
    ["setdefault", new FastSetdefault()],
    ["keys", new FastView(space.w_dictkeys, "keys")],
    ["values", new FastView(space.w_dictvalues, "values")],
    ["items", new FastView(space.w_dictitems, "items")],
  ];
}
