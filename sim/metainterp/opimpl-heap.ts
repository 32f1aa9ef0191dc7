/**
 * Instructions on objects, arrays and the virtualizable, as the tracer runs them: through the heap
 * cache first (HEAPCACHED_OPS), else executed and recorded.
 */

import { assert, defined } from "../base/assert.ts";
import { QuasiImmut } from "../hints/quasi-immut.ts";
import type { Instr } from "../jitcode/jitcode.ts";
import type { ArrayDescr, FieldDescr } from "../trace/descr.ts";
import { QuasiImmutDescr } from "../trace/descr.ts";
import { construct, readField, readItem, writeField } from "../trace/heap-access.ts";
import { opForKind } from "../trace/ops.ts";
import type { Ref, RtValue, Value } from "../trace/values.ts";
import { CONST_NULL, ConstInt, constOf, ResOp } from "../trace/values.ts";
import { literal } from "./blackhole.ts";
import type { Tracer } from "./tracer.ts";

function heapcached(tracer: Tracer): void {
  tracer.count("HEAPCACHED_OPS");
}

export function readFieldThrough(tracer: Tracer, object: Value, field: FieldDescr): Value {
  // Of a constant it is a constant, and nothing is counted.
  if ((field.isPure || field.isQuasiImmutable) && object.isConst) {
    return constOf(field.kind, readField(field, object.value as Ref));
  }
  const cached = tracer.heapcache.getField(object, field);
  if (cached !== null) {
    heapcached(tracer);
    return cached;
  }
  assert(object.value !== null, "read of a field of null:", field.name);
  const prefix = field.owner.isRaw ? "getfield_raw" : "getfield_gc";
  const value = tracer.execute(opForKind(prefix, field.kind), [object], field);
  // A raw struct is shared with the world outside: never cached.
  if (!field.owner.isRaw) tracer.heapcache.fieldNowKnown(object, field, value);
  return value;
}

function writeFieldThrough(tracer: Tracer, object: Value, field: FieldDescr, value: Value): void {
  if (tracer.heapcache.getField(object, field) === value) {
    heapcached(tracer);
    return;
  }
  const name = field.owner.isRaw ? "setfield_raw" : "setfield_gc";
  tracer.execute(name, [object, value], field);
  tracer.heapcache.setField(object, field, value);
}

function fieldOf(instr: Instr): FieldDescr {
  return defined(instr.field, "field descr");
}

function arrayOf(instr: Instr): ArrayDescr {
  return defined(instr.array, "array descr");
}

export function getField(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  if (instr.mutateField !== null) readQuasiImmutable(tracer, object, instr);
  else tracer.finishInstr(readFieldThrough(tracer, object, fieldOf(instr)));
}

/**
 * Reads a field that compiled code may rely upon, and registers that it does: of a constant, a
 * constant; else an ordinary field, unless the object turns out to be a constant when optimized.
 */
function readQuasiImmutable(tracer: Tracer, object: Value, instr: Instr): void {
  const field = fieldOf(instr);
  const { heapcache } = tracer;
  if (heapcache.isQuasiImmutKnown(object, field)) heapcached(tracer);
  else {
    const mutateField = defined(instr.mutateField, "mutate field");
    const holder = object.value as Ref;
    let companion = readField(mutateField, holder) as QuasiImmut | null;
    if (companion === null) {
      companion = new QuasiImmut();
      writeField(mutateField, holder, companion);
    }
    if (object.isConst) tracer.quasiImmuts.rely(companion);
    const descr = new QuasiImmutDescr(field, mutateField, readField(field, holder));
    heapcache.quasiImmutNowKnown(object, field);
    tracer.recordPlain("quasiimmut_field", [object], descr);
    if (heapcache.needsGuardNotInvalidated) {
      tracer.guard("guard_not_invalidated", []);
      // The optimizer drops the guard of an object that is no constant.
      heapcache.needsGuardNotInvalidated = !object.isConst;
    }
  }
  tracer.finishInstr(readFieldThrough(tracer, object, field));
}

export function setField(tracer: Tracer, instr: Instr): void {
  writeFieldThrough(tracer, tracer.arg(instr, 0), fieldOf(instr), tracer.arg(instr, 1));
  tracer.top.pc++;
}

/** An allocation and the stores of its constructor; the object itself is made by `new C(…)`. */
export function newObject(tracer: Tracer, instr: Instr): void {
  const layout = defined(instr.layout, "layout");
  const args = tracer.args(instr);
  const values = new Map<FieldDescr, Value>();
  for (const field of layout.fields) {
    const init = layout.inits.get(field.name);
    if (init === undefined) continue;
    if (init.from === "param") values.set(field, args[init.index] as Value);
    else values.set(field, constOf(field.kind, literal(init.value)));
  }
  tracer.finishInstr(recordNew(tracer, layout.sizeDescr, values));
}

/** Records the allocation and the setfields; zero fields need no store. */
export function recordNew(
  tracer: Tracer,
  descr: Parameters<typeof construct>[0]["sizeDescr"],
  values: ReadonlyMap<FieldDescr, Value>,
): Value {
  const concrete = new Map<FieldDescr, RtValue>();
  for (const [field, value] of values) concrete.set(field, value.value as RtValue);
  const object = construct(descr.layout, concrete);
  const name = descr.layout.hasVtable ? "new_with_vtable" : "new";
  const box = tracer.executed(name, [], descr, object);
  assert(box instanceof ResOp, "an allocation is never constant");
  tracer.heapcache.allocated(box);
  tracer.heapcache.classNowKnown(box);
  for (const [field, value] of values) {
    tracer.executed("setfield_gc", [box, value], field, null);
    tracer.heapcache.setField(box, field, value);
  }
  return box;
}

// ---- arrays --------------------------------------------------------------------------------

export function readItemThrough(
  tracer: Tracer,
  array: Value,
  index: Value,
  descr: ArrayDescr,
): Value {
  if (descr.isPure && array.isConst && index.isConst) {
    return constOf(descr.itemKind, readItem(descr, array.value as Ref, index.value as number));
  }
  const cached = tracer.heapcache.getItem(array, descr, index);
  if (cached !== null) {
    heapcached(tracer);
    return cached;
  }
  const prefix = descr.isPure ? "getarrayitem_gc_pure" : "getarrayitem_gc";
  const value = tracer.execute(opForKind(prefix, descr.itemKind), [array, index], descr);
  tracer.heapcache.itemNowKnown(array, descr, index, value);
  return value;
}

export function getArrayItem(tracer: Tracer, instr: Instr): void {
  const [array, index] = tracer.args(instr) as [Value, Value];
  tracer.finishInstr(readItemThrough(tracer, array, index, arrayOf(instr)));
}

export function setArrayItem(tracer: Tracer, instr: Instr): void {
  const [array, index, value] = tracer.args(instr) as [Value, Value, Value];
  writeItemThrough(tracer, array, index, value, arrayOf(instr));
  tracer.top.pc++;
}

export function writeItemThrough(
  tracer: Tracer,
  array: Value,
  index: Value,
  value: Value,
  descr: ArrayDescr,
): void {
  tracer.execute("setarrayitem_gc", [array, index, value], descr);
  tracer.heapcache.setItem(array, descr, index, value);
}

export function arrayLen(tracer: Tracer, instr: Instr): void {
  tracer.finishInstr(lengthThrough(tracer, tracer.arg(instr, 0), arrayOf(instr)));
}

function lengthThrough(tracer: Tracer, array: Value, descr: ArrayDescr): Value {
  const cached = tracer.heapcache.getLength(array);
  if (cached !== null) {
    heapcached(tracer);
    return cached;
  }
  const length = tracer.execute("arraylen_gc", [array], descr);
  tracer.heapcache.lengthNowKnown(array, length);
  return length;
}

export function newArrayOf(tracer: Tracer, instr: Instr): void {
  tracer.finishInstr(recordNewArray(tracer, tracer.arg(instr, 0), arrayOf(instr)));
}

export function recordNewArray(
  tracer: Tracer,
  length: Value,
  descr: ArrayDescr,
  isClear = true,
): Value {
  const box = tracer.execute(isClear ? "new_array_clear" : "new_array", [length], descr);
  assert(box instanceof ResOp, "an allocation is never constant");
  tracer.heapcache.allocatedArray(box, length);
  return box;
}

// ---- the virtualizable ---------------------------------------------------------------------

/** Whether `object` is not the outermost frame's virtualizable (an inlined call's frame). */
function isNonstandard(tracer: Tracer, object: Value): boolean {
  const { vable, heapcache } = tracer;
  if (vable === null || object.isConst) return true;
  if (object === vable.box) return false;
  if (heapcache.isKnownNonstandard(object)) {
    heapcached(tracer);
    return true;
  }
  const same = tracer.promote(tracer.execute("ptr_eq", [object, vable.box]));
  if (same.value === 0) {
    heapcache.nonstandardNowKnown(object);
    return true;
  }
  tracer.replace(object, vable.box);
  return false;
}

export function getFieldVable(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  if (isNonstandard(tracer, object)) getField(tracer, instr);
  else tracer.finishInstr(vableOf(tracer).getField(fieldOf(instr)));
}

export function setFieldVable(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  if (isNonstandard(tracer, object)) {
    setField(tracer, instr);
    return;
  }
  vableOf(tracer).setField(fieldOf(instr), tracer.arg(instr, 1));
  tracer.top.pc++;
}

function vableOf(tracer: Tracer): NonNullable<Tracer["vable"]> {
  return defined(tracer.vable, "virtualizable");
}

/** The index of a virtualizable's item is a constant of the trace. */
function constantIndex(tracer: Tracer, instr: Instr): number {
  return tracer.promote(tracer.arg(instr, 1)).value as number;
}

export function getArrayItemVable(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  if (isNonstandard(tracer, object)) {
    const array = readFieldThrough(tracer, object, fieldOf(instr));
    const value = readItemThrough(tracer, array, tracer.arg(instr, 1), arrayOf(instr));
    tracer.finishInstr(value);
    return;
  }
  tracer.finishInstr(vableOf(tracer).getItem(constantIndex(tracer, instr)));
}

export function setArrayItemVable(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  if (isNonstandard(tracer, object)) {
    const array = readFieldThrough(tracer, object, fieldOf(instr));
    const [, index, value] = tracer.args(instr) as [Value, Value, Value];
    writeItemThrough(tracer, array, index, value, arrayOf(instr));
  } else {
    vableOf(tracer).setItem(constantIndex(tracer, instr), tracer.arg(instr, 2));
  }
  tracer.top.pc++;
}

export function arrayLenVable(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  if (isNonstandard(tracer, object)) {
    const array = readFieldThrough(tracer, object, fieldOf(instr));
    tracer.finishInstr(lengthThrough(tracer, array, arrayOf(instr)));
    return;
  }
  tracer.finishInstr(new ConstInt(vableOf(tracer).length));
}

/** Stores all boxes of the virtualizable, which lives on after the outermost frame has returned. */
export function forceVirtualizable(tracer: Tracer, instr: Instr): void {
  const object = tracer.arg(instr, 0);
  if (!isNonstandard(tracer, object)) {
    const vable = vableOf(tracer);
    storeBack(tracer, vable);
    vable.isForced = true;
  }
  tracer.top.pc++;
}

function storeBack(tracer: Tracer, vable: NonNullable<Tracer["vable"]>): void {
  const { fields, arrayField, arrayDescr, tokenField } = vable.info;
  for (const field of fields) {
    tracer.executed("setfield_gc", [vable.box, vable.getField(field)], field, null);
  }
  if (arrayField !== null && arrayDescr !== null) {
    const array = tracer.execute("getfield_gc_r", [vable.box], arrayField);
    for (let i = 0; i < vable.length; i++) {
      const args = [array, new ConstInt(i), vable.getItem(i)];
      tracer.executed("setarrayitem_gc", args, arrayDescr, null);
    }
  }
  if (tokenField !== null) {
    tracer.recordPlain("setfield_gc", [vable.box, CONST_NULL], tokenField);
  }
}
