/**
 * The functions of the module sys.
 *
 * Counterpart: pypy/module/sys/{vm,interp_encoding}.py, pypy/interpreter/app_main.py.
 */

import { frameAt, showFrame } from "../interp/caller-frames.ts";
import { W_BaseException } from "../objects/base-exception.ts";
import { call_method } from "../objects/attributes.ts";
import { call_function } from "../objects/call.ts";
import { oefmt, operationError, typeError, unsupported, valueError } from "../objects/errors.ts";
import { newfloat } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import type { W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString, str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import { type Define, plainInteger, moduleFunction } from "./define.ts";
import { installExcepthook } from "./excepthook.ts";
import { StructType } from "./struct-sequence.ts";
import { formatException } from "./traceback.ts";

/** What `_thread.get_ident()` gives. */
const MAIN_THREAD = 1;

export function installSysFunctions(space: ObjSpace, w_module: W_Module): void {
  const define: Define = (name, signature, code) =>
    moduleFunction(space, w_module, name, signature, code);
  define("exit", "status=", (s, [w_status]) => {
    const w_type = s.exceptionTypes.get("SystemExit")!;
    const args_w = w_status instanceof W_TupleObject ? w_status.items : [w_status ?? w_None];
    throw operationError(w_type, args_w);
  });
  define("_getframe", "depth=, /", (s, [w_depth]) => {
    const depth = w_depth === null ? 0 : plainInteger(s, w_depth!);
    if (depth < 0) throw valueError(s, "frame index must not be negative");
    const frame = frameAt(s, depth);
    if (frame === null) throw valueError(s, "call stack is not deep enough");
    return showFrame(frame);
  });
  define("_current_frames", "", (s) => {
    const w_frames = s.newdict();
    const frame = frameAt(s, 0);
    if (frame !== null) w_frames.storage.setitem(s, newint(MAIN_THREAD), showFrame(frame));
    return w_frames;
  });
  define("exc_info", "", (s) => {
    const operr = s.ec.sys_exc_operror;
    if (operr === null) return new W_TupleObject([w_None, w_None, w_None]);
    const { w_value } = operr;
    return new W_TupleObject([w_value.getclass(s), w_value, w_value.w_traceback ?? w_None]);
  });
  define("intern", "string", (s, [w_string]) => {
    if (w_string instanceof W_UnicodeObject) return w_string;
    throw typeError(s, "intern() argument must be string.");
  });
  define("getsizeof", "obj, default=", (s, [, w_default]) => {
    if (w_default !== null) return w_default!;
    const message =
      "getsizeof() gives only the default under PyPy: objects have no size of their own";
    throw typeError(s, message);
  });
  installLimits(define);
  installHooks(space, w_module, define);
  installAsyncHooks(space, define);
  installConstants(define);
  installExcepthook(space, w_module);
  for (const name of ["displayhook", "unraisablehook", "breakpointhook"]) {
    const w_hook = w_module.namespace.getitem_str(space, name)!;
    w_module.namespace.setitem_str(space, `__${name}__`, w_hook);
  }
}

function installLimits(define: Define): void {
  define("getrecursionlimit", "", (s) => newint(s.ec.recursion_limit));
  define("setrecursionlimit", "limit", (s, [w_limit]) => {
    if (w_limit instanceof W_UnicodeObject) throw typeError(s, "expected integer, got str object");
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
  define("get_int_max_str_digits", "", (s) => newint(s.digitsMax));
  define("set_int_max_str_digits", "maxdigits", (s, [w_limit]) => {
    const limit = toHostInteger(s, w_limit!);
    if (limit !== 0 && limit < 640) {
      throw valueError(s, "maxdigits must be 0 or larger than 640");
    }
    s.digitsMax = limit;
    return w_None;
  });
  const interval = { seconds: 0.005 };
  define("getswitchinterval", "", () => newfloat(interval.seconds));
  define("setswitchinterval", "interval", () => w_None);
}

function installHooks(space: ObjSpace, w_module: W_Module, define: Define): void {
  define("displayhook", "obj, /", (s, [w_obj]) => {
    if (w_obj === w_None) return w_None;
    s.builtins.setitem_str(s, "_", w_None);
    const w_text = newtext(`${readString(s, w_obj!)}\n`);
    call_method(s, s.sysAttribute("stdout"), "write", [w_text]);
    s.builtins.setitem_str(s, "_", w_obj!);
    return w_None;
  });
  define("unraisablehook", "unraisable, /", (s, [w_info]) => {
    const w_value = s.getattr(w_info!, "exc_value");
    if (w_value instanceof W_BaseException) {
      const w_message = s.getattr(w_info!, "err_msg");
      const message = w_message === w_None ? "" : str_w(s, w_message);
      const head = message === "" ? "Exception ignored in:" : message;
      const object = readString(s, s.getattr(w_info!, "object"));
      const w_text = newtext(`${head} ${object}\n${formatException(s, w_value)}`);
      call_method(s, s.sysAttribute("stderr"), "write", [w_text]);
    }
    return w_None;
  });
  define("breakpointhook", "*args, **kwargs", (s) => {
    throw unsupported(s, "a debugger");
  });
  for (const [setter, getter] of [
    ["settrace", "gettrace"],
    ["setprofile", "getprofile"],
  ] as const) {
    define(getter, "", () => w_None);
    define(setter, "function", (s, [w_function]) => {
      if (w_function === w_None) return w_None;
      throw unsupported(s, `sys.${setter}`);
    });
  }
  define("call_tracing", "func, args", (s, [w_function, w_args]) =>
    call_function(s, w_function!, [...(builtinValue(w_args!) as W_TupleObject).items]),
  );
  define("audit", "event, *args", () => w_None);
  define("addaudithook", "hook", () => w_None);
  define("get_coroutine_origin_tracking_depth", "", () => newint(0));
  define("set_coroutine_origin_tracking_depth", "depth", () => w_None);
  w_module.namespace.setitem_str(space, "__interactivehook__", w_None);
}

function installAsyncHooks(space: ObjSpace, define: Define): void {
  const fields = ["firstiter", "finalizer"];
  const type = new StructType(space, "asyncgen_hooks", "sys", fields, "asyncgen_hooks");
  define("get_asyncgen_hooks", "", (s) =>
    type.make([s.w_asyncgen_firstiter, s.w_asyncgen_finalizer]),
  );
  define("set_asyncgen_hooks", "firstiter=, finalizer=", (s, [w_first, w_finalizer]) => {
    if (w_first !== null) s.w_asyncgen_firstiter = w_first!;
    if (w_finalizer !== null) s.w_asyncgen_finalizer = w_finalizer!;
    return w_None;
  });
}

function installConstants(define: Define): void {
  define("getdefaultencoding", "", () => newtext("utf-8"));
  define("getfilesystemencoding", "", () => newtext("utf-8"));
  define("getfilesystemencodeerrors", "", () => newtext("surrogateescape"));
  define("is_finalizing", "", () => newbool(false));
  define("getdlopenflags", "", () => newint(1));
}
