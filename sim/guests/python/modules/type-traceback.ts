/**
 * The types of tracebacks and frames.
 *
 * Counterpart: pypy/interpreter/{pytraceback,typedef}.py.
 */

import { forceVirtualizable } from "../../../base/virtual-ref.ts";
import {
  callerOf,
  isExecuting,
  lineOfFrame,
  localsOfFrame,
  showFrame,
} from "../interp/caller-frames.ts";
import { PyFrame } from "../interp/pyframe.ts";
import { PyTraceback } from "../objects/base-exception.ts";
import { Cell } from "../objects/cell.ts";
import { oefmt, typeError, typeName, unsupported, valueError } from "../objects/errors.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { addressText } from "../objects/text.ts";
import { quoteText } from "../objects/text-quote.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";

function tracebackOf(w_obj: W_Root): PyTraceback {
  return w_obj as PyTraceback;
}

const TRACEBACK_NAMES = ["tb_frame", "tb_lasti", "tb_lineno", "tb_next"];

/** Fills traceback and frame. */
export function installTraceback(space: ObjSpace): void {
  const { w_traceback } = space;
  const signature = "type, tb_next, tb_frame, tb_lasti, tb_lineno";
  staticMethod(w_traceback, "__new__", signature, (s, [, w_next, w_frame, w_lasti]) => {
    if (!(w_frame instanceof PyFrame)) {
      const name = typeName(s, w_frame!);
      throw typeError(s, `expected frame, got ${name} object`);
    }
    return new PyTraceback(w_frame, toHostInteger(s, w_lasti!), nextOf(s, w_next!));
  });
  getset(w_traceback, "tb_lineno", (_, w_tb) => {
    const traceback = tracebackOf(w_tb);
    return newint(traceback.code.lineAt(traceback.last_instr));
  });
  getset(w_traceback, "tb_lasti", (_, w_tb) => newint(tracebackOf(w_tb).last_instr));
  getset(w_traceback, "tb_frame", (_, w_tb) => showFrame(tracebackOf(w_tb).frame));
  getset(
    w_traceback,
    "tb_next",
    (_, w_tb) => tracebackOf(w_tb).next ?? w_None,
    (s, w_tb, w_next) => {
      const next = nextOf(s, w_next);
      for (let entry = next; entry !== null; entry = entry.next) {
        if (entry === w_tb) throw valueError(s, "traceback loop detected");
      }
      tracebackOf(w_tb).next = next;
    },
  );
  method(w_traceback, "__dir__", "self, /", () =>
    newlist(TRACEBACK_NAMES.map((name) => newtext(name))),
  );
  installFrame(space);
}

function nextOf(space: ObjSpace, w_next: W_Root): PyTraceback | null {
  if (w_next === w_None) return null;
  if (w_next instanceof PyTraceback) return w_next;
  throw typeError(space, `expected traceback object, got '${typeName(space, w_next)}'`);
}

function installFrame(space: ObjSpace): void {
  const { w_frame } = space;
  getset(w_frame, "f_code", (_, w_f) => frame(w_f).pycode);
  getset(w_frame, "f_globals", (_, w_f) => frame(w_f).pycode.w_globals);
  getset(w_frame, "f_locals", (s, w_f) => localsOfFrame(s, frame(w_f)));
  getset(w_frame, "f_builtins", (s) => s.w_builtins_dict);
  getset(w_frame, "f_back", (_, w_f) => callerOf(frame(w_f)) ?? w_None);
  getset(w_frame, "f_lasti", (_, w_f) => newint(frame(w_f).last_instr));
  getset(
    w_frame,
    "f_lineno",
    (_, w_f) => newint(lineOfFrame(frame(w_f))),
    (s) => {
      throw valueError(s, "f_lineno can only be set by a trace function");
    },
  );
  getset(w_frame, "f_trace", () => w_None);
  getset(w_frame, "f_trace_lines", () => newbool(true));
  getset(w_frame, "f_trace_opcodes", () => newbool(false));
  method(w_frame, "clear", "self", (s, [w_self]) => clearFrame(s, frame(w_self)));
  method(w_frame, "__repr__", "self, /", (s, [w_self]) => {
    const { pycode } = frame(w_self);
    const where = `file ${quoteText(pycode.co_filename)}, line ${lineOfFrame(frame(w_self))}`;
    return newtext(`<frame at ${addressText(s, w_self!)}, ${where}, code ${pycode.co_name}>`);
  });
}

/** A frame whose fields are up to date. */
function frame(w_obj: W_Root | null | undefined): PyFrame {
  const found = w_obj as PyFrame;
  forceVirtualizable(found);
  return found;
}

/**
 * `clear`: drops the variables of a frame that does not run. DIFFERS: a suspended generator, which
 * PyPy closes, is refused.
 */
function clearFrame(space: ObjSpace, cleared: PyFrame): W_Root {
  if (isExecuting(space, cleared)) {
    throw oefmt(space, space.w_RuntimeError, "cannot clear an executing frame");
  }
  const { pycode } = cleared;
  if (pycode.isSuspendable && !cleared.frame_finished_execution) {
    throw unsupported(space, "clearing the frame of a suspended generator");
  }
  cleared.dropvaluesuntil(pycode.stackBase);
  for (let i = 0; i < pycode.stackBase; i++) {
    const w_slot = cleared.locals_cells_stack_w[i]!;
    cleared.locals_cells_stack_w[i] = w_slot instanceof Cell ? new Cell(null) : null;
  }
  cleared.debugdata = null;
  return w_None;
}
