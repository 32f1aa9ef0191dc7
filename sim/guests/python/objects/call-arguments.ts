/**
 * Arguments of calls with keywords, `*args` and `**kwargs`.
 *
 * Counterpart: pypy/interpreter/argument.py.
 */

import { lookup } from "./call.ts";
import { W_DictObject } from "./dict-object.ts";
import { typeError, typeName } from "./errors.ts";
import { getitem } from "./items.ts";
import { is_iterable, iterable_to_array, iterate } from "./iteration.ts";
import type { ObjSpace } from "./space.ts";
import { callableName, readString } from "./text.ts";
import type { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";
import { call_method } from "./attributes.ts";

/** The names in the constant tuple of a call with keywords. @elidable @cannot_raise */
export function keyword_arguments(w_names: W_Root): readonly string[] {
  return (w_names as W_TupleObject).items.map((w_name) => (w_name as W_UnicodeObject).value);
}

/** A call's arguments, unpacked. */
export class StarArguments {
  readonly args_w: W_Root[];
  readonly kwnames: readonly string[] | null;

  constructor(args_w: W_Root[], kwnames: readonly string[] | null) {
    this.args_w = args_w;
    this.kwnames = kwnames;
  }
}

/** The arguments of `f(*w_args, **w_kwargs)`. @dont_look_inside @may_force */
export function star_arguments(
  space: ObjSpace,
  w_func: W_Root,
  w_args: W_Root,
  w_kwargs: W_Root | null,
): StarArguments {
  if (!is_iterable(space, w_args)) {
    const name = callableName(space, w_func);
    const what = typeName(space, w_args);
    throw typeError(space, `${name} argument after * must be an iterable, not ${what}`);
  }
  const args_w = [...iterable_to_array(space, w_args, -1)];
  if (w_kwargs === null) return new StarArguments(args_w, null);
  const w_dict = space.newdict();
  merge_keywords(space, `${callableName(space, w_func)} `, w_dict, w_kwargs);
  const names: string[] = [];
  for (const [w_key, w_value] of w_dict.storage.pairs(space)) {
    names.push((w_key as W_UnicodeObject).value);
    args_w.push(w_value);
  }
  return new StarArguments(args_w, names.length === 0 ? null : names);
}

/**
 * Adds the entries of `w_other` to keyword arguments. `fname` starts messages; when it is empty the
 * keys are checked later, by the call.
 */
export function merge_keywords(
  space: ObjSpace,
  fname: string,
  w_dict: W_DictObject,
  w_other: W_Root,
): void {
  if (!(w_other instanceof W_DictObject) && lookup(space, w_other, "keys") === null) {
    const what = typeName(space, w_other);
    throw typeError(space, `${fname}argument after ** must be a mapping, not ${what}`);
  }
  for (const [w_key, w_value] of mappingPairs(space, w_other)) {
    if (fname !== "" && !(w_key instanceof W_UnicodeObject)) {
      const what = typeName(space, w_key);
      throw typeError(space, `${fname}keywords must be strings, not '${what}'`);
    }
    if (w_dict.storage.getitem(space, w_key) !== null) {
      const key = readString(space, w_key);
      throw typeError(space, `got multiple values for keyword argument ${key}`);
    }
    w_dict.storage.setitem(space, w_key, w_value);
  }
}

/** Keys and values of a dict, or of anything with `keys` and `__getitem__`. */
export function* mappingPairs(
  space: ObjSpace,
  w_mapping: W_Root,
): IterableIterator<readonly [W_Root, W_Root]> {
  if (w_mapping instanceof W_DictObject) {
    yield* w_mapping.storage.pairs(space);
    return;
  }
  for (const w_key of iterate(space, call_method(space, w_mapping, "keys", []))) {
    yield [w_key, getitem(space, w_mapping, w_key)];
  }
}

/** `w_dict.update(w_other)` for a mapping; false when it is none. */
export function update_dict(space: ObjSpace, w_dict: W_DictObject, w_other: W_Root): boolean {
  if (!(w_other instanceof W_DictObject) && lookup(space, w_other, "keys") === null) return false;
  for (const [w_key, w_value] of mappingPairs(space, w_other)) {
    w_dict.storage.setitem(space, w_key, w_value);
  }
  return true;
}
