/**
 * The types list, tuple, range, slice, bytes.
 *
 * Counterpart: pypy/objspace/std/{listobject,tupleobject,sliceobject}.py, functional.py.
 */

import { find_in_list, list_find_loop } from "../objects/iteration-loops.ts";
import { extendList } from "../objects/containers.ts";
import { oefmt, typeName, valueError } from "../objects/errors.ts";
import { W_ReversedList } from "../objects/functional-iterators.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, wrapBigint } from "../objects/int-object.ts";
import {
  builtinItem,
  builtinLength,
  containsBuiltin,
  deleteBuiltinItem,
  setBuiltinItem,
} from "../objects/items.ts";
import { is_iterable, iter, iterate } from "../objects/iteration.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist, W_ListObject } from "../objects/list-object.ts";
import { makeRange, rangeContains, type W_RangeObject } from "../objects/range-object.ts";
import { checkItemsAllocation } from "../objects/memory.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import {
  boundArgument,
  indexOrNull,
  intArgument,
  toHostInteger,
  toIndex,
} from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr, readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import {
  getset,
  method,
  optionalArgument,
  refuseKeywords,
  selfOf,
  staticMethod,
} from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installOperators } from "./numbers.ts";
import { sortItems } from "./sorting.ts";
import { installBuiltinComparisons, installHash } from "./type-object.ts";

/** The methods that all built-in containers share. */
export function installContainer(w_type: W_TypeObject): void {
  method(w_type, "__len__", "self, /", (s, [w_self]) => newint(builtinLength(s, w_self!)));
  method(w_type, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_type, "__iter__", "self, /", (s, [w_self]) => iter(s, builtinValue(w_self!)));
  method(w_type, "__contains__", "self, key, /", (s, [w_self, w_key]) =>
    newbool(containsBuiltin(s, w_self!, w_key!) ?? false),
  );
}

function installSubscript(w_type: W_TypeObject): void {
  method(
    w_type,
    "__getitem__",
    "self, index, /",
    (s, [w_self, w_index]) => builtinItem(s, w_self!, w_index!)!,
  );
}

/** Adds `__setitem__` and `__delitem__`. */
export function installMutableSubscript(w_type: W_TypeObject): void {
  installSubscript(w_type);
  method(w_type, "__setitem__", "self, index, value, /", (s, [w_self, w_index, w_value]) => {
    setBuiltinItem(s, w_self!, w_index!, w_value!);
    return w_None;
  });
  method(w_type, "__delitem__", "self, index, /", (s, [w_self, w_index]) => {
    deleteBuiltinItem(s, w_self!, w_index!);
    return w_None;
  });
}

function listOf(space: ObjSpace, w_obj: W_Root, name: string): W_ListObject {
  return selfOf(space, w_obj, W_ListObject, "list", name);
}

/** Fills list. */
export function installList(space: ObjSpace): void {
  const { w_list } = space;
  staticMethod(w_list, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, newlist([])),
  );
  method(w_list, "__init__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    const w_value = listOf(s, w_self!, "__init__");
    refuseKeywords(s, "list", w_kwargs!);
    const w_iterable = optionalArgument(s, "list", w_args!);
    w_value.setitems([]);
    if (w_iterable !== null) extendList(s, w_value, w_iterable);
    return w_None;
  });
  installContainer(w_list);
  installMutableSubscript(w_list);
  installBuiltinComparisons(w_list, true);
  installHash(w_list, false);
  installOperators(w_list, [0, 2], () => true);
  w_list.dict_w.delete("__radd__");
  installListChanges(w_list);
  installListQueries(w_list);
}

function installListChanges(w_list: W_TypeObject): void {
  const change = (
    name: string,
    signature: string,
    code: (space: ObjSpace, w_self: W_ListObject, args: readonly (W_Root | null)[]) => void,
  ): void => {
    method(w_list, name, signature, (space, args) => {
      code(space, listOf(space, args[0]!, name), args);
      return w_None;
    });
  };
  change("append", "self, item", (_, w_self, [, w_item]) => w_self.append(w_item!));
  change("extend", "self, iterable", (s, w_self, [, w_other]) => extendList(s, w_self, w_other!));
  change("clear", "self", (_, w_self) => w_self.setitems([]));
  change("reverse", "self", (_, w_self) => {
    const length = w_self.getlength();
    w_self.setstorage(w_self.lstorage.strided(length - 1, -1, length));
  });
  change("insert", "self, index, value", (s, w_self, [, w_index, w_item]) => {
    const index = intArgument(s, w_index!);
    const length = w_self.getlength();
    w_self.insert_at(Math.min(Math.max(index < 0 ? index + length : index, 0), length), w_item!);
  });
  change("remove", "self, value", (s, w_self, [, w_value]) => {
    for (let i = 0; i < w_self.getlength(); i++) {
      if (!s.eq_w(w_self.getitem(i), w_value!)) continue;
      w_self.remove_at(i);
      return;
    }
    throw valueError(s, `list.remove(): ${readString(s, w_value!)} is not in list`);
  });
  change("sort", "self, key=, reverse=", (s, w_self, [, w_key, w_reverse]) => {
    const isReverse = w_reverse !== null && intArgument(s, w_reverse!) !== 0;
    const items_w = w_self.getitems();
    w_self.setitems([]);
    const sorted_w = sortItems(s, items_w, w_key ?? null, isReverse, (partial_w) => {
      w_self.setitems(partial_w);
    });
    const isChanged = w_self.getlength() > 0;
    w_self.setitems(sorted_w);
    if (isChanged) throw valueError(s, "list modified during sort");
  });
  method(w_list, "__iadd__", "self, other, /", (s, [w_self, w_other]) => {
    const w_value = listOf(s, w_self!, "__iadd__");
    if (!is_iterable(s, w_other!)) return w_NotImplemented;
    extendList(s, w_value, w_other!);
    return w_self!;
  });
  method(w_list, "__imul__", "self, count, /", (s, [w_self, w_count]) => {
    const w_value = listOf(s, w_self!, "__imul__");
    if (indexOrNull(s, w_count!) === null) return w_NotImplemented;
    const count = Math.max(toHostInteger(s, w_count!), 0);
    checkItemsAllocation(s, count * w_value.getlength());
    const items_w = w_value.getitems();
    const result: W_Root[] = [];
    for (let i = 0; i < count; i++) result.push(...items_w);
    w_value.setitems(result);
    return w_self!;
  });
}

function installListQueries(w_list: W_TypeObject): void {
  method(w_list, "pop", "self, index=", (s, [w_self, w_index]) => {
    const w_value = listOf(s, w_self!, "pop");
    const length = w_value.getlength();
    let index = w_index === null ? -1 : intArgument(s, w_index!);
    if (length === 0) throw oefmt(s, s.w_IndexError, "pop from empty list");
    if (w_index === null) return w_value.pop_last();
    if (index < 0) index += length;
    if (index < 0 || index >= length) throw oefmt(s, s.w_IndexError, "pop index out of range");
    const w_item = w_value.getitem(index);
    w_value.remove_at(index);
    return w_item;
  });
  method(w_list, "copy", "self", (s, [w_self]) => newlist(listOf(s, w_self!, "copy").getitems()));
  installSearch(w_list, (s, w_self) => listOf(s, w_self, "index").getitems());
  method(w_list, "__reversed__", "self", (s, [w_self]) => {
    const w_value = listOf(s, w_self!, "__reversed__");
    return new W_ReversedList(w_value, w_value.getlength() - 1);
  });
}

/** `index` and `count` of a sequence. */
function installSearch(
  w_type: W_TypeObject,
  items: (space: ObjSpace, w_self: W_Root) => readonly W_Root[],
): void {
  const isTuple = w_type.name === "tuple";
  const parameter = isTuple ? "obj" : "value";
  method(w_type, "index", `self, ${parameter}, start=, stop=`, (s, args) => {
    const w_list = builtinValue(args[0]!);
    if (w_list instanceof W_ListObject && args[2] === null && args[3] === null) {
      const w_item = args[1]!;
      const index = find_in_list(s, w_list, w_item);
      if (index >= 0) return newint(index);
      throw valueError(s, `${readString(s, w_item)} is not in list`);
    }
    const items_w = items(s, args[0]!);
    const { length } = items_w;
    const start = boundArgument(s, args[2], length, 0);
    const stop = Math.min(boundArgument(s, args[3], length, length), length);
    for (let i = start; i < stop; i++) if (s.eq_w(items_w[i]!, args[1]!)) return newint(i);
    const what = isTuple
      ? "tuple.index(x): x not in tuple"
      : `${readString(s, args[1]!)} is not in list`;
    throw valueError(s, what);
  });
  method(w_type, "count", `self, ${parameter}`, (s, [w_self, w_value]) => {
    const w_list = builtinValue(w_self!);
    if (w_list instanceof W_ListObject) {
      return newint(list_find_loop(1, w_value!.getclass(s), 0, 0, w_list, w_value!, s));
    }
    return newint(items(s, w_self!).filter((w_item) => s.eq_w(w_item, w_value!)).length);
  });
}

/** Fills tuple. */
export function installTuple(space: ObjSpace): void {
  const { w_tuple } = space;
  staticMethod(w_tuple, "__new__", "cls, iterable=, /", (s, [w_cls, w_iterable]) => {
    if (w_iterable instanceof W_TupleObject && !(w_cls as W_TypeObject).isHeapType) {
      return w_iterable;
    }
    const items_w = w_iterable === null ? [] : [...iterable_to_array(s, w_iterable!, -1)];
    return instanceOf(s, w_cls as W_TypeObject, new W_TupleObject(items_w));
  });
  installContainer(w_tuple);
  installSubscript(w_tuple);
  installBuiltinComparisons(w_tuple, true);
  installHash(w_tuple, true);
  installOperators(w_tuple, [0, 2], () => true);
  w_tuple.dict_w.delete("__radd__");
  method(
    w_tuple,
    "__getnewargs__",
    "self",
    (_, [w_self]) =>
      new W_TupleObject([new W_TupleObject((builtinValue(w_self!) as W_TupleObject).items)]),
  );
  installSearch(w_tuple, (_, w_self) => (builtinValue(w_self) as W_TupleObject).items);
}

function rangeArgument(space: ObjSpace, w_obj: W_Root): bigint {
  return toIndex(
    space,
    w_obj,
    () => `'${typeName(space, w_obj)}' object cannot be interpreted as an integer`,
  );
}

/** `range(...)`. */
export function rangeOfArguments(space: ObjSpace, args_w: readonly W_Root[]): W_Root {
  if (args_w.length === 1) return makeRange(0n, rangeArgument(space, args_w[0]!), 1n);
  const start = rangeArgument(space, args_w[0]!);
  const stop = rangeArgument(space, args_w[1]!);
  const step = args_w.length > 2 ? rangeArgument(space, args_w[2]!) : 1n;
  if (step === 0n) throw valueError(space, "step argument must not be zero");
  return makeRange(start, stop, step);
}

/** Fills range. */
export function installRange(space: ObjSpace): void {
  const { w_range } = space;
  w_range.acceptsSubclasses = false;
  staticMethod(w_range, "__new__", "cls, start, stop=, step=, /", (s, [, ...given]) =>
    rangeOfArguments(s, given.filter((w_value) => w_value !== null) as W_Root[]),
  );
  method(w_range, "__reduce__", "self, /", (s, [w_self]) => {
    const { start, stop, step } = w_self as W_RangeObject;
    const w_arguments = new W_TupleObject([start, stop, step].map(wrapBigint));
    return new W_TupleObject([s.w_range, w_arguments]);
  });
  installContainer(w_range);
  method(w_range, "__contains__", "self, item, /", (s, [w_self, w_item]) => {
    const value = bigintOrNull(w_item!);
    if (value !== null) return newbool(rangeContains(w_self as W_RangeObject, value));
    for (const w_other of iterate(s, w_self!)) if (s.eq_w(w_other, w_item!)) return newbool(true);
    return newbool(false);
  });
  installSubscript(w_range);
  installBuiltinComparisons(w_range, false);
  installHash(w_range, true);
  getset(w_range, "start", (_, w_obj) => wrapBigint((w_obj as W_RangeObject).start));
  getset(w_range, "stop", (_, w_obj) => wrapBigint((w_obj as W_RangeObject).stop));
  getset(w_range, "step", (_, w_obj) => wrapBigint((w_obj as W_RangeObject).step));
  method(w_range, "__reversed__", "self", (s, [w_self]) => {
    const { start, step, count } = w_self as W_RangeObject;
    const last = start + (count - 1n) * step;
    return iter(s, makeRange(last, start - step, -step));
  });
  method(w_range, "index", "self, value, /", (s, [w_self, w_value]) => {
    const w_obj = w_self as W_RangeObject;
    const value = bigintOrNull(w_value!);
    if (value !== null) {
      if (rangeContains(w_obj, value)) return wrapBigint((value - w_obj.start) / w_obj.step);
      throw valueError(s, `${readString(s, w_value!)} is not in range`);
    }
    const index = [...iterate(s, w_obj)].findIndex((w_item) => s.eq_w(w_item, w_value!));
    if (index < 0) throw valueError(s, "sequence.index(x): x not in sequence");
    return newint(index);
  });
  method(w_range, "count", "self, value, /", (s, [w_self, w_value]) => {
    const w_obj = w_self as W_RangeObject;
    const value = bigintOrNull(w_value!);
    if (value !== null) return newint(rangeContains(w_obj, value) ? 1 : 0);
    let count = 0;
    for (const w_item of iterate(s, w_obj)) if (s.eq_w(w_item, w_value!)) count++;
    return newint(count);
  });
}
