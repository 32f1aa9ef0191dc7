/**
 * Importing: built-in modules, and the program's own files.
 *
 * Counterpart: pypy/module/imp/importing.py.
 */

import { compileModule } from "../compiler/compile.ts";
import { frame_of_body } from "../interp/function.ts";
import { PyCode } from "../interp/pycode.ts";
import { ModuleDictStorage } from "../objects/celldict.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { oefmt, unsupported } from "../objects/errors.ts";
import { bigintOrNull } from "../objects/int-object.ts";
import { makeModule, W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext, type W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { moduleFunction } from "./define.ts";
import { LIBRARY_NAME, readLibraryFile } from "./library.ts";
import { PythonSyntaxError } from "../parser/source-text.ts";

/** Modules with host code, made at the first import. */
export type ModuleMakers = ReadonlyMap<string, (space: ObjSpace) => W_Module>;

/** The source text of a module; `file` is its name in messages. */
interface FoundSource {
  readonly source: string;
  readonly file: string;
  readonly isPackage: boolean;
}

function readFrom(
  read: (file: string) => Uint8Array | null,
  folder: string,
  path: string,
): FoundSource | null {
  for (const [ending, isPackage] of [
    [".py", false],
    ["/__init__.py", true],
  ] as const) {
    const bytes = read(path + ending);
    if (bytes === null) continue;
    const source = new TextDecoder().decode(bytes);
    return { source, file: folder + path + ending, isPackage };
  }
  return null;
}

/** Imports modules for one run. */
export class Importer {
  private readonly space: ObjSpace;
  private readonly makers: ModuleMakers;
  private readonly folder: string;

  constructor(space: ObjSpace, makers: ModuleMakers, folder: string) {
    this.space = space;
    this.makers = makers;
    this.folder = folder;
  }

  /** Runs source text as the body of a module. */
  runSource(source: string, filename: string, w_module: W_Module): void {
    const { space } = this;
    space.sources.set(filename, source);
    const template = compileModule(source, filename);
    const { w_dict, namespace } = w_module;
    const code = new PyCode(space, template, w_dict, namespace);
    space.executor.execute_frame(space, frame_of_body(code, [], w_dict, null));
  }

  /** `import name`; the module of the whole dotted name. */
  importModule(name: string): W_Module {
    const { space } = this;
    const w_loaded = space.w_modules.storage.getitem_str(space, name);
    if (w_loaded instanceof W_Module) return w_loaded;
    const maker = this.makers.get(name);
    if (maker !== undefined) {
      const w_module = maker(space);
      space.setitem_str(space.w_modules, name, w_module);
      return w_module;
    }
    return this.importFile(name);
  }

  private importFile(name: string): W_Module {
    const { space } = this;
    const path = name.replaceAll(".", "/");
    const found = this.readSource(path);
    if (found === null) {
      const w_type = space.exceptionTypes.get("ModuleNotFoundError")!;
      throw oefmt(space, w_type, `No module named '${name}'`);
    }
    const w_module = makeModule(name);
    const filename = found.file;
    const set = (key: string, value: W_Root): void =>
      w_module.namespace.setitem_str(space, key, value);
    set("__name__", newtext(name));
    set("__file__", newtext(filename));
    set("__doc__", w_None);
    set("__builtins__", builtinsModule(space));
    set("__package__", newtext(found.isPackage ? name : name.split(".").slice(0, -1).join(".")));
    space.setitem_str(space.w_modules, name, w_module);
    try {
      this.runSource(found.source, filename, w_module);
    } catch (error) {
      space.w_modules.storage.delitem(space, newtext(name));
      throw error instanceof PythonSyntaxError ? this.syntaxError(error) : error;
    }
    return w_module;
  }

  private syntaxError(error: PythonSyntaxError) {
    return oefmt(this.space, this.space.exceptionTypes.get("SyntaxError")!, error.message);
  }

  /** A module or package: the program's own before the library's. */
  private readSource(path: string): FoundSource | null {
    const { host } = this.space;
    const readOwn = (file: string) => host.readModule(file);
    return readFrom(readOwn, this.folder, path) ?? readFrom(readLibraryFile, LIBRARY_NAME, path);
  }

  /** `__import__`: the first package of a dotted name, or the last with a from-list. */
  importName(name: string, w_fromlist: W_Root, level: number): W_Root {
    if (level > 0) throw unsupported(this.space, "a relative import");
    const parts = name.split(".");
    let w_first: W_Module | null = null;
    let w_module: W_Module | null = null;
    for (let i = 1; i <= parts.length; i++) {
      const w_outer = w_module;
      w_module = this.importModule(parts.slice(0, i).join("."));
      if (w_outer !== null) w_outer.namespace.setitem_str(this.space, parts[i - 1]!, w_module);
      w_first ??= w_module;
    }
    return this.space.is_true(w_fromlist) ? w_module! : w_first!;
  }
}

function builtinsModule(space: ObjSpace): W_Root {
  return space.w_modules.storage.getitem_str(space, "builtins") ?? w_None;
}

/** Adds `__import__` to `builtins`. */
export function installImport(space: ObjSpace, w_builtins: W_Module, importer: Importer): void {
  const signature = "name, globals=, locals=, fromlist=, level=";
  moduleFunction(space, w_builtins, "__import__", signature, (_, args) => {
    const [w_name, , , w_fromlist, w_level] = args;
    const level = w_level === null ? 0 : Number(bigintOrNull(w_level!) ?? 0n);
    return importer.importName((w_name as W_UnicodeObject).value, w_fromlist ?? w_None, level);
  });
}

/** An empty namespace with its dictionary. */
export function makeNamespace(): { namespace: ModuleDictStorage; w_dict: W_DictObject } {
  const namespace = new ModuleDictStorage();
  return { namespace, w_dict: new W_DictObject(namespace) };
}
