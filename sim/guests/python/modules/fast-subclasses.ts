/**
 * The traced parts of the container methods that instances of Python classes derived from dict,
 * list and tuple are used by (`defaultdict`, `Counter`, named tuples), and of deques.
 *
 * Counterpart: pypy/objspace/std/{dictmultiobject,listobject,tupleobject}.py, interp_deque.py.
 */

import { W_Deque } from "../objects/deque-object.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { FastCode } from "../objects/fast-code.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint, W_IntObject } from "../objects/int-object.ts";
import { checked_index, list_index, missing_item } from "../objects/items.ts";
import { W_ListObject } from "../objects/list-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_Root } from "../objects/w-root.ts";

export class FastDictGetitem extends FastCode {
  override call2(space: ObjSpace, w_self: W_Root, w_key: W_Root): W_Root | null {
    const w_dict = builtinValue(w_self);
    if (!(w_dict instanceof W_DictObject)) return null;
    const w_value = w_dict.storage.getitem(space, w_key);
    return w_value === null ? missing_item(space, w_self, w_key) : w_value;
  }
}

export class FastDictSetitem extends FastCode {
  override call3(space: ObjSpace, w_self: W_Root, w_key: W_Root, w_value: W_Root): W_Root | null {
    const w_dict = builtinValue(w_self);
    if (!(w_dict instanceof W_DictObject)) return null;
    w_dict.storage.setitem(space, w_key, w_value);
    return w_None;
  }
}

export class FastDictContains extends FastCode {
  override call2(space: ObjSpace, w_self: W_Root, w_key: W_Root): W_Root | null {
    const w_dict = builtinValue(w_self);
    if (!(w_dict instanceof W_DictObject)) return null;
    return newbool(w_dict.storage.getitem(space, w_key) !== null);
  }
}

export class FastListGetitem extends FastCode {
  override call2(space: ObjSpace, w_self: W_Root, w_index: W_Root): W_Root | null {
    const w_list = builtinValue(w_self);
    if (!(w_list instanceof W_ListObject) || !(w_index instanceof W_IntObject)) return null;
    return w_list.getitem(list_index(space, w_list, w_index, "list index out of range"));
  }
}

export class FastListSetitem extends FastCode {
  override call3(space: ObjSpace, w_self: W_Root, w_index: W_Root, w_item: W_Root): W_Root | null {
    const w_list = builtinValue(w_self);
    if (!(w_list instanceof W_ListObject) || !(w_index instanceof W_IntObject)) return null;
    w_list.setitem(list_index(space, w_list, w_index, "list index out of range"), w_item);
    return w_None;
  }
}

export class FastListLen extends FastCode {
  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    const w_list = builtinValue(w_self);
    return w_list instanceof W_ListObject ? newint(w_list.getlength()) : null;
  }
}

export class FastTupleGetitem extends FastCode {
  override call2(space: ObjSpace, w_self: W_Root, w_index: W_Root): W_Root | null {
    const w_tuple = builtinValue(w_self);
    if (!(w_tuple instanceof W_TupleObject) || !(w_index instanceof W_IntObject)) return null;
    const items = w_tuple.items;
    return items[checked_index(space, w_index, items.length, "tuple index out of range")]!;
  }
}

export class FastTupleLen extends FastCode {
  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    const w_tuple = builtinValue(w_self);
    return w_tuple instanceof W_TupleObject ? newint(w_tuple.items.length) : null;
  }
}

export const FAST_DICT_SUBCLASS_METHODS: readonly (readonly [string, FastCode])[] = [
  ["__getitem__", new FastDictGetitem()],
  ["__setitem__", new FastDictSetitem()],
  ["__contains__", new FastDictContains()],
];
export const FAST_LIST_SUBCLASS_METHODS: readonly (readonly [string, FastCode])[] = [
  ["__getitem__", new FastListGetitem()],
  ["__setitem__", new FastListSetitem()],
  ["__len__", new FastListLen()],
];
export const FAST_TUPLE_SUBCLASS_METHODS: readonly (readonly [string, FastCode])[] = [
  ["__getitem__", new FastTupleGetitem()],
  ["__len__", new FastTupleLen()],
];

export class FastDequeAppend extends FastCode {
  override call2(_space: ObjSpace, w_self: W_Root, w_item: W_Root): W_Root | null {
    const w_deque = builtinValue(w_self);
    if (!(w_deque instanceof W_Deque)) return null;
    w_deque.append(w_item);
    return w_None;
  }
}

export class FastDequeAppendleft extends FastCode {
  override call2(_space: ObjSpace, w_self: W_Root, w_item: W_Root): W_Root | null {
    const w_deque = builtinValue(w_self);
    if (!(w_deque instanceof W_Deque)) return null;
    w_deque.appendleft(w_item);
    return w_None;
  }
}

export class FastDequePop extends FastCode {
  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    const w_deque = builtinValue(w_self);
    return w_deque instanceof W_Deque && w_deque.length > 0 ? w_deque.pop() : null;
  }
}

export class FastDequePopleft extends FastCode {
  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    const w_deque = builtinValue(w_self);
    return w_deque instanceof W_Deque && w_deque.length > 0 ? w_deque.popleft() : null;
  }
}

export class FastDequeLen extends FastCode {
  override call1(_space: ObjSpace, w_self: W_Root): W_Root | null {
    const w_deque = builtinValue(w_self);
    return w_deque instanceof W_Deque ? newint(w_deque.length) : null;
  }
}

export class FastDequeGetitem extends FastCode {
  override call2(space: ObjSpace, w_self: W_Root, w_index: W_Root): W_Root | null {
    const w_deque = builtinValue(w_self);
    if (!(w_deque instanceof W_Deque) || !(w_index instanceof W_IntObject)) return null;
    return w_deque.get(checked_index(space, w_index, w_deque.length, "index out of range"));
  }
}

export const FAST_DEQUE_METHODS: readonly (readonly [string, FastCode])[] = [
  ["append", new FastDequeAppend()],
  ["appendleft", new FastDequeAppendleft()],
  ["pop", new FastDequePop()],
  ["popleft", new FastDequePopleft()],
  ["__len__", new FastDequeLen()],
  ["__getitem__", new FastDequeGetitem()],
];
