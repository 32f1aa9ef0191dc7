/**
 * Frames as host code finds them, from the innermost outwards. Who shows one to a program makes the
 * whole chain behind it real: a virtual reference ends with its frame, and the frame shown may
 * outlive those that called it. Only in calls that may force.
 *
 * Counterpart: pypy/interpreter/executioncontext.py (gettopframe, getnextframe_nohidden).
 * DIFFERS: PyPy marks frames as escaped and makes each caller real when its callee returns. Here a
 * traceback's frame, shown when its caller has returned, may not know that caller any more.
 */

import { forceVirtualizable, forceVirtualRef, isSpent } from "../../../base/virtual-ref.ts";
import type { CallerFrame } from "../objects/frame-builtin.ts";
import { W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { frame_locals } from "./frame-builtins.ts";
import type { PyFrame } from "./pyframe.ts";

/** Null, too, for a caller that has returned to compiled code and was never made real. */
function frameOf(reference: object | null): PyFrame | null {
  if (reference === null || isSpent(reference)) return null;
  return forceVirtualRef(reference) as PyFrame;
}

function makeReal(frame: PyFrame): PyFrame | null {
  const caller = frameOf(frame.f_backref);
  frame.f_backref = caller;
  return caller;
}

/** The frame itself, or the next one outwards that is not a built-in function's. */
function notHidden(frame: PyFrame | null): PyFrame | null {
  let found = frame;
  while (found?.pycode.hidden === true) found = makeReal(found);
  return found;
}

/** The frame that called this one; null for the outermost and for a suspended generator's. */
export function callerOf(frame: PyFrame): PyFrame | null {
  return notHidden(makeReal(frame));
}

/** A frame that a program gets hold of: from now on all of its callers are real. */
export function showFrame(frame: PyFrame): PyFrame {
  for (let each: PyFrame | null = frame; each !== null; each = callerOf(each)) {
    // Each step makes one reference real.
  }
  return frame;
}

/** The frame `depth` calls outside of the innermost, not to be shown; null beyond the outermost. */
export function frameAt(space: ObjSpace, depth: number): PyFrame | null {
  let frame = notHidden(frameOf(space.ec.topframeref));
  for (let i = 0; i < depth && frame !== null; i++) frame = callerOf(frame);
  return frame;
}

/** Whether the frame is being executed: it is on the chain of callers. */
export function isExecuting(space: ObjSpace, frame: PyFrame): boolean {
  for (let each = frameAt(space, 0); each !== null; each = callerOf(each)) {
    if (each === frame) return true;
  }
  return false;
}

/** The line that a frame is at. */
export function lineOfFrame(frame: PyFrame): number {
  forceVirtualizable(frame);
  const { pycode, last_instr } = frame;
  return last_instr < 0 ? pycode.co_firstlineno : pycode.lineAt(last_instr);
}

/** What `f_locals` shows. */
export function localsOfFrame(space: ObjSpace, frame: PyFrame) {
  forceVirtualizable(frame);
  return frame_locals(space, frame, frame.pycode);
}

/** What a built-in function that host code calls sees of its caller. */
export function hostCaller(space: ObjSpace): CallerFrame {
  const frame = frameAt(space, 0);
  if (frame === null) return mainCaller(space);
  const w_locals = localsOfFrame(space, frame);
  const { pycode, last_instr } = frame;
  return { w_globals: pycode.w_globals, w_locals, pycode, last_instr };
}

/** Before any frame runs, the main module. */
function mainCaller(space: ObjSpace): CallerFrame {
  const w_main = space.w_modules.storage.getitem_str(space, "__main__");
  const w_dict = w_main instanceof W_Module ? w_main.w_dict : space.newdict();
  return { w_globals: w_dict, w_locals: w_dict, pycode: null, last_instr: -1 };
}
