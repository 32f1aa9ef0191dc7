/**
 * Makes the object space of one run: types filled, `builtins` and `sys` in place.
 */

import { PyExecutor } from "./interp/py-executor.ts";
import { installBuiltinFunctions } from "./modules/builtins.ts";
import { makeFilesModule } from "./modules/files-module.ts";
import { makeGeneric } from "./modules/generic-alias.ts";
import { installImport, makeImportingModule } from "./modules/import-functions.ts";
import { Importer, makeNamespace } from "./modules/importing.ts";
import { installExecution } from "./modules/execution.ts";
import { installFastCode } from "./modules/fast-install.ts";
import { installPrinting } from "./modules/printing.ts";
import { installFloat, installInt } from "./modules/numbers.ts";
import { makeSysModule } from "./modules/sys-module.ts";
import { MODULE_MAKERS } from "./modules/module-table.ts";
import { installNewArguments } from "./modules/reduce.ts";
import { installExceptions } from "./modules/type-exceptions.ts";
import { installFunctionTypes } from "./modules/type-functions.ts";
import { installDict, installSets } from "./modules/type-mappings.ts";
import { installSiteBuiltins } from "./modules/site-builtins.ts";
import { installObject } from "./modules/type-object.ts";
import { installType } from "./modules/type-type.ts";
import { installBytes } from "./modules/type-bytes.ts";
import { installComplex } from "./modules/type-complex.ts";
import { installMemoryView } from "./modules/type-memoryview.ts";
import { installList, installRange, installTuple } from "./modules/type-sequences.ts";
import { installSlice } from "./modules/type-slice.ts";
import { installStr } from "./modules/type-str.ts";
import { W_Module } from "./objects/module-object.ts";
import { w_Ellipsis, w_None, w_NotImplemented } from "./objects/singletons.ts";
import { ObjSpace, type SpaceOptions } from "./objects/space.ts";
import { newtext } from "./objects/unicode-object.ts";
import { newbool, w_False, w_True } from "./objects/int-object.ts";

/** What a run needs besides its space. */
export interface PythonRuntime {
  readonly space: ObjSpace;
  readonly importer: Importer;
}

/** Options of a space; the executor is ours. */
export type RuntimeOptions = Omit<SpaceOptions, "executor"> & {
  readonly argv: readonly string[];
  /** The folder of the program as tracebacks print it: "" or with a slash at the end. */
  readonly folder: string;
  /** Names of the granted import folders. */
  readonly grants: readonly string[];
};

export function makeRuntime(options: RuntimeOptions): PythonRuntime {
  const { namespace, w_dict } = makeNamespace();
  const space = new ObjSpace({ ...options, executor: new PyExecutor() }, w_dict, namespace);
  installTypes(space);
  const w_builtins = new W_Module("builtins", namespace, w_dict);
  namespace.setitem_str(space, "__name__", newtext("builtins"));
  installBuiltinFunctions(space, w_builtins);
  installSiteBuiltins(space, w_builtins);
  publishTypes(space, w_builtins);
  installFastCode(space);
  const makers = new Map(MODULE_MAKERS);
  const importer = new Importer(space, makers, options.folder);
  makers.set("_importing", (s) => makeImportingModule(s, importer));
  makers.set("_files", (s) => makeFilesModule(s, importer.finder.tree));
  installExecution(space, w_builtins);
  installPrinting(space, w_builtins, importer);
  installImport(space, w_builtins, importer);
  space.setitem_str(space.w_modules, "builtins", w_builtins);
  const path = importer.finder.initialPath(options.grants);
  const builtinNames = importer.builtinNames();
  const finders_w = importer.initialFinders();
  const w_sys = makeSysModule(space, { argv: options.argv, path, builtinNames, finders_w });
  importer.describeBuiltin(w_sys);
  space.setitem_str(space.w_modules, "sys", w_sys);
  return { space, importer };
}

function installTypes(space: ObjSpace): void {
  installObject(space);
  installType(space);
  installExceptions(space);
  installInt(space);
  installFloat(space);
  installStr(space);
  installList(space);
  installTuple(space);
  installRange(space);
  installSlice(space);
  installComplex(space);
  installBytes(space);
  installMemoryView(space);
  installDict(space);
  installSets(space);
  installNewArguments(space);
  installFunctionTypes(space);
  const { w_list, w_tuple, w_dict, w_set, w_frozenset, w_enumerate } = space;
  makeGeneric(space, [w_list, w_tuple, w_dict, w_set, w_frozenset, w_enumerate]);
}

function publishTypes(space: ObjSpace, w_builtins: W_Module): void {
  const publish = w_builtins.namespace.setitem_str.bind(w_builtins.namespace, space);
  const types = [
    space.w_object,
    space.w_type,
    space.w_int,
    space.w_bool,
    space.w_float,
    space.w_unicode,
    space.w_complex,
    space.w_bytes,
    space.w_bytearray,
    space.w_memoryview,
    space.w_list,
    space.w_tuple,
    space.w_dict,
    space.w_set,
    space.w_frozenset,
    space.w_slice,
    space.w_range,
    space.w_staticmethod,
    space.w_classmethod,
    space.w_property,
    space.w_super,
    space.w_enumerate,
    space.w_reversed,
    space.w_zip,
    space.w_map,
    space.w_filter,
    ...space.exceptionTypes.values(),
  ];
  for (const w_type of types) publish(w_type.name, w_type);
  publish("EnvironmentError", space.exceptionTypes.get("OSError")!);
  publish("IOError", space.exceptionTypes.get("OSError")!);
  publish("__builtins__", w_builtins);
  publish("NoneType", space.w_nonetype);
  publish("sequenceiterator", space.w_sequenceiterator);
  for (const name of ["__doc__", "__loader__", "__package__", "__spec__"]) publish(name, w_None);
  publish("None", w_None);
  publish("True", w_True);
  publish("False", w_False);
  publish("Ellipsis", w_Ellipsis);
  publish("NotImplemented", w_NotImplemented);
  publish("__debug__", newbool(true));
}
