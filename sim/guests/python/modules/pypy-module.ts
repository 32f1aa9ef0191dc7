/**
 * The modules __pypy__, as far as the library uses it, and _jitreel: what our own library modules
 * need of the host and PyPy's do not.
 *
 * Counterpart: pypy/module/__pypy__.
 */

import { W_DictObject } from "../objects/dict-object.ts";
import { typeError } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { keyError } from "../objects/items.ts";
import { W_HostIterator } from "../objects/iterators.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { moduleFunction } from "./define.ts";
import { makeGenericAlias } from "./generic-alias.ts";

function dictOf(space: ObjSpace, w_obj: W_Root): W_DictObject {
  const w_dict = builtinValue(w_obj);
  if (w_dict instanceof W_DictObject) return w_dict;
  throw typeError(space, "expected dict");
}

/** __pypy__. */
export function makePypyModule(space: ObjSpace): W_Module {
  const w_module = makeModule("__pypy__");
  w_module.namespace.setitem_str(space, "__name__", newtext("__pypy__"));
  const define = moduleFunction.bind(null, space, w_module);
  define("move_to_end", "dict, key, last=", (s, [w_dict, w_key, w_last]) => {
    moveToEnd(s, dictOf(s, w_dict!), w_key!, w_last === null || s.is_true(w_last!));
    return w_None;
  });
  define("reversed_dict", "dict", (s, [w_dict]) => {
    const { storage } = dictOf(s, w_dict!);
    const keys_w = Array.from(storage.pairs(s), ([w_key]) => w_key).reverse();
    return new W_HostIterator(s.w_dictkeyiterator, keys_w.values());
  });
  define("dict_popitem_first", "dict", (s, [w_dict]) => {
    const { storage } = dictOf(s, w_dict!);
    for (const [w_key, w_value] of storage.pairs(s)) {
      storage.delitem(s, w_key);
      return new W_TupleObject([w_key, w_value]);
    }
    throw keyError(s, newtext("popitem(): dictionary is empty"));
  });
  define("delitem_if_value_is", "dict, key, value", (s, [w_dict, w_key, w_value]) => {
    const { storage } = dictOf(s, w_dict!);
    if (storage.getitem(s, w_key!) === w_value) storage.delitem(s, w_key!);
    return w_None;
  });
  define("newdict", "kind", (s) => s.newdict());
  define("newlist_hint", "sizehint", () => newlist([]));
  define("builtinify", "function", (_, [w_function]) => w_function!);
  define("hidden_applevel", "function", (_, [w_function]) => w_function!);
  return w_module;
}

function moveToEnd(space: ObjSpace, w_dict: W_DictObject, w_key: W_Root, isLast: boolean): void {
  const { storage } = w_dict;
  const w_value = storage.delitem(space, w_key);
  if (w_value === null) throw keyError(space, w_key);
  if (isLast) {
    storage.setitem(space, w_key, w_value);
    return;
  }
  const pairs = [...storage.pairs(space)];
  storage.clear();
  storage.setitem(space, w_key, w_value);
  for (const [w_other, w_its] of pairs) storage.setitem(space, w_other, w_its);
}

/** _jitreel. */
export function makeJitreelModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_jitreel");
  w_module.namespace.setitem_str(space, "__name__", newtext("_jitreel"));
  const define = moduleFunction.bind(null, space, w_module);
  define("generic_alias", "cls, params", (s, [w_cls, w_params]) =>
    makeGenericAlias(s, w_cls!, w_params!),
  );
  return w_module;
}
