/**
 * The module pypyjit: functions. Its classes are in pypyjit-classes.ts, hooks in pypyjit-hooks.ts.
 *
 * Everything it knows of the JIT comes from the control interface that the simulator injects.
 *
 * Counterpart: pypy/module/pypyjit/{moduledef,interp_jit,interp_resop}.py. DIFFERS: enable_debug
 * and
 * disable_debug work, JitInfoSnapshot is exported, and get_stats_snapshot works at any time.
 */

import { intFromBigint } from "../../../base/int.ts";
import type { GreenKey, JitControl, ParamError } from "../../../hints/control.ts";
import { PyCode } from "../interp/pycode.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import type { BuiltinArguments, BuiltinCode } from "../objects/function.ts";
import { newbool, newint, W_IntObject, W_LongObject } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import type { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { type Define, moduleFunction } from "./define.ts";
import {
  type JitClasses,
  makeJitClasses,
  snapshotObject,
  W_NotFromAssembler,
} from "./pypyjit-classes.ts";
import { installHooks } from "./pypyjit-hooks.ts";
import { splitKeywords } from "./keywords.ts";

export function makePypyjitModule(space: ObjSpace): W_Module {
  const { control } = space;
  if (control === null) {
    throw oefmt(space, space.w_ImportError, "pypyjit is not there when programs run without a JIT");
  }
  const w_module = makeModule("pypyjit");
  const set = w_module.namespace.setitem_str.bind(w_module.namespace, space);
  set("__name__", newtext("pypyjit"));
  set("defaults", defaultsDict(space, control));
  set("PARAMETER_DOCS", docsDict(space, control));
  const classes = makeJitClasses(space);
  for (const w_class of classes.exported) set(w_class.name, w_class);
  const define = (name: string, signature: string, code: BuiltinCode): void =>
    moduleFunction(space, w_module, name, signature, code);
  define("set_param", "*args, **kwargs", (s, args) => setParam(s, control, args));
  installHooks(space, control, classes, define);
  installStatistics(control, classes, define);
  installPlaces(control, define);
  installCalls(classes, define);
  return w_module;
}

function parameterValue(value: number | string): W_Root {
  return typeof value === "string" ? newtext(value) : newint(value);
}

function defaultsDict(space: ObjSpace, control: JitControl): W_Root {
  const w_dict = space.newdict();
  for (const [name, value] of control.paramDefaults()) {
    space.setitem_str(w_dict, name, parameterValue(value));
  }
  return w_dict;
}

function docsDict(space: ObjSpace, control: JitControl): W_Root {
  const w_dict = space.newdict();
  for (const [name, doc] of control.paramDocs()) space.setitem_str(w_dict, name, newtext(doc));
  return w_dict;
}

function setParam(space: ObjSpace, control: JitControl, args: BuiltinArguments): W_Root {
  const { items } = args[0] as W_TupleObject;
  if (items.length > 1) {
    const message = `set_param() takes at most 1 non-keyword argument, ${items.length} given`;
    throw typeError(space, message);
  }
  const [w_text] = items;
  if (w_text !== undefined) {
    if (!(w_text instanceof W_UnicodeObject)) {
      throw typeError(space, `expected str, got ${typeName(space, w_text)} object`);
    }
    check(space, control.setParamString(w_text.value));
  }
  for (const [w_name, w_value] of (args[1] as W_DictObject).storage.pairs(space)) {
    const name = (w_name as W_UnicodeObject).value;
    check(space, control.setParam(name, keywordValue(space, name, w_value)));
  }
  return w_None;
}

function keywordValue(space: ObjSpace, name: string, w_value: W_Root): number | string {
  if (name === "enable_opts") {
    if (w_value instanceof W_UnicodeObject) return w_value.value;
    throw typeError(space, `expected str, got ${typeName(space, w_value)} object`);
  }
  if (w_value instanceof W_IntObject) return Number(w_value.intval);
  if (w_value instanceof W_LongObject) {
    throw oefmt(space, space.w_OverflowError, "int too large to convert to int");
  }
  throw typeError(space, `expected integer, got ${typeName(space, w_value)} object`);
}

function check(space: ObjSpace, error: ParamError | null): void {
  if (error === null) return;
  throw oefmt(space, space.exceptionTypes.get(error.exception)!, error.message);
}

function installStatistics(control: JitControl, classes: JitClasses, define: Define): void {
  define("get_stats_snapshot", "", (s) => snapshotObject(s, classes, control.getStatsSnapshot()));
  define("get_stats_asmmemmgr", "", () => {
    const { mapped, used } = control.getStatsAsmmemmgr();
    return new W_TupleObject([newint(mapped), newint(used)]);
  });
  define("enable_debug", "", () => {
    control.enableDebug();
    return w_None;
  });
  define("disable_debug", "", () => {
    control.disableDebug();
    return w_None;
  });
  define("releaseall", "", () => {
    control.releaseAll();
    return w_None;
  });
}

/** The green key that three arguments name. */
function greensOf(space: ObjSpace, args: BuiltinArguments): GreenKey {
  const [w_position, w_profiled, w_code] = args;
  const position = positionOf(space, w_position!);
  const isProfiled = space.is_true(w_profiled!);
  if (w_code instanceof PyCode) return [position, isProfiled, w_code];
  throw typeError(space, `'code' object expected, got '${typeName(space, w_code!)}' instead`);
}

function positionOf(space: ObjSpace, w_position: W_Root): number {
  if (w_position instanceof W_IntObject) return Number(w_position.intval);
  throw typeError(space, `expected integer, got ${typeName(space, w_position)} object`);
}

function installPlaces(control: JitControl, define: Define): void {
  const signature = "next_instr, is_being_profiled, pycode";
  define("get_jitcell_at_key", signature, (s, args) =>
    newbool(control.hasJitCell(greensOf(s, args))),
  );
  const places = [
    ["dont_trace_here", (greens: GreenKey) => control.dontTraceHere(greens)],
    ["mark_as_being_traced", (greens: GreenKey) => control.markAsBeingTraced(greens)],
    ["trace_next_iteration", (greens: GreenKey) => control.traceNextIteration(greens)],
  ] as const;
  for (const [name, act] of places) {
    define(name, signature, (s, args) => {
      act(greensOf(s, args));
      return w_None;
    });
  }
  define("trace_next_iteration_hash", "hash", (s, [w_hash]) => {
    control.traceNextIterationHash(intFromBigint(unsignedArgument(s, w_hash!)));
    return w_None;
  });
}

function unsignedArgument(space: ObjSpace, w_value: W_Root): bigint {
  if (!(w_value instanceof W_IntObject) && !(w_value instanceof W_LongObject)) {
    throw typeError(space, `expected integer, got ${typeName(space, w_value)} object`);
  }
  const value = w_value instanceof W_IntObject ? BigInt(w_value.intval) : w_value.value;
  if (value < 0n) throw valueError(space, "cannot convert negative integer to unsigned");
  if (value < 2n ** 64n) return value;
  throw tooLarge(space);
}

function tooLarge(space: ObjSpace): OperationError {
  return oefmt(space, space.w_OverflowError, "int too large to convert to unsigned int");
}

function installCalls(classes: JitClasses, define: Define): void {
  define("residual_call", "callable, /, *args, **kwargs", (s, [w_func, w_args, w_kwargs]) => {
    const { args_w, kwnames } = splitKeywords(s, (w_args as W_TupleObject).items, w_kwargs!);
    return w_func!.call_args(s, args_w, kwnames);
  });
  define(
    "not_from_assembler",
    "callable, /",
    (_, [w_func]) => new W_NotFromAssembler(classes.w_not_from_assembler, w_func!),
  );
}
