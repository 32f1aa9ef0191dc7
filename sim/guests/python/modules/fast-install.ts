/**
 * Gives the built-in functions, methods and types their traced parts, before the program runs.
 */

import type { ModuleDictStorage } from "../objects/celldict.ts";
import type { FastCode } from "../objects/fast-code.ts";
import { GetSetProperty, W_BuiltinFunction, W_BuiltinMethod } from "../objects/function.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import {
  FAST_SET_METHODS,
  fastDictMethods,
  FastEnumerate,
  FastFilter,
  FastMap,
  FastReversed,
  FastZip,
} from "./fast-containers.ts";
import { FAST_EXCEPTION_GETTERS, FAST_OBJECT_GETTERS } from "./fast-getters.ts";
import { FAST_LIST_METHODS, FastRange } from "./fast-lists.ts";
import { FAST_NUMBER_FUNCTIONS, FastBool, FastFloat, FastInt } from "./fast-numbers.ts";
import { FAST_OBJECT_FUNCTIONS, FastSuper, FastType } from "./fast-objects.ts";
import {
  FAST_DICT_SUBCLASS_METHODS,
  FAST_LIST_SUBCLASS_METHODS,
  FAST_TUPLE_SUBCLASS_METHODS,
} from "./fast-subclasses.ts";
import { FAST_TEXT_FUNCTIONS, FAST_TEXT_METHODS, FastStr } from "./fast-text.ts";

type FastTable = readonly (readonly [string, FastCode])[];

/** Fills `builtins` and the built-in types. */
export function installFastCode(space: ObjSpace): void {
  for (const table of [FAST_NUMBER_FUNCTIONS, FAST_OBJECT_FUNCTIONS, FAST_TEXT_FUNCTIONS]) {
    setFastFunctions(space, space.builtins, table);
  }
  setFastMethods(space.w_unicode, FAST_TEXT_METHODS);
  setFastMethods(space.w_list, FAST_LIST_METHODS);
  setFastMethods(space.w_set, FAST_SET_METHODS);
  setFastMethods(space.w_dict, fastDictMethods(space));
  setFastMethods(space.w_dict, FAST_DICT_SUBCLASS_METHODS);
  setFastMethods(space.w_list, FAST_LIST_SUBCLASS_METHODS);
  setFastMethods(space.w_tuple, FAST_TUPLE_SUBCLASS_METHODS);
  space.w_enumerate.setFast(new FastEnumerate());
  space.w_zip.setFast(new FastZip());
  space.w_map.setFast(new FastMap());
  space.w_filter.setFast(new FastFilter());
  space.w_reversed.setFast(new FastReversed());
  space.w_int.setFast(new FastInt());
  space.w_float.setFast(new FastFloat());
  space.w_bool.setFast(new FastBool());
  space.w_unicode.setFast(new FastStr());
  space.w_type.setFast(new FastType());
  space.w_range.setFast(new FastRange());
  space.w_super.setFast(new FastSuper());
  setFastGetters(space.w_object, FAST_OBJECT_GETTERS);
  setFastGetters(space.w_BaseException, FAST_EXCEPTION_GETTERS);
}

/** Gives functions of a module their traced parts. */
export function setFastFunctions(
  space: ObjSpace,
  namespace: ModuleDictStorage,
  table: FastTable,
): void {
  for (const [name, fast] of table) {
    const w_function = namespace.getitem_str(space, name);
    if (w_function instanceof W_BuiltinFunction) w_function.setFast(fast);
  }
}

/** Gives computed attributes of a type their traced parts. */
function setFastGetters(w_type: W_TypeObject, table: FastTable): void {
  for (const [name, fast] of table) {
    const w_getter = w_type.dict_w.get(name);
    if (w_getter instanceof GetSetProperty) w_getter.setFast(fast);
  }
}

/** Gives methods of a type their traced parts. */
export function setFastMethods(w_type: W_TypeObject, table: FastTable): void {
  for (const [name, fast] of table) {
    const w_method = w_type.dict_w.get(name);
    if (w_method instanceof W_BuiltinMethod) w_method.setFast(fast);
  }
}
