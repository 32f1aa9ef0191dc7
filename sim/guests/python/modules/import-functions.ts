/**
 * `__import__`, and `_importing`: what `importlib` is written with.
 *
 * Counterpart: pypy/module/imp.
 */

import { W_DictObject } from "../objects/dict-object.ts";
import { typeError } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString, str_w } from "../objects/text.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { isMissing, moduleFunction } from "./define.ts";
import { type Importer, resolveName } from "./importing.ts";

/** Adds `__import__` to `builtins`. */
export function installImport(space: ObjSpace, w_builtins: W_Module, importer: Importer): void {
  const signature = "name, globals=, locals=, fromlist=, level=";
  moduleFunction(space, w_builtins, "__import__", signature, (s, args) => {
    const [w_name, w_globals, , w_fromlist, w_level] = args;
    const level = w_level === null ? 0 : Number(bigintOrNull(w_level!) ?? 0n);
    const w_text = builtinValue(w_name!);
    if (!(w_text instanceof W_UnicodeObject)) {
      const type = readString(s, w_name!.getclass(s));
      throw typeError(s, `module name must be str, not ${type}`);
    }
    const w_dict = isMissing(w_globals) ? null : builtinValue(w_globals!);
    const w_names = w_dict instanceof W_DictObject ? w_dict : null;
    return importer.importName(w_text.value, w_names, w_fromlist ?? w_None, level);
  });
}

/** `_importing`: what `importlib` is written with. */
export function makeImportingModule(space: ObjSpace, importer: Importer): W_Module {
  const w_module = makeModule("_importing");
  const define = moduleFunction.bind(null, space, w_module);
  define("import_module", "name", (s, [w_name]) => importer.importModule(str_w(s, w_name!)));
  define("resolve_name", "name, package, level", (s, [w_name, w_package, w_level]) => {
    const level = Number(bigintOrNull(w_level!) ?? 0n);
    return newtext(resolveName(s, str_w(s, w_name!), str_w(s, w_package!), level));
  });
  define("reload", "module", (_, [w_target]) => importer.reload(w_target!));
  define("find_spec", "name", (s, [w_name]) => importer.findSpec(str_w(s, w_name!)));
  return w_module;
}
