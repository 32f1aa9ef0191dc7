/**
 * The module atexit: functions that run when the program has ended.
 *
 * Counterpart: pypy/module/atexit (lib_pypy/atexit.py).
 */

import { formatException } from "./traceback.ts";
import { newint } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import { moduleFunction } from "./define.ts";
import { splitKeywords } from "./keywords.ts";

/** The module. */
export function makeAtexitModule(space: ObjSpace): W_Module {
  const w_module = makeModule("atexit");
  w_module.namespace.setitem_str(space, "__name__", newtext("atexit"));
  const define = moduleFunction.bind(null, space, w_module);
  define("register", "func, *args, **kwargs", (s, [w_func, w_args, w_kwargs]) => {
    const { args_w, kwnames } = splitKeywords(s, (w_args as W_TupleObject).items, w_kwargs!);
    s.exitFunctions.push({ w_func: w_func!, args_w, kwnames });
    return w_func!;
  });
  define("unregister", "func", (s, [w_func]) => {
    const kept = s.exitFunctions.filter((entry) => !s.eq_w(entry.w_func, w_func!));
    s.exitFunctions.splice(0, s.exitFunctions.length, ...kept);
    return w_None;
  });
  define("_clear", "", (s) => {
    s.exitFunctions.length = 0;
    return w_None;
  });
  define("_ncallbacks", "", (s) => newint(s.exitFunctions.length));
  define("_run_exitfuncs", "", (s) => {
    runExitFunctions(s);
    return w_None;
  });
  return w_module;
}

/** Runs the functions, the newest first; what they raise is printed. */
export function runExitFunctions(space: ObjSpace): void {
  for (;;) {
    const entry = space.exitFunctions.pop();
    if (entry === undefined) return;
    try {
      entry.w_func.call_args(space, [...entry.args_w], entry.kwnames);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      const text = formatException(space, error.w_value);
      space.host.write("stderr", new TextEncoder().encode(text));
    }
  }
}
