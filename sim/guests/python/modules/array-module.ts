/**
 * The module array.
 *
 * Counterpart: pypy/module/array/interp_array.py.
 */

import { call_method, getattr_or_null } from "../objects/attributes.ts";
import {
  ARRAY_KINDS,
  makeArray,
  W_Array,
  W_ArrayIterator,
  W_TextArray,
} from "../objects/array-object.ts";
import { W_AbstractBytes, W_BytesObject } from "../objects/bytes-object.ts";
import { COMPARE_METHODS } from "../objects/compare.ts";
import { compareItems } from "../objects/compare-builtin.ts";
import { W_SliceObject } from "../objects/constants.ts";
import { oefmt, operationError, typeError, typeName, valueError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue, W_ObjectObject } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint } from "../objects/int-object.ts";
import { iterate } from "../objects/iteration.ts";
import { newlist, W_ListObject } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import { adaptSlice } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { joined, readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { bytesArgument } from "./byte-arguments.ts";
import {
  expectSelf,
  getset,
  method,
  moduleFunction,
  moduleType,
  plainInteger,
  staticMethod,
} from "./define.ts";
import { instanceOf } from "./instances.ts";

/** The module. */
export function makeArrayModule(space: ObjSpace): W_Module {
  const w_module = makeModule("array");
  const set = w_module.namespace.setitem_str.bind(w_module.namespace, space);
  set("__name__", newtext("array"));
  const w_type = moduleType(space, w_module, "array.array");
  set("ArrayType", w_type);
  w_type.dict_w.set("__hash__", w_None);
  staticMethod(w_type, "__new__", "cls, typecode, *args, **kwargs", (s, args) =>
    newArray(s, w_type, args),
  );
  moduleFunction(
    space,
    w_module,
    "_array_reconstructor",
    "cls, typecode, mformat, items",
    (s, args) => {
      const [w_cls, w_code, , w_items] = args;
      return w_cls!.call_args(s, [w_code!, w_items!], null);
    },
  );
  installContainer(w_type);
  installChanges(w_type);
  installConversions(w_type);
  installOperators(w_type);
  return w_module;
}

function arrayOf(space: ObjSpace, w_obj: W_Root): W_Array {
  return expectSelf(space, w_obj, W_Array, "array.array");
}

const BAD_TYPECODE = "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)";

/** `array(typecode, initializer)`. */
function newArray(space: ObjSpace, w_type: W_TypeObject, args: BuiltinArguments): W_Root {
  const [w_cls, w_code, w_args, w_kwargs] = args;
  const w_text = builtinValue(w_code!);
  if (!(w_text instanceof W_UnicodeObject)) {
    throw typeError(space, `expected str, got ${typeName(space, w_code!)} object`);
  }
  if (w_text.length !== 1) throw typeError(space, "array() argument 1 must be char, not str");
  if (w_cls === w_type && space.is_true(w_kwargs!)) {
    throw typeError(space, "array.array() takes no keyword arguments");
  }
  const kind = ARRAY_KINDS.get(w_text.value);
  if (kind === undefined) throw valueError(space, BAD_TYPECODE);
  const array = makeArray(w_type, kind);
  const items_w = (w_args as W_TupleObject).items;
  if (items_w.length > 1) throw typeError(space, "array() takes at most 2 arguments");
  if (items_w.length === 1) fill(space, array, items_w[0]!);
  return instanceOf(space, w_cls as W_TypeObject, array);
}

function fill(space: ObjSpace, array: W_Array, w_source: W_Root): void {
  const w_value = builtinValue(w_source);
  const { typecode } = array.kind;
  if (w_value instanceof W_UnicodeObject) {
    if (!(array instanceof W_TextArray)) {
      const message = `cannot use a str to initialize an array with typecode '${typecode}'`;
      throw typeError(space, message);
    }
    array.setAll(Array.from(w_value.value, newtext));
  } else if (w_value instanceof W_AbstractBytes) addBytes(space, array, w_value.value);
  else if (w_value instanceof W_TextArray && !(array instanceof W_TextArray)) {
    const message = `cannot use a unicode array to initialize an array with typecode '${typecode}'`;
    throw typeError(space, message);
  } else extend(space, array, w_source);
}

/** Adds the items of any iterable, one by one. */
function extend(space: ObjSpace, array: W_Array, w_iterable: W_Root): void {
  const items = w_iterable === array ? array.toItems() : iterate(space, w_iterable);
  for (const w_item of items) array.push(space, w_item);
}

function addBytes(space: ObjSpace, array: W_Array, bytes: Uint8Array): void {
  const { itemsize } = array.kind;
  if (bytes.length % itemsize !== 0) {
    throw valueError(space, "bytes length not a multiple of item size");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += itemsize) {
    array.push(space, array.load(space, view, at));
  }
}

/** An array of the same kind, of the plain type. */
function arrayLike(array: W_Array, items_w: readonly W_Root[]): W_Array {
  const result = makeArray(array.w_type, array.kind);
  result.setAll(items_w);
  return result;
}

type ArrayCode = (space: ObjSpace, array: W_Array, args: BuiltinArguments) => W_Root | undefined;
type DefineMethod = (name: string, signature: string, code: ArrayCode) => void;

/** Adds a method; its code returns nothing for None. */
function methodsOf(w_type: W_TypeObject): DefineMethod {
  return (name, signature, code) =>
    method(
      w_type,
      name,
      signature,
      (space, args) => code(space, arrayOf(space, args[0]!), args) ?? w_None,
    );
}

function indexOf(space: ObjSpace, array: W_Array, w_index: W_Root, message: string): number {
  const given = plainInteger(space, w_index);
  const index = given < 0 ? given + array.length : given;
  if (index >= 0 && index < array.length) return index;
  throw oefmt(space, space.w_IndexError, message);
}

function sliceItems(space: ObjSpace, array: W_Array, w_slice: W_SliceObject): W_Root[] {
  const { start, step, count } = adaptSlice(space, w_slice, array.length);
  return Array.from({ length: count }, (_, i) => array.get(start + i * step));
}

function assignSlice(
  space: ObjSpace,
  array: W_Array,
  w_slice: W_SliceObject,
  w_value: W_Root,
): void {
  const value = builtinValue(w_value);
  if (!(value instanceof W_Array) || value.kind !== array.kind) {
    throw typeError(space, "can only assign to a slice array");
  }
  const values_w = value.toItems();
  const { start, step, count } = adaptSlice(space, w_slice, array.length);
  const items_w = array.toItems();
  if (step === 1) {
    array.setAll([...items_w.slice(0, start), ...values_w, ...items_w.slice(start + count)]);
    return;
  }
  if (values_w.length !== count) {
    const message = `attempt to assign sequence of size ${values_w.length} to extended slice of size ${count}`;
    throw valueError(space, message);
  }
  values_w.forEach((w_item, i) => {
    items_w[start + i * step] = w_item;
  });
  array.setAll(items_w);
}

const RANGE = "index out of range";

function installContainer(w_type: W_TypeObject): void {
  const define = methodsOf(w_type);
  define("__len__", "self, /", (_, array) => newint(array.length));
  define("__iter__", "self, /", (_, array) => new W_ArrayIterator(array));
  define("__getitem__", "self, index, /", (s, array, [, w_index]) => {
    if (w_index instanceof W_SliceObject) return arrayLike(array, sliceItems(s, array, w_index));
    return array.get(indexOf(s, array, w_index!, RANGE));
  });
  define("__setitem__", "self, index, value, /", (s, array, [, w_index, w_value]) => {
    if (w_index instanceof W_SliceObject) assignSlice(s, array, w_index, w_value!);
    else array.set(s, indexOf(s, array, w_index!, RANGE), w_value!);
    return w_None;
  });
  define("__delitem__", "self, index, /", (s, array, [, w_index]) => {
    const removed = new Set<number>();
    if (w_index instanceof W_SliceObject) {
      const { start, step, count } = adaptSlice(s, w_index, array.length);
      for (let i = 0; i < count; i++) removed.add(start + i * step);
    } else removed.add(indexOf(s, array, w_index!, RANGE));
    array.setAll(array.toItems().filter((_, i) => !removed.has(i)));
    return w_None;
  });
  define("__contains__", "self, item, /", (s, array, [, w_item]) =>
    newbool(find(s, array, w_item!) >= 0),
  );
  define("__repr__", "self, /", (s, array, [w_self]) => {
    const name = w_self!.getclass(s).short_name();
    const { typecode } = array.kind;
    if (array.length === 0) return newtext(`${name}('${typecode}')`);
    const body =
      array instanceof W_TextArray
        ? readString(s, newtext(array.text()))
        : `[${joined(s, array.toItems())}]`;
    return newtext(`${name}('${typecode}', ${body})`);
  });
  getset(w_type, "typecode", (s, w_obj) => newtext(arrayOf(s, w_obj).kind.typecode));
  getset(w_type, "itemsize", (s, w_obj) => newint(arrayOf(s, w_obj).kind.itemsize));
}

function find(space: ObjSpace, array: W_Array, w_item: W_Root): number {
  for (let i = 0; i < array.length; i++) if (space.eq_w(array.get(i), w_item)) return i;
  return -1;
}

function installChanges(w_type: W_TypeObject): void {
  const define = methodsOf(w_type);
  define("append", "self, item, /", (s, array, [, w_item]) => void array.push(s, w_item!));
  define("extend", "self, iterable, /", (s, array, [, w_iterable]) => {
    const other = builtinValue(w_iterable!);
    if (other instanceof W_Array && other.kind !== array.kind) {
      throw typeError(s, "can only extend with array of same kind");
    }
    extend(s, array, other instanceof W_Array ? other : w_iterable!);
    return w_None;
  });
  define("insert", "self, index, item, /", (s, array, [, w_index, w_item]) => {
    const index = plainInteger(s, w_index!);
    const w_value = array.accept(s, w_item!);
    const items_w = array.toItems();
    items_w.splice(index, 0, w_value);
    array.setAll(items_w);
    return w_None;
  });
  define("pop", "self, index=, /", (s, array, [, w_index]) => {
    const index = indexOf(s, array, w_index ?? newint(-1), "pop index out of range");
    const items_w = array.toItems();
    const [w_item] = items_w.splice(index, 1);
    if (index === array.length - 1) array.length--;
    else array.setAll(items_w);
    return w_item!;
  });
  const position = (s: ObjSpace, array: W_Array, w_item: W_Root): number => {
    const index = find(s, array, w_item);
    if (index < 0) throw valueError(s, "array.index(x): x not in list");
    return index;
  };
  define("remove", "self, item, /", (s, array, [, w_item]) => {
    const items_w = array.toItems();
    items_w.splice(position(s, array, w_item!), 1);
    array.setAll(items_w);
    return w_None;
  });
  define("index", "self, item, /", (s, array, [, w_item]) => newint(position(s, array, w_item!)));
  define("count", "self, item, /", (s, array, [, w_item]) =>
    newint(array.toItems().filter((w_other) => s.eq_w(w_other, w_item!)).length),
  );
  define("reverse", "self", (_, array) => void array.setAll(array.toItems().reverse()));
  define("byteswap", "self", (s, array) => {
    const { itemsize } = array.kind;
    const bytes = array.toBytes();
    for (let at = 0; at < bytes.length; at += itemsize) bytes.subarray(at, at + itemsize).reverse();
    array.setAll([]);
    addBytes(s, array, bytes);
    return w_None;
  });
}

function installConversions(w_type: W_TypeObject): void {
  const define = methodsOf(w_type);
  define("tolist", "self", (_, array) => newlist(array.toItems()));
  define("tobytes", "self", (_, array) => new W_BytesObject(array.toBytes()));
  define(
    "frombytes",
    "self, bytes, /",
    (s, array, [, w_bytes]) => void addBytes(s, array, bytesArgument(s, w_bytes!)),
  );
  define("fromlist", "self, list, /", (s, array, [, w_list]) => {
    const list = builtinValue(w_list!);
    if (!(list instanceof W_ListObject)) throw typeError(s, "arg must be list");
    const added_w = list.getitems().map((w_item) => array.accept(s, w_item));
    array.setAll([...array.toItems(), ...added_w]);
    return w_None;
  });
  const textArray = (s: ObjSpace, array: W_Array, name: string): W_TextArray => {
    if (array instanceof W_TextArray) return array;
    throw valueError(s, `${name}() may only be called on type 'u' arrays`);
  };
  define("tounicode", "self", (s, array) => newtext(textArray(s, array, "tounicode").text()));
  define("fromunicode", "self, text, /", (s, array, [, w_text]) => {
    extend(s, textArray(s, array, "fromunicode"), w_text!);
    return w_None;
  });
  define("tofile", "self, file, /", (s, array, [, w_file]) => {
    call_method(s, w_file!, "write", [new W_BytesObject(array.toBytes())]);
    return w_None;
  });
  define("fromfile", "self, file, n, /", (s, array, [, w_file, w_count]) => {
    const size = array.kind.itemsize * plainInteger(s, w_count!);
    const bytes = bytesArgument(s, call_method(s, w_file!, "read", [newint(size)]));
    addBytes(s, array, bytes.subarray(0, bytes.length - (bytes.length % array.kind.itemsize)));
    if (bytes.length >= size) return w_None;
    throw operationError(s.exceptionTypes.get("EOFError")!, [newtext("not enough items in file")]);
  });
  define(
    "buffer_info",
    "self",
    (s, array) => new W_TupleObject([newint(s.addressOf(array)), newint(array.length)]),
  );
  for (const name of ["__copy__", "__deepcopy__"]) {
    const signature = name === "__copy__" ? "self" : "self, memo, /";
    define(name, signature, (_, array) => arrayLike(array, array.toItems()));
  }
  define("__reduce_ex__", "self, protocol, /", (s, array, [w_self]) => {
    const w_items = array instanceof W_TextArray ? newtext(array.text()) : newlist(array.toItems());
    const w_dict = w_self instanceof W_ObjectObject ? getattr_or_null(s, w_self, "__dict__") : null;
    const args_w = [newtext(array.kind.typecode), w_items];
    return new W_TupleObject([w_self!.getclass(s), new W_TupleObject(args_w), w_dict ?? w_None]);
  });
}

function installOperators(w_type: W_TypeObject): void {
  const define = methodsOf(w_type);
  COMPARE_METHODS.forEach((name, op) => {
    define(name, "self, other, /", (s, array, [, w_other]) => {
      const other = builtinValue(w_other!);
      if (!(other instanceof W_Array)) return w_NotImplemented;
      return newbool(compareItems(s, op, array.toItems(), other.toItems()));
    });
  });
  const sameKind = (array: W_Array, w_other: W_Root): W_Array | null => {
    const other = builtinValue(w_other);
    return other instanceof W_Array && other.kind === array.kind ? other : null;
  };
  define("__add__", "self, other, /", (_, array, [, w_other]) => {
    const other = sameKind(array, w_other!);
    if (other === null) return w_NotImplemented;
    return arrayLike(array, [...array.toItems(), ...other.toItems()]);
  });
  define("__iadd__", "self, other, /", (_, array, [w_self, w_other]) => {
    const other = sameKind(array, w_other!);
    if (other === null) return w_NotImplemented;
    array.setAll([...array.toItems(), ...other.toItems()]);
    return w_self!;
  });
  for (const name of ["__mul__", "__rmul__"]) {
    define(name, "self, count, /", (s, array, [, w_count]) => {
      const items_w = repeated(s, array, w_count!);
      return items_w === null ? w_NotImplemented : arrayLike(array, items_w);
    });
  }
  define("__imul__", "self, count, /", (s, array, [w_self, w_count]) => {
    const items_w = repeated(s, array, w_count!);
    if (items_w === null) return w_NotImplemented;
    array.setAll(items_w);
    return w_self!;
  });
}

/** The items `w_count` times, or null when that is no integer. */
function repeated(space: ObjSpace, array: W_Array, w_count: W_Root): W_Root[] | null {
  const value = bigintOrNull(builtinValue(w_count));
  if (value === null) return null;
  const count = value > 0n ? Number(value) : 0;
  if (count * array.length > 1 << 28) {
    throw oefmt(space, space.exceptionTypes.get("MemoryError")!, "");
  }
  const items_w = array.toItems();
  const result: W_Root[] = [];
  for (let i = 0; i < count; i++) for (const w_item of items_w) result.push(w_item);
  return result;
}
