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
import { call_function } from "../objects/call.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { newint, W_IntObject } from "../objects/int-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { Define } from "./define.ts";
import {
  greenKeyObject,
  type JitClasses,
  operationsObject,
  W_JitRecord,
} from "./pypyjit-classes.ts";
import { shielded } from "./unraisable.ts";

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
  shielded(space, where, w_hook, () => {
    call_function(space, w_hook, makeArguments());
  });
}
