/**
 * Subscripts, slices, membership, length.
 *
 * Counterpart: pypy/objspace/descroperation.py, listobject.py, sliceobject.py.
 */

import { contains_loop, find_in_list, tuple_contains_loop } from "./iteration-loops.ts";
import { iter, iterator_greenkey } from "./iteration.ts";
import { int_add, intFromNumber, numberFromInt, uint_ge } from "../../../base/int.ts";
import { promote, we_are_jitted } from "../../../hints/hints.ts";
import { eq_w } from "./compare.ts";
import { W_Array } from "./array-object.ts";
import { W_BytearrayObject } from "./bytearray-object.ts";
import { sliceBytes, W_AbstractBytes } from "./bytes-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { W_SliceObject } from "./constants.ts";
import { W_Deque } from "./deque-object.ts";
import { W_DictObject } from "./dict-object.ts";
import { W_DictView } from "./dict-views.ts";
import { oefmt, oefmt_traced, operationError, typeError, typeName } from "./errors.ts";
import { W_ObjectObject, W_BuiltinSubclassObject } from "./instance-object.ts";
import { bigintOrNull, newint, W_IntObject } from "./int-object.ts";
import { isError } from "./iteration.ts";
import { W_ListObject } from "./list-object.ts";
import { index_of_int, IntegerListStorage } from "./list-storage.ts";
import type { OperationError } from "./operation-error.ts";
import { rangeContains, rangeSlice, W_RangeObject } from "./range-object.ts";
import { hashableSet, W_AbstractSet } from "./set-object.ts";
import { builtinValue } from "./instance-object.ts";
import { deleteListSlice, getListSlice, setListSlice } from "./list-slices.ts";
import { is_plain_slice, plain_slice } from "./plain-slices.ts";
import { adaptSlice, exactSlice, indexOrNull, toIndex } from "./slices.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { find_entry } from "./table-access.ts";
import { char_at, contains_text } from "./text-operations.ts";
import { check_length, is_true } from "./truth.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { typeAttribute } from "./type-attributes.ts";
import { W_TypeObject } from "./type-object.ts";
import { newtext, sliceText, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";
import { readString } from "./text.ts";

/** `w_obj[w_index]`. */
export function getitem(space: ObjSpace, w_obj: W_Root, w_index: W_Root): W_Root {
  if (w_obj instanceof W_ListObject && w_index instanceof W_IntObject) {
    return w_obj.getitem(list_index(space, w_obj, w_index, "list index out of range"));
  }
  if (w_obj instanceof W_TupleObject && w_index instanceof W_IntObject) {
    const items = w_obj.items;
    return items[checked_index(space, w_index, items.length, "tuple index out of range")]!;
  }
  if (w_obj instanceof W_DictObject) return dict_getitem(space, w_obj, w_index);
  if (w_obj instanceof W_UnicodeObject && w_index instanceof W_IntObject) {
    const index = checked_index(space, w_index, w_obj.length, "string index out of range");
    return new W_UnicodeObject(char_at(w_obj.value, w_obj.length, index), 1);
  }
  if (w_obj instanceof W_Array && w_index instanceof W_IntObject) {
    return w_obj.get(checked_index(space, w_index, w_obj.length, "index out of range"));
  }
  if (w_obj instanceof W_ObjectObject) return getitem_descr(space, w_obj, w_index);
  if (w_obj instanceof W_Deque && w_index instanceof W_IntObject) {
    return w_obj.get(checked_index(space, w_index, w_obj.length, "index out of range"));
  }
  if (w_index instanceof W_SliceObject && is_plain_slice(w_index)) {
    const w_part = plain_slice(w_obj, w_index);
    if (w_part !== null) return w_part;
  }
  return getitem_builtin(space, w_obj, w_index);
}

/** A list index, counted from the end when negative. */
export function list_index(
  space: ObjSpace,
  w_list: W_ListObject,
  w_index: W_IntObject,
  message: string,
): number {
  return checked_index(space, w_index, w_list.getlength(), message);
}

export function checked_index(
  space: ObjSpace,
  w_index: W_IntObject,
  length: number,
  message: string,
): number {
  let index = w_index.intval;
  const size = intFromNumber(length);
  if (uint_ge(index, size)) {
    index = int_add(index, size);
    if (uint_ge(index, size)) throw oefmt_traced(space, space.w_IndexError, message);
  }
  return numberFromInt(index);
}

export function dict_getitem(space: ObjSpace, w_dict: W_DictObject, w_key: W_Root): W_Root {
  const w_value = w_dict.storage.getitem(space, w_key);
  if (w_value === null) throw keyError(space, w_key);
  return w_value;
}

/** @dont_look_inside @cannot_raise */
export function keyError(space: ObjSpace, w_key: W_Root): OperationError {
  return operationError(space.w_KeyError, [w_key]);
}

export function getitem_descr(space: ObjSpace, w_obj: W_Root, w_index: W_Root): W_Root {
  const w_method = lookup(space, w_obj, "__getitem__");
  if (w_method === null) return class_getitem(space, w_obj, w_index);
  return call_looked_up(space, w_method, w_obj, [w_index], null);
}

/** `w_class[w_index]` by `__class_getitem__`. @dont_look_inside @may_force */
export function class_getitem(space: ObjSpace, w_obj: W_Root, w_index: W_Root): W_Root {
  const w_method = classGetitemMethod(space, w_obj);
  if (w_method === null) throw notSubscriptable(space, w_obj, w_index);
  return w_method.call_args(space, [w_index], null);
}

function classGetitemMethod(space: ObjSpace, w_obj: W_Root): W_Root | null {
  if (w_obj === space.w_type) return space.w_type_getitem;
  return w_obj instanceof W_TypeObject ? typeAttribute(space, w_obj, "__class_getitem__") : null;
}

/** @dont_look_inside @may_force */
export function notSubscriptable(space: ObjSpace, w_obj: W_Root, w_index: W_Root): OperationError {
  const key = readString(space, w_index);
  const message = `'${typeName(space, w_obj)}' object is not subscriptable (key ${key})`;
  return typeError(space, message);
}

/**
 * Subscripts of built-in values that no bytecode has a fast path for.
 * @dont_look_inside @may_force
 */
export function getitem_builtin(space: ObjSpace, w_obj: W_Root, w_index: W_Root): W_Root {
  const w_result = builtinItem(space, w_obj, w_index);
  return w_result === null ? getitem_descr(space, w_obj, w_index) : w_result;
}

/** An item or slice of a built-in sequence or mapping; null for anything else. */
export function builtinItem(space: ObjSpace, w_x: W_Root, w_index: W_Root): W_Root | null {
  const w_obj = builtinValue(w_x);
  if (w_obj instanceof W_DictObject) return dictItemOrMissing(space, w_x, w_obj, w_index);
  if (w_obj instanceof W_ListObject) {
    if (w_index instanceof W_SliceObject) return getListSlice(space, w_obj, w_index);
    const index = indexIn(space, w_index, w_obj.getlength(), "list");
    return w_obj.getitem(index);
  }
  if (w_obj instanceof W_UnicodeObject) return textItem(space, w_obj, w_index);
  if (w_obj instanceof W_TupleObject) return tupleItem(space, w_obj, w_index);
  if (w_obj instanceof W_RangeObject) return rangeItem(space, w_obj, w_index);
  if (w_obj instanceof W_AbstractBytes) return bytesItem(space, w_obj, w_index);
  return null;
}

function dictItemOrMissing(
  space: ObjSpace,
  w_x: W_Root,
  w_dict: W_DictObject,
  w_key: W_Root,
): W_Root {
  return w_dict.storage.getitem(space, w_key) ?? missing_item(space, w_x, w_key);
}

/** What a dictionary or an instance of a derived class gives for a key that it does not have. */
export function missing_item(space: ObjSpace, w_x: W_Root, w_key: W_Root): W_Root {
  if (w_x instanceof W_BuiltinSubclassObject) {
    const w_missing = lookup(space, w_x, "__missing__");
    if (w_missing !== null) return call_looked_up(space, w_missing, w_x, [w_key], null);
  }
  throw keyError(space, w_key);
}

/** A valid index into a sequence of `length` items, for messages called `kind`. */
export function indexIn(
  space: ObjSpace,
  w_index: W_Root,
  length: number,
  kind: string,
  what = kind,
): number {
  return checkedIndex(space, wordIndex(space, w_index, what), length, kind);
}

/** An index as given, in a machine word. */
export function wordIndex(space: ObjSpace, w_index: W_Root, what: string): number {
  if (w_index instanceof W_IntObject && typeof w_index.intval === "number") return w_index.intval;
  const value = indexOrNull(space, w_index);
  if (value === null) {
    const name = typeName(space, w_index);
    throw typeError(space, `${what} indices must be integers or slices, not ${name}`);
  }
  if (BigInt.asIntN(64, value) === value) return Number(value);
  const message = `cannot fit '${typeName(space, w_index)}' into an index-sized integer`;
  throw oefmt(space, space.w_IndexError, message);
}

/** A position from the start for one that counts from the end when negative. */
export function checkedIndex(space: ObjSpace, given: number, length: number, kind: string): number {
  const index = given < 0 ? given + length : given;
  if (index >= 0 && index < length) return index;
  throw oefmt(space, space.w_IndexError, `${kind} index out of range`);
}

function textItem(space: ObjSpace, w_text: W_UnicodeObject, w_index: W_Root): W_Root {
  const { length } = w_text;
  if (!(w_index instanceof W_SliceObject)) {
    const index = indexIn(space, w_index, length, "string", "string index");
    return sliceText(w_text, index, index + 1);
  }
  const { start, step, count } = adaptSlice(space, w_index, length);
  if (step === 1) return sliceText(w_text, start, start + count);
  const points = Array.from(w_text.value);
  let text = "";
  for (let i = 0; i < count; i++) text += points[start + i * step]!;
  return newtext(text);
}

function tupleItem(space: ObjSpace, w_tuple: W_TupleObject, w_index: W_Root): W_Root {
  const { items } = w_tuple;
  if (!(w_index instanceof W_SliceObject)) {
    return items[indexIn(space, w_index, items.length, "tuple")]!;
  }
  const { start, step, count } = adaptSlice(space, w_index, items.length);
  const result: W_Root[] = [];
  for (let i = 0; i < count; i++) result.push(items[start + i * step]!);
  return new W_TupleObject(result);
}

function bytesItem(space: ObjSpace, w_bytes: W_AbstractBytes, w_index: W_Root): W_Root {
  const { length, kind } = w_bytes;
  if (!(w_index instanceof W_SliceObject)) {
    return newint(w_bytes.byteAt(indexIn(space, w_index, length, kind)));
  }
  const { start, step, count } = adaptSlice(space, w_index, length);
  return w_bytes.like(sliceBytes(w_bytes.value, start, step, count));
}

function rangeItem(space: ObjSpace, w_range: W_RangeObject, w_index: W_Root): W_Root {
  if (w_index instanceof W_SliceObject) {
    const { start, step, count } = exactSlice(space, w_index, w_range.count);
    return rangeSlice(w_range, start, step, count);
  }
  const name = typeName(space, w_index);
  const message = `'${name}' object cannot be interpreted as an integer`;
  const value = toIndex(space, w_index, () => message);
  const index = value < 0n ? value + w_range.count : value;
  if (index >= 0n && index < w_range.count) return w_range.item(index);
  throw oefmt(space, space.w_IndexError, "range object index out of range");
}

/** As getitem, null when the key is missing. */
export function getitem_or_null(space: ObjSpace, w_obj: W_Root, w_key: W_Root): W_Root | null {
  if (w_obj instanceof W_DictObject) return w_obj.storage.getitem(space, w_key);
  return getitem_catching(space, w_obj, w_key);
}

/** @dont_look_inside @may_force */
export function getitem_catching(space: ObjSpace, w_obj: W_Root, w_key: W_Root): W_Root | null {
  try {
    return getitem(space, w_obj, w_key);
  } catch (error) {
    if (isError(space, error, "KeyError")) return null;
    throw error;
  }
}

/** `w_obj[w_index] = w_value`. */
export function setitem(space: ObjSpace, w_obj: W_Root, w_index: W_Root, w_value: W_Root): void {
  if (w_obj instanceof W_ListObject && w_index instanceof W_IntObject) {
    const index = list_index(space, w_obj, w_index, "list index out of range");
    w_obj.setitem(index, w_value);
  } else if (w_obj instanceof W_DictObject) {
    w_obj.storage.setitem(space, w_index, w_value);
  } else if (w_obj instanceof W_Array && w_index instanceof W_IntObject) {
    const index = checked_index(space, w_index, w_obj.length, "index out of range");
    w_obj.set(space, index, w_value);
  } else if (w_obj instanceof W_ObjectObject) {
    setitem_descr(space, w_obj, w_index, w_value);
  } else {
    setitem_builtin(space, w_obj, w_index, w_value);
  }
}

export function setitem_descr(
  space: ObjSpace,
  w_obj: W_Root,
  w_index: W_Root,
  w_value: W_Root,
): void {
  const w_method = lookup(space, w_obj, "__setitem__");
  if (w_method === null) throw noItemAssignment(space, w_obj);
  call_looked_up(space, w_method, w_obj, [w_index, w_value], null);
}

/** @dont_look_inside @cannot_raise */
export function noItemAssignment(space: ObjSpace, w_obj: W_Root): OperationError {
  return typeError(space, `'${typeName(space, w_obj)}' object does not support item assignment`);
}

/** @dont_look_inside @may_force */
export function setitem_builtin(
  space: ObjSpace,
  w_obj: W_Root,
  w_index: W_Root,
  w_value: W_Root,
): void {
  if (w_obj instanceof W_BytearrayObject && setByte(w_obj, w_index, w_value)) return;
  if (!setBuiltinItem(space, w_obj, w_index, w_value)) {
    setitem_descr(space, w_obj, w_index, w_value);
  }
}

/** Sets a byte by a plain index; false when there is more to do. */
function setByte(w_bytes: W_BytearrayObject, w_index: W_Root, w_value: W_Root): boolean {
  if (!(w_index instanceof W_IntObject) || !(w_value instanceof W_IntObject)) return false;
  const index = w_index.intval;
  const byte = w_value.intval;
  if (typeof index !== "number" || typeof byte !== "number") return false;
  if (index < 0 || index >= w_bytes.length || byte < 0 || byte > 255) return false;
  w_bytes.setByte(index, byte);
  return true;
}

/** Sets an item or slice of a built-in; false when `w_x` is of another kind. */
export function setBuiltinItem(
  space: ObjSpace,
  w_x: W_Root,
  w_index: W_Root,
  w_value: W_Root,
): boolean {
  const w_obj = builtinValue(w_x);
  if (w_obj instanceof W_DictObject) {
    w_obj.storage.setitem(space, w_index, w_value);
    return true;
  }
  if (!(w_obj instanceof W_ListObject)) return false;
  if (w_index instanceof W_SliceObject) setListSlice(space, w_obj, w_index, w_value);
  else w_obj.setitem(indexIn(space, w_index, w_obj.getlength(), "list"), w_value);
  return true;
}

/** `del w_obj[w_index]`. @dont_look_inside @may_force */
export function delitem(space: ObjSpace, w_obj: W_Root, w_index: W_Root): void {
  if (!(w_obj instanceof W_ObjectObject) && deleteBuiltinItem(space, w_obj, w_index)) return;
  const w_method = lookup(space, w_obj, "__delitem__");
  if (w_method === null) {
    const name = typeName(space, w_obj);
    throw typeError(space, `'${name}' object does not support item deletion`);
  }
  call_looked_up(space, w_method, w_obj, [w_index], null);
}

/** Deletes an item or slice of a built-in; false when `w_x` is of another kind. */
export function deleteBuiltinItem(space: ObjSpace, w_x: W_Root, w_index: W_Root): boolean {
  const w_obj = builtinValue(w_x);
  if (w_obj instanceof W_DictObject) {
    if (w_obj.storage.delitem(space, w_index) === null) throw keyError(space, w_index);
    return true;
  }
  if (!(w_obj instanceof W_ListObject)) return false;
  if (w_index instanceof W_SliceObject) {
    deleteListSlice(space, w_obj, w_index);
    return true;
  }
  w_obj.remove_at(indexIn(space, w_index, w_obj.getlength(), "list"));
  return true;
}

/** `w_item in w_obj`. */
export function contains(space: ObjSpace, w_obj: W_Root, w_item: W_Root): boolean {
  if (w_obj instanceof W_DictObject) return w_obj.storage.getitem(space, w_item) !== null;
  if (w_obj instanceof W_AbstractSet && !(w_item instanceof W_AbstractSet)) {
    return find_entry(space, w_obj.table, w_item) !== null;
  }
  if (w_obj instanceof W_ObjectObject) {
    const w_method = lookup(space, w_obj, "__contains__");
    if (w_method !== null) {
      return is_true(space, call_looked_up(space, w_method, w_obj, [w_item], null));
    }
  }
  if (w_obj instanceof W_UnicodeObject && w_item instanceof W_UnicodeObject) {
    return contains_text(w_obj.value, w_item.value);
  }
  if (w_obj instanceof W_TupleObject) {
    if (we_are_jitted()) {
      const items = w_obj.items;
      const count = promote(items.length);
      if (count <= UNROLL_MAX) return tuple_contains(space, items, count, w_item);
    }
    return tuple_contains_loop(0, w_item.getclass(space), 0, w_obj, w_item, space) !== 0;
  }
  if (w_obj instanceof W_ListObject && w_item instanceof W_IntObject) {
    const storage = w_obj.lstorage;
    if (storage instanceof IntegerListStorage) {
      return index_of_int(storage.items, storage.length, w_item.intval) >= 0;
    }
  }
  if (w_obj instanceof W_ListObject) return find_in_list(space, w_obj, w_item) >= 0;
  return contains_general(space, w_obj, w_item);
}

/** Membership in tuples of up to this length is unrolled in traces. */
const UNROLL_MAX = 12;

/** @unroll_safe */
export function tuple_contains(
  space: ObjSpace,
  items: readonly W_Root[],
  count: number,
  w_item: W_Root,
): boolean {
  for (let i = 0; i < count; i++) if (eq_w(space, items[i]!, w_item)) return true;
  return false;
}

/** @dont_look_inside @may_force */
export function contains_general(space: ObjSpace, w_obj: W_Root, w_item: W_Root): boolean {
  if (!(w_obj instanceof W_ObjectObject)) {
    const result = containsBuiltin(space, w_obj, w_item);
    if (result !== null) return result;
  }
  const w_method = lookup(space, w_obj, "__contains__");
  if (w_method !== null) {
    return is_true(space, call_looked_up(space, w_method, w_obj, [w_item], null));
  }
  if (lookup(space, w_obj, "__iter__") === null && lookup(space, w_obj, "__getitem__") === null) {
    throw typeError(space, `'${typeName(space, w_obj)}' object is not iterable`);
  }
  const w_iter = iter(space, w_obj);
  return contains_loop(0, iterator_greenkey(space, w_iter), w_iter, w_item, space) !== 0;
}

/** The TypeError of an operand that should be a string. */
export function notImplicitText(space: ObjSpace, w_obj: W_Root): OperationError {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_AbstractBytes && w_value.kind === "byte") {
    return typeError(space, "Can't convert 'bytes' object to str implicitly");
  }
  const name = w_value === w_None ? "None" : typeName(space, w_obj);
  return typeError(space, `decoding to str: a bytes-like object is required, not ${name}`);
}

/** Membership in a built-in container; null for anything else. */
export function containsBuiltin(space: ObjSpace, w_x: W_Root, w_item: W_Root): boolean | null {
  const w_obj = builtinValue(w_x);
  if (w_obj instanceof W_DictObject) return w_obj.storage.getitem(space, w_item) !== null;
  if (w_obj instanceof W_AbstractSet) {
    return w_obj.table.get(space, hashableSet(space, w_item)) !== null;
  }
  if (w_obj instanceof W_UnicodeObject) {
    const w_text = builtinValue(w_item);
    if (w_text instanceof W_UnicodeObject) return w_obj.value.includes(w_text.value);
    throw notImplicitText(space, w_item);
  }
  if (w_obj instanceof W_RangeObject) {
    const value = bigintOrNull(w_item);
    if (value !== null) return rangeContains(w_obj, value);
  }
  if (w_obj instanceof W_DictView && w_obj.kind === "keys") {
    return w_obj.w_dict.storage.getitem(space, w_item) !== null;
  }
  if (w_obj instanceof W_ListObject) return find_in_list(space, w_obj, w_item) >= 0;
  if (w_obj instanceof W_TupleObject) {
    return tuple_contains_loop(0, w_item.getclass(space), 0, w_obj, w_item, space) !== 0;
  }
  return null;
}

/** `len(w_obj)` as a host number. */
export function len_w(space: ObjSpace, w_obj: W_Root): number {
  if (w_obj instanceof W_ListObject) return w_obj.getlength();
  if (w_obj instanceof W_UnicodeObject) return w_obj.length;
  if (w_obj instanceof W_TupleObject) return w_obj.items.length;
  if (w_obj instanceof W_DictObject) return w_obj.storage.size();
  if (w_obj instanceof W_ObjectObject) return len_descr(space, w_obj);
  if (w_obj instanceof W_Deque) return w_obj.length;
  if (w_obj instanceof W_Array) return w_obj.length;
  return len_builtin(space, w_obj);
}

/** @dont_look_inside @may_force */
export function len_builtin(space: ObjSpace, w_obj: W_Root): number {
  const length = builtinLength(space, w_obj);
  return length < 0 ? len_descr(space, w_obj) : length;
}

/** The length of a built-in container, or -1. */
export function builtinLength(space: ObjSpace, w_x: W_Root): number {
  const w_obj = builtinValue(w_x);
  if (w_obj instanceof W_ListObject) return w_obj.getlength();
  if (w_obj instanceof W_UnicodeObject) return w_obj.length;
  if (w_obj instanceof W_TupleObject) return w_obj.items.length;
  if (w_obj instanceof W_DictObject) return w_obj.storage.size();
  if (w_obj instanceof W_AbstractSet) return w_obj.table.size;
  if (w_obj instanceof W_AbstractBytes) return w_obj.length;
  if (w_obj instanceof W_DictView) return w_obj.w_dict.storage.size();
  if (!(w_obj instanceof W_RangeObject)) return -1;
  if (w_obj.count <= 0x7fffffffffffffffn) return Number(w_obj.count);
  throw oefmt(space, space.w_OverflowError, "cannot fit 'int' into an index-sized integer");
}

export function len_descr(space: ObjSpace, w_obj: W_Root): number {
  const w_method = lookup(space, w_obj, "__len__");
  if (w_method === null) throw hasNoLength(space, w_obj);
  return check_length(space, call_looked_up(space, w_method, w_obj, [], null));
}

/** @dont_look_inside @cannot_raise */
export function hasNoLength(space: ObjSpace, w_obj: W_Root): OperationError {
  return typeError(space, `'${typeName(space, w_obj)}' has no length`);
}
