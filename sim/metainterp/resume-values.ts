/**
 * Rebuilding a state as run-time values, for the blackhole.
 *
 * Counterpart: rpython/jit/metainterp/resume.py (ResumeDataDirectReader).
 */

import type { StateBuilder } from "../resume/reader.ts";
import type { ArrayDescr, ClassLayout, FieldDescr } from "../trace/descr.ts";
import { construct, newArray, writeField, writeItem } from "../trace/heap-access.ts";
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

  array(descr: ArrayDescr, length: number): RtValue {
    return newArray(descr, length);
  }

  setField(object: RtValue, field: FieldDescr, value: RtValue): void {
    writeField(field, object as Ref, value);
  }

  setItem(array: RtValue, descr: ArrayDescr, index: RtValue, value: RtValue): void {
    writeItem(descr, array as Ref, index as number, value);
  }
}
