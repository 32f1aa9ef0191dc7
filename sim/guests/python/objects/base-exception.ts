/**
 * Exception objects and tracebacks.
 *
 * Counterpart: pypy/module/exceptions/interp_exceptions.py, pypy/interpreter/pytraceback.py.
 * DIFFERS: a traceback entry holds the code object and the position, not the frame.
 */

import { W_ObjectObject } from "./instance-object.ts";
import type { MapNode } from "./mapdict.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** What a traceback shows of a code object. */
export interface TracebackCode {
  readonly co_name: string;
  readonly co_filename: string;
  /** The line of the bytecode at `position`. */
  lineAt(position: number): number;
}

export class PyTraceback extends W_Root {
  readonly code: TracebackCode;
  readonly last_instr: number;
  next: PyTraceback | null;
  /** Its frame as programs see it, once they asked. */
  w_frame: W_Root | null = null;

  constructor(code: TracebackCode, last_instr: number, next: PyTraceback | null) {
    super();
    this.code = code;
    this.last_instr = last_instr;
    this.next = next;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_traceback;
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
