/**
 * The views of dictionaries: dict_keys and dict_items are sets to operators, dict_values is not.
 *
 * Counterpart: pypy/objspace/std/dictmultiobject.py (W_DictViewObject, SetLikeDictView).
 */

import { type DictViewKind, dictIterator, viewMember, W_DictView } from "../objects/dict-views.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { builtinLength } from "../objects/items.ts";
import { iterate } from "../objects/iteration.ts";
import { W_HostIterator } from "../objects/iterators.ts";
import type { OrderedTable } from "../objects/ordered-table.ts";
import {
  difference,
  intersect,
  tableOf,
  union,
  W_AbstractSet,
  W_SetObject,
} from "../objects/set-object.ts";
import { w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method } from "./define.ts";
import { installHash } from "./type-object.ts";

/** Fills the three types. */
export function installDictViews(space: ObjSpace): void {
  const types: readonly (readonly [W_TypeObject, DictViewKind, W_TypeObject])[] = [
    [space.w_dictkeys, "keys", space.w_dictkeyiterator],
    [space.w_dictvalues, "values", space.w_dictvalueiterator],
    [space.w_dictitems, "items", space.w_dictitemiterator],
  ];
  for (const [w_type, kind, w_iterator] of types) {
    w_type.acceptsSubclasses = false;
    method(w_type, "__len__", "self, /", (s, [w_self]) => newint(builtinLength(s, w_self!)));
    method(w_type, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
    method(w_type, "__iter__", "self, /", (s, [w_self]) =>
      dictIterator(s, (w_self as W_DictView).w_dict, kind),
    );
    method(w_type, "__reversed__", "self, /", (s, [w_self]) => {
      const members_w = viewItems(s, w_self as W_DictView).reverse();
      return new W_HostIterator(w_iterator, members_w.values());
    });
    getset(w_type, "_dict", (_, w_obj) => (w_obj as W_DictView).w_dict);
    if (kind === "values") continue;
    installMembership(w_type, kind);
    installViewOperators(w_type);
    installViewComparisons(w_type);
    installHash(w_type, false);
  }
}

/** What a view shows, in order. */
function viewItems(space: ObjSpace, w_view: W_DictView): W_Root[] {
  const { storage } = w_view.w_dict;
  return Array.from(storage.pairs(space), ([w_key, w_value]) =>
    viewMember(w_key, w_value, w_view.kind),
  );
}

function installMembership(w_type: W_TypeObject, kind: DictViewKind): void {
  method(w_type, "__contains__", "self, key, /", (s, [w_self, w_item]) =>
    newbool(viewContains(s, w_self as W_DictView, w_item!, kind)),
  );
  method(w_type, "isdisjoint", "self, other", (s, [w_self, w_other]) => {
    for (const w_item of iterate(s, w_other!)) {
      if (viewContains(s, w_self as W_DictView, w_item, kind)) return newbool(false);
    }
    return newbool(true);
  });
}

function viewContains(
  space: ObjSpace,
  w_view: W_DictView,
  w_item: W_Root,
  kind: DictViewKind,
): boolean {
  const { storage } = w_view.w_dict;
  if (kind === "keys") return storage.getitem(space, w_item) !== null;
  const w_pair = builtinValue(w_item);
  if (!(w_pair instanceof W_TupleObject) || w_pair.items.length !== 2) return false;
  const w_value = storage.getitem(space, w_pair.items[0]!);
  return w_value !== null && space.eq_w(w_value, w_pair.items[1]!);
}

type Combine = (space: ObjSpace, a: OrderedTable, b: OrderedTable) => OrderedTable;

function symmetric(space: ObjSpace, a: OrderedTable, b: OrderedTable): OrderedTable {
  return union(space, difference(space, a, b), difference(space, b, a));
}

const OPERATORS: readonly (readonly [name: string, combine: Combine])[] = [
  ["and", intersect],
  ["or", union],
  ["sub", difference],
  ["xor", symmetric],
];

/** The operators take any iterable. */
function installViewOperators(w_type: W_TypeObject): void {
  for (const [name, combine] of OPERATORS) {
    const operate = (s: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root => {
      const a = tableOf(s, iterate(s, w_a));
      return new W_SetObject(combine(s, a, tableOf(s, iterate(s, w_b))));
    };
    method(w_type, `__${name}__`, "self, other, /", (s, [w_a, w_b]) => operate(s, w_a!, w_b!));
    method(w_type, `__r${name}__`, "self, other, /", (s, [w_a, w_b]) => operate(s, w_b!, w_a!));
  }
}

/** A set, or a view that is one, to a comparison. */
type SetLike = W_DictView | W_AbstractSet;
type Compare = (space: ObjSpace, a: SetLike, b: SetLike) => boolean;

function sizeOf(set: SetLike): number {
  return set instanceof W_DictView ? set.w_dict.storage.size() : set.table.size;
}

function isWithin(space: ObjSpace, a: SetLike, b: SetLike): boolean {
  if (sizeOf(a) > sizeOf(b)) return false;
  for (const w_item of iterate(space, a)) {
    const isThere =
      b instanceof W_DictView
        ? viewContains(space, b, w_item, b.kind)
        : b.table.get(space, w_item) !== null;
    if (!isThere) return false;
  }
  return true;
}

const COMPARISONS: readonly (readonly [name: string, compare: Compare])[] = [
  ["__eq__", (s, a, b) => sizeOf(a) === sizeOf(b) && isWithin(s, a, b)],
  ["__ne__", (s, a, b) => sizeOf(a) !== sizeOf(b) || !isWithin(s, a, b)],
  ["__lt__", (s, a, b) => sizeOf(a) < sizeOf(b) && isWithin(s, a, b)],
  ["__le__", (s, a, b) => isWithin(s, a, b)],
  ["__gt__", (s, a, b) => sizeOf(a) > sizeOf(b) && isWithin(s, b, a)],
  ["__ge__", (s, a, b) => isWithin(s, b, a)],
];

/** Comparison with sets and with views that are sets. */
function installViewComparisons(w_type: W_TypeObject): void {
  for (const [name, compare] of COMPARISONS) {
    method(w_type, name, "self, other, /", (s, [w_a, w_other]) => {
      const w_b = builtinValue(w_other!);
      const isView = w_b instanceof W_DictView && w_b.kind !== "values";
      if (!isView && !(w_b instanceof W_AbstractSet)) return w_NotImplemented;
      return newbool(compare(s, w_a as W_DictView, w_b));
    });
  }
}
