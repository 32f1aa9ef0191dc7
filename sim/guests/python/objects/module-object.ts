/**
 * Modules.
 *
 * Counterpart: pypy/interpreter/module.py.
 */

import { ModuleDictStorage } from "./celldict.ts";
import { W_DictObject } from "./dict-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_Module extends W_Root {
  name: string;
  readonly namespace: ModuleDictStorage;
  readonly w_dict: W_DictObject;

  constructor(name: string, namespace: ModuleDictStorage, w_dict: W_DictObject) {
    super();
    this.name = name;
    this.namespace = namespace;
    this.w_dict = w_dict;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_module;
  }

  override getown(space: ObjSpace, name: string): W_Root | null {
    return this.namespace.getitem_str(space, name);
  }

  override setown(space: ObjSpace, name: string, w_value: W_Root): boolean {
    this.namespace.setitem_str(space, name, w_value);
    return true;
  }

  override delown(_space: ObjSpace, name: string): boolean {
    return this.namespace.delitem_str(name);
  }

  override takes_own_attributes(): boolean {
    return true;
  }
}

/** A module with an empty namespace. */
export function makeModule(name: string): W_Module {
  const namespace = new ModuleDictStorage();
  return new W_Module(name, namespace, new W_DictObject(namespace));
}
