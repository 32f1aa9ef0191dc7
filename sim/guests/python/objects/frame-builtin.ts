/**
 * Built-in functions that look at the frame that calls them: `locals`, `globals`, `vars`, `dir`,
 * `eval`, `exec`, `compile`. The calling bytecode hands them what they may need of the frame, so
 * that the frame itself never leaves compiled code.
 * Called by host code (`map(eval, texts)`), they look for the innermost frame.
 */

import type { PyCode } from "../interp/pycode.ts";
import type { W_DictObject } from "./dict-object.ts";
import { type BuiltinArguments, W_BuiltinFunction } from "./function.ts";
import { matchArguments, type Signature } from "./signature.ts";
import type { ObjSpace } from "./space.ts";
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
    super(name, signature, (space, args) => frameCode(space, space.executor.caller(space), args));
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
