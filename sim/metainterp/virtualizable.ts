/**
 * The boxes of the outermost frame's virtualizable: its fields and its array's items. Every write
 * also goes to the real object, so that giving up a trace needs no flushing.
 *
 * Counterpart: rpython/jit/metainterp/virtualizable.py.
 */

import { assert } from "../base/assert.ts";
import type { FieldDescr } from "../trace/descr.ts";
import { arrayLength, readField, readItem, writeField, writeItem } from "../trace/heap-access.ts";
import type { VirtualizableInfo } from "../jitcode/jitcode.ts";
import type { Box, Ref, RtValue, Value } from "../trace/values.ts";
import { InputArg } from "../trace/values.ts";
import { clearToken } from "./virtualref.ts";

export class VirtualizableBoxes {
  readonly info: VirtualizableInfo;
  /** The box of the virtualizable itself. */
  box: Value;
  /** Fields in the order of the info, then the array's items. */
  readonly values: Value[];
  /** Stored back for good: its frame is about to leave the portal and lives on. */
  isForced = false;

  constructor(info: VirtualizableInfo, box: Value, values: Value[]) {
    this.info = info;
    this.box = box;
    this.values = values;
  }

  /** Boxes for what the real object holds now: new input arguments. */
  static read(info: VirtualizableInfo, box: Value): VirtualizableBoxes {
    const object = box.value as Ref;
    const values: Value[] = info.fields.map(
      (field) => new InputArg(field.kind, readField(field, object)),
    );
    const { arrayField, arrayDescr } = info;
    if (arrayField !== null && arrayDescr !== null) {
      const array = readField(arrayField, object) as Ref;
      for (let i = 0; i < arrayLength(array); i++) {
        values.push(new InputArg(arrayDescr.itemKind, readItem(arrayDescr, array, i)));
      }
    }
    return new VirtualizableBoxes(info, box, values);
  }

  forSnapshot(): Value[] {
    return [this.box, ...this.values];
  }

  private indexOf(field: FieldDescr): number {
    const index = this.info.fields.indexOf(field);
    assert(index >= 0, "not a field of the virtualizable:", field.name);
    return index;
  }

  getField(field: FieldDescr): Value {
    return this.values[this.indexOf(field)] as Value;
  }

  setField(field: FieldDescr, value: Value): void {
    this.values[this.indexOf(field)] = value;
    writeField(field, this.box.value as Ref, value.value as RtValue);
  }

  get length(): number {
    return this.values.length - this.info.fields.length;
  }

  private itemIndex(index: number): number {
    assert(index >= 0 && index < this.length, "no virtualizable item", index);
    return this.info.fields.length + index;
  }

  getItem(index: number): Value {
    return this.values[this.itemIndex(index)] as Value;
  }

  setItem(index: number, value: Value): void {
    this.values[this.itemIndex(index)] = value;
    this.writeItem(index, value);
  }

  private writeItem(index: number, value: Value): void {
    const { arrayField, arrayDescr } = this.info;
    assert(arrayField !== null && arrayDescr !== null, "a virtualizable without array");
    const array = readField(arrayField, this.box.value as Ref) as Ref;
    writeItem(arrayDescr, array, index, value.value as RtValue);
  }

  /** Writes everything to the real object (after resuming from a guard). */
  synchronize(): void {
    const values = this.values.map((value) => value.value as RtValue);
    writeVirtualizable(this.info, this.box.value as Ref, values);
  }

  replace(old: Box, by: Value): void {
    const { values } = this;
    for (let i = values.indexOf(old); i >= 0; i = values.indexOf(old, i + 1)) values[i] = by;
    if (this.box === old) this.box = by;
  }
}

/** Writes the values of all fields, then of the array's items, to the real object. */
export function writeVirtualizable(
  info: VirtualizableInfo,
  object: Ref,
  values: readonly RtValue[],
): void {
  const { fields, arrayField, arrayDescr } = info;
  clearToken(info, object);
  fields.forEach((field, i) => {
    writeField(field, object, values[i] as RtValue);
  });
  if (arrayField === null || arrayDescr === null) return;
  const array = readField(arrayField, object) as Ref;
  for (let i = fields.length; i < values.length; i++) {
    writeItem(arrayDescr, array, i - fields.length, values[i] as RtValue);
  }
}
