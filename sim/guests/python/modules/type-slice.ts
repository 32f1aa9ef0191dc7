/**
 * The type slice.
 *
 * Counterpart: pypy/objspace/std/sliceobject.py.
 */

import { compare } from "../objects/compare.ts";
import { slice_object, W_SliceObject } from "../objects/constants.ts";
import { typeError, valueError } from "../objects/errors.ts";
import { wrapBigint } from "../objects/int-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import { exactSlice, toIndex } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";

const PARTS = ["w_start", "w_stop", "w_step"] as const;

function tupleOf(w_slice: W_SliceObject): W_TupleObject {
  return new W_TupleObject(PARTS.map((part) => w_slice[part]));
}

/** Fills slice. */
export function installSlice(space: ObjSpace): void {
  const { w_slice } = space;
  w_slice.acceptsSubclasses = false;
  staticMethod(w_slice, "__new__", "cls, /, *args", (s, [, w_args]) => {
    const { items } = w_args as W_TupleObject;
    if (items.length === 0) throw typeError(s, "slice() takes at least 1 argument");
    if (items.length > 3) throw typeError(s, "slice() takes at most 3 arguments");
    if (items.length === 1) return slice_object(w_None, items[0]!, w_None);
    return slice_object(items[0]!, items[1]!, items[2] ?? w_None);
  });
  method(w_slice, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  for (const part of PARTS) {
    const name = part.slice(2);
    getset(w_slice, name, (_, w_obj) => (w_obj as W_SliceObject)[part]);
  }
  for (const [name, op] of [
    ["__lt__", 0],
    ["__eq__", 2],
    ["__ne__", 3],
  ] as const) {
    method(w_slice, name, "self, other, /", (s, [w_self, w_other]) => {
      if (!(w_other instanceof W_SliceObject)) return w_NotImplemented;
      return compare(s, op, tupleOf(w_self as W_SliceObject), tupleOf(w_other));
    });
  }
  method(w_slice, "__reduce__", "self", (s, [w_self]) => {
    return new W_TupleObject([s.w_slice, tupleOf(w_self as W_SliceObject)]);
  });
  method(w_slice, "indices", "self, length, /", (s, [w_self, w_length]) => {
    const length = lengthArgument(s, w_length!);
    const { start, stop, step } = exactSlice(s, w_self as W_SliceObject, length);
    return new W_TupleObject([start, stop, step].map(wrapBigint));
  });
}

function lengthArgument(space: ObjSpace, w_length: W_Root): bigint {
  const name = w_length.getclass(space).name;
  const length = toIndex(
    space,
    w_length,
    () => `'${name}' object cannot be interpreted as an integer`,
  );
  if (length < 0n) throw valueError(space, "length should not be negative");
  return length;
}
