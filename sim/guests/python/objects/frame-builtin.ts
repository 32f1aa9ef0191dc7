/**
 * Built-in functions that look at the frame that calls them: `locals`, `globals`, `vars`, `dir`,
 * `eval`, `exec`. The calling bytecode hands them the frame's variables, so that the frame itself
 * never leaves compiled code.
 */

import type { W_DictObject } from "./dict-object.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** What the function gets: the namespaces of the caller, and its arguments. */
export type FrameBuiltinCode = (
  space: ObjSpace,
  w_globals: W_DictObject,
  w_locals: W_Root,
  args_w: W_Root[],
) => W_Root;

export class W_FrameBuiltin extends W_Root {
  readonly name: string;
  private readonly code: FrameBuiltinCode;

  constructor(name: string, code: FrameBuiltinCode) {
    super();
    this.name = name;
    this.code = code;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_builtinfunction;
  }

  /** @dont_look_inside @may_force */
  run(space: ObjSpace, w_globals: W_DictObject, w_locals: W_Root, args_w: W_Root[]): W_Root {
    return this.code(space, w_globals, w_locals, args_w);
  }
}
