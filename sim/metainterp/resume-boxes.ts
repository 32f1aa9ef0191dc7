/**
 * Rebuilding a state as boxes: a bridge begins by re-creating the virtuals of its guard, which is
 * executed and recorded like everything else.
 *
 * Counterpart: rpython/jit/metainterp/resume.py (ResumeDataBoxReader).
 */

import { defined } from "../base/assert.ts";
import type { StateBuilder } from "../resume/reader.ts";
import type { StringMaker } from "../resume/resume-data.ts";
import type { ArrayDescr, CallDescr, ClassLayout, FieldDescr } from "../trace/descr.ts";
import type { InteriorFieldDescr } from "../trace/descr.ts";
import type { Const, InputArg, Value } from "../trace/values.ts";
import { ConstInt } from "../trace/values.ts";
import { recordNew, recordNewArray, writeItemThrough } from "./opimpl-heap.ts";
import type { Tracer } from "./tracer.ts";

export class BoxBuilder implements StateBuilder<Value> {
  private readonly tracer: Tracer;
  private readonly inputs: readonly (InputArg | null)[];

  constructor(tracer: Tracer, inputs: readonly (InputArg | null)[]) {
    this.tracer = tracer;
    this.inputs = inputs;
  }

  box(index: number): Value {
    return defined(this.inputs[index] ?? undefined, "fail argument", index);
  }

  constant(value: Const): Value {
    return value;
  }

  smallInt(value: number): Value {
    return new ConstInt(value);
  }

  instance(layout: ClassLayout, values: ReadonlyMap<FieldDescr, Value>): Value {
    return recordNew(this.tracer, layout.sizeDescr, values);
  }

  array(descr: ArrayDescr, length: number, isClear: boolean): Value {
    return recordNewArray(this.tracer, new ConstInt(length), descr, isClear);
  }

  setField(object: Value, field: FieldDescr, value: Value): void {
    this.tracer.execute("setfield_gc", [object, value], field);
    this.tracer.heapcache.setField(object, field, value);
  }

  setItem(array: Value, descr: ArrayDescr, index: Value, value: Value): void {
    writeItemThrough(this.tracer, array, index, value, descr);
  }

  string(isUnicode: boolean, length: number): Value {
    const opname = isUnicode ? "newunicode" : "newstr";
    return this.tracer.execute(opname, [new ConstInt(length)]);
  }

  setCharacter(string: Value, isUnicode: boolean, index: Value, value: Value): void {
    this.tracer.execute(isUnicode ? "unicodesetitem" : "strsetitem", [string, index, value]);
  }

  concat({ fn, descr }: StringMaker, left: Value, right: Value): Value {
    return this.tracer.execute("call_r", [fn, left, right], descr);
  }

  slice({ fn, descr }: StringMaker, string: Value, start: Value, length: Value): Value {
    const stop = this.tracer.execute("int_add", [start, length]);
    return this.tracer.execute("call_r", [fn, string, start, stop], descr);
  }

  setInterior(array: Value, descr: InteriorFieldDescr, index: Value, value: Value): void {
    this.tracer.execute("setinteriorfield_gc", [array, index, value], descr);
  }

  rawBuffer(fn: Const, descr: CallDescr, size: number): Value {
    return this.tracer.execute("call_i", [fn, new ConstInt(size)], descr);
  }

  setRaw(address: Value, descr: ArrayDescr, offset: number, value: Value): void {
    this.tracer.execute("raw_store", [address, new ConstInt(offset), value], descr);
  }

  addOffset(address: Value, offset: number): Value {
    return this.tracer.execute("int_add", [address, new ConstInt(offset)]);
  }
}
