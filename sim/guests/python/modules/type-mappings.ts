/**
 * The types dict, set, frozenset, and the views of dictionaries.
 *
 * Counterpart: pypy/objspace/std/{dictmultiobject,setobject}.py.
 */

import { builtinBinary } from "../objects/binary-builtin.ts";
import { update_dict } from "../objects/call-arguments.ts";
import { newdict, set_default, W_DictObject } from "../objects/dict-object.ts";
import { W_DictView } from "../objects/dict-views.ts";
import { valueError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool } from "../objects/int-object.ts";
import { setitem, keyError } from "../objects/items.ts";
import { iterate } from "../objects/iteration.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { W_HostIterator } from "../objects/iterators.ts";
import { OP_AND, OP_OR, OP_SUB, OP_XOR } from "../objects/operators.ts";
import { OrderedTable } from "../objects/ordered-table.ts";
import {
  difference,
  hashableSet,
  intersect,
  isSubset,
  setLike,
  tableOf,
  union,
  W_AbstractSet,
  W_FrozensetObject,
  W_SetObject,
} from "../objects/set-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import {
  classMethod,
  method,
  optionalArgument,
  refuseKeywords,
  selfOf,
  staticMethod,
} from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installOperators } from "./numbers.ts";
import { installBuiltinComparisons, installHash } from "./type-object.ts";
import { installDictViews } from "./type-dict-views.ts";
import { installContainer, installMutableSubscript } from "./type-sequences.ts";

function dictOf(space: ObjSpace, w_obj: W_Root, name: string): W_DictObject {
  return selfOf(space, w_obj, W_DictObject, "dict", name);
}

type DictCode = (space: ObjSpace, w_self: W_DictObject, args: BuiltinArguments) => W_Root;

function dictMethod(w_type: W_TypeObject, name: string, signature: string, code: DictCode): void {
  method(w_type, name, signature, (space, args) =>
    code(space, dictOf(space, args[0]!, name), args),
  );
}

/** Adds what `dict(...)` or `update(...)` is given. */
function fillDict(
  space: ObjSpace,
  w_dict: W_DictObject,
  w_source: W_Root | null,
  w_kwargs: W_DictObject,
): void {
  if (w_source !== null && !update_dict(space, w_dict, builtinSource(space, w_source))) {
    for (const w_pair of iterate(space, w_source)) addPair(space, w_dict, w_pair);
  }
  update_dict(space, w_dict, w_kwargs);
}

/** A dictionary itself; one with an iterator of its own is asked for its keys. */
function builtinSource(space: ObjSpace, w_source: W_Root): W_Root {
  const w_value = builtinValue(w_source);
  if (!(w_value instanceof W_DictObject) || w_value === w_source) return w_source;
  const w_iter = w_source.getclass(space).lookup("__iter__");
  return w_iter === space.w_dict.lookup("__iter__") ? w_value : w_source;
}

function addPair(space: ObjSpace, w_dict: W_DictObject, w_pair: W_Root): void {
  const items_w = iterable_to_array(space, w_pair, -1);
  if (items_w.length !== 2) throw valueError(space, "sequence of pairs expected");
  w_dict.storage.setitem(space, items_w[0]!, items_w[1]!);
}

/** Fills dict and its views. */
export function installDict(space: ObjSpace): void {
  const { w_dict } = space;
  staticMethod(w_dict, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, newdict()),
  );
  dictMethod(w_dict, "__init__", "self, /, *args, **kwargs", (s, w_self, [, w_args, w_kw]) => {
    fillDict(s, w_self, optionalArgument(s, "dict", w_args!), w_kw as W_DictObject);
    return w_None;
  });
  installContainer(w_dict);
  installMutableSubscript(w_dict);
  installBuiltinComparisons(w_dict, false);
  installHash(w_dict, false);
  method(
    w_dict,
    "__or__",
    "self, other, /",
    (s, [w_a, w_b]) => builtinBinary(s, OP_OR, w_a!, w_b!) ?? w_NotImplemented,
  );
  method(w_dict, "__ior__", "self, other, /", (s, [w_self, w_other]) => {
    fillDict(s, dictOf(s, w_self!, "__ior__"), w_other!, newdict());
    return w_self!;
  });
  installDictMethods(w_dict);
  for (const [kind, w_type] of [
    ["keys", space.w_dictkeys],
    ["values", space.w_dictvalues],
    ["items", space.w_dictitems],
  ] as const) {
    dictMethod(w_dict, kind, "self", (_, w_self) => new W_DictView(w_type, w_self, kind));
  }
  installDictViews(space);
}

function installDictMethods(w_dict: W_TypeObject): void {
  dictMethod(
    w_dict,
    "get",
    "self, key, default=",
    (s, w_self, [, w_key, w_default]) => w_self.storage.getitem(s, w_key!) ?? w_default ?? w_None,
  );
  dictMethod(w_dict, "setdefault", "self, key, default=", (s, w_self, [, w_key, w_default]) =>
    set_default(s, w_self, w_key!, w_default ?? w_None),
  );
  dictMethod(w_dict, "pop", "self, key, default=", (s, w_self, [, w_key, w_default]) => {
    const isEmpty = w_self.storage.size() === 0;
    const w_old = (isEmpty ? null : w_self.storage.delitem(s, w_key!)) ?? w_default ?? null;
    if (w_old === null) throw keyError(s, w_key!);
    return w_old;
  });
  dictMethod(w_dict, "popitem", "self", (s, w_self) => {
    const pairs = [...w_self.storage.pairs(s)];
    const last = pairs.at(-1);
    if (last === undefined) throw keyError(s, newtext("popitem(): dictionary is empty"));
    w_self.storage.delitem(s, last[0]);
    return new W_TupleObject([last[0], last[1]]);
  });
  dictMethod(w_dict, "update", "self, /, *args, **kwargs", (s, w_self, [, w_args, w_kw]) => {
    fillDict(s, w_self, optionalArgument(s, "dict.update", w_args!), w_kw as W_DictObject);
    return w_None;
  });
  dictMethod(w_dict, "clear", "self", (_, w_self) => {
    w_self.storage.clear();
    return w_None;
  });
  dictMethod(w_dict, "copy", "self", (s, w_self) => {
    const w_copy = newdict();
    update_dict(s, w_copy, w_self);
    return w_copy;
  });
  dictMethod(w_dict, "__reversed__", "self", (s, w_self) => {
    const keys_w = Array.from(w_self.storage.pairs(s), ([w_key]) => w_key).reverse();
    return new W_HostIterator(s.w_dictkeyiterator, keys_w.values());
  });
  classMethod(w_dict, "fromkeys", "cls, iterable, value=, /", (s, [w_cls, w_iterable, w_value]) => {
    const w_result = w_cls!.call_args(s, [], null);
    for (const w_key of iterate(s, w_iterable!)) {
      setitem(s, w_result, w_key, w_value ?? w_None);
    }
    return w_result;
  });
}

function setOf(space: ObjSpace, w_obj: W_Root, name: string): W_AbstractSet {
  return selfOf(space, w_obj, W_AbstractSet, "set", name);
}

/** The table of an operand of a set method: any iterable. */
function operand(space: ObjSpace, w_obj: W_Root): OrderedTable {
  const w_value = builtinValue(w_obj);
  return w_value instanceof W_AbstractSet ? w_value.table : tableOf(space, iterate(space, w_obj));
}

/** Fills set and frozenset. */
export function installSets(space: ObjSpace): void {
  const { w_set, w_frozenset } = space;
  staticMethod(w_set, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, new W_SetObject(new OrderedTable())),
  );
  method(w_set, "__init__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    refuseKeywords(s, "set", w_kwargs!);
    const w_iterable = optionalArgument(s, "set", w_args!);
    const table = w_iterable === null ? new OrderedTable() : tableOf(s, iterate(s, w_iterable!));
    setOf(s, w_self!, "__init__").table = table;
    return w_None;
  });
  staticMethod(w_frozenset, "__new__", "cls, iterable=, /", (s, [w_cls, w_iterable]) => {
    const table = w_iterable === null ? new OrderedTable() : tableOf(s, iterate(s, w_iterable!));
    return instanceOf(s, w_cls as W_TypeObject, new W_FrozensetObject(table));
  });
  for (const w_type of [w_set, w_frozenset]) {
    installContainer(w_type);
    installBuiltinComparisons(w_type, true);
    installHash(w_type, w_type === w_frozenset);
    installOperators(
      w_type,
      [OP_SUB, OP_AND, OP_OR, OP_XOR],
      (w_other) => w_other instanceof W_AbstractSet,
    );
    installSetQueries(w_type);
  }
  installSetChanges(w_set);
}

function installSetQueries(w_type: W_TypeObject): void {
  const combine = (
    name: string,
    code: (space: ObjSpace, a: OrderedTable, b: OrderedTable) => OrderedTable,
  ): void => {
    method(w_type, name, "self, *others", (s, [w_self, w_others]) => {
      const w_first = setOf(s, w_self!, name);
      let table = w_first.table.copy(s);
      for (const w_other of (w_others as W_TupleObject).items) {
        table = code(s, table, operand(s, w_other));
      }
      return setLike(w_first, table);
    });
  };
  combine("union", union);
  combine("intersection", intersect);
  combine("difference", difference);
  method(w_type, "symmetric_difference", "self, other", (s, [w_self, w_other]) => {
    const w_first = setOf(s, w_self!, "symmetric_difference");
    const a = w_first.table;
    const b = operand(s, w_other!);
    return setLike(w_first, union(s, difference(s, b, a), difference(s, a, b)));
  });
  method(w_type, "copy", "self", (s, [w_self]) => {
    const w_first = setOf(s, w_self!, "copy");
    return setLike(w_first, w_first.table.copy(s));
  });
  method(w_type, "issubset", "self, other", (s, [w_self, w_other]) =>
    newbool(isSubset(s, setOf(s, w_self!, "issubset").table, operand(s, w_other!))),
  );
  method(w_type, "issuperset", "self, other", (s, [w_self, w_other]) =>
    newbool(isSubset(s, operand(s, w_other!), setOf(s, w_self!, "issuperset").table)),
  );
  method(w_type, "isdisjoint", "self, other", (s, [w_self, w_other]) =>
    newbool(intersect(s, setOf(s, w_self!, "isdisjoint").table, operand(s, w_other!)).size === 0),
  );
}

function installSetChanges(w_set: W_TypeObject): void {
  const change = (
    name: string,
    signature: string,
    code: (space: ObjSpace, w_self: W_AbstractSet, args: BuiltinArguments) => W_Root,
  ): void =>
    method(w_set, name, signature, (space, args) =>
      code(space, setOf(space, args[0]!, name), args),
    );
  change("add", "self, item", (s, w_self, [, w_item]) => {
    if (w_self.table.get(s, w_item!) === null) w_self.table.set(s, w_item!, w_item!);
    return w_None;
  });
  change("discard", "self, item", (s, w_self, [, w_item]) => {
    w_self.table.delete(s, hashableSet(s, w_item!));
    return w_None;
  });
  change("remove", "self, item", (s, w_self, [, w_item]) => {
    if (w_self.table.delete(s, hashableSet(s, w_item!)) === null) throw keyError(s, w_item!);
    return w_None;
  });
  change("pop", "self", (s, w_self) => {
    const last = w_self.table.last();
    if (last === null) throw keyError(s, newtext("pop from an empty set"));
    w_self.table.delete(s, last.w_key);
    return last.w_key;
  });
  change("clear", "self", (_, w_self) => {
    w_self.table.clear();
    return w_None;
  });
  change("update", "self, *others", (s, w_self, [, w_others]) => {
    for (const w_other of (w_others as W_TupleObject).items) {
      w_self.table = union(s, w_self.table, operand(s, w_other));
    }
    return w_None;
  });
  const inplace = [
    ["intersection_update", "__iand__", intersect],
    ["difference_update", "__isub__", difference],
    ["", "__ior__", union],
    ["symmetric_difference_update", "__ixor__", symmetric],
  ] as const;
  for (const [name, operator, combine] of inplace) {
    if (name !== "") {
      change(name, "self, other", (s, w_self, [, w_other]) => {
        w_self.table = combine(s, w_self.table, operand(s, w_other!));
        return w_None;
      });
    }
    method(w_set, operator, "self, other, /", (s, [w_self, w_other]) => {
      const w_value = builtinValue(w_other!);
      if (!(w_value instanceof W_AbstractSet)) return w_NotImplemented;
      const w_target = setOf(s, w_self!, operator);
      w_target.table = combine(s, w_target.table, w_value.table);
      return w_self!;
    });
  }
}

function symmetric(space: ObjSpace, a: OrderedTable, b: OrderedTable): OrderedTable {
  return union(space, difference(space, b, a), difference(space, a, b));
}
