/**
 * Exceptions that cannot be raised, because nobody waits for the call: in hooks, callbacks and
 * finalizers.
 *
 * Counterpart: pypy/interpreter/error.py (write_unraisable).
 */

import type { W_BaseException } from "../objects/base-exception.ts";
import { call_function } from "../objects/call.ts";
import { W_ObjectObject } from "../objects/instance-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { formatException } from "./traceback.ts";

/** Makes a call whose exception, if any, is reported and goes no further. */
export function shielded(space: ObjSpace, where: string, w_object: W_Root, call: () => void): void {
  const { ec } = space;
  const { depth, sys_exc_operror } = ec;
  try {
    call();
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    writeUnraisable(space, error.w_value, where, w_object);
  } finally {
    ec.depth = depth;
    ec.sys_exc_operror = sys_exc_operror;
  }
}

/** Reports an exception that cannot be raised, by `sys.unraisablehook` if the program set one. */
export function writeUnraisable(
  space: ObjSpace,
  w_exception: W_BaseException,
  where: string,
  w_object: W_Root,
): void {
  const w_unraisable = space.sysAttribute("unraisablehook");
  if (w_unraisable !== w_None) {
    try {
      call_function(space, w_unraisable, [
        unraisableArguments(space, w_exception, where, w_object),
      ]);
      return;
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
    }
  }
  const before = where === "" ? "" : `${where} `;
  const head = `Exception ignored in: ${before}${readString(space, w_object)}\n`;
  space.host.write("stderr", new TextEncoder().encode(head + formatException(space, w_exception)));
}

function unraisableArguments(
  space: ObjSpace,
  w_exception: W_BaseException,
  where: string,
  w_object: W_Root,
): W_Root {
  const w_args = new W_ObjectObject(space.w_simplenamespace.terminator, []);
  w_args.setdictvalue("exc_type", w_exception.getclass(space));
  w_args.setdictvalue("exc_value", w_exception);
  w_args.setdictvalue("exc_traceback", w_exception.w_traceback ?? w_None);
  const w_message = newtext(where === "" ? "" : `Exception ignored in: ${where}`);
  w_args.setdictvalue("err_msg", w_message);
  w_args.setdictvalue("object", w_object);
  return w_args;
}
