/**
 * `sys.excepthook`: how an exception that nobody caught is shown.
 *
 * Counterpart: pypy/interpreter/app_main.py (display_exception).
 */

import { PyTraceback, W_BaseException } from "../objects/base-exception.ts";
import { call_function } from "../objects/call.ts";
import { typeName, unsupported } from "../objects/errors.ts";
import { W_BuiltinFunction } from "../objects/function.ts";
import type { W_Module } from "../objects/module-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { parseSignature } from "../objects/signature.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { moduleFunction } from "./define.ts";
import { formatException } from "./traceback.ts";

/** Adds `excepthook`, `breakpointhook` and their originals. */
export function installExcepthook(space: ObjSpace, w_sys: W_Module): void {
  const signature = parseSignature("exctype, value, traceback");
  const w_hook = new W_BuiltinFunction("__excepthook__", signature, (s, [, w_value, w_tb]) => {
    const text =
      w_value instanceof W_BaseException
        ? formatException(s, w_value, w_tb instanceof PyTraceback ? w_tb : null)
        : `TypeError: print_exception(): Exception expected for value, ${typeName(s, w_value!)} found\n`;
    writeError(s, text);
    return w_None;
  });
  for (const name of ["breakpointhook", "__breakpointhook__"]) {
    moduleFunction(space, w_sys, name, "*args, **kwargs", (s) => {
      throw unsupported(s, "breakpoint()");
    });
  }
  w_sys.namespace.setitem_str(space, "__excepthook__", w_hook);
  w_sys.namespace.setitem_str(space, "excepthook", w_hook);
}

function writeError(space: ObjSpace, text: string): void {
  space.host.write("stderr", new TextEncoder().encode(text));
}

/** Shows an exception by the hook; gives the exception that ends the run. */
export function showUncaught(space: ObjSpace, w_exception: W_BaseException): W_BaseException {
  const w_hook = space.sysAttribute("excepthook");
  if (w_hook === space.sysAttribute("__excepthook__")) {
    writeError(space, formatException(space, w_exception));
    return w_exception;
  }
  const w_traceback: W_Root = w_exception.w_traceback ?? w_None;
  try {
    call_function(space, w_hook, [w_exception.getclass(space), w_exception, w_traceback]);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    const w_second = error.w_value;
    if (w_second.getclass(space).issubtype(space.exceptionTypes.get("SystemExit")!))
      return w_second;
    const within = '  File "<builtin>/app_main.py", line 205, in display_exception\n';
    const [first, ...rest] = formatException(space, w_second).split("\n");
    const isTraceback = first!.startsWith("Traceback");
    const heading = isTraceback ? `${first}\n` : "Traceback (most recent call last):\n";
    const lines = isTraceback ? rest : [first, ...rest];
    const original = `\nOriginal exception was:\n${formatException(space, w_exception)}`;
    writeError(
      space,
      `Error calling sys.excepthook:\n${heading}${within}${lines.join("\n")}${original}`,
    );
  }
  return w_exception;
}
