/**
 * Operations on virtual raw memory: a call that allocates a constant number of bytes, loads and
 * stores at constant offsets, constants added to its address, and the call that frees it.
 *
 * Counterpart: do_RAW_MALLOC_VARSIZE_CHAR, do_RAW_FREE, optimize_INT_ADD, optimize_RAW_LOAD_I,
 * optimize_RAW_STORE, optimize_GETARRAYITEM_RAW_I and optimize_SETARRAYITEM_RAW in
 * rpython/jit/metainterp/optimizeopt/virtualize.py.
 */

import type { ArrayDescr, CallDescr } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import { ConstInt } from "../../trace/values.ts";
import { replacementOf } from "../boxes.ts";
import type { Optimizer } from "../optimizer.ts";
import type { Handler } from "../pass.ts";
import { RawBufferInfo, RawPtrInfo, RawSliceInfo } from "./raw-info.ts";

export class RawMemoryOps {
  readonly handlers: Partial<Record<OpName, Handler>>;
  private readonly optimizer: Optimizer;
  private readonly emit: Handler;

  constructor(optimizer: Optimizer, emit: Handler) {
    this.optimizer = optimizer;
    this.emit = emit;
    const byteOffset = (op: ResOp) => this.constantArg(op, 1);
    const itemOffset = (op: ResOp) => {
      const index = this.constantArg(op, 1);
      return index === null ? null : index * (op.descr as ArrayDescr).bytes;
    };
    this.handlers = {
      int_add: (op) => this.add(op),
      raw_load_i: (op) => this.load(op, byteOffset(op)),
      raw_load_f: (op) => this.load(op, byteOffset(op)),
      raw_store: (op) => this.store(op, byteOffset(op)),
      getarrayitem_raw_i: (op) => this.load(op, itemOffset(op)),
      getarrayitem_raw_f: (op) => this.load(op, itemOffset(op)),
      setarrayitem_raw: (op) => this.store(op, itemOffset(op)),
    };
  }

  private constantArg(op: ResOp, index: number): number | null {
    const value = this.optimizer.constantOf(op.args[index] as Value)?.value;
    return typeof value === "number" ? value : null;
  }

  private virtualAddress(op: ResOp, index = 0): RawPtrInfo | null {
    const info = this.optimizer.virtualInfo(op.args[index] as Value);
    return info instanceof RawPtrInfo ? info : null;
  }

  /** Whether the call's buffer is virtual from now on. */
  malloc(op: ResOp): boolean {
    const size = this.constantArg(op, 1);
    const fn = replacementOf(op.args[0] as Value);
    if (size === null || !fn.isConst) return false;
    op.args[1] = new ConstInt(size);
    op.forwarded = new RawBufferInfo({ fn, descr: op.descr as CallDescr, size });
    this.optimizer.fired("raw_malloc_of_constant_size_is_virtual");
    return true;
  }

  /** Whether the call frees what was never allocated. */
  free(op: ResOp): boolean {
    if (this.virtualAddress(op, 1) === null) return false;
    this.optimizer.fired("raw_free_of_virtual_vanishes");
    return true;
  }

  private add(op: ResOp): void {
    const parent = this.virtualAddress(op);
    const offset = parent === null ? null : this.constantArg(op, 1);
    if (parent === null || offset === null) {
      this.emit(op);
      return;
    }
    const base = replacementOf(op.args[0] as Value);
    op.args[1] = new ConstInt(offset);
    op.forwarded = new RawSliceInfo(base, parent, offset);
    this.optimizer.fired("int_add_to_virtual_raw_buffer_is_a_slice");
  }

  private load(op: ResOp, offset: number | null): void {
    const info = offset === null ? null : this.virtualAddress(op);
    const value = info?.readRaw(offset as number, op.descr as ArrayDescr) ?? null;
    if (value === null) {
      this.emit(op);
      return;
    }
    this.optimizer.makeEqualTo(op, value);
    this.optimizer.fired("raw_load_of_virtual_is_what_was_stored");
  }

  private store(op: ResOp, offset: number | null): void {
    const info = offset === null ? null : this.virtualAddress(op);
    const value = replacementOf(op.args[2] as Value);
    if (info?.writeRaw(offset as number, op.descr as ArrayDescr, value) !== true) this.emit(op);
    else this.optimizer.fired("raw_store_of_virtual_is_remembered");
  }
}
