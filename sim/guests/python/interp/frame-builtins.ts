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
import type { PyCode } from "./pycode.ts";
import { FrameDebugData, type PyFrame } from "./pyframe.ts";

/** Calls a built-in with what it may see of the frame. */
export function call_frame_builtin(
  space: ObjSpace,
  frame: PyFrame,
  w_func: W_FrameBuiltin,
  args_w: W_Root[],
  kwnames: readonly string[] | null,
): W_Root {
  const pycode = frame.getcode();
  const w_locals = frame_locals(space, frame, pycode);
  return w_func.run(space, pycode, frame.last_instr, w_locals, args_w, kwnames);
}

/** The namespace that `locals()` gives; a function's is the same at each call. */
export function frame_locals(space: ObjSpace, frame: PyFrame, pycode: PyCode): W_Root {
  const debugdata = frame.debugdata;
  if (debugdata === null) {
    const w_new = space.newdict();
    frame.debugdata = new FrameDebugData(w_new, null);
    update_locals(space, pycode, copy_locals(frame, pycode), w_new);
    return w_new;
  }
  const w_locals = debugdata.w_locals;
  if (w_locals === null) return debugdata.w_mapping!;
  if (!pycode.hasLocalsDict) update_locals(space, pycode, copy_locals(frame, pycode), w_locals);
  return w_locals;
}

/** @unroll_safe */
export function copy_locals(frame: PyFrame, pycode: PyCode): (W_Root | null)[] {
  const values_w = new_array_r<W_Root>(pycode.stackBase);
  for (let i = 0; i < pycode.stackBase; i++) values_w[i] = frame.locals_cells_stack_w[i]!;
  return values_w;
}

/** Copies a function's variables to the dictionary that shows them. @dont_look_inside @cannot_raise */
export function update_locals(
  space: ObjSpace,
  pycode: PyCode,
  values_w: readonly (W_Root | null)[],
  w_dict: W_DictObject,
): void {
  values_w.slice(0, pycode.stackBase).forEach((w_slot, i) => {
    const w_value = w_slot instanceof Cell ? w_slot.w_value : w_slot;
    const cellIndex = i - pycode.co_nlocals;
    const name = cellIndex < 0 ? pycode.co_varnames[i]! : pycode.cellNames[cellIndex]!;
    if (w_value !== null) w_dict.storage.setitem_str(space, name, w_value);
    else w_dict.storage.delitem(space, space.newtext(name));
  });
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
