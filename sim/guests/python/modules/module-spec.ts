/**
 * `__spec__` and `__loader__` of modules: plain objects that say where a module came from.
 *
 * Counterpart: lib-python/3/importlib/_bootstrap.py (ModuleSpec). DIFFERS: loaders only describe.
 */

import { getattr } from "../objects/attributes.ts";
import { W_ObjectObject } from "../objects/instance-object.ts";
import { newbool } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString, str_w } from "../objects/text.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { classMethod, getset, method } from "./define.ts";

/** The types of one run. */
export class SpecTypes {
  readonly w_spec: W_TypeObject;
  readonly w_file_loader: W_TypeObject;
  readonly w_builtin_loader: W_TypeObject;
  readonly w_namespace_loader: W_TypeObject;
  /** The finder of files in `sys.path`. */
  readonly w_path_finder: W_TypeObject;

  constructor(space: ObjSpace) {
    this.w_spec = plainType(space, "ModuleSpec", "_frozen_importlib");
    this.w_file_loader = plainType(space, "SourceFileLoader", "_frozen_importlib_external");
    this.w_builtin_loader = plainType(space, "BuiltinImporter", "_frozen_importlib");
    const external = "_frozen_importlib_external";
    this.w_namespace_loader = plainType(space, "_NamespaceLoader", external);
    this.w_path_finder = plainType(space, "PathFinder", external);
    classMethod(this.w_path_finder, "invalidate_caches", "cls", () => w_None);
    classMethod(this.w_namespace_loader, "is_package", "cls, fullname", () => newbool(true));
    installSpec(this.w_spec);
    method(this.w_spec, "__init__", SPEC_SIGNATURE, (s, args) => initSpec(s, args));
    method(
      this.w_file_loader,
      "__init__",
      "self, fullname, path",
      (_, [w_self, w_name, w_path]) => {
        const loader = w_self as W_ObjectObject;
        loader.setdictvalue("name", w_name!);
        loader.setdictvalue("path", w_path!);
        return w_None;
      },
    );
    method(this.w_file_loader, "is_package", "self, fullname", (s, [w_self]) =>
      newbool(str_w(s, getattr(s, w_self!, "path")).endsWith("__init__.py")),
    );
    method(this.w_file_loader, "get_filename", "self, name=", (s, [w_self]) =>
      getattr(s, w_self!, "path"),
    );
    classMethod(this.w_builtin_loader, "is_package", "cls, fullname", () => newbool(false));
  }

  /** The spec of a module read from `file`. */
  ofFile(space: ObjSpace, name: string, file: string, packagePath: string | null): W_ObjectObject {
    const w_loader = new W_ObjectObject(this.w_file_loader.terminator, []);
    w_loader.setdictvalue("name", newtext(name));
    w_loader.setdictvalue("path", newtext(file));
    const w_spec = this.make(space, name, w_loader, newtext(file));
    if (packagePath !== null) {
      w_spec.setdictvalue("submodule_search_locations", newlist([newtext(packagePath)]));
    }
    w_spec.setdictvalue("cached", newtext(cachedName(file)));
    w_spec.setdictvalue("has_location", newbool(true));
    return w_spec;
  }

  /** The spec of a package without `__init__.py`: folders. */
  ofFolders(space: ObjSpace, name: string, folders: readonly string[]): W_ObjectObject {
    const w_loader = new W_ObjectObject(this.w_namespace_loader.terminator, []);
    const w_spec = this.make(space, name, w_loader, w_None);
    const w_folders = newlist(folders.map((folder) => newtext(folder)));
    w_spec.setdictvalue("submodule_search_locations", w_folders);
    return w_spec;
  }

  /** The spec of a module with host code. */
  ofBuiltin(space: ObjSpace, name: string): W_ObjectObject {
    return this.make(space, name, this.w_builtin_loader, newtext("built-in"));
  }

  private make(space: ObjSpace, name: string, w_loader: W_Root, w_origin: W_Root): W_ObjectObject {
    const w_spec = new W_ObjectObject(this.w_spec.terminator, []);
    initSpec(space, [w_spec, newtext(name), w_loader, w_origin, null, null]);
    return w_spec;
  }
}

const SPEC_SIGNATURE = "self, name, loader, *, origin=, loader_state=, is_package=";

function initSpec(
  space: ObjSpace,
  [w_self, w_name, w_loader, w_origin, w_state, w_is_package]: readonly (W_Root | null)[],
): W_Root {
  const w_spec = w_self as W_ObjectObject;
  const isPackage = (w_is_package ?? null) !== null && space.is_true(w_is_package!);
  w_spec.setdictvalue("name", w_name!);
  w_spec.setdictvalue("loader", w_loader!);
  w_spec.setdictvalue("origin", w_origin ?? w_None);
  w_spec.setdictvalue("loader_state", w_state ?? w_None);
  w_spec.setdictvalue("submodule_search_locations", isPackage ? newlist([]) : w_None);
  w_spec.setdictvalue("cached", w_None);
  w_spec.setdictvalue("has_location", newbool(false));
  return w_None;
}

function plainType(space: ObjSpace, name: string, module: string): W_TypeObject {
  const { w_object } = space;
  const w_type = new W_TypeObject(name, [w_object], w_object.mro_w, "object", false, null, true);
  w_type.w_module = newtext(module);
  return w_type;
}

function installSpec(w_spec: W_TypeObject): void {
  getset(w_spec, "parent", (s, w_obj) => {
    const name = str_w(s, getattr(s, w_obj, "name"));
    const isPackage = getattr(s, w_obj, "submodule_search_locations") !== w_None;
    return newtext(isPackage ? name : parentName(name));
  });
  method(w_spec, "__repr__", "self, /", (s, [w_self]) => {
    const attribute = (name: string): W_Root => getattr(s, w_self!, name);
    const parts = ["name", "loader"].map((name) => `${name}=${readString(s, attribute(name))}`);
    for (const name of ["origin", "submodule_search_locations"]) {
      const w_value = attribute(name);
      if (w_value !== w_None) parts.push(`${name}=${readString(s, w_value)}`);
    }
    return newtext(`ModuleSpec(${parts.join(", ")})`);
  });
}

/** The package that a dotted name is in, or "". */
export function parentName(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf("."), 0));
}

/** Where PyPy would keep the compiled form of a file. */
export function cachedName(file: string): string {
  const cut = file.lastIndexOf("/") + 1;
  return `${file.slice(0, cut)}__pycache__/${file.slice(cut).replace(/\.py$/, "")}.pypy39.pyc`;
}

/** `_frozen_importlib` and `_frozen_importlib_external`: the homes of these types. */
export function makeSpecModule(space: ObjSpace, types: SpecTypes, name: string): W_Module {
  const w_module = makeModule(name);
  w_module.namespace.setitem_str(space, "__name__", newtext(name));
  const { w_spec, w_builtin_loader, w_file_loader, w_namespace_loader, w_path_finder } = types;
  const exported = [w_spec, w_builtin_loader, w_file_loader, w_namespace_loader, w_path_finder];
  for (const w_type of exported) {
    if (str_w(space, w_type.w_module!) === name) {
      w_module.namespace.setitem_str(space, w_type.name, w_type);
    }
  }
  return w_module;
}
