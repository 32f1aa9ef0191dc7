/**
 * What plain interpretation remembers of attributes, by code object and name: while an object has
 * the map (or the type) that it had the last time, and the type its version, nothing is looked up.
 * Traces promote maps and versions instead and never come here.
 *
 * Counterpart: the caches of pypy/objspace/std/mapdict.py (LOAD_ATTR_caching and its like).
 */

import { getattr, load_method_descr } from "../objects/attributes.ts";
import { setattr } from "../objects/attribute-changes.ts";
import { is_data_descr } from "../objects/descriptors.ts";
import { W_ObjectObject } from "../objects/instance-object.ts";
import type { MapNode } from "../objects/mapdict.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_SuperObject } from "../objects/super-object.ts";
import type { VersionTag, W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { PyCode } from "./pycode.ts";

/** Where instances with a map keep an attribute of their own. */
export interface PlaceCache {
  readonly map: MapNode;
  readonly version: VersionTag;
  readonly index: number;
  /** The map after storing, when the attribute is new; else null. */
  readonly grown: MapNode | null;
}

/** The function that LOAD_METHOD finds: for instances with a map, or values of a built-in type. */
export interface MethodCache {
  readonly map: MapNode | null;
  readonly w_type: W_TypeObject;
  readonly version: VersionTag;
  readonly w_function: W_Root;
}

/** LOAD_ATTR. */
export function load_attr_cached(
  space: ObjSpace,
  pycode: PyCode,
  nameIndex: number,
  w_obj: W_Root,
): W_Root {
  if (w_obj instanceof W_ObjectObject) {
    const { map } = w_obj;
    const cached = pycode.loadCaches[nameIndex]!;
    if (cached !== null && cached.map === map && cached.version === map.w_type.version_tag) {
      return w_obj.storage[cached.index]!;
    }
    fillLoadCache(space, pycode, nameIndex, map);
  }
  return getattr(space, w_obj, pycode.co_names[nameIndex]!);
}

function fillLoadCache(space: ObjSpace, pycode: PyCode, nameIndex: number, map: MapNode): void {
  const name = pycode.co_names[nameIndex]!;
  const index = map.find(name);
  if (index < 0 || map.isDevolved) return;
  const { w_type } = map;
  if (w_type.lookup("__getattribute__") !== space.w_object_getattribute) return;
  if (!isHidden(space, w_type, name)) return;
  pycode.loadCaches[nameIndex] = { map, version: w_type.version_tag, index, grown: null };
}

/**
 * Whether an instance's own attribute surely hides what its type has of that name. The class of a
 * descriptor written in Python may still change.
 */
function isHidden(space: ObjSpace, w_type: W_TypeObject, name: string): boolean {
  const w_descr = w_type.lookup(name);
  if (w_descr === null) return true;
  return !(w_descr instanceof W_ObjectObject) && !is_data_descr(space, w_descr);
}

/** STORE_ATTR. */
export function store_attr_cached(
  space: ObjSpace,
  pycode: PyCode,
  nameIndex: number,
  w_obj: W_Root,
  w_value: W_Root,
): void {
  if (w_obj instanceof W_ObjectObject) {
    const { map, storage } = w_obj;
    const cached = pycode.storeCaches[nameIndex]!;
    if (cached !== null && cached.map === map && cached.version === map.w_type.version_tag) {
      const { index, grown } = cached;
      if (index < storage.length) {
        storage[index] = w_value;
        if (grown !== null) w_obj.map = grown;
        return;
      }
    } else fillStoreCache(space, pycode, nameIndex, map);
  }
  setattr(space, w_obj, pycode.co_names[nameIndex]!, w_value);
}

function fillStoreCache(space: ObjSpace, pycode: PyCode, nameIndex: number, map: MapNode): void {
  const name = pycode.co_names[nameIndex]!;
  const { w_type } = map;
  if (map.isDevolved || !w_type.hasDict) return;
  if (w_type.lookup("__setattr__") !== space.w_object_setattr) return;
  if (!isHidden(space, w_type, name)) return;
  const found = map.find(name);
  const grown = found < 0 ? map.add(name) : null;
  const index = found < 0 ? map.length : found;
  pycode.storeCaches[nameIndex] = { map, version: w_type.version_tag, index, grown };
}

/** LOAD_METHOD: the function of `w_obj`'s type, or null when there is more to do. */
export function load_method_cached(
  space: ObjSpace,
  pycode: PyCode,
  nameIndex: number,
  w_obj: W_Root,
): W_Root | null {
  const cached = pycode.methodCaches[nameIndex]!;
  if (w_obj instanceof W_ObjectObject) {
    const { map } = w_obj;
    if (cached !== null && cached.map === map && cached.version === map.w_type.version_tag) {
      return cached.w_function;
    }
  } else if (cached !== null && cached.map === null) {
    const w_type = w_obj.getclass(space);
    if (cached.w_type === w_type && cached.version === w_type.version_tag) return cached.w_function;
  }
  return fillMethodCache(space, pycode, nameIndex, w_obj);
}

function fillMethodCache(
  space: ObjSpace,
  pycode: PyCode,
  nameIndex: number,
  w_obj: W_Root,
): W_Root | null {
  if (w_obj instanceof W_SuperObject) return null;
  const w_function = load_method_descr(space, w_obj, pycode.co_names[nameIndex]!);
  if (w_function === null) return null;
  const map = w_obj instanceof W_ObjectObject ? w_obj.map : null;
  const w_type = w_obj.getclass(space);
  pycode.methodCaches[nameIndex] = { map, w_type, version: w_type.version_tag, w_function };
  return w_function;
}
