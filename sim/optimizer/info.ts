/**
 * What is known of references: not null, of a class, with known fields or items, or virtual (not
 * allocated at all so far). A field's known value may be a PreambleOp: known from the preamble, not
 * yet passed into the peeled loop.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/info.py.
 */

import type { ArrayDescr, ClassLayout, FieldDescr } from "../trace/descr.ts";
import { zeroOf } from "../trace/heap-access.ts";
import type { Box, ResOp, Value } from "../trace/values.ts";
import { BoxInfo, constOf } from "../trace/values.ts";
import { IntBound } from "./ints/int-bound.ts";

/** A value that only the preamble has computed; using it makes it an argument of the label. */
export class PreambleOp {
  /** The value in the preamble, or the name invented for it. */
  readonly op: Value;
  /** The operation that computes it again in the short preamble. */
  readonly preambleOp: ResOp;
  /** `op` is a `same_as` that must be emitted before the label. */
  readonly isInvented: boolean;
  constructor(op: Value, preambleOp: ResOp, isInvented: boolean) {
    this.op = op;
    this.preambleOp = preambleOp;
    this.isInvented = isInvented;
  }
}

export type Known = Value | PreambleOp;

/** A reference that is not null. */
export class PtrInfo extends BoxInfo {
  override readonly infoKind: string = "nonnull";
  /** Position among the emitted operations of the last guard on this box, -1 when there is none. */
  lastGuardPosition = -1;

  get isVirtual(): boolean {
    return false;
  }

  get knownClass(): ClassLayout | null {
    return null;
  }
}

/** An instance: its class when known exactly, a class it is of, and fields. */
export class InstancePtrInfo extends PtrInfo {
  override readonly infoKind = "instance";
  /** The exact class. */
  exactClass: ClassLayout | null;
  /** A class of which the object is known to be an instance. */
  layout: ClassLayout | null;
  readonly fields = new Map<FieldDescr, Known>();
  virtual: boolean;

  constructor(layout: ClassLayout | null, exactClass: ClassLayout | null, virtual = false) {
    super();
    this.layout = layout;
    this.exactClass = exactClass;
    this.virtual = virtual;
  }

  override get isVirtual(): boolean {
    return this.virtual;
  }

  override get knownClass(): ClassLayout | null {
    return this.exactClass;
  }
}

/** How an array is known. */
interface ArrayOptions {
  readonly virtual?: boolean;
  /** A virtual made by new_array_clear: items that were never set are zero. */
  readonly isClear?: boolean;
}

/** An array: the bounds of its length, and items at constant indices. */
export class ArrayPtrInfo extends PtrInfo {
  override readonly infoKind = "array";
  readonly descr: ArrayDescr;
  readonly length: IntBound;
  /** Known items by index; of a virtual, the items that were set. */
  readonly items = new Map<number, Known>();
  readonly isClear: boolean;
  virtual: boolean;

  constructor(descr: ArrayDescr, length = new IntBound(0n), options: ArrayOptions = {}) {
    super();
    this.descr = descr;
    this.length = length;
    this.virtual = options.virtual ?? false;
    this.isClear = options.isClear ?? false;
  }

  override get isVirtual(): boolean {
    return this.virtual;
  }

  /** Length of a virtual. */
  get lengthValue(): number {
    return Number(this.length.lower);
  }

  /** Whether a virtual has an item at `index`. */
  hasIndex(index: number): boolean {
    return index >= 0 && index < this.lengthValue;
  }

  /** An item of a virtual; null for one never set, and outside of the array. */
  itemAt(index: number): Value | null {
    const known = knownValue(this.items.get(index));
    if (known !== null || !this.isClear || !this.hasIndex(index)) return known;
    const { itemKind } = this.descr;
    return constOf(itemKind, zeroOf(itemKind));
  }
}

export type VirtualInfo = InstancePtrInfo | ArrayPtrInfo;

/** A value of a virtual; PreambleOps never get into virtuals. */
export function knownValue(known: Known | undefined): Value | null {
  if (known === undefined) return null;
  return known instanceof PreambleOp ? known.op : known;
}

/** The values that a virtual consists of, in order; null for those never set. */
export function contentsOf(info: VirtualInfo): (Value | null)[] {
  if (info instanceof ArrayPtrInfo) {
    return Array.from({ length: info.lengthValue }, (_, index) => info.itemAt(index));
  }
  const fields = info.exactClass?.fields ?? [];
  return fields.map((field) => knownValue(info.fields.get(field)));
}

/** Whether what is known of a box is about references. */
export function isPtrInfo(info: BoxInfo | null): info is PtrInfo {
  return info instanceof PtrInfo;
}

/** The info as that of a virtual, or null. */
export function asVirtual(info: BoxInfo | null): VirtualInfo | null {
  const isOne = info instanceof InstancePtrInfo || info instanceof ArrayPtrInfo;
  return isOne && info.isVirtual ? info : null;
}

/** A box with its info; the shape in which a forced virtual is remembered. */
export interface KnownBox {
  readonly box: Box;
  readonly info: PtrInfo;
}
