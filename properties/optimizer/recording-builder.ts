/**
 * Re-creates the virtuals of a guard for a bridge: carries out what makes them, and records it, as
 * the metainterp does.
 */

import type { StateBuilder } from "../../sim/resume/reader.ts";
import type { Descr } from "../../sim/trace/descr.ts";
import { execute } from "../../sim/trace/execute.ts";
import { construct } from "../../sim/trace/heap-access.ts";
import type { OpName } from "../../sim/trace/ops.ts";
import type { InputArg, RtValue, Value } from "../../sim/trace/values.ts";
import { ConstInt, ResOp } from "../../sim/trace/values.ts";

/** Boxes of a bridge whose input arguments are `failArgs` without the holes; what makes virtuals goes to `ops`. */
export function recordingBuilder(
  failArgs: readonly (InputArg | null)[],
  ops: ResOp[],
): StateBuilder<Value> {
  const push = (opname: OpName, args: Value[], descr: Descr | null, value: RtValue) => {
    const op = new ResOp(opname, args, descr);
    op.value = value;
    ops.push(op);
    return op;
  };
  const run = (opname: OpName, args: Value[], descr: Descr | null = null) =>
    push(opname, args, descr, execute(opname, descr, args.map(runtimeOf)));
  return {
    box: (index) => failArgs[index] as Value,
    constant: (value) => value,
    smallInt: (value) => new ConstInt(value),
    instance: (layout, values) => {
      const concrete = new Map([...values].map(([field, value]) => [field, runtimeOf(value)]));
      const opname = layout.hasVtable ? "new_with_vtable" : "new";
      const made = push(opname, [], layout.sizeDescr, construct(layout, concrete));
      for (const [field, value] of values) push("setfield_gc", [made, value], field, null);
      return made;
    },
    array: (descr, length, isClear) =>
      run(isClear ? "new_array_clear" : "new_array", [new ConstInt(length)], descr),
    setField: (object, field, value) => void run("setfield_gc", [object, value], field),
    setItem: (array, descr, index, value) =>
      void run("setarrayitem_gc", [array, index, value], descr),
    setInterior: (array, descr, index, value) =>
      void run("setinteriorfield_gc", [array, index, value], descr),
    rawBuffer: (fn, descr, size) => run("call_i", [fn, new ConstInt(size)], descr),
    setRaw: (address, descr, offset, value) =>
      void run("raw_store", [address, new ConstInt(offset), value], descr),
    addOffset: (address, offset) => run("int_add", [address, new ConstInt(offset)]),
    string: (isUnicode, length) => run(isUnicode ? "newunicode" : "newstr", [new ConstInt(length)]),
    setCharacter: (string, isUnicode, index, value) =>
      void run(isUnicode ? "unicodesetitem" : "strsetitem", [string, index, value]),
    concat: ({ fn, descr }, left, right) => run("call_r", [fn, left, right], descr),
    slice: ({ fn, descr }, string, start, length) =>
      run("call_r", [fn, string, start, run("int_add", [start, length])], descr),
  };
}

function runtimeOf(value: Value): RtValue {
  return value.value as RtValue;
}
