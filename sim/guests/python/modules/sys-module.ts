/**
 * The module sys.
 *
 * Counterpart: pypy/module/sys.
 */

import { call_method } from "../objects/attributes.ts";
import {
  oefmt,
  operationError,
  typeError,
  typeName,
  unsupported,
  valueError,
} from "../objects/errors.ts";
import { newfloat } from "../objects/float-object.ts";
import { W_ObjectObject } from "../objects/instance-object.ts";
import { newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import { W_FramePicture } from "../objects/frame-object.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { instanceDict } from "./instance-attributes.ts";
import { installExcepthook } from "./excepthook.ts";
import { frameFunction, getset, method, moduleFunction } from "./define.ts";

/** The module, with the program's arguments. */
export function makeSysModule(
  space: ObjSpace,
  argv: readonly string[],
  path: readonly string[],
): W_Module {
  const w_module = makeModule("sys");
  const set = (name: string, w_value: W_Root): void =>
    w_module.namespace.setitem_str(space, name, w_value);
  set("__name__", newtext("sys"));
  set("argv", newlist(argv.map((argument) => newtext(argument))));
  set("maxsize", wrapBigint(9223372036854775807n));
  set("maxunicode", newint(0x10ffff));
  set("byteorder", newtext("little"));
  set("platform", newtext("linux"));
  set("modules", space.w_modules);
  set("path", newlist(path.map((entry) => newtext(entry))));
  set("executable", newtext("pypy3"));
  set("flags", w_None);
  const version = "3.9.16 (7.3.11, jitreel)\n[PyPy 7.3.11 with GCC 12.2.0]";
  set("version", newtext(version));
  set("hexversion", newint(0x030910f0));
  set("version_info", versionTuple([3, 9, 16]));
  set("pypy_version_info", versionTuple([7, 3, 11]));
  set("implementation", implementation(space));
  const w_stream_type = streamType(space);
  const stream = (name: "stdout" | "stderr"): W_Root =>
    new W_ObjectObject(w_stream_type.terminator.add(name), [w_None]);
  set("stdout", stream("stdout"));
  set("stderr", stream("stderr"));
  set("__stdout__", w_module.namespace.getitem_str(space, "stdout")!);
  set("__stderr__", w_module.namespace.getitem_str(space, "stderr")!);
  installFunctions(space, w_module);
  space.w_sys = w_module;
  return w_module;
}

function versionTuple(numbers: readonly number[]): W_Root {
  return new W_TupleObject([...numbers.map((n) => newint(n)), newtext("final"), newint(0)]);
}

/** `sys.implementation`. */
function implementation(space: ObjSpace): W_Root {
  const w_type = space.w_simplenamespace;
  w_type.w_module = newtext("types");
  getset(w_type, "__dict__", instanceDict);
  const w_namespace = new W_ObjectObject(w_type.terminator, []);
  w_namespace.setdictvalue("name", newtext("pypy"));
  w_namespace.setdictvalue("cache_tag", newtext("pypy39"));
  w_namespace.setdictvalue("version", versionTuple([7, 3, 11]));
  return w_namespace;
}

/** The type of stdout and stderr: text goes to the host at once. */
function streamType(space: ObjSpace): W_TypeObject {
  const { w_object } = space;
  const w_type = new W_TypeObject(
    "TextIOWrapper",
    [w_object],
    w_object.mro_w,
    "object",
    false,
    null,
    true,
  );
  const encoder = new TextEncoder();
  method(w_type, "write", "self, text, /", (s, [w_self, w_text]) => {
    if (!(w_text instanceof W_UnicodeObject)) {
      const name = typeName(s, w_text!);
      throw typeError(s, `unsupported argument type: expected str, got ${name} object`);
    }
    const isError = (w_self as W_ObjectObject).map.find("stderr") >= 0;
    s.host.write(isError ? "stderr" : "stdout", encoder.encode(w_text.value));
    return newint(w_text.length);
  });
  method(w_type, "flush", "self, /", () => w_None);
  method(w_type, "isatty", "self, /", () => newbool(false));
  return w_type;
}

function installFunctions(space: ObjSpace, w_module: W_Module): void {
  installExcepthook(space, w_module);
  const define = moduleFunction.bind(null, space, w_module);
  define("exit", "status=", (s, [w_status]) => {
    throw operationError(s.exceptionTypes.get("SystemExit")!, w_status === null ? [] : [w_status!]);
  });
  define("getrecursionlimit", "", (s) => newint(s.ec.recursion_limit));
  define("setrecursionlimit", "limit", (s, [w_limit]) => {
    const limit = toHostInteger(s, w_limit!);
    if (limit <= 0) throw valueError(s, "recursion limit must be positive");
    if (limit > s.maxRecursion) {
      throw unsupported(s, `a recursion limit above ${s.maxRecursion}`);
    }
    if (limit <= s.ec.depth) {
      throw oefmt(s, s.w_RecursionError, "maximum recursion depth exceeded");
    }
    s.ec.recursion_limit = limit;
    return w_None;
  });
  frameFunction(space, w_module, "_getframe", "depth=, /", (s, caller, [w_depth]) => {
    const depth = w_depth === null ? 0 : toHostInteger(s, w_depth!);
    const { pycode, last_instr, w_globals, w_locals } = caller;
    if (depth > 0 || pycode === null) throw valueError(s, "call stack is not deep enough");
    return new W_FramePicture(pycode, last_instr, w_globals, w_locals);
  });
  define("exc_info", "", (s) => {
    const operr = s.ec.sys_exc_operror;
    if (operr === null) return new W_TupleObject([w_None, w_None, w_None]);
    const { w_value } = operr;
    return new W_TupleObject([w_value.getclass(s), w_value, w_value.w_traceback ?? w_None]);
  });
  define("displayhook", "obj, /", (s, [w_obj]) => {
    if (w_obj === w_None) return w_None;
    const w_builtins = s.w_modules.storage.getitem_str(s, "builtins") as W_Module;
    w_builtins.namespace.setitem_str(s, "_", w_None);
    const w_text = newtext(`${readString(s, w_obj!)}\n`);
    call_method(s, s.sysAttribute("stdout"), "write", [w_text]);
    w_builtins.namespace.setitem_str(s, "_", w_obj!);
    return w_None;
  });
  define("intern", "string", (_, [w_string]) => w_string!);
  define("getsizeof", "obj, default=", (s) => {
    throw typeError(s, "getsizeof(...) is not supported on PyPy");
  });
  define("getswitchinterval", "", () => newfloat(0.005));
  define("gettrace", "", () => w_None);
  define("is_finalizing", "", () => newbool(false));
}
