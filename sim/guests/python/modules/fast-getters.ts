/**
 * Traced parts of computed attributes: those of exceptions that handlers ask for, and the class.
 *
 * Counterpart: the GetSetProperty objects of pypy/module/exceptions/interp_exceptions.py and
 * pypy/objspace/std/objectobject.py.
 */

import { FastCode } from "../objects/fast-code.ts";
import { W_BaseException } from "../objects/base-exception.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_Root } from "../objects/w-root.ts";

export class FastArgs extends FastCode {
  override call1(_space: ObjSpace, w_obj: W_Root): W_Root | null {
    return w_obj instanceof W_BaseException ? new W_TupleObject(w_obj.args_w) : null;
  }
}

export class FastClass extends FastCode {
  override call1(space: ObjSpace, w_obj: W_Root): W_Root | null {
    return w_obj.getclass(space);
  }
}

export const FAST_EXCEPTION_GETTERS: readonly (readonly [string, FastCode])[] = [
  ["args", new FastArgs()],
];

export const FAST_OBJECT_GETTERS: readonly (readonly [string, FastCode])[] = [
  ["__class__", new FastClass()],
];
