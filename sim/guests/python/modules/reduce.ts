/**
 * `__reduce__` and `__reduce_ex__` of `object`, which `copy` works by. The work is done in Python,
 * in lib/copyreg.py.
 *
 * Counterpart: pypy/objspace/std/objectobject.py.
 */

import { getattr, getattr_or_null } from "../objects/attributes.ts";
import { call_function, lookup } from "../objects/call.ts";
import type { W_ComplexObject } from "../objects/complex-object.ts";
import { newfloat } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newint } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist } from "../objects/list-object.ts";
import { toHostInteger } from "../objects/slices.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
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

/** What built-in types tell of their values, so that instances of subclasses can be made again. */
export function installNewArguments(space: ObjSpace): void {
  const { w_int, w_float, w_complex, w_unicode, w_bytes, w_tuple, w_set, w_frozenset } = space;
  method(w_complex, "__getnewargs__", "self, /", (_, [w_self]) => {
    const { real, imag } = builtinValue(w_self!) as W_ComplexObject;
    return new W_TupleObject([newfloat(real), newfloat(imag)]);
  });
  for (const w_type of [w_int, w_float, w_unicode, w_bytes, w_tuple]) {
    method(
      w_type,
      "__getnewargs__",
      "self, /",
      (_, [w_self]) => new W_TupleObject([builtinValue(w_self!)]),
    );
  }
  for (const w_type of [w_set, w_frozenset]) {
    method(w_type, "__reduce__", "self, /", (s, [w_self]) => {
      const w_items = newlist(iterable_to_array(s, builtinValue(w_self!), -1));
      const w_dict = getattr_or_null(s, w_self!, "__dict__") ?? w_None;
      return new W_TupleObject([w_self!.getclass(s), new W_TupleObject([w_items]), w_dict]);
    });
  }
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
