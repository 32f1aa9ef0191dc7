/**
 * The values of which there is only one each: None, Ellipsis, NotImplemented. They have no state,
 * so every run shares them.
 *
 * Counterpart: pypy/objspace/std/noneobject.py, pypy/interpreter/special.py.
 */

import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_NoneObject extends W_Root {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_nonetype;
  }
}

export class W_EllipsisObject extends W_Root {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_ellipsistype;
  }
}

export class W_NotImplementedObject extends W_Root {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_notimplementedtype;
  }
}

export const w_None = new W_NoneObject();
export const w_Ellipsis = new W_EllipsisObject();
export const w_NotImplemented = new W_NotImplementedObject();
