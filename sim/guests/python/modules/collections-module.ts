/**
 * The module _collections: deque. The rest of `collections` is Python, in lib/collections.
 *
 * Counterpart: pypy/module/_collections/interp_deque.py.
 */

import { getattr_or_null } from "../objects/attributes.ts";
import { call_function } from "../objects/call.ts";
import { COMPARE_METHODS } from "../objects/compare.ts";
import { compareItems } from "../objects/compare-builtin.ts";
import { W_SliceObject } from "../objects/constants.ts";
import { dequeMutated, W_Deque, W_DequeIterator } from "../objects/deque-object.ts";
import { oefmt, typeError, valueError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { iterate } from "../objects/iteration.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { guardedRepr, joined, readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import {
  expectSelf,
  getset,
  isMissing,
  method,
  moduleType,
  plainInteger,
  staticMethod,
} from "./define.ts";
import { setFastMethods } from "./fast-install.ts";
import { FAST_DEQUE_METHODS } from "./fast-subclasses.ts";
import { makeGeneric } from "./generic-alias.ts";
import { instanceOf } from "./instances.ts";
import { installLengthHint, iteratorType } from "./iterator-type.ts";

/** The module. */
export function makeCollectionsModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_collections");
  w_module.namespace.setitem_str(space, "__name__", newtext("_collections"));
  const w_deque = moduleType(space, w_module, "collections.deque");
  const types = {
    w_deque,
    w_iterator: iteratorType(space, w_module, "_collections.deque_iterator"),
    w_reverse: iteratorType(space, w_module, "_collections.deque_reverse_iterator"),
  };
  installLengthHint(types.w_iterator);
  installLengthHint(types.w_reverse);
  w_deque.dict_w.set("__doc__", newtext(DEQUE_DOC));
  w_deque.dict_w.set("__hash__", w_None);
  staticMethod(w_deque, "__new__", "cls, /, *args, **kwargs", (s, [w_cls]) =>
    instanceOf(s, w_cls as W_TypeObject, new W_Deque(types)),
  );
  installEnds(w_deque);
  installItems(w_deque);
  installSearch(w_deque);
  installOperators(w_deque);
  installCopies(w_deque);
  makeGeneric(space, [w_deque]);
  setFastMethods(w_deque, FAST_DEQUE_METHODS);
  return w_module;
}

const DEQUE_DOC =
  "deque(iterable[, maxlen]) --> deque object\n\nBuild an ordered collection accessible from endpoints only.";

function dequeOf(space: ObjSpace, w_obj: W_Root): W_Deque {
  return expectSelf(space, w_obj, W_Deque, "collections.deque");
}

type DequeCode = (space: ObjSpace, deque: W_Deque, args: BuiltinArguments) => W_Root | undefined;

/** Adds a method; its code returns nothing for None. */
function dequeMethod(w_type: W_TypeObject, name: string, signature: string, code: DequeCode): void {
  method(
    w_type,
    name,
    signature,
    (space, args) => code(space, dequeOf(space, args[0]!), args) ?? w_None,
  );
}

function extend(space: ObjSpace, deque: W_Deque, w_iterable: W_Root): void {
  const isSelf = builtinValue(w_iterable) === deque;
  const items = isSelf ? deque.toArray() : iterate(space, w_iterable);
  for (const w_item of items) deque.append(w_item);
}

function maxlenOf(space: ObjSpace, w_maxlen: W_Root | null): number {
  if (isMissing(w_maxlen)) return -1;
  const maxlen = plainInteger(space, w_maxlen!);
  if (maxlen < 0) throw valueError(space, "expected a non-negative integer");
  return maxlen;
}

function popFrom(space: ObjSpace, deque: W_Deque, isLeft: boolean): W_Root {
  if (deque.length === 0) throw oefmt(space, space.w_IndexError, "pop from an empty deque");
  return isLeft ? deque.popleft() : deque.pop();
}

function installEnds(w_deque: W_TypeObject): void {
  const define = dequeMethod.bind(null, w_deque);
  define("__init__", "self, iterable=, maxlen=", (s, deque, [, w_iterable, w_maxlen]) => {
    deque.maxlen = maxlenOf(s, w_maxlen!);
    deque.setAll([]);
    if (w_iterable !== null) extend(s, deque, w_iterable!);
    return w_None;
  });
  define("append", "self, item, /", (_, deque, [, w_item]) => void deque.append(w_item!));
  define("appendleft", "self, item, /", (_, deque, [, w_item]) => void deque.appendleft(w_item!));
  define("pop", "self", (s, deque) => popFrom(s, deque, false));
  define("popleft", "self", (s, deque) => popFrom(s, deque, true));
  define("clear", "self", (_, deque) => void deque.setAll([]));
  define(
    "extend",
    "self, iterable, /",
    (s, deque, [, w_iterable]) => void extend(s, deque, w_iterable!),
  );
  define("extendleft", "self, iterable, /", (s, deque, [, w_iterable]) => {
    const isSelf = builtinValue(w_iterable!) === deque;
    const items = isSelf ? deque.toArray() : iterate(s, w_iterable!);
    for (const w_item of items) deque.appendleft(w_item);
    return w_None;
  });
  define(
    "rotate",
    "self, n=, /",
    (s, deque, [, w_n]) => void deque.rotate(w_n === null ? 1 : plainInteger(s, w_n!)),
  );
  define("reverse", "self", (_, deque) => void deque.setAll(deque.toArray().reverse()));
  getset(w_deque, "maxlen", (s, w_obj) => {
    const { maxlen } = dequeOf(s, w_obj);
    return maxlen < 0 ? w_None : newint(maxlen);
  });
}

function indexOf(space: ObjSpace, deque: W_Deque, w_index: W_Root): number {
  if (w_index instanceof W_SliceObject) throw typeError(space, "deque[:] is not supported");
  const given = plainInteger(space, w_index);
  const index = given < 0 ? given + deque.length : given;
  if (index < 0 || index >= deque.length) {
    throw oefmt(space, space.w_IndexError, "index out of range");
  }
  return index;
}

function removeAt(deque: W_Deque, index: number): void {
  const items_w = deque.toArray();
  items_w.splice(index, 1);
  deque.setAll(items_w);
}

function installItems(w_deque: W_TypeObject): void {
  const define = dequeMethod.bind(null, w_deque);
  define("__len__", "self, /", (_, deque) => newint(deque.length));
  define("__iter__", "self, /", (_, deque) => new W_DequeIterator(deque, 1));
  define("__reversed__", "self, /", (_, deque) => new W_DequeIterator(deque, -1));
  define("__getitem__", "self, index, /", (s, deque, [, w_index]) =>
    deque.get(indexOf(s, deque, w_index!)),
  );
  define(
    "__setitem__",
    "self, index, value, /",
    (s, deque, [, w_index, w_value]) => void deque.set(indexOf(s, deque, w_index!), w_value!),
  );
  define(
    "__delitem__",
    "self, index, /",
    (s, deque, [, w_index]) => void removeAt(deque, indexOf(s, deque, w_index!)),
  );
  define("insert", "self, index, value, /", (s, deque, [, w_index, w_value]) => {
    if (deque.length === deque.maxlen) {
      throw oefmt(s, s.w_IndexError, "deque already at its maximum size");
    }
    const items_w = deque.toArray();
    items_w.splice(plainInteger(s, w_index!), 0, w_value!);
    deque.setAll(items_w);
    return w_None;
  });
}

/** The first position from `start` below `stop` with an equal item, or -1. */
function find(
  space: ObjSpace,
  deque: W_Deque,
  w_item: W_Root,
  start = 0,
  stop = deque.length,
): number {
  const { version } = deque;
  for (let i = start; i < stop; i++) {
    const isEqual = space.eq_w(deque.get(i), w_item);
    if (deque.version !== version) throw dequeMutated(space);
    if (isEqual) return i;
  }
  return -1;
}

function installSearch(w_deque: W_TypeObject): void {
  const define = dequeMethod.bind(null, w_deque);
  define("__contains__", "self, item, /", (s, deque, [, w_item]) =>
    newbool(find(s, deque, w_item!) >= 0),
  );
  define("index", "self, item, start=, stop=, /", (s, deque, [, w_item, w_start, w_stop]) => {
    const bound = (w_value: W_Root | null | undefined, missing: number): number => {
      if (isMissing(w_value)) return missing;
      const value = plainInteger(s, w_value!);
      return Math.min(Math.max(value < 0 ? value + deque.length : value, 0), deque.length);
    };
    const index = find(s, deque, w_item!, bound(w_start, 0), bound(w_stop, deque.length));
    if (index >= 0) return newint(index);
    throw valueError(s, `${readString(s, w_item!)} is not in deque`);
  });
  define("count", "self, item, /", (s, deque, [, w_item]) => {
    let count = 0;
    for (let i = find(s, deque, w_item!); i >= 0; i = find(s, deque, w_item!, i + 1)) count++;
    return newint(count);
  });
  define("remove", "self, item, /", (s, deque, [, w_item]) => {
    const index = find(s, deque, w_item!);
    if (index < 0) throw valueError(s, "deque.remove(x): x not in deque");
    removeAt(deque, index);
    return w_None;
  });
}

/** A plain deque like another one, with other items. */
function dequeLike(deque: W_Deque, items_w: Iterable<W_Root>): W_Deque {
  const result = new W_Deque(deque.types);
  result.maxlen = deque.maxlen;
  for (const w_item of items_w) result.append(w_item);
  return result;
}

/** The items `count` times. */
function repeated(space: ObjSpace, deque: W_Deque, w_count: W_Root): W_Root[] {
  const count = plainInteger(space, w_count);
  const items_w = deque.toArray();
  if (count > 0 && items_w.length * count > 1 << 28) {
    throw oefmt(space, space.exceptionTypes.get("MemoryError")!, "");
  }
  const result: W_Root[] = [];
  for (let i = 0; i < count; i++) result.push(...items_w);
  return result;
}

function installOperators(w_deque: W_TypeObject): void {
  const define = dequeMethod.bind(null, w_deque);
  COMPARE_METHODS.forEach((name, op) => {
    define(name, "self, other, /", (s, deque, [, w_other]) => {
      const other = builtinValue(w_other!);
      if (!(other instanceof W_Deque)) return w_NotImplemented;
      return newbool(compareItems(s, op, deque.toArray(), other.toArray()));
    });
  });
  define("__add__", "self, other, /", (s, deque, [, w_other]) =>
    dequeLike(deque, [...deque.toArray(), ...dequeOf(s, w_other!).toArray()]),
  );
  define("__iadd__", "self, other, /", (s, deque, [w_self, w_other]) => {
    extend(s, deque, w_other!);
    return w_self!;
  });
  for (const name of ["__mul__", "__rmul__"]) {
    define(name, "self, count, /", (s, deque, [, w_count]) =>
      dequeLike(deque, repeated(s, deque, w_count!)),
    );
  }
  define("__imul__", "self, count, /", (s, deque, [w_self, w_count]) => {
    deque.setAll(dequeLike(deque, repeated(s, deque, w_count!)).toArray());
    return w_self!;
  });
  define("__repr__", "self, /", (s, deque, [w_self]) => {
    const text = guardedRepr(s, deque, "[...]", () => {
      const name = w_self!.getclass(s).short_name();
      const limit = deque.maxlen < 0 ? "" : `, maxlen=${deque.maxlen}`;
      return `${name}([${joined(s, deque.toArray())}]${limit})`;
    });
    return newtext(text);
  });
}

function installCopies(w_deque: W_TypeObject): void {
  const define = dequeMethod.bind(null, w_deque);
  for (const name of ["copy", "__copy__"]) {
    define(name, "self", (s, deque, [w_self]) => {
      const w_limit = deque.maxlen < 0 ? [] : [newint(deque.maxlen)];
      return call_function(s, w_self!.getclass(s), [w_self!, ...w_limit]);
    });
  }
  define("__reduce__", "self, /", (s, deque, [w_self]) => {
    const w_arguments = deque.maxlen < 0 ? [] : [new W_TupleObject([]), newint(deque.maxlen)];
    const w_state = getattr_or_null(s, w_self!, "__dict__") ?? w_None;
    const w_items = new W_DequeIterator(deque, 1);
    return new W_TupleObject([
      w_self!.getclass(s),
      new W_TupleObject(w_arguments),
      w_state,
      w_items,
    ]);
  });
}
