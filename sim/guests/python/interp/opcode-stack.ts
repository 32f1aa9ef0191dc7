/**
 * Bytecodes that shuffle the value stack, build containers and take them apart.
 *
 * Counterpart: pypy/interpreter/pyopcode.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { slice_object } from "../objects/constants.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import { W_BoolObject, W_IntObject } from "../objects/int-object.ts";
import { delitem, setitem } from "../objects/items.ts";
import { is_iterable } from "../objects/iteration.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { build_list, newlist, type W_ListObject } from "../objects/list-object.ts";
import { merge_keywords, update_dict } from "../objects/call-arguments.ts";
import type { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { format_piece } from "../objects/format.ts";
import { join_text } from "../objects/text.ts";
import { concat_text, direct_text, text_of_int } from "../objects/text-operations.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { PyFrame } from "./pyframe.ts";

export function rot_two(frame: PyFrame): void {
  const w_1 = frame.popvalue();
  const w_2 = frame.popvalue();
  frame.pushvalue(w_1);
  frame.pushvalue(w_2);
}

export function rot_three(frame: PyFrame): void {
  const w_1 = frame.popvalue();
  const w_2 = frame.popvalue();
  const w_3 = frame.popvalue();
  frame.pushvalue(w_1);
  frame.pushvalue(w_3);
  frame.pushvalue(w_2);
}

export function rot_four(frame: PyFrame): void {
  const w_1 = frame.popvalue();
  const w_2 = frame.popvalue();
  const w_3 = frame.popvalue();
  const w_4 = frame.popvalue();
  frame.pushvalue(w_1);
  frame.pushvalue(w_4);
  frame.pushvalue(w_3);
  frame.pushvalue(w_2);
}

export function dup_top_two(frame: PyFrame): void {
  const w_1 = frame.peekvalue(1);
  const w_2 = frame.peekvalue(0);
  frame.pushvalue(w_1);
  frame.pushvalue(w_2);
}

/** Pops `count` values into a new array, the top one last. @unroll_safe */
export function popvalues(frame: PyFrame, count: number): W_Root[] {
  const values_w = new_array_r<W_Root>(count);
  for (let i = count - 1; i >= 0; i--) values_w[i] = frame.popvalue();
  return values_w as W_Root[];
}

export function store_subscr(space: ObjSpace, frame: PyFrame): void {
  const w_subscr = frame.popvalue();
  const w_obj = frame.popvalue();
  const w_value = frame.popvalue();
  setitem(space, w_obj, w_subscr, w_value);
}

export function delete_subscr(space: ObjSpace, frame: PyFrame): void {
  const w_subscr = frame.popvalue();
  const w_obj = frame.popvalue();
  delitem(space, w_obj, w_subscr);
}

export function list_to_tuple(w_list: W_Root): W_Root {
  return new W_TupleObject((w_list as W_ListObject).getitems());
}

export function build_slice(frame: PyFrame, count: number): W_Root {
  const w_step = count === 3 ? frame.popvalue() : w_None;
  const w_stop = frame.popvalue();
  const w_start = frame.popvalue();
  return slice_object(w_start, w_stop, w_step);
}

export function build_list_from_arg(frame: PyFrame): void {
  const w_last = frame.popvalue();
  frame.pushvalue(build_list([]));
  frame.pushvalue(w_last);
}

export function build_const_key_map(space: ObjSpace, frame: PyFrame, count: number): void {
  const w_keys = frame.popvalue() as W_TupleObject;
  const values_w = popvalues(frame, count);
  frame.pushvalue(dict_of_keys(space, w_keys.items, values_w));
}

/** @dont_look_inside */
export function dict_of_keys(
  space: ObjSpace,
  keys_w: readonly W_Root[],
  values_w: readonly W_Root[],
): W_Root {
  const w_dict = space.newdict();
  keys_w.forEach((w_key, i) => {
    w_dict.storage.setitem(space, w_key, values_w[i]!);
  });
  return w_dict;
}

/** A dictionary of alternating keys and values. @dont_look_inside @may_force */
export function build_map(space: ObjSpace, items_w: readonly W_Root[]): W_Root {
  const w_dict = space.newdict();
  for (let i = 0; i < items_w.length; i += 2) {
    w_dict.storage.setitem(space, items_w[i]!, items_w[i + 1]!);
  }
  return w_dict;
}

export function map_add(space: ObjSpace, frame: PyFrame, oparg: number): void {
  const w_value = frame.popvalue();
  const w_key = frame.popvalue();
  const w_dict = frame.peekvalue(oparg - 1) as W_DictObject;
  w_dict.storage.setitem(space, w_key, w_value);
}

/** `{**w_other}`. @dont_look_inside @may_force */
export function dict_update(space: ObjSpace, w_dict: W_Root, w_other: W_Root): void {
  if (!(w_dict instanceof W_DictObject)) return;
  if (!update_dict(space, w_dict, w_other)) {
    throw typeError(space, `'${typeName(space, w_other)}' object is not a mapping`);
  }
}

/** `f(**w_other)`. @dont_look_inside @may_force */
export function dict_merge(space: ObjSpace, w_dict: W_Root, w_other: W_Root): void {
  merge_keywords(space, "", w_dict as W_DictObject, w_other);
}

export function unpack_sequence(space: ObjSpace, frame: PyFrame, count: number): void {
  const w_iterable = frame.popvalue();
  if (w_iterable instanceof W_TupleObject && w_iterable.items.length === count) {
    push_reversed(frame, w_iterable.items);
    return;
  }
  push_reversed(frame, unpack_exactly(space, w_iterable, count));
}

/** @unroll_safe */
export function push_reversed(frame: PyFrame, items_w: readonly W_Root[]): void {
  for (let i = items_w.length - 1; i >= 0; i--) frame.pushvalue(items_w[i]!);
}

/** The `count` items of an iterable. @dont_look_inside @may_force */
export function unpack_exactly(
  space: ObjSpace,
  w_iterable: W_Root,
  count: number,
): readonly W_Root[] {
  if (!is_iterable(space, w_iterable)) throw cannotUnpack(space, w_iterable);
  const items_w = iterable_to_array(space, w_iterable, count + 1);
  if (items_w.length === count) return items_w;
  const message =
    items_w.length > count
      ? `too many values to unpack (expected ${count})`
      : `not enough values to unpack (expected ${count}, got ${items_w.length})`;
  throw valueError(space, message);
}

function cannotUnpack(space: ObjSpace, w_obj: W_Root): OperationError {
  return typeError(space, `cannot unpack non-iterable ${typeName(space, w_obj)} object`);
}

export function unpack_ex(space: ObjSpace, frame: PyFrame, oparg: number): void {
  push_reversed(frame, unpack_star(space, frame.popvalue(), oparg & 0xff, oparg >> 8));
}

/** `left` items, a list of those between, `right` items. @dont_look_inside @may_force */
export function unpack_star(
  space: ObjSpace,
  w_iterable: W_Root,
  left: number,
  right: number,
): readonly W_Root[] {
  if (!is_iterable(space, w_iterable)) throw cannotUnpack(space, w_iterable);
  const items_w = iterable_to_array(space, w_iterable, -1);
  const count = left + right;
  if (items_w.length < count) {
    const message = `not enough values to unpack (expected at least ${count}, got ${items_w.length})`;
    throw valueError(space, message);
  }
  const stop = items_w.length - right;
  return [...items_w.slice(0, left), newlist(items_w.slice(left, stop)), ...items_w.slice(stop)];
}

/** The pieces of an f-string, joined. */
export function build_string(pieces_w: readonly W_Root[]): W_Root {
  const w_text = concat_pieces(pieces_w);
  return w_text === null ? join_text(pieces_w) : w_text;
}

/** The pieces one after the other; null when that takes more than that. @unroll_safe */
export function concat_pieces(pieces_w: readonly W_Root[]): W_Root | null {
  let text: string = "";
  let length = 0;
  for (let i = 0; i < pieces_w.length; i++) {
    const w_piece = pieces_w[i]! as W_UnicodeObject;
    const longer = concat_text(text, w_piece.value);
    if (longer === null) return null;
    text = longer;
    length = length + w_piece.length;
  }
  return new W_UnicodeObject(text, length);
}

/** One expression of an f-string: conversion, format, push. */
export function format_value(space: ObjSpace, frame: PyFrame, oparg: number): void {
  const w_spec = (oparg & 4) !== 0 ? frame.popvalue() : null;
  const w_value = frame.popvalue();
  frame.pushvalue(format_simple(space, w_value, oparg & 3, w_spec));
}

/** Strings and plain integers without a specification inline, everything else by a call. */
export function format_simple(
  space: ObjSpace,
  w_value: W_Root,
  conversion: number,
  w_spec: W_Root | null,
): W_Root {
  if (w_spec === null && conversion <= 1) {
    if (w_value instanceof W_UnicodeObject) return w_value;
    if (w_value instanceof W_IntObject && !(w_value instanceof W_BoolObject)) {
      return direct_text(text_of_int(w_value.intval));
    }
  }
  return format_piece(space, w_value, conversion, w_spec);
}
