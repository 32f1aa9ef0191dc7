/**
 * Finders that programs put on `sys.meta_path`: finding a module's spec, and loading it.
 *
 * Counterpart: lib-python/3/importlib/_bootstrap.py (_find_spec, _load_unlocked). DIFFERS: only
 * finders with `find_spec` are asked.
 */

import { setattr } from "../objects/attribute-changes.ts";
import { getattr, getattr_or_null } from "../objects/attributes.ts";
import { call_function } from "../objects/call.ts";
import { importError } from "../objects/import-errors.ts";
import { makeModule } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

/** The spec that a finder gives for a module, or null. */
export function specByFinder(
  space: ObjSpace,
  w_finder: W_Root,
  name: string,
  w_path: W_Root,
): W_Root | null {
  const w_find = getattr_or_null(space, w_finder, "find_spec");
  if (w_find === null) return null;
  const w_spec = call_function(space, w_find, [newtext(name), w_path, w_None]);
  return w_spec === w_None ? null : w_spec;
}

/** The module that a finder's loader makes, or null when the finder knows none. */
export function loadByFinder(
  space: ObjSpace,
  w_finder: W_Root,
  name: string,
  w_path: W_Root,
): W_Root | null {
  const w_spec = specByFinder(space, w_finder, name, w_path);
  if (w_spec === null) return null;
  const w_loader = getattr(space, w_spec, "loader");
  if (w_loader === w_None) throw importError(space, "missing loader", name);
  const w_exec = getattr_or_null(space, w_loader, "exec_module");
  if (w_exec === null) {
    return call_function(space, getattr(space, w_loader, "load_module"), [newtext(name)]);
  }
  const w_module = moduleOfSpec(space, w_spec, w_loader, name);
  space.setitem_str(space.w_modules, name, w_module);
  try {
    call_function(space, w_exec, [w_module]);
  } catch (error) {
    space.w_modules.storage.delitem(space, newtext(name));
    throw error;
  }
  return space.w_modules.storage.getitem_str(space, name) ?? w_module;
}

/** A module with the attributes that its spec says. */
function moduleOfSpec(space: ObjSpace, w_spec: W_Root, w_loader: W_Root, name: string): W_Root {
  const w_create = getattr_or_null(space, w_loader, "create_module");
  const w_created = w_create === null ? w_None : call_function(space, w_create, [w_spec]);
  const w_module = w_created === w_None ? makeModule(name) : w_created;
  const locations = getattr(space, w_spec, "submodule_search_locations");
  setattr(space, w_module, "__name__", newtext(name));
  if (w_created === w_None) setattr(space, w_module, "__doc__", w_None);
  setattr(space, w_module, "__loader__", w_loader);
  setattr(space, w_module, "__package__", getattr(space, w_spec, "parent"));
  setattr(space, w_module, "__spec__", w_spec);
  if (locations !== w_None) setattr(space, w_module, "__path__", locations);
  if (space.is_true(getattr(space, w_spec, "has_location"))) {
    setattr(space, w_module, "__file__", getattr(space, w_spec, "origin"));
  }
  return w_module;
}
