/**
 * `__reduce__` and `__reduce_ex__` of `object`, which `copy` works by. The work is done in Python,
 * in lib/copyreg.py.
 *
 * Counterpart: pypy/objspace/std/objectobject.py.
 */

import { getattr } from "../objects/attributes.ts";
import { call_function, lookup } from "../objects/call.ts";
import { newint } from "../objects/int-object.ts";
import { toHostInteger } from "../objects/slices.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { method } from "./define.ts";

/** Adds both methods. */
export function installReduce(w_object: W_TypeObject): void {
  method(w_object, "__reduce__", "self, /", (s, [w_self]) => reduce(s, w_self!, 0));
  method(w_object, "__reduce_ex__", "self, proto, /", (s, [w_self, w_proto]) => {
    const w_reduce = lookup(s, w_self!, "__reduce__");
    if (w_reduce !== null && w_reduce !== w_object.dict_w.get("__reduce__")) {
      return call_function(s, getattr(s, w_self!, "__reduce__"), []);
    }
    return reduce(s, w_self!, toHostInteger(s, w_proto!));
  });
}

function reduce(space: ObjSpace, w_obj: W_Root, protocol: number): W_Root {
  const w_copyreg = importModule(space, "copyreg");
  const w_function = getattr(space, w_copyreg, protocol < 2 ? "_reduce_ex" : "_reduce_2");
  return call_function(space, w_function, [w_obj, newint(protocol)]);
}

/** A module of the library, imported by the program's own `__import__`. */
export function importModule(space: ObjSpace, name: string): W_Root {
  const w_import = space.builtins.getitem_str(space, "__import__") ?? w_None;
  return call_function(space, w_import, [space.newtext(name)]);
}
