/**
 * Iteration: `iter`, `next`, and walking over iterables from built-ins.
 *
 * Counterpart: pypy/objspace/descroperation.py, pypy/objspace/std/objspace.py.
 */

import { W_Array, W_ArrayIterator } from "./array-object.ts";
import { W_AbstractBytes } from "./bytes-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { dictIterator, W_DictView } from "./dict-views.ts";
import { W_Deque, W_DequeIterator } from "./deque-object.ts";
import { W_DictObject } from "./dict-object.ts";
import { typeError, typeName } from "./errors.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { W_HostIterator, W_ListIterator, W_TextIterator, W_TupleIterator } from "./iterators.ts";
import { W_ListObject } from "./list-object.ts";
import { OperationError } from "./operation-error.ts";
import { range_iterator, W_RangeObject } from "./range-object.ts";
import { W_SequenceIterator } from "./sequence-iterators.ts";
import { W_AbstractSet, W_SetIterator } from "./set-object.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { is_direct } from "./text-operations.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { newtext, W_UnicodeObject } from "./unicode-object.ts";
import { W_AbstractIterator, type W_Root } from "./w-root.ts";

/** `iter(w_obj)`. */
export function iter(space: ObjSpace, w_obj: W_Root): W_Root {
  if (w_obj instanceof W_RangeObject) return range_iterator(space, w_obj);
  if (w_obj instanceof W_ListObject) return new W_ListIterator(w_obj);
  if (w_obj instanceof W_TupleObject) return new W_TupleIterator(w_obj.items);
  if (w_obj instanceof W_AbstractIterator) return w_obj;
  if (w_obj instanceof W_UnicodeObject && is_direct(w_obj.value, w_obj.length)) {
    return new W_TextIterator(w_obj.value, w_obj.length);
  }
  if (w_obj instanceof W_ObjectObject) return iter_descr(space, w_obj);
  if (w_obj instanceof W_Deque) return new W_DequeIterator(w_obj, 1);
  if (w_obj instanceof W_Array) return new W_ArrayIterator(w_obj);
  return iter_builtin(space, w_obj);
}

/** @dont_look_inside @may_force */
export function iter_builtin(space: ObjSpace, w_obj: W_Root): W_Root {
  if (w_obj instanceof W_UnicodeObject) {
    return new W_HostIterator(space.w_striterator, characters(w_obj.value));
  }
  if (w_obj instanceof W_DictObject) return dictIterator(space, w_obj, "keys");
  if (w_obj instanceof W_DictView) return dictIterator(space, w_obj.w_dict, w_obj.kind);
  if (w_obj instanceof W_AbstractSet) {
    return new W_SetIterator(w_obj.table, w_obj.table.size, w_obj.table.cursor());
  }
  if (w_obj instanceof W_AbstractBytes) return new W_SequenceIterator(w_obj, 0);
  return iter_descr(space, w_obj);
}

function* characters(text: string): Iterator<W_Root> {
  for (const character of text) yield newtext(character);
}

/** By `__iter__`, then by `__getitem__` from 0 on. */
export function iter_descr(space: ObjSpace, w_obj: W_Root): W_Root {
  const w_iter = lookup(space, w_obj, "__iter__");
  if (w_iter !== null && w_iter !== w_None) {
    const w_result = call_looked_up(space, w_iter, w_obj, [], null);
    if (w_result instanceof W_AbstractIterator) return w_result;
    if (lookup(space, w_result, "__next__") === null) throw notAnIterator(space, w_result, true);
    return w_result;
  }
  return iter_sequence(space, w_obj, w_iter === w_None);
}

/** @dont_look_inside */
export function iter_sequence(space: ObjSpace, w_obj: W_Root, isRefused: boolean): W_Root {
  if (isRefused || lookup(space, w_obj, "__getitem__") === null) {
    throw typeError(space, `'${typeName(space, w_obj)}' object is not iterable`);
  }
  return new W_SequenceIterator(w_obj, 0);
}

/** Whether a host error is a Python exception of a built-in class. */
export function isError(space: ObjSpace, error: unknown, name: string): error is OperationError {
  if (!(error instanceof OperationError)) return false;
  return error.w_value.getclass(space).issubtype(space.exceptionTypes.get(name)!);
}

/** @dont_look_inside @cannot_raise */
export function notAnIterator(space: ObjSpace, w_obj: W_Root, isResult: boolean): OperationError {
  const name = typeName(space, w_obj);
  if (isResult) return typeError(space, "iter() returned non-iterator");
  return typeError(space, `'${name}' object is not an iterator`);
}

/** The next item, or null at the end. */
export function next(space: ObjSpace, w_iter: W_Root): W_Root | null {
  if (w_iter.is_iterator()) return (w_iter as W_AbstractIterator).next(space);
  return next_descr(space, w_iter);
}

/** By `__next__`; StopIteration is the end. */
export function next_descr(space: ObjSpace, w_iter: W_Root): W_Root | null {
  const w_next = lookup(space, w_iter, "__next__");
  if (w_next === null) throw notAnIterator(space, w_iter, false);
  try {
    return call_looked_up(space, w_next, w_iter, [], null);
  } catch (error) {
    if (error instanceof OperationError) {
      if (error.w_value.getclass(space).issubtype(space.w_StopIteration)) return null;
    }
    throw error;
  }
}

/** Whether `iter` would work. */
export function is_iterable(space: ObjSpace, w_obj: W_Root): boolean {
  if (w_obj instanceof W_AbstractIterator) return true;
  const w_iter = lookup(space, w_obj, "__iter__");
  if (w_iter !== null) return w_iter !== w_None;
  return lookup(space, w_obj, "__getitem__") !== null && !(w_obj instanceof W_DictObject);
}

/** What tells loops over `w_iter` from loops over other iterators. */
export function iterator_greenkey(space: ObjSpace, w_iter: W_Root): W_Root {
  if (w_iter.is_iterator()) return (w_iter as W_AbstractIterator).greenkey(space);
  return w_iter.getclass(space);
}

/** The items of an iterable, one by one. */
export function* iterate(space: ObjSpace, w_iterable: W_Root): IterableIterator<W_Root> {
  const w_iter = iter(space, w_iterable);
  for (;;) {
    const w_item = next(space, w_iter);
    if (w_item === null) return;
    yield w_item;
  }
}
