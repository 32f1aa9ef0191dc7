/**
 * The type mappingproxy: everything but changes goes to the mapping behind.
 *
 * Counterpart: pypy/objspace/std/dictproxyobject.py.
 */

import { or_ } from "../objects/arithmetic.ts";
import { call_method } from "../objects/attributes.ts";
import { call_special, lookup } from "../objects/call.ts";
import { COMPARE_METHODS, compare } from "../objects/compare.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { contains, getitem, len_w } from "../objects/items.ts";
import { iter } from "../objects/iteration.ts";
import { W_ListObject } from "../objects/list-object.ts";
import { W_MappingProxy } from "../objects/mapping-proxy.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString, str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { method, staticMethod } from "./define.ts";

function behind(w_obj: W_Root | null | undefined): W_Root {
  return w_obj instanceof W_MappingProxy ? w_obj.w_mapping : w_obj!;
}

function isMapping(space: ObjSpace, w_obj: W_Root): boolean {
  if (w_obj instanceof W_DictObject) return true;
  if (w_obj instanceof W_ListObject || w_obj instanceof W_TupleObject) return false;
  return lookup(space, w_obj, "__getitem__") !== null;
}

/** Fills mappingproxy. */
export function installMappingProxy(space: ObjSpace): void {
  const { w_mappingproxy: w_type } = space;
  w_type.acceptsSubclasses = false;
  staticMethod(w_type, "__new__", "type, mapping", (s, [, w_mapping]) => {
    if (isMapping(s, w_mapping!)) return new W_MappingProxy(w_mapping!);
    const name = typeName(s, w_mapping!);
    throw typeError(s, `mappingproxy() argument must be a mapping, not ${name}`);
  });
  method(w_type, "__len__", "self, /", (s, [w_p]) => newint(len_w(s, behind(w_p))));
  method(w_type, "__getitem__", "self, key, /", (s, [w_p, w_key]) =>
    getitem(s, behind(w_p), w_key!),
  );
  method(w_type, "__contains__", "self, key, /", (s, [w_p, w_key]) =>
    newbool(contains(s, behind(w_p), w_key!)),
  );
  method(w_type, "__iter__", "self, /", (s, [w_p]) => iter(s, behind(w_p)));
  method(
    w_type,
    "__reversed__",
    "self, /",
    (s, [w_p]) => call_special(s, behind(w_p), "__reversed__", [])!,
  );
  method(w_type, "__str__", "self, /", (s, [w_p]) => newtext(str_w(s, behind(w_p))));
  method(w_type, "__repr__", "self, /", (s, [w_p]) =>
    newtext(`mappingproxy(${readString(s, behind(w_p))})`),
  );
  method(w_type, "get", "self, key, default=", (s, [w_p, w_key, w_default]) =>
    call_method(s, behind(w_p), "get", w_default === null ? [w_key!] : [w_key!, w_default!]),
  );
  for (const name of ["keys", "values", "items", "copy"]) {
    method(w_type, name, "self", (s, [w_p]) => call_method(s, behind(w_p), name, []));
  }
  method(w_type, "__or__", "self, other, /", (s, [w_p, w_o]) => or_(s, behind(w_p), behind(w_o)));
  method(w_type, "__ror__", "self, other, /", (s, [w_p, w_o]) => or_(s, behind(w_o), behind(w_p)));
  method(w_type, "__ior__", "self, other, /", (s) => {
    throw typeError(s, "'|=' is not supported by mappingproxy; use '|' instead");
  });
  COMPARE_METHODS.forEach((name, op) => {
    method(w_type, name, "self, other, /", (s, [w_p, w_other]) =>
      compare(s, op, behind(w_p), w_other!),
    );
  });
  w_type.dict_w.set("__hash__", w_None);
}
