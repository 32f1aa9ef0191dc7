/**
 * `__dict__` and `__class__` of instances: read, and assigned.
 *
 * Counterpart: pypy/objspace/std/{mapdict,objectobject}.py.
 */

import { InstanceDictStorage } from "../objects/celldict.ts";
import { HashDictStorage, W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import { builtinValue, devolve, devolvedDict, W_ObjectObject } from "../objects/instance-object.ts";
import { OrderedTable } from "../objects/ordered-table.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";

/** The `__dict__` of an instance; null for instances without one. */
export function instanceDict(space: ObjSpace, w_obj: W_Root): W_Root | null {
  if (!(w_obj instanceof W_ObjectObject)) return null;
  const devolved = devolvedDict(w_obj);
  if (devolved !== null) return devolved.w_given;
  let w_dict = space.instanceDicts.get(w_obj);
  if (w_dict === undefined) {
    w_dict = new W_DictObject(new InstanceDictStorage(w_obj));
    space.instanceDicts.set(w_obj, w_dict);
  }
  return w_dict;
}

/** Assigns the `__dict__` of an instance: from now on its attributes are in that dictionary. */
export function setInstanceDict(space: ObjSpace, w_obj: W_Root, w_given: W_Root): void {
  const w_dict = builtinValue(w_given);
  if (!(w_dict instanceof W_DictObject)) {
    throw typeError(space, "setting dictionary to a non-dict");
  }
  if (!(w_obj instanceof W_ObjectObject)) {
    throw oefmt(space, space.w_AttributeError, "readonly attribute '__dict__'");
  }
  if (instanceDict(space, w_obj) === w_given) return;
  const w_old = space.instanceDicts.get(w_obj);
  if (w_old !== undefined) {
    const storage = new HashDictStorage(new OrderedTable());
    for (const [w_key, w_value] of w_old.storage.pairs(space)) {
      storage.setitem(space, w_key, w_value);
    }
    w_old.storage = storage;
    space.instanceDicts.delete(w_obj);
  }
  devolve(space, w_obj, w_dict, w_given);
}

/** `del w_obj.__dict__`: an empty one is made. */
export function deleteInstanceDict(space: ObjSpace, w_obj: W_Root): void {
  setInstanceDict(space, w_obj, space.newdict());
}

/** `w_obj.__class__ = w_class`, for classes whose instances are made alike. */
export function setClass(space: ObjSpace, w_obj: W_Root, w_class: W_Root): void {
  if (!(w_class instanceof W_TypeObject)) {
    const name = typeName(space, w_class);
    throw typeError(space, `__class__ must be set to a class, not '${name}' object`);
  }
  if (!w_class.isHeapType) {
    const message = "__class__ assignment only supported for heap types or ModuleType subclasses";
    throw typeError(space, message);
  }
  const w_old = w_obj.getclass(space);
  if (w_obj instanceof W_TypeObject) {
    if (w_class === w_old) return;
    throw typeError(space, "__class__ assignment: only for heap types");
  }
  if (!(w_obj instanceof W_ObjectObject) || !w_old.isHeapType || !haveSameLayout(w_old, w_class)) {
    throw layoutDiffers(space, "__class__", w_old, w_class);
  }
  w_obj.changeClass(w_class);
}

/** The error of an assignment between classes whose instances differ. */
export function layoutDiffers(
  space: ObjSpace,
  attribute: string,
  w_old: W_TypeObject,
  w_new: W_TypeObject,
) {
  const message = `${attribute} assignment: '${w_old.name}' object layout differs from '${w_new.name}'`;
  return typeError(space, message);
}

/** Whether an instance of one class can become one of the other. */
export function haveSameLayout(w_a: W_TypeObject, w_b: W_TypeObject): boolean {
  if (w_a.hasDict !== w_b.hasDict || w_a.weakrefable !== w_b.weakrefable) return false;
  const a = w_a.slotLayout;
  const b = w_b.slotLayout;
  if (a === b) return true;
  if (a.parent !== b.parent || a.kind !== b.kind) return false;
  return a.names.length === b.names.length && a.names.every((name, i) => name === b.names[i]);
}
