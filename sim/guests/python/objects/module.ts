/**
 * What import statements do with a module.
 *
 * Counterpart: pypy/interpreter/pyopcode.py (import_all_from), pypy/module/imp.
 */

import { getattr, getattr_or_null } from "./attributes.ts";
import type { W_DictObject } from "./dict-object.ts";
import { oefmt } from "./errors.ts";
import { iterable_to_array } from "./iteration.ts";
import { W_Module } from "./module-object.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** `from w_module import name`. @dont_look_inside @may_force */
export function import_attribute(space: ObjSpace, w_module: W_Root, name: string): W_Root {
  const w_value = getattr_or_null(space, w_module, name);
  if (w_value !== null) return w_value;
  throw cannotImport(space, w_module, name);
}

function cannotImport(space: ObjSpace, w_module: W_Root, name: string): OperationError {
  const from = w_module instanceof W_Module ? w_module.name : "<unknown module name>";
  const w_file = getattr_or_null(space, w_module, "__file__");
  const place = w_file instanceof W_UnicodeObject ? w_file.value : "unknown location";
  const message = `cannot import name '${name}' from '${from}' (${place})`;
  return oefmt(space, space.w_ImportError, message);
}

/** `from w_module import *`. @dont_look_inside @may_force */
export function import_all(space: ObjSpace, w_module: W_Root, w_locals: W_DictObject): void {
  const w_all = getattr_or_null(space, w_module, "__all__");
  const w_dict = getattr(space, w_module, "__dict__") as W_DictObject;
  const names_w =
    w_all === null
      ? Array.from(w_dict.storage.pairs(space), ([w_name]) => w_name)
      : iterable_to_array(space, w_all, -1);
  for (const w_name of [...names_w]) {
    const name = (w_name as W_UnicodeObject).value;
    if (w_all === null && name.startsWith("_")) continue;
    w_locals.storage.setitem_str(space, name, getattr(space, w_module, name));
  }
}
