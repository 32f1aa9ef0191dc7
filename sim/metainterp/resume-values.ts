/**
 * Rebuilding a state as run-time values, for the blackhole.
 *
 * Counterpart: rpython/jit/metainterp/resume.py (ResumeDataDirectReader).
 */

import type { Int } from "../base/int.ts";
import { int_add } from "../base/int.ts";
import type { StateBuilder } from "../resume/reader.ts";
import type { StringMaker } from "../resume/resume-data.ts";
import type { ArrayDescr, CallDescr, ClassLayout, FieldDescr } from "../trace/descr.ts";
import type { HostFunction, InteriorFieldDescr } from "../trace/descr.ts";
import { callHost, construct, newArray } from "../trace/heap-access.ts";
import { writeField, writeInterior, writeItem, writeRaw } from "../trace/heap-access.ts";
import { newString, writeCharacter } from "../trace/string-access.ts";
import type { Const, Ref, RtValue } from "../trace/values.ts";

export class ValueBuilder implements StateBuilder<RtValue> {
  private readonly values: readonly RtValue[];

  constructor(values: readonly RtValue[]) {
    this.values = values;
  }

  box(index: number): RtValue {
    return this.values[index] as RtValue;
  }

  constant(value: Const): RtValue {
    return value.value as RtValue;
  }

  smallInt(value: number): RtValue {
    return value;
  }

  instance(layout: ClassLayout, values: ReadonlyMap<FieldDescr, RtValue>): RtValue {
    return construct(layout, values);
  }

  array(descr: ArrayDescr, length: number, _isClear: boolean): RtValue {
    return newArray(descr, length);
  }

  setField(object: RtValue, field: FieldDescr, value: RtValue): void {
    writeField(field, object as Ref, value);
  }

  setItem(array: RtValue, descr: ArrayDescr, index: RtValue, value: RtValue): void {
    writeItem(descr, array as Ref, index as number, value);
  }

  string(isUnicode: boolean, length: number): RtValue {
    return newString(isUnicode, length) as Ref;
  }

  setCharacter(string: RtValue, _isUnicode: boolean, index: RtValue, value: RtValue): void {
    writeCharacter(string as Ref, index as number, value as Int);
  }

  concat({ fn, descr }: StringMaker, left: RtValue, right: RtValue): RtValue {
    return callHost(fn.value as HostFunction, descr, [left, right]);
  }

  slice({ fn, descr }: StringMaker, string: RtValue, start: RtValue, length: RtValue): RtValue {
    const stop = int_add(start as Int, length as Int);
    return callHost(fn.value as HostFunction, descr, [string, start, stop]);
  }

  setInterior(array: RtValue, descr: InteriorFieldDescr, index: RtValue, value: RtValue): void {
    writeInterior(descr, array as Ref, index as number, value);
  }

  rawBuffer(fn: Const, descr: CallDescr, size: number): RtValue {
    return callHost(fn.value as HostFunction, descr, [size]);
  }

  setRaw(address: RtValue, descr: ArrayDescr, offset: number, value: RtValue): void {
    writeRaw(descr, int_add(address as Int, offset), value);
  }

  addOffset(address: RtValue, offset: number): RtValue {
    return int_add(address as Int, offset);
  }
}
