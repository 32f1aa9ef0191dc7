/**
 * `__reduce__` and `__setstate__` of built-in iterators, by which they are copied and pickled.
 *
 * DIFFERS: an iterator over a range or a dictionary is reduced to `iter` of what is left, where
 * PyPy has a built-in function of its own.
 *
 * Counterpart: pypy/objspace/std/iterobject.py (descr_reduce, descr_setstate).
 */

import { W_ArrayIterator } from "../objects/array-object.ts";
import { W_AbstractDictIterator } from "../objects/dict-views.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { W_ReversedList } from "../objects/functional-iterators.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newint } from "../objects/int-object.ts";
import {
  W_HostIterator,
  W_IntRangeOneArgIterator,
  W_IntRangeStepOneIterator,
  W_IntRangeStepsIterator,
  W_ListIterator,
  W_TextIterator,
  W_TupleIterator,
} from "../objects/iterators.ts";
import { newlist } from "../objects/list-object.ts";
import { makeRange } from "../objects/range-object.ts";
import { W_ReversedIterator, W_SequenceIterator } from "../objects/sequence-iterators.ts";
import { W_SetIterator } from "../objects/set-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { method } from "./define.ts";

/** What an iterator goes over and, where it has one, its index. */
type State = readonly [w_source: W_Root, index: number | null];

const EMPTY: State = [new W_TupleObject([]), null];

/** Adds both methods to all types. */
export function installIteratorState(space: ObjSpace): void {
  const withIndex = [space.w_listiterator, space.w_tupleiterator, space.w_striterator];
  withIndex.push(space.w_sequenceiterator, space.w_reversed);
  const withoutIndex = [space.w_dictkeyiterator, space.w_dictvalueiterator];
  withoutIndex.push(space.w_dictitemiterator, space.w_setiterator, space.w_rangeiterator);
  for (const w_type of [...withIndex, ...withoutIndex]) {
    method(w_type, "__reduce__", "self, /", (s, [w_self]) => reduced(s, builtinValue(w_self!)));
  }
  for (const w_type of withIndex) {
    method(w_type, "__setstate__", "self, state, /", (s, [w_self, w_state]) => {
      setIndex(builtinValue(w_self!), toHostInteger(s, w_state!));
      return w_None;
    });
  }
}

function reduced(space: ObjSpace, w_iterator: W_Root): W_Root {
  const isReversed =
    w_iterator instanceof W_ReversedIterator || w_iterator instanceof W_ReversedList;
  const state = stateOf(w_iterator);
  if (state === null) {
    throw typeError(space, `cannot pickle '${typeName(space, w_iterator)}' object`);
  }
  const [w_source, index] = state;
  const isEmpty = index === null && isReversed;
  const w_maker =
    isReversed && !isEmpty ? space.w_reversed : space.builtins.getitem_str(space, "iter")!;
  const parts_w: W_Root[] = [w_maker, new W_TupleObject([w_source])];
  if (index !== null) parts_w.push(newint(index));
  return new W_TupleObject(parts_w);
}

function stateOf(w_iterator: W_Root): State | null {
  if (w_iterator instanceof W_ListIterator || w_iterator instanceof W_ReversedList) {
    return w_iterator.w_list === null ? EMPTY : [w_iterator.w_list, w_iterator.index];
  }
  if (w_iterator instanceof W_TupleIterator) {
    return [new W_TupleObject(w_iterator.items), w_iterator.index];
  }
  if (w_iterator instanceof W_TextIterator) return [newtext(w_iterator.value), w_iterator.index];
  if (w_iterator instanceof W_SequenceIterator || w_iterator instanceof W_ReversedIterator) {
    return w_iterator.w_seq === null ? EMPTY : [w_iterator.w_seq, w_iterator.index];
  }
  if (
    w_iterator instanceof W_IntRangeOneArgIterator ||
    w_iterator instanceof W_IntRangeStepOneIterator
  ) {
    const { current, stop } = w_iterator;
    return [makeRange(BigInt(current), BigInt(stop), 1n), null];
  }
  if (w_iterator instanceof W_IntRangeStepsIterator) {
    const [current, step] = [BigInt(w_iterator.current), BigInt(w_iterator.step)];
    return [makeRange(current, current + step * BigInt(w_iterator.remaining), step), null];
  }
  if (w_iterator instanceof W_AbstractDictIterator) {
    const entries = w_iterator.cursor?.rest() ?? [];
    return [newlist(entries.map((entry) => w_iterator.show(entry))), null];
  }
  if (w_iterator instanceof W_SetIterator) {
    const entries = w_iterator.cursor?.rest() ?? [];
    return [newlist(entries.map((entry) => entry.w_key)), null];
  }
  if (w_iterator instanceof W_ArrayIterator) {
    return w_iterator.w_array === null ? EMPTY : [w_iterator.w_array, w_iterator.index];
  }
  return w_iterator instanceof W_HostIterator ? [newlist(w_iterator.rest()), null] : null;
}

function setIndex(w_iterator: W_Root, state: number): void {
  const index = Math.max(state, 0);
  if (w_iterator instanceof W_ListIterator) w_iterator.index = index;
  else if (w_iterator instanceof W_TupleIterator) {
    w_iterator.index = Math.min(index, w_iterator.items.length);
  } else if (w_iterator instanceof W_TextIterator) {
    w_iterator.index = Math.min(index, w_iterator.length);
  } else if (w_iterator instanceof W_SequenceIterator) w_iterator.index = index;
  else if (w_iterator instanceof W_ArrayIterator) w_iterator.index = index;
  else if (w_iterator instanceof W_ReversedList || w_iterator instanceof W_ReversedIterator) {
    w_iterator.index = Math.max(Math.min(state, w_iterator.index), -1);
  }
}
