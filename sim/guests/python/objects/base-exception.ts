/**
 * Exception objects and tracebacks.
 *
 * Counterpart: pypy/module/exceptions/interp_exceptions.py, pypy/interpreter/pytraceback.py.
 */

import type { PyCode } from "../interp/pycode.ts";
import type { PyFrame } from "../interp/pyframe.ts";
import { W_ObjectObject } from "./instance-object.ts";
import type { MapNode } from "./mapdict.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class PyTraceback extends W_Root {
  readonly frame: PyFrame;
  readonly last_instr: number;
  next: PyTraceback | null;

  constructor(frame: PyFrame, last_instr: number, next: PyTraceback | null) {
    super();
    this.frame = frame;
    this.last_instr = last_instr;
    this.next = next;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_traceback;
  }

  /** A frame's code never changes, so it is known even while compiled code holds the frame. */
  get code(): PyCode {
    return this.frame.pycode;
  }
}

export class W_BaseException extends W_ObjectObject {
  args_w: readonly W_Root[];
  w_traceback: PyTraceback | null = null;
  w_cause: W_Root | null = null;
  w_context: W_BaseException | null = null;
  suppress_context = false;
  /** What some classes keep beside their arguments (StopIteration.value, SystemExit.code …). */
  private fields: Map<string, W_Root> | null = null;

  constructor(map: MapNode, storage: (W_Root | null)[], args_w: readonly W_Root[]) {
    super(map, storage);
    this.args_w = args_w;
  }

  /** A field that was set, or null. */
  field(name: string): W_Root | null {
    return this.fields?.get(name) ?? null;
  }

  setField(name: string, w_value: W_Root): void {
    this.fields ??= new Map();
    this.fields.set(name, w_value);
  }
}
