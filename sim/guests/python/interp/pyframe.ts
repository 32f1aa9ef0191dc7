/**
 * Frames: the state of one activation of a code object.
 *
 * The array holds locals, then cells, then the value stack. The frame is the virtualizable of the
 * driver: compiled code keeps these fields in registers, so a frame is never passed to a function
 * that is not looked inside. Who finds one by the links between frames forces it (caller-frames.ts).
 *
 * Counterpart: pypy/interpreter/pyframe.py.
 */

import type { ForceToken } from "../../../base/virtual-ref.ts";
import {
  promote,
  virtual_ref,
  virtual_ref_finish,
  virtual_ref_keep,
  we_are_jitted,
} from "../../../hints/hints.ts";
import type { ExecutionContext } from "../objects/execution-context.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import type { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { W_Root } from "../objects/w-root.ts";
import type { PyCode } from "./pycode.ts";

/** What few frames need: the dictionary of locals of module and class bodies. */
export class FrameDebugData {
  /** A trace function; nothing sets one, since `sys.settrace` is not supported. */
  w_f_trace: W_Root | null = null;
  w_locals: W_DictObject | null;
  /** A mapping that is no dict, as `__prepare__` or exec may give. */
  w_mapping: W_Root | null;

  constructor(w_locals: W_DictObject | null, w_mapping: W_Root | null) {
    this.w_locals = w_locals;
    this.w_mapping = w_mapping;
  }
}

/** The kinds of blocks. */
export const BLOCK_EXCEPT = 0;
export const BLOCK_FINALLY = 1;
export const BLOCK_RESTORER = 2;

/** An entry of the block stack: a handler, or the exception to restore when its handler ends. */
export class FrameBlock {
  readonly kind: number;
  readonly handlerposition: number;
  readonly valuestackdepth: number;
  readonly previous: FrameBlock | null;
  /** For a restorer: what was being handled before. */
  readonly operr: OperationError | null;

  constructor(
    kind: number,
    handlerposition: number,
    valuestackdepth: number,
    previous: FrameBlock | null,
    operr: OperationError | null,
  ) {
    this.kind = kind;
    this.handlerposition = handlerposition;
    this.valuestackdepth = valuestackdepth;
    this.previous = previous;
    this.operr = operr;
  }
}

/** On the value stack of a handler: the exception that led there. */
export class SApplicationException extends W_Root {
  readonly operr: OperationError;

  constructor(operr: OperationError) {
    super();
    this.operr = operr;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_frame;
  }
}

/** @virtualizable pycode debugdata lastblock valuestackdepth last_instr locals_cells_stack_w[*] */
export class PyFrame extends W_Root {
  pycode: PyCode;
  debugdata: FrameDebugData | null;
  lastblock: FrameBlock | null;
  valuestackdepth: number;
  /** The bytecode being executed; -1 before the first. */
  last_instr: number;
  locals_cells_stack_w: (W_Root | null)[];
  /** Whether the frame has returned; a generator's is asked. */
  frame_finished_execution: boolean;
  /** Counted in the recursion limit when entered: by the interpreter, not by compiled code. */
  is_counted: boolean;
  /** The frame that called this one, or a virtual reference to it. */
  f_backref: object | null;
  /** The activation of compiled code that holds the fields; see forceVirtualizable. */
  vable_token: ForceToken | null;

  constructor(
    pycode: PyCode,
    debugdata: FrameDebugData | null,
    valuestackdepth: number,
    locals_cells_stack_w: (W_Root | null)[],
  ) {
    super();
    this.pycode = pycode;
    this.debugdata = debugdata;
    this.lastblock = null;
    this.valuestackdepth = valuestackdepth;
    this.last_instr = -1;
    this.locals_cells_stack_w = locals_cells_stack_w;
    this.frame_finished_execution = false;
    this.is_counted = false;
    this.f_backref = null;
    this.vable_token = null;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_frame;
  }

  getcode(): PyCode {
    return promote(this.pycode);
  }

  /** A backward jump makes sure of the code that runs, in case nothing in the loop has. */
  promote_code(): void {
    if (we_are_jitted()) promote(this.pycode);
  }

  pushvalue(w_value: W_Root | null): void {
    const depth = this.valuestackdepth;
    this.locals_cells_stack_w[depth] = w_value;
    this.valuestackdepth = depth + 1;
  }

  popvalue(): W_Root {
    const depth = this.valuestackdepth - 1;
    const w_value = this.locals_cells_stack_w[depth]!;
    this.locals_cells_stack_w[depth] = null;
    this.valuestackdepth = depth;
    return w_value;
  }

  /** As popvalue, where the slot may be empty. */
  popvalue_maybe_none(): W_Root | null {
    const depth = this.valuestackdepth - 1;
    const w_value = this.locals_cells_stack_w[depth]!;
    this.locals_cells_stack_w[depth] = null;
    this.valuestackdepth = depth;
    return w_value;
  }

  /** The value `index` below the top. */
  peekvalue(index: number): W_Root {
    return this.locals_cells_stack_w[this.valuestackdepth - 1 - index]!;
  }

  peekvalue_maybe_none(index: number): W_Root | null {
    return this.locals_cells_stack_w[this.valuestackdepth - 1 - index]!;
  }

  /** Replaces the value `index` below the top. */
  settopvalue(w_value: W_Root | null, index: number): void {
    this.locals_cells_stack_w[this.valuestackdepth - 1 - index] = w_value;
  }

  /** @unroll_safe */
  dropvalues(count: number): void {
    this.dropvaluesuntil(this.valuestackdepth - count);
  }

  /** @unroll_safe */
  dropvaluesuntil(depth: number): void {
    for (let i = this.valuestackdepth - 1; i >= depth; i--) this.locals_cells_stack_w[i] = null;
    this.valuestackdepth = depth;
  }

  pushblock(kind: number, handlerposition: number): void {
    const depth = this.valuestackdepth;
    this.lastblock = new FrameBlock(kind, handlerposition, depth, this.lastblock, null);
  }

  /** Removes the top block; the bytecode guarantees that there is one. */
  pop_block(): FrameBlock {
    const block = this.lastblock!;
    this.lastblock = block.previous;
    return block;
  }
}

/** A frame begins or goes on to run: it is linked to its caller. */
export function enter_frame(ec: ExecutionContext, frame: PyFrame): void {
  frame.f_backref = ec.topframeref;
  ec.topframeref = virtual_ref(frame);
}

/** The frame that runs has returned or yielded. */
export function leave_frame(ec: ExecutionContext, frame: PyFrame): void {
  ec.topframeref = frame.f_backref;
  virtual_ref_finish(frame);
}

/** The frame that runs was left by an exception, whose traceback refers to it. */
export function unwind_frame(ec: ExecutionContext, frame: PyFrame): void {
  ec.topframeref = frame.f_backref;
  virtual_ref_keep(frame);
}

/** A long-running frame renews its array every so many ticks, within a window of them. */
const RENEWAL_MASK = 0x3fff;
const RENEWAL_WINDOW = 32;

/**
 * Gives a frame that has been interpreted for long a new array now and then. V8 moves what survives
 * out of its nursery, and each store of a new object into an old array costs an entry in its list
 * of such stores (15 to 20 % of a plain loop's time).
 */
export function renew_array(space: ObjSpace, frame: PyFrame): void {
  if ((space.jitdriver.clock.ticks & RENEWAL_MASK) >= RENEWAL_WINDOW) return;
  frame.locals_cells_stack_w = frame.locals_cells_stack_w.slice();
}
