/**
 * Built-in functions that look at the frame that calls them: `locals`, `globals`, `vars`, `dir`,
 * `eval`, `exec`, `compile`. The calling bytecode hands them what they may need of the frame, so
 * that the frame itself never leaves compiled code.
 *
 * DIFFERS: called by host code (`map(eval, texts)`), they see the main module as their caller, since
 * frames have no link to their caller.
 */

import type { PyCode } from "../interp/pycode.ts";
import type { W_DictObject } from "./dict-object.ts";
import { type BuiltinArguments, W_AbstractFunction, W_BuiltinFunction } from "./function.ts";
import { W_Module } from "./module-object.ts";
import { matchArguments, type Signature } from "./signature.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import type { W_Root } from "./w-root.ts";

/** What is known of the caller. */
export interface CallerFrame {
  readonly w_globals: W_DictObject;
  readonly w_locals: W_Root;
  /** Its code and the bytecode that it executes; null and -1 for host code. */
  readonly pycode: PyCode | null;
  readonly last_instr: number;
}

export type FrameBuiltinCode = (
  space: ObjSpace,
  caller: CallerFrame,
  args: BuiltinArguments,
) => W_Root;

export class W_FrameBuiltin extends W_BuiltinFunction {
  private readonly frameCode: FrameBuiltinCode;

  constructor(name: string, signature: Signature, frameCode: FrameBuiltinCode) {
    super(name, signature, (space, args) => frameCode(space, mainCaller(space), args));
    this.frameCode = frameCode;
  }

  /** @dont_look_inside @may_force */
  run(
    space: ObjSpace,
    pycode: PyCode,
    last_instr: number,
    w_locals: W_Root,
    args_w: W_Root[],
    kwnames: readonly string[] | null,
  ): W_Root {
    const args = matchArguments(space, this.name, this.signature, args_w, kwnames);
    const caller = { w_globals: pycode.w_globals, w_locals, pycode, last_instr };
    return this.frameCode(space, caller, args);
  }
}

function mainCaller(space: ObjSpace): CallerFrame {
  const w_main = space.w_modules.storage.getitem_str(space, "__main__");
  const w_dict = w_main instanceof W_Module ? w_main.w_dict : space.newdict();
  return { w_globals: w_dict, w_locals: w_dict, pycode: null, last_instr: -1 };
}

/** The module that called the last {@link W_CallerFunction}. */
export class CallerState {
  w_name: W_Root = w_None;
}

/**
 * A library function written in Python that wants to know which module calls it (`namedtuple`, the
 * functional API of `Enum`): it asks the state first thing. Calls from host code tell None.
 */
export class W_CallerFunction extends W_AbstractFunction {
  private readonly w_function: W_AbstractFunction;
  private readonly state: CallerState;

  constructor(w_function: W_AbstractFunction, state: CallerState) {
    super();
    this.w_function = w_function;
    this.state = state;
  }

  override get name(): string {
    return this.w_function.name;
  }

  override qualname(): string {
    return this.w_function.qualname();
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_function;
  }

  override getown(space: ObjSpace, name: string): W_Root | null {
    return this.w_function.getown(space, name);
  }

  /** @dont_look_inside @may_force */
  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    this.state.w_name = w_None;
    return this.w_function.call_args(space, args_w, kwnames);
  }

  /** A call from a module with these globals. @dont_look_inside @may_force */
  call_from(
    space: ObjSpace,
    w_globals: W_DictObject,
    args_w: W_Root[],
    kwnames: readonly string[] | null,
  ): W_Root {
    this.state.w_name = w_globals.storage.getitem_str(space, "__name__") ?? w_None;
    return this.w_function.call_args(space, args_w, kwnames);
  }
}
