/**
 * Importing: modules with host code, the program's own files, the library, granted folders.
 *
 * Counterpart: lib-python/3/importlib/_bootstrap.py, pypy/module/imp/importing.py. DIFFERS: host
 * code, so that a program that imports little starts fast; `sys.path_hooks` are not asked.
 */

import { compileModule } from "../compiler/compile.ts";
import { frame_of_body } from "../interp/function.ts";
import { PyCode } from "../interp/pycode.ts";
import { setattr } from "../objects/attribute-changes.ts";
import { getattr, getattr_or_null } from "../objects/attributes.ts";
import { ModuleDictStorage } from "../objects/celldict.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, valueError } from "../objects/errors.ts";
import { importError, moduleNotFound } from "../objects/import-errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { isError, iterate } from "../objects/iteration.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist, W_ListObject } from "../objects/list-object.ts";
import { makeModule, W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString, str_w } from "../objects/text.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { decodeSource } from "../parser/decode-source.ts";
import { classMethod, isMissing } from "./define.ts";
import { codeOfFile } from "./library.ts";
import { loadByFinder, specByFinder } from "./meta-path.ts";
import { type FoundSource, ModuleFinder } from "./module-finder.ts";
import { cachedName, makeSpecModule, parentName, SpecTypes } from "./module-spec.ts";
import { raisingSyntaxErrors } from "./syntax-error.ts";

/** Modules with host code, made at the first import. */
export type ModuleMakers = ReadonlyMap<string, (space: ObjSpace) => W_Module>;

/** Imports modules for one run. */
export class Importer {
  private readonly space: ObjSpace;
  private readonly makers: ModuleMakers;
  readonly finder: ModuleFinder;
  private specTypes: SpecTypes | null = null;

  constructor(space: ObjSpace, makers: ModuleMakers, folder: string) {
    this.space = space;
    this.makers = makers;
    this.finder = new ModuleFinder(space, folder);
  }

  /** Names of the modules with host code. */
  builtinNames(): string[] {
    return ["builtins", "sys", ...this.makers.keys()];
  }

  private specs(): SpecTypes {
    this.specTypes ??= this.makeSpecs();
    return this.specTypes;
  }

  private makeSpecs(): SpecTypes {
    const types = new SpecTypes(this.space);
    const signature = "cls, fullname, path=, target=";
    classMethod(types.w_builtin_loader, "find_spec", signature, (s, [, w_name]) => {
      const name = str_w(s, w_name!);
      return this.builtinNames().includes(name) ? types.ofBuiltin(s, name) : w_None;
    });
    classMethod(types.w_path_finder, "find_spec", signature, (s, [, w_name, w_path]) => {
      const w_folders = isMissing(w_path) ? null : w_path!;
      return this.findFile(str_w(s, w_name!), w_folders) ?? w_None;
    });
    return types;
  }

  /** `__import__`. */
  importName(
    name: string,
    w_globals: W_DictObject | null,
    w_fromlist: W_Root,
    level: number,
  ): W_Root {
    const { space } = this;
    if (level === 0 && name === "") throw valueError(space, "Empty module name");
    const absolute = level === 0 ? name : this.absoluteName(name, w_globals, level);
    const w_module = this.importModule(absolute);
    if (space.is_true(w_fromlist)) {
      if (getattr_or_null(space, w_module, "__path__") !== null) {
        this.importFromList(w_module, w_fromlist, false);
      }
      return w_module;
    }
    if (level === 0) return this.importModule(name.split(".")[0]!);
    if (name === "") return w_module;
    const cut = absolute.length - (name.length - name.split(".")[0]!.length);
    return this.importModule(absolute.slice(0, cut));
  }

  /** The name that a relative import means. */
  private absoluteName(name: string, w_globals: W_DictObject | null, level: number): string {
    const { space } = this;
    const from = this.packageOf(w_globals);
    if (from === "") {
      throw importError(space, "attempted relative import with no known parent package");
    }
    return resolveName(space, name, from, level);
  }

  /** The package of the code with these globals. */
  private packageOf(w_globals: W_DictObject | null): string {
    const { space } = this;
    const get = (key: string): W_Root =>
      w_globals === null ? w_None : (w_globals.storage.getitem_str(space, key) ?? w_None);
    const w_package = get("__package__");
    if (w_package !== w_None) {
      if (w_package instanceof W_UnicodeObject) return w_package.value;
      throw typeError(space, "__package__ not set to a string");
    }
    const w_spec = get("__spec__");
    if (w_spec !== w_None) return str_w(space, getattr(space, w_spec, "parent"));
    const w_name = get("__name__");
    if (w_name === w_None) throw oefmt(space, space.w_KeyError, "__name__");
    const text = str_w(space, w_name);
    return get("__path__") === w_None ? parentName(text) : text;
  }

  /** Imports the submodules that a from-list names. */
  private importFromList(w_module: W_Root, w_fromlist: W_Root, isAll: boolean): void {
    const { space } = this;
    const name = str_w(space, getattr(space, w_module, "__name__"));
    for (const w_item of iterate(space, w_fromlist)) {
      const w_text = builtinValue(w_item);
      if (!(w_text instanceof W_UnicodeObject)) {
        const where = isAll ? `${name}.__all__` : "``from list''";
        const type = w_item.getclass(space).name;
        throw typeError(space, `Item in ${where} must be str, not ${type}`);
      }
      if (w_text.value === "*") {
        const w_all = isAll ? null : getattr_or_null(space, w_module, "__all__");
        if (w_all !== null) this.importFromList(w_module, w_all, true);
      } else if (getattr_or_null(space, w_module, w_text.value) === null) {
        this.importOptional(`${name}.${w_text.value}`);
      }
    }
  }

  /** Imports a module unless there is none of this very name. */
  private importOptional(name: string): void {
    const { space } = this;
    try {
      this.importModule(name);
    } catch (error) {
      if (!isError(space, error, "ModuleNotFoundError")) throw error;
      const w_missing = getattr(space, error.w_value, "name");
      const isThis = w_missing instanceof W_UnicodeObject && w_missing.value === name;
      const isBlocked = space.w_modules.storage.getitem_str(space, name) === w_None;
      if (!isThis || isBlocked) throw error;
    }
  }

  /** `import name`; the module of the whole dotted name. */
  importModule(name: string): W_Root {
    const { space } = this;
    const w_loaded = this.loaded(name);
    if (w_loaded !== null) return w_loaded;
    const parent = parentName(name);
    if (parent === "") return this.loadModule(name, w_None);
    const w_parent = this.importModule(parent);
    const w_now = this.loaded(name);
    if (w_now !== null) return w_now;
    const w_path = getattr_or_null(space, w_parent, "__path__");
    if (w_path === null) {
      const message = `No module named '${name}'; '${parent}' is not a package`;
      throw moduleNotFound(space, message, name);
    }
    const w_module = this.loadModule(name, w_path);
    setattr(space, w_parent, name.slice(parent.length + 1), w_module);
    return w_module;
  }

  private loaded(name: string): W_Root | null {
    const { space } = this;
    const w_loaded = space.w_modules.storage.getitem_str(space, name);
    if (w_loaded !== w_None) return w_loaded;
    throw moduleNotFound(space, `import of ${name} halted; None in sys.modules`, name);
  }

  private searchPath(): string[] {
    return this.entries(this.space.sysAttribute("path"));
  }

  private entries(w_path: W_Root): string[] {
    if (!(builtinValue(w_path) instanceof W_ListObject)) return [];
    const items_w = [...iterate(this.space, w_path)];
    return items_w.flatMap((w_item) => (w_item instanceof W_UnicodeObject ? [w_item.value] : []));
  }

  /** What `sys.meta_path` starts as. */
  initialFinders(): W_Root[] {
    const { w_builtin_loader, w_path_finder } = this.specs();
    return [w_builtin_loader, w_path_finder];
  }

  /** Loads a module by the first finder that knows it; `w_path` is that of its package, or None. */
  private loadModule(name: string, w_path: W_Root): W_Root {
    const { space } = this;
    const { w_builtin_loader, w_path_finder } = this.specs();
    for (const w_finder of iterable_to_array(space, space.sysAttribute("meta_path"), -1)) {
      let w_module: W_Root | null;
      if (w_finder === w_builtin_loader) w_module = this.makeBuiltin(name);
      else if (w_finder === w_path_finder) w_module = this.loadFile(name, w_path);
      else w_module = loadByFinder(space, w_finder, name, w_path);
      if (w_module !== null) return w_module;
    }
    throw moduleNotFound(space, `No module named '${name}'`, name);
  }

  /** Loads a module from a file or folder in `w_path`, by default in `sys.path`. */
  private loadFile(name: string, w_path: W_Root): W_Root | null {
    const { space } = this;
    const entries = w_path === w_None ? this.searchPath() : this.entries(w_path);
    const last = name.slice(name.lastIndexOf(".") + 1);
    const found = this.finder.find(last, entries);
    if (found === null) return this.loadFolders(name, this.finder.findFolders(last, entries));
    const w_module = makeModule(name);
    this.initModule(w_module, name, found);
    space.setitem_str(space.w_modules, name, w_module);
    try {
      this.runSource(w_module, found);
    } catch (error) {
      space.w_modules.storage.delitem(space, newtext(name));
      throw error;
    }
    return space.w_modules.storage.getitem_str(space, name) ?? w_module;
  }

  /** A namespace package. */
  private loadFolders(name: string, folders: readonly string[]): W_Root | null {
    if (folders.length === 0) return null;
    const { space } = this;
    const w_module = makeModule(name);
    const w_spec = this.specs().ofFolders(space, name, folders);
    const set = (key: string, w_value: W_Root): void =>
      w_module.namespace.setitem_str(space, key, w_value);
    set("__name__", newtext(name));
    set("__doc__", w_None);
    set("__package__", newtext(name));
    set("__loader__", getattr(space, w_spec, "loader"));
    set("__spec__", w_spec);
    set("__file__", w_None);
    set("__path__", getattr(space, w_spec, "submodule_search_locations"));
    space.setitem_str(space.w_modules, name, w_module);
    return w_module;
  }

  private makeBuiltin(name: string): W_Module | null {
    const { space } = this;
    const isSpec = name === "_frozen_importlib" || name === "_frozen_importlib_external";
    const maker = this.makers.get(name);
    if (maker === undefined && !isSpec) return null;
    const w_module = isSpec ? makeSpecModule(space, this.specs(), name) : maker!(space);
    this.describeBuiltin(w_module);
    space.setitem_str(space.w_modules, name, w_module);
    return w_module;
  }

  /** Gives a module with host code the attributes that every module has. */
  describeBuiltin(w_module: W_Module): void {
    const { space } = this;
    const set = (key: string, w_value: W_Root): void => {
      if (w_module.namespace.getitem_str(space, key) !== null) return;
      w_module.namespace.setitem_str(space, key, w_value);
    };
    const w_spec = this.specs().ofBuiltin(space, w_module.name);
    set("__name__", newtext(w_module.name));
    set("__doc__", w_None);
    set("__package__", newtext(parentName(w_module.name)));
    set("__loader__", getattr(space, w_spec, "loader"));
    set("__spec__", w_spec);
  }

  private initModule(w_module: W_Module, name: string, found: FoundSource): void {
    const { space } = this;
    const { file, packagePath } = found;
    const set = (key: string, w_value: W_Root): void =>
      w_module.namespace.setitem_str(space, key, w_value);
    const w_spec = this.specs().ofFile(space, name, file, packagePath);
    set("__name__", newtext(name));
    set("__doc__", w_None);
    set("__package__", newtext(packagePath === null ? parentName(name) : name));
    set("__loader__", getattr(space, w_spec, "loader"));
    set("__spec__", w_spec);
    if (packagePath !== null) set("__path__", newlist([newtext(packagePath)]));
    set("__file__", newtext(file));
    set("__cached__", newtext(cachedName(file)));
    set("__builtins__", space.w_modules.storage.getitem_str(space, "builtins") ?? w_None);
  }

  /** Runs source text as the body of a module. */
  private runSource(w_module: W_Module, found: FoundSource): void {
    const { space } = this;
    const template = raisingSyntaxErrors(space, () => {
      const source = decodeSource(found.bytes, found.file);
      space.sources.set(found.file, source);
      return codeOfFile(found.file, () => compileModule(source, found.file));
    });
    const { w_dict, namespace } = w_module;
    const code = new PyCode(space, template, w_dict, namespace);
    space.initializing.add(w_module);
    try {
      space.executor.execute_frame(space, frame_of_body(code, [], w_dict, null));
    } finally {
      space.initializing.delete(w_module);
    }
  }

  /** `importlib.reload`: runs a module's source again in its namespace. */
  reload(w_module: W_Root): W_Root {
    const { space } = this;
    if (!(w_module instanceof W_Module)) {
      throw typeError(space, "reload() argument must be a module");
    }
    const name = str_w(space, getattr(space, w_module, "__name__"));
    if (space.w_modules.storage.getitem_str(space, name) !== w_module) {
      throw importError(space, `module ${name} not in sys.modules`, name);
    }
    if (this.makers.has(name) || name === "sys" || name === "builtins") return w_module;
    const parent = parentName(name);
    const entries =
      parent === ""
        ? this.searchPath()
        : this.entries(getattr(space, this.importModule(parent), "__path__"));
    const found = this.finder.find(name.slice(name.lastIndexOf(".") + 1), entries);
    if (found === null) {
      throw moduleNotFound(
        space,
        `spec not found for the module ${readString(space, newtext(name))}`,
        name,
      );
    }
    this.initModule(w_module, name, found);
    this.runSource(w_module, found);
    return space.w_modules.storage.getitem_str(space, name) ?? w_module;
  }

  /** The spec of a module that could be imported, or None. */
  findSpec(name: string): W_Root {
    const { space } = this;
    const w_loaded = space.w_modules.storage.getitem_str(space, name);
    if (w_loaded !== null && w_loaded !== w_None) {
      const w_spec = getattr_or_null(space, w_loaded, "__spec__");
      if (w_spec !== null && w_spec !== w_None) return w_spec;
      throw valueError(space, `${name}.__spec__ is ${w_spec === null ? "not set" : "None"}`);
    }
    const parent = parentName(name);
    const w_path =
      parent === "" ? null : getattr_or_null(space, this.importModule(parent), "__path__");
    if (parent !== "" && w_path === null) {
      const message = `__path__ attribute not found on '${parent}' while trying to find '${name}'`;
      throw moduleNotFound(space, message, name);
    }
    const { w_builtin_loader, w_path_finder } = this.specs();
    for (const w_finder of iterable_to_array(space, space.sysAttribute("meta_path"), -1)) {
      let w_spec: W_Root | null = null;
      if (w_finder === w_builtin_loader) {
        if (this.makers.has(name)) w_spec = this.specs().ofBuiltin(space, name);
      } else if (w_finder === w_path_finder) w_spec = this.findFile(name, w_path);
      else w_spec = specByFinder(space, w_finder, name, w_path ?? w_None);
      if (w_spec !== null) return w_spec;
    }
    return w_None;
  }

  private findFile(name: string, w_path: W_Root | null): W_Root | null {
    const { space } = this;
    const entries = w_path === null ? this.searchPath() : this.entries(w_path);
    const last = name.slice(name.lastIndexOf(".") + 1);
    const found = this.finder.find(last, entries);
    if (found !== null) return this.specs().ofFile(space, name, found.file, found.packagePath);
    const folders = this.finder.findFolders(last, entries);
    return folders.length === 0 ? null : this.specs().ofFolders(space, name, folders);
  }
}

/** `name` seen from package `from`, `level` dots up. */
export function resolveName(space: ObjSpace, name: string, from: string, level: number): string {
  const parts = from.split(".");
  if (parts.length < level) {
    throw importError(space, "attempted relative import beyond top-level package");
  }
  const base = parts.slice(0, parts.length - level + 1).join(".");
  return name === "" ? base : `${base}.${name}`;
}

/** An empty namespace with its dictionary. */
export function makeNamespace(): { namespace: ModuleDictStorage; w_dict: W_DictObject } {
  const namespace = new ModuleDictStorage();
  return { namespace, w_dict: new W_DictObject(namespace) };
}
