/**
 * Read-only views of mappings, as the `__dict__` of a class is.
 *
 * Counterpart: pypy/objspace/std/dictproxyobject.py.
 */

import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_MappingProxy extends W_Root {
  readonly w_mapping: W_Root;

  constructor(w_mapping: W_Root) {
    super();
    this.w_mapping = w_mapping;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_mappingproxy;
  }
}
