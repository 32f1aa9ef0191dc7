/**
 * The recorded trace, and copies of parts of it. The optimizer marks boxes while it works, so each
 * attempt gets a copy of its own; a copy that starts at a later merge point turns the boxes that
 * are live there into input arguments.
 *
 * Counterpart: rpython/jit/metainterp/history.py, opencoder.py (cut_trace_from).
 */

import { assert } from "../base/assert.ts";
import type { FrameSnapshot, Snapshot } from "../trace/snapshot.ts";
import type { Box, Kind, Trace, Value } from "../trace/values.ts";
import { InputArg, ResOp } from "../trace/values.ts";

/** Copies operations, snapshots and arguments, each once. */
class TraceCopier {
  private readonly boxes = new Map<Box, Box>();
  private readonly frames = new Map<FrameSnapshot, FrameSnapshot>();

  input(box: Box): InputArg {
    const copy = new InputArg(box.kind as Kind, box.value);
    this.boxes.set(box, copy);
    return copy;
  }

  value(value: Value): Value {
    if (value.isConst) return value;
    const copy = this.boxes.get(value);
    assert(copy !== undefined, "a box of the trace is not defined in the part that is copied");
    return copy;
  }

  op(op: ResOp): ResOp {
    const copy = new ResOp(
      op.opname,
      op.args.map((arg) => this.value(arg)),
      op.descr,
    );
    copy.value = op.value;
    if (op.snapshot !== null) copy.snapshot = this.snapshot(op.snapshot);
    this.boxes.set(op, copy);
    return copy;
  }

  private snapshot(snapshot: Snapshot): Snapshot {
    return {
      frames: snapshot.frames.map((frame) => this.frame(frame)),
      vable: snapshot.vable.map((value) => this.value(value)),
      vrefs: snapshot.vrefs.map((value) => this.value(value)),
      deliver: snapshot.deliver,
    };
  }

  private frame(frame: FrameSnapshot): FrameSnapshot {
    let copy = this.frames.get(frame);
    if (copy === undefined) {
      const values = frame.values.map((value) => this.value(value));
      copy = { jitcode: frame.jitcode, pc: frame.pc, values };
      this.frames.set(frame, copy);
    }
    return copy;
  }
}

/** A copy of `ops` from `start`, whose input arguments are the boxes `inputs`. */
export function copyTrace(inputs: readonly Box[], ops: readonly ResOp[], start: number): Trace {
  const copier = new TraceCopier();
  const inputargs = inputs.map((box) => copier.input(box));
  return { inputargs, ops: ops.slice(start).map((op) => copier.op(op)) };
}
