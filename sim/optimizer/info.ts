/**
 * What is known of references: not null, of a class, with known fields or items, or virtual (not
 * allocated at all so far). A field's known value may be a PreambleOp: known from the preamble, not
 * yet passed into the peeled loop.
 *
 * Counterpart: rpython/jit/metainterp/optimizeopt/info.py.
 */

import type { ArrayDescr, ClassLayout, FieldDescr } from "../trace/descr.ts";
import { assert } from "../base/assert.ts";
import type { VirtualDescription } from "../resume/resume-data.ts";
import { readField, readItem, zeroOf } from "../trace/heap-access.ts";
import type { Kind, Ref, ResOp, RtValue, Value } from "../trace/values.ts";
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

/** What can be virtual: not allocated at all so far. */
export abstract class VirtualPtrInfo extends PtrInfo {
  virtual: boolean;

  constructor(virtual: boolean) {
    super();
    this.virtual = virtual;
  }

  override get isVirtual(): boolean {
    return this.virtual;
  }

  /** The values that a virtual consists of, in order; null for those never set. */
  abstract contents(): (Value | null)[];
  /** The virtual as resume data describes it. */
  abstract describe(): VirtualDescription;
}

/** A virtual that may be carried around a loop. */
export abstract class CarriedPtrInfo extends VirtualPtrInfo {
  /** What two virtuals must have in common for one to stand for the other. */
  abstract get type(): object | null;
  /** The kind of the content at `index`. */
  abstract kindAt(index: number): Kind;
  /** A virtual of the same shape with these contents. */
  abstract copyWith(contents: readonly (Value | null)[]): CarriedPtrInfo;
  /** What the object at run time holds where the virtual has its content at `index`. */
  abstract readAt(object: Ref, index: number): RtValue;
}

/** An instance or struct: its class when known exactly, a class it is of, and fields. */
export class InstancePtrInfo extends CarriedPtrInfo {
  override readonly infoKind = "instance";
  /** The exact class; of a virtual struct, the struct. */
  exactClass: ClassLayout | null;
  /** A class of which the object is known to be an instance. */
  layout: ClassLayout | null;
  readonly fields = new Map<FieldDescr, Known>();

  constructor(layout: ClassLayout | null, exactClass: ClassLayout | null, virtual = false) {
    super(virtual);
    this.layout = layout;
    this.exactClass = exactClass;
  }

  /** Structs have no class word: a guard cannot ask for it. */
  override get knownClass(): ClassLayout | null {
    return this.exactClass?.hasVtable ? this.exactClass : null;
  }

  /** The struct that this is known to be, or null. */
  get struct(): ClassLayout | null {
    return this.layout === null || this.layout.hasVtable ? null : this.layout;
  }

  private get allFields(): readonly FieldDescr[] {
    return this.exactClass?.fields ?? [];
  }

  override get type(): ClassLayout | null {
    return this.exactClass;
  }

  override contents(): (Value | null)[] {
    return this.allFields.map((field) => knownValue(this.fields.get(field)));
  }

  override kindAt(index: number): Kind {
    return this.allFields[index]?.kind ?? "r";
  }

  override copyWith(contents: readonly (Value | null)[]): InstancePtrInfo {
    const copy = new InstancePtrInfo(this.layout, this.exactClass, true);
    this.allFields.forEach((field, index) => {
      const value = contents[index];
      if (value) copy.fields.set(field, value);
    });
    return copy;
  }

  override readAt(object: Ref, index: number): RtValue {
    return readField(this.allFields[index] as FieldDescr, object);
  }

  override describe(): VirtualDescription {
    const { exactClass: layout, allFields: fields } = this;
    assert(layout !== null, "a virtual instance has a class");
    return { kind: "instance", layout, fields, values: this.contents() };
  }
}

/** Longer arrays are never virtual, and items beyond it are never remembered. */
export const REASONABLE_INDEX_MAX = 150_000;

/** How an array is known. */
interface ArrayOptions {
  readonly virtual?: boolean;
  /** A virtual made by new_array_clear: items that were never set are zero. */
  readonly isClear?: boolean;
}

/** An array: the bounds of its length, and items at constant indices. */
export class ArrayPtrInfo extends CarriedPtrInfo {
  override readonly infoKind = "array";
  readonly descr: ArrayDescr;
  readonly length: IntBound;
  /** Known items by index; of a virtual, the items that were set. */
  readonly items = new Map<number, Known>();
  readonly isClear: boolean;

  constructor(descr: ArrayDescr, length = new IntBound(0n), options: ArrayOptions = {}) {
    super(options.virtual ?? false);
    this.descr = descr;
    this.length = length;
    this.isClear = options.isClear ?? false;
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

  override get type(): ArrayDescr {
    return this.descr;
  }

  override contents(): (Value | null)[] {
    return Array.from({ length: this.lengthValue }, (_, index) => this.itemAt(index));
  }

  override kindAt(_index: number): Kind {
    return this.descr.itemKind;
  }

  override copyWith(contents: readonly (Value | null)[]): ArrayPtrInfo {
    const options = { virtual: true, isClear: this.isClear };
    const copy = new ArrayPtrInfo(this.descr, this.length.clone(), options);
    contents.forEach((value, index) => {
      if (value !== null) copy.items.set(index, value);
    });
    return copy;
  }

  override readAt(array: Ref, index: number): RtValue {
    return readItem(this.descr, array, index);
  }

  override describe(): VirtualDescription {
    const { descr, isClear } = this;
    return { kind: "array", descr, isClear, values: this.contents() };
  }
}

/** A value of a virtual; PreambleOps never get into virtuals. */
export function knownValue(known: Known | undefined): Value | null {
  if (known === undefined) return null;
  return known instanceof PreambleOp ? known.op : known;
}

/** Whether what is known of a box is about references. */
export function isPtrInfo(info: BoxInfo | null): info is PtrInfo {
  return info instanceof PtrInfo;
}

/** The info as that of a virtual, or null. */
export function asVirtual(info: BoxInfo | null): VirtualPtrInfo | null {
  return info instanceof VirtualPtrInfo && info.isVirtual ? info : null;
}

/** The info as that of a virtual which may be carried around a loop, or null. */
export function asCarried(info: BoxInfo | null): CarriedPtrInfo | null {
  return info instanceof CarriedPtrInfo && info.isVirtual ? info : null;
}
