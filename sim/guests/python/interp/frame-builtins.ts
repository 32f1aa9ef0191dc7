/**
 * Calls that look at the calling frame: `super()` without arguments, and the functions of
 * objects/frame-builtin.ts.
 *
 * Counterpart: pypy/module/__builtin__/{descriptor,interp_inspect}.py.
 */

import { Cell } from "../objects/cell.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { oefmt } from "../objects/errors.ts";
import type { W_FrameBuiltin } from "../objects/frame-builtin.ts";
import type { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import { make_super } from "../objects/super-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { new_array_r } from "../../../hints/arrays.ts";
import { popvalues } from "./opcode-stack.ts";
import type { PyCode } from "./pycode.ts";
import type { PyFrame } from "./pyframe.ts";

/** Calls a built-in with the namespaces of the frame. */
export function call_frame_builtin(
  space: ObjSpace,
  frame: PyFrame,
  w_func: W_FrameBuiltin,
  count: number,
  below: number,
): W_Root {
  const args_w = popvalues(frame, count);
  frame.dropvalues(below);
  const pycode = frame.getcode();
  return w_func.run(space, pycode.w_globals, frame_locals(space, frame, pycode), args_w);
}

/** The namespace that `locals()` gives. */
export function frame_locals(space: ObjSpace, frame: PyFrame, pycode: PyCode): W_Root {
  const debugdata = frame.debugdata;
  if (debugdata !== null) {
    return debugdata.w_locals === null ? debugdata.w_mapping! : debugdata.w_locals;
  }
  return dict_of_locals(space, pycode, copy_locals(frame, pycode));
}

/** @unroll_safe */
export function copy_locals(frame: PyFrame, pycode: PyCode): (W_Root | null)[] {
  const values_w = new_array_r<W_Root>(pycode.stackBase);
  for (let i = 0; i < pycode.stackBase; i++) values_w[i] = frame.locals_cells_stack_w[i]!;
  return values_w;
}

/** @dont_look_inside @cannot_raise */
export function dict_of_locals(
  space: ObjSpace,
  pycode: PyCode,
  values_w: readonly (W_Root | null)[],
): W_DictObject {
  const w_dict = space.newdict();
  values_w.forEach((w_slot, i) => {
    const w_value = w_slot instanceof Cell ? w_slot.w_value : w_slot;
    const cellIndex = i - pycode.co_nlocals;
    const name = cellIndex < 0 ? pycode.co_varnames[i]! : pycode.cellNames[cellIndex]!;
    if (w_value !== null && name !== "__class__") w_dict.storage.setitem_str(space, name, w_value);
  });
  return w_dict;
}

/** `super()`: the `__class__` cell and the first argument of the frame. @unroll_safe */
export function super_of_frame(space: ObjSpace, frame: PyFrame): W_Root {
  const pycode = frame.getcode();
  if (pycode.co_argcount === 0) throw superError(space, "super(): no arguments");
  let w_self = frame.locals_cells_stack_w[0]!;
  for (let i = 0; i < pycode.ncellvars; i++) {
    if (pycode.cellArguments[i] === 0) {
      w_self = (frame.locals_cells_stack_w[pycode.co_nlocals + i] as Cell).w_value!;
    }
  }
  if (w_self === null) throw superError(space, "super(): arg[0] deleted");
  const index = pycode.classCellIndex;
  if (index < 0) throw superError(space, "super(): __class__ cell not found");
  const w_class = (frame.locals_cells_stack_w[index] as Cell).w_value;
  if (w_class === null) throw superError(space, "super(): empty __class__ cell");
  return make_super(space, w_class, w_self);
}

/** @dont_look_inside @cannot_raise */
export function superError(space: ObjSpace, message: string): OperationError {
  return oefmt(space, space.w_RuntimeError, message);
}
