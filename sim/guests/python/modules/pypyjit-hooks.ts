/**
 * The hooks of the module pypyjit.
 *
 * One flag keeps hooks from nesting: while one runs, other events are dropped; setting any hook
 * clears the flag, also from inside a hook, as on PyPy. Whatever a hook raises is reported on
 * stderr and goes no further.
 *
 * Counterpart: pypy/module/pypyjit/{hooks,interp_resop}.py.
 */

import type { AbortInfo, CompileInfo, JitControl, TooLongInfo } from "../../../hints/control.ts";
import type { W_BaseException } from "../objects/base-exception.ts";
import { call_function } from "../objects/call.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { W_ObjectObject } from "../objects/instance-object.ts";
import { newint, W_IntObject } from "../objects/int-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { Define } from "./define.ts";
import {
  greenKeyObject,
  type JitClasses,
  operationsObject,
  W_JitRecord,
} from "./pypyjit-classes.ts";
import { formatException } from "./traceback.ts";

/** Adds `set_compile_hook` and the other two. */
export function installHooks(
  _space: ObjSpace,
  control: JitControl,
  classes: JitClasses,
  define: Define,
): void {
  const { hooks } = control;
  define("set_compile_hook", "hook, operations=", (s, [w_hook, w_operations]) => {
    const wanted = operationsWanted(s, w_operations ?? null);
    hooks.inRecursion = false;
    hooks.compileOperations = wanted;
    const call = (info: CompileInfo): void =>
      runHook(s, w_hook!, "jit hook ", () => [loopInfoObject(classes, info)]);
    hooks.onCompile = w_hook === w_None ? null : call;
    control.hookChanged("compile");
    return w_None;
  });
  define("set_abort_hook", "hook", (s, [w_hook]) => {
    hooks.inRecursion = false;
    const call = (info: AbortInfo): void =>
      runHook(s, w_hook!, "jit hook ", () => [
        newtext(info.jitdriverName),
        greenKeyObject(info.greenKey),
        newtext(info.reason),
        operationsObject(classes, info.operations),
      ]);
    hooks.onAbort = w_hook === w_None ? null : call;
    control.hookChanged("abort");
    return w_None;
  });
  define("set_trace_too_long_hook", "hook", (s, [w_hook]) => {
    hooks.inRecursion = false;
    const call = (info: TooLongInfo): void =>
      runHook(s, w_hook!, "jit hook", () => [
        newtext(info.jitdriverName),
        greenKeyObject(info.greenKey),
      ]);
    hooks.onTooLong = w_hook === w_None ? null : call;
    control.hookChanged("too_long");
    return w_None;
  });
}

function operationsWanted(space: ObjSpace, w_operations: W_Root | null): boolean {
  if (w_operations === null) return true;
  if (w_operations instanceof W_IntObject) return w_operations.intval !== 0;
  throw typeError(space, `expected integer, got ${typeName(space, w_operations)} object`);
}

function loopInfoObject(classes: JitClasses, info: CompileInfo): W_Root {
  return new W_JitRecord(
    classes.w_loop_info,
    new Map<string, W_Root>([
      ["jitdriver_name", newtext(info.jitdriverName)],
      ["greenkey", info.greenKey === null ? w_None : greenKeyObject(info.greenKey)],
      ["operations", operationsObject(classes, info.operations)],
      ["loop_no", newint(info.loopNo)],
      ["bridge_no", newint(info.bridgeNo)],
      ["type", newtext(info.type)],
      ["asmaddr", newint(info.asmaddr)],
      ["asmlen", newint(info.asmlen)],
    ]),
  );
}

/** Calls a hook; its exceptions end here. The caller sees to it that no hook interrupts another. */
function runHook(
  space: ObjSpace,
  w_hook: W_Root,
  where: string,
  makeArguments: () => W_Root[],
): void {
  const { ec } = space;
  const { depth, sys_exc_operror } = ec;
  try {
    call_function(space, w_hook, makeArguments());
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    writeUnraisable(space, error.w_value, where, w_hook);
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
  const head = `Exception ignored in: ${where} ${readString(space, w_object)}\n`;
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
  w_args.setdictvalue("err_msg", newtext(`Exception ignored in: ${where}`));
  w_args.setdictvalue("object", w_object);
  return w_args;
}
