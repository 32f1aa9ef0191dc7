/**
 * The faces that passes and the optimizer show to each other.
 *
 * Counterpart: class Optimization in rpython/jit/metainterp/optimizeopt/optimizer.py.
 */

import type { OpName } from "../trace/ops.ts";
import type { Box, Const, ResOp, Value } from "../trace/values.ts";
import type { HeapEntry, KnownObject } from "./heap-cache/heap-entry.ts";
import type { ArrayPtrInfo, InstancePtrInfo, Known, PreambleOp, PtrInfo } from "./info.ts";
import type { ShortBoxes } from "./unrolling/short-boxes.ts";
import type { Descr, FieldDescr } from "../trace/descr.ts";

/** Takes operations one by one. */
export interface Stage {
  forward(op: ResOp): void;
  /** Hands on an operation that is not the one being handled. */
  emitExtra(op: ResOp): void;
}

/** One pass, as the optimizer sees it. */
export interface PassStage extends Stage {
  /** After the last operation: whatever was postponed goes on now. */
  flush(): void;
  /** At the end of the preamble: offers values that the short preamble could compute again. */
  produceShortOps(boxes: ShortBoxes): void;
}

/** What other passes may ask of the pass that remembers pure operations. */
export interface PureKnowledge {
  /** From now on, this operation on these arguments is known to give `result`. */
  remember(opname: OpName, args: readonly Value[], result: Value): void;
  lookup(opname: OpName, args: readonly Value[]): Value | null;
  /** The preamble's pure operation `source` is known by its result `op`. */
  importPure(op: PreambleOp, source: ResOp): void;
  importCall(op: PreambleOp, source: ResOp): void;
}

/** What other passes may ask of the heap cache. */
export interface HeapKnowledge {
  /** Information on a constant object. */
  constInfo(object: object | string, descr: Descr | null): InstancePtrInfo | ArrayPtrInfo;
  putField(box: Value, info: InstancePtrInfo, field: FieldDescr, value: Known): void;
  putItem(box: Value, info: ArrayPtrInfo, index: number, value: Known): void;
  /** A box of which `known` is known turns out to be `constant`. */
  becomesConstant(known: InstancePtrInfo | ArrayPtrInfo, constant: Const): void;
  /** Places without a delayed store, with the objects of which their value is known. */
  knownPlaces(): Iterable<readonly [HeapEntry, KnownObject, Known]>;
  /** Whether code already relies on this field of a constant object. */
  reliesOn(object: object, field: FieldDescr): boolean;
}

/** What the optimizer asks of unrolling, while the peeled loop is optimized. */
export interface PreambleUses {
  /** A preamble's value is used: it joins the short preamble; gives the value. */
  use(op: PreambleOp): Value;
  /** A box is used by an emitted operation: if only the preamble has it, it joins the label. */
  noteUse(box: Box): void;
}

/** Results of loop-invariant calls. */
export interface LoopInvariants {
  importCall(fn: Const, result: Known): void;
  /** Functions whose result is known. */
  knownCalls(): Iterable<readonly [fn: Const, result: Known]>;
}

/** A box with what is known of it. */
export interface KnownPtr {
  readonly value: Value;
  readonly info: PtrInfo | null;
}
