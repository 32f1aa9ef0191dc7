/**
 * Functions written in Python, and the frames of their calls.
 *
 * Counterpart: pypy/interpreter/function.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { promote } from "../../../hints/hints.ts";
import { invalidate, type QuasiImmut } from "../../../hints/quasi-immut.ts";
import { Cell } from "../objects/cell.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { W_AbstractFunction } from "../objects/function.ts";
import { matchSignature } from "../objects/signature.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { planned_scope } from "./call-plan.ts";
import { FrameDebugData, PyFrame } from "./pyframe.ts";
import type { PyCode } from "./pycode.ts";

export class W_Function extends W_AbstractFunction {
  /** @quasi_immutable */
  code: PyCode;
  mutate_code: QuasiImmut | null = null;
  /** Values of the last parameters. @quasi_immutable */
  defs_w: readonly W_Root[];
  mutate_defs_w: QuasiImmut | null = null;
  readonly closure: readonly Cell[];
  override readonly name: string;
  readonly extra: FunctionExtra;

  constructor(
    code: PyCode,
    defs_w: readonly W_Root[],
    closure: readonly Cell[],
    name: string,
    extra: FunctionExtra,
  ) {
    super();
    this.code = code;
    this.defs_w = defs_w;
    this.closure = closure;
    this.name = name;
    this.extra = extra;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_function;
  }

  override call_greenkey(_space: ObjSpace): W_Root {
    return promote(this.code);
  }

  override qualname(): string {
    return this.extra.qualname;
  }

  /** Assigns `__code__`. */
  changeCode(code: PyCode): void {
    this.code = code;
    invalidate(this.mutate_code);
  }

  /** Assigns `__defaults__`. */
  changeDefaults(defs_w: readonly W_Root[]): void {
    this.defs_w = defs_w;
    invalidate(this.mutate_defs_w);
  }

  override getown(space: ObjSpace, name: string): W_Root | null {
    const { w_dict } = this.extra;
    return w_dict === null ? null : w_dict.storage.getitem_str(space, name);
  }

  override setown(space: ObjSpace, name: string, w_value: W_Root): boolean {
    this.own_dict(space).storage.setitem_str(space, name, w_value);
    return true;
  }

  override delown(space: ObjSpace, name: string): boolean {
    return this.own_dict(space).storage.delitem(space, space.newtext(name)) !== null;
  }

  override takes_own_attributes(): boolean {
    return true;
  }

  /** The `__dict__` of this function, made at the first use. */
  own_dict(space: ObjSpace): W_DictObject {
    if (this.extra.w_dict === null) this.extra.w_dict = space.newdict();
    return this.extra.w_dict;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    const code = promote(this.code);
    if (kwnames === null && args_w.length === code.fast_natural_arity) {
      return run_frame(space, frame_of_args(this, code, args_w));
    }
    const planned_w = planned_scope(space, this, code, args_w, kwnames);
    if (planned_w !== null) return run_frame(space, frame_of_args(this, code, planned_w));
    const scope_w = match_call(space, this, args_w, kwnames, false);
    return run_frame(space, frame_of_args(this, code, scope_w));
  }

  override call_bound(
    space: ObjSpace,
    args_w: W_Root[],
    kwnames: readonly string[] | null,
  ): W_Root {
    const code = promote(this.code);
    if (kwnames === null && args_w.length === code.fast_natural_arity) {
      return run_frame(space, frame_of_args(this, code, args_w));
    }
    const planned_w = planned_scope(space, this, code, args_w, kwnames);
    if (planned_w !== null) return run_frame(space, frame_of_args(this, code, planned_w));
    const scope_w = match_call(space, this, args_w, kwnames, true);
    return run_frame(space, frame_of_args(this, code, scope_w));
  }
}

/** What calls do not need of a function. */
export class FunctionExtra {
  qualname: string;
  w_kwdefs: W_DictObject | null;
  w_annotations: W_Root | null;
  w_dict: W_DictObject | null = null;
  w_doc: W_Root | null = null;
  w_module: W_Root | null = null;
  /** A `__name__` that was assigned. */
  name: string | null = null;

  constructor(qualname: string, w_kwdefs: W_DictObject | null, w_annotations: W_Root | null) {
    this.qualname = qualname;
    this.w_kwdefs = w_kwdefs;
    this.w_annotations = w_annotations;
  }
}

/** Arguments to parameters, by the general rules. @dont_look_inside */
export function match_call(
  space: ObjSpace,
  func: W_Function,
  args_w: readonly W_Root[],
  kwnames: readonly string[] | null,
  isMethodCall: boolean,
): (W_Root | null)[] {
  const { signature } = func.code;
  const firstDefault = signature.positionalCount - func.defs_w.length;
  const w_kwdefs = func.extra.w_kwdefs;
  const keywordDefault = (index: number): W_Root | null =>
    w_kwdefs === null ? null : w_kwdefs.storage.getitem_str(space, signature.names[index]!);
  const defaults = {
    has: (index: number) =>
      index < signature.positionalCount ? index >= firstDefault : keywordDefault(index) !== null,
    get: (index: number) =>
      index < signature.positionalCount
        ? func.defs_w[index - firstDefault]!
        : keywordDefault(index),
  };
  const fname = func.extra.name ?? func.name;
  return matchSignature(space, fname, signature, defaults, args_w, kwnames, isMethodCall);
}

/** The frame of a call whose parameters are all known. @unroll_safe */
export function frame_of_args(
  func: W_Function,
  code: PyCode,
  args_w: readonly (W_Root | null)[],
): PyFrame {
  const array = new_array_r<W_Root>(code.frameSize);
  for (let i = 0; i < args_w.length; i++) array[i] = args_w[i]!;
  if (code.stackBase !== code.co_nlocals) init_cells(func.closure, code, array);
  return new PyFrame(code, null, code.stackBase, array);
}

/** Makes the cells of a new frame and links those of the closure. @unroll_safe */
export function init_cells(closure: readonly Cell[], code: PyCode, array: (W_Root | null)[]): void {
  let index = code.co_nlocals;
  for (let i = 0; i < code.ncellvars; i++) {
    const argument = code.cellArguments[i]!;
    array[index] = new Cell(argument < 0 ? null : array[argument]!);
    index++;
  }
  for (let i = 0; i < code.nfreevars; i++) {
    array[index] = closure[i]!;
    index++;
  }
}

/** Runs a new frame, or makes the generator that will. */
export function run_frame(space: ObjSpace, frame: PyFrame): W_Root {
  const code = frame.getcode();
  if (code.isSuspendable) return space.executor.make_generator(frame);
  return space.executor.execute_frame(space, frame);
}

/** The frame of a module or class body, with its dictionary of locals. */
export function frame_of_body(
  code: PyCode,
  closure: readonly Cell[],
  w_locals: W_DictObject | null,
  w_mapping: W_Root | null,
): PyFrame {
  const array = new_array_r<W_Root>(code.frameSize);
  init_cells(closure, code, array);
  return new PyFrame(code, new FrameDebugData(w_locals, w_mapping), code.stackBase, array);
}
