/**
 * The types of tracebacks and frames.
 *
 * Counterpart: pypy/interpreter/{pytraceback,typedef}.py.
 */

import { CODE_FLAGS } from "../compiler/code.ts";
import { update_locals } from "../interp/frame-builtins.ts";
import type { PyCode } from "../interp/pycode.ts";
import type { PyFrame } from "../interp/pyframe.ts";
import { PyTraceback } from "../objects/base-exception.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import { W_FramePicture } from "../objects/frame-object.ts";
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
    if (!(w_frame instanceof W_FramePicture)) {
      const name = typeName(s, w_frame!);
      throw typeError(s, `expected frame, got ${name} object`);
    }
    const made = new PyTraceback(w_frame.pycode, toHostInteger(s, w_lasti!), nextOf(s, w_next!));
    made.w_frame = w_frame;
    return made;
  });
  getset(w_traceback, "tb_lineno", (_, w_tb) => {
    const traceback = tracebackOf(w_tb);
    return newint(traceback.code.lineAt(traceback.last_instr));
  });
  getset(w_traceback, "tb_lasti", (_, w_tb) => newint(tracebackOf(w_tb).last_instr));
  getset(w_traceback, "tb_frame", (s, w_tb) => frameOf(s, tracebackOf(w_tb)));
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

/** The frame of an entry; module and class bodies show their names. */
function frameOf(space: ObjSpace, traceback: PyTraceback): W_Root {
  if (traceback.w_frame === null) {
    const pycode = traceback.code as PyCode;
    const isFunction = (pycode.template.co_flags & CODE_FLAGS.CO_NEWLOCALS) !== 0;
    const w_locals = isFunction ? space.newdict() : pycode.w_globals;
    const { last_instr } = traceback;
    traceback.w_frame = new W_FramePicture(pycode, last_instr, pycode.w_globals, w_locals);
  }
  return traceback.w_frame;
}

function installFrame(space: ObjSpace): void {
  const { w_frame } = space;
  const frame = (w_obj: W_Root | null | undefined): AnyFrame => w_obj as AnyFrame;
  getset(w_frame, "f_code", (_, w_f) => frame(w_f).pycode);
  getset(w_frame, "f_globals", (_, w_f) => frame(w_f).pycode.w_globals);
  getset(w_frame, "f_locals", (s, w_f) => localsOf(s, frame(w_f)));
  getset(w_frame, "f_builtins", (s) => s.w_builtins_dict);
  getset(w_frame, "f_back", () => w_None);
  getset(w_frame, "f_lasti", (_, w_f) => newint(frame(w_f).last_instr));
  getset(w_frame, "f_lineno", (_, w_f) => newint(lineOf(frame(w_f))));
  getset(w_frame, "f_trace", () => w_None);
  getset(w_frame, "f_trace_lines", () => newbool(true));
  getset(w_frame, "f_trace_opcodes", () => newbool(false));
  method(w_frame, "clear", "self", () => w_None);
  method(w_frame, "__repr__", "self, /", (s, [w_self]) => {
    const { pycode } = frame(w_self);
    const where = `file ${quoteText(pycode.co_filename)}, line ${lineOf(frame(w_self))}`;
    return newtext(`<frame at ${addressText(s, w_self!)}, ${where}, code ${pycode.co_name}>`);
  });
}

/** A picture of a frame, or the frame of a suspended generator. */
type AnyFrame = W_FramePicture | PyFrame;

function lineOf({ pycode, last_instr }: AnyFrame): number {
  return last_instr < 0 ? pycode.co_firstlineno : pycode.lineAt(last_instr);
}

function localsOf(space: ObjSpace, frame: AnyFrame): W_Root {
  if (frame instanceof W_FramePicture) return frame.w_locals;
  const w_dict = space.newdict();
  update_locals(space, frame.pycode, frame.locals_cells_stack_w, w_dict);
  return w_dict;
}
