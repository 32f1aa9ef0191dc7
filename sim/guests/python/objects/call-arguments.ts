/**
 * Arguments of calls with keywords, `*args` and `**kwargs`.
 *
 * Counterpart: pypy/interpreter/argument.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { promote } from "../../../hints/hints.ts";
import { lookup } from "./call.ts";
import { W_DictObject } from "./dict-object.ts";
import { builtinValue } from "./instance-object.ts";
import { typeError, typeName } from "./errors.ts";
import { getitem } from "./items.ts";
import { is_iterable, iterate } from "./iteration.ts";
import { iterable_to_array } from "./unpack.ts";
import type { ObjSpace } from "./space.ts";
import { callableName, readString } from "./text.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";
import { call_method } from "./attributes.ts";

const keywordNames = new WeakMap<W_Root, readonly string[]>();

/**
 * The names in the constant tuple of a call with keywords; one array for each tuple, since plans of
 * calls are found by it.
 * @elidable @cannot_raise
 */
export function keyword_arguments(w_names: W_Root): readonly string[] {
  let names = keywordNames.get(w_names);
  if (names === undefined) {
    const { items } = w_names as W_TupleObject;
    names = items.map((w_name) => (w_name as W_UnicodeObject).value);
    keywordNames.set(w_names, names);
  }
  return names;
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

/** The arguments of `f(*w_args, **w_kwargs)` for a tuple and no keywords; null for others. */
export function plain_star_arguments(w_args: W_Root, w_kwargs: W_Root | null): W_Root[] | null {
  if (!(w_args instanceof W_TupleObject)) return null;
  if (w_kwargs !== null) {
    if (!(w_kwargs instanceof W_DictObject) || w_kwargs.storage.size() !== 0) return null;
  }
  return copy_args(w_args.items);
}

/** Calls with more arguments are not unrolled. */
const UNROLL_MAX = 32;

/** A copy of the arguments, one by one while they are few. */
export function copy_args(items_w: readonly W_Root[]): W_Root[] {
  const count = promote(items_w.length);
  return count > UNROLL_MAX ? copy_many(items_w) : copy_few(items_w, count);
}

/** @dont_look_inside @cannot_raise @no_side_effects */
export function copy_many(items_w: readonly W_Root[]): W_Root[] {
  return items_w.slice();
}

/** @unroll_safe */
export function copy_few(items_w: readonly W_Root[], count: number): W_Root[] {
  const args_w = new_array_r<W_Root>(count);
  for (let i = 0; i < count; i++) args_w[i] = items_w[i]!;
  return args_w as W_Root[];
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
  return new StarArguments(args_w, names.length === 0 ? null : space.keywordTuple(names));
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
  for (const [w_given, w_value] of mappingPairs(space, w_other)) {
    const w_plain = builtinValue(w_given);
    const w_key = w_plain instanceof W_UnicodeObject ? w_plain : w_given;
    if (fname !== "" && !(w_key instanceof W_UnicodeObject)) {
      const what = typeName(space, w_key);
      throw typeError(space, `${fname}keywords must be strings, not '${what}'`);
    }
    if (w_dict.storage.getitem(space, w_key) !== null) {
      const key = readString(space, w_key);
      throw typeError(space, `${fname}got multiple values for keyword argument ${key}`);
    }
    w_dict.storage.setitem(space, w_key, w_value);
  }
}

/** Keys and values of a dict, or of anything with `keys` and `__getitem__`. */
export function* mappingPairs(
  space: ObjSpace,
  w_mapping: W_Root,
): IterableIterator<readonly [W_Root, W_Root]> {
  const w_dict = builtinValue(w_mapping);
  // A subclass with an iterator of its own is asked for its keys.
  const isPlain =
    w_dict === w_mapping ||
    lookup(space, w_mapping, "__iter__") === space.w_dict.lookup("__iter__");
  if (w_dict instanceof W_DictObject && isPlain) {
    yield* w_dict.storage.pairs(space);
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
