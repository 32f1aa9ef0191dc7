/**
 * Frames as programs see them: what `sys._getframe` and a traceback's `tb_frame` give. The real
 * frame stays in compiled code, so this is a picture of it at one moment.
 *
 * Counterpart: pypy/interpreter/pyframe.py. DIFFERS: `f_back` is None, and the local variables of a
 * function are only known to `sys._getframe`.
 */

import type { PyCode } from "../interp/pycode.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_FramePicture extends W_Root {
  readonly pycode: PyCode;
  readonly last_instr: number;
  readonly w_globals: W_Root;
  readonly w_locals: W_Root;

  constructor(pycode: PyCode, last_instr: number, w_globals: W_Root, w_locals: W_Root) {
    super();
    this.pycode = pycode;
    this.last_instr = last_instr;
    this.w_globals = w_globals;
    this.w_locals = w_locals;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_frame;
  }
}
