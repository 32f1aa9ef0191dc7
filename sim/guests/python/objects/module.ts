/**
 * What import statements do with a module.
 *
 * Counterpart: pypy/interpreter/pyopcode.py (import_all_from), pypy/module/imp.
 */

import { getattr, getattr_or_null } from "./attributes.ts";
import type { W_DictObject } from "./dict-object.ts";
import { typeError } from "./errors.ts";
import { importError } from "./import-errors.ts";
import { setitem } from "./items.ts";
import { iterable_to_array } from "./unpack.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import { str_w } from "./text.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** `from w_module import name`. @dont_look_inside @may_force */
export function import_attribute(space: ObjSpace, w_module: W_Root, name: string): W_Root {
  const w_value = getattr_or_null(space, w_module, name);
  if (w_value !== null) return w_value;
  const w_from = getattr_or_null(space, w_module, "__name__");
  const from = w_from instanceof W_UnicodeObject ? w_from.value : null;
  if (from !== null) {
    const w_submodule = space.w_modules.storage.getitem_str(space, `${from}.${name}`);
    if (w_submodule !== null) return w_submodule;
  }
  throw cannotImport(space, w_module, from, name);
}

function cannotImport(
  space: ObjSpace,
  w_module: W_Root,
  from: string | null,
  name: string,
): OperationError {
  const w_file = getattr_or_null(space, w_module, "__file__");
  const place = w_file instanceof W_UnicodeObject ? w_file.value : "unknown location";
  const isPartial = space.initializing.has(w_module);
  const kind = isPartial ? "partially initialized module " : "";
  const why = isPartial ? " (most likely due to a circular import)" : "";
  const shown = from === null ? "'<unknown module name>'" : `'${from}'`;
  const message = `cannot import name '${name}' from ${kind}${shown}${why} (${place})`;
  return importError(space, message, from ?? "<unknown module name>", place);
}

/** `from w_module import *`. @dont_look_inside @may_force */
export function import_all(space: ObjSpace, w_module: W_Root, w_locals: W_Root): void {
  const w_all = getattr_or_null(space, w_module, "__all__");
  const w_dict = getattr(space, w_module, "__dict__") as W_DictObject;
  const names_w =
    w_all === null
      ? Array.from(w_dict.storage.pairs(space), ([w_name]) => w_name)
      : iterable_to_array(space, w_all, -1);
  for (const w_name of [...names_w]) {
    if (!(w_name instanceof W_UnicodeObject)) {
      const where = w_all === null ? "Key in %.__dict__" : "Item in %.__all__";
      const type = w_name.getclass(space).name;
      const shown = where.replace("%", str_w(space, getattr(space, w_module, "__name__")));
      throw typeError(space, `${shown} must be str, not ${type}`);
    }
    const name = w_name.value;
    if (w_all === null && name.startsWith("_")) continue;
    setitem(space, w_locals, w_name, getattr(space, w_module, name));
  }
}
