/**
 * Code of loads, stores and allocations, at the offsets and in the sizes that descrs give; structs
 * in arrays stand one behind the other. There is no write barrier: the host collects garbage.
 *
 * Counterpart: rpython/jit/backend/llsupport/rewrite.py, x86/assembler.py (genop_gc_load_*).
 */

import { assert } from "../../base/assert.ts";
import type { ArrayDescr, FieldDescr } from "../../trace/descr.ts";
import type { ResOp } from "../../trace/values.ts";
import type { MemoryOperand } from "../../x86/operand.ts";
import { imm, mem, memIndexed, R11, reg32 } from "../../x86/operand.ts";
import { ARRAY } from "./calling-convention.ts";
import { callAllocator } from "./call-ops.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

function fieldDescr(op: ResOp): FieldDescr {
  assert(op.descr?.descrKind === "field", "no field descr:", op.opname);
  return op.descr;
}

/** How much of memory a value takes, and what it is there. */
type Storage = Pick<FieldDescr, "bytes" | "isSigned">;

function sizeOf({ bytes }: Storage): 1 | 2 | 4 | 8 {
  assert(bytes === 1 || bytes === 2 || bytes === 4 || bytes === 8, "a size of memory:", bytes);
  return bytes;
}

/** Loads the result; small integers are widened. */
function loadValue(w: UnitWriter, op: ResOp, place: MemoryOperand, { isSigned }: Storage): void {
  if (op.kind === "f") {
    w.emit("movsd", w.regs.resultVector(op), place);
    return;
  }
  const result = w.regs.resultGeneral(op);
  if (place.size === 8) w.emit("mov", result, place);
  else if (place.size === 4 && isSigned) w.emit("movsxd", result, place);
  else if (place.size === 4) w.emit("mov", reg32(result.number), place);
  else w.emit(isSigned ? "movsx" : "movzx", result, place);
}

function getfield(w: UnitWriter, op: ResOp): void {
  const descr = fieldDescr(op);
  const base = w.general(argument(op, 0));
  loadValue(w, op, mem(sizeOf(descr), base, descr.offset), descr);
}

function setfield(w: UnitWriter, op: ResOp): void {
  const descr = fieldDescr(op);
  const base = w.general(argument(op, 0));
  storeValue(w, op, 1, mem(sizeOf(descr), base, descr.offset));
}

/** Stores argument `k`, as much of it as there is room for. */
function storeValue(w: UnitWriter, op: ResOp, k: number, place: MemoryOperand): void {
  const value = argument(op, k);
  const immediate = w.lookupImmediate(value);
  const { size } = place;
  if (immediate !== undefined) {
    const bits = 8 * size;
    w.emit("mov", place, imm(size === 8 ? immediate : BigInt.asIntN(bits, BigInt(immediate))));
    return;
  }
  if (value.kind === "f") {
    w.emit("movsd", place, w.vector(value));
    return;
  }
  const register = value.isConst ? R11 : w.regs.inGeneral(value);
  w.load(register, value);
  w.emit("mov", place, { ...register, size: size as 1 | 2 | 4 | 8 });
}

/** Which bytes arguments 0 and 1 name. */
interface Place {
  readonly size: 1 | 2 | 4 | 8;
  /** Distance from one index to the next, and of the first from the start. */
  readonly stride: number;
  readonly start: number;
}

/** The base in a register, and the index unless it is a small constant. */
function indexedPlace(w: UnitWriter, op: ResOp, { size, stride, start }: Place): MemoryOperand {
  const index = w.lookupImmediate(argument(op, 1));
  const base = w.general(argument(op, 0));
  const disp = index === undefined ? undefined : start + stride * Number(index);
  if (disp !== undefined && disp === (disp | 0)) return mem(size, base, disp);
  if (stride === 1 || stride === 2 || stride === 4 || stride === 8) {
    return memIndexed(size, base, w.general(argument(op, 1)), stride, start);
  }
  const scaled = w.regs.temporary();
  w.load(scaled, argument(op, 1));
  w.emit("imul", scaled, scaled, imm(stride));
  return memIndexed(size, base, scaled, 1, start);
}

function arrayDescr(op: ResOp): ArrayDescr {
  assert(op.descr?.descrKind === "array", "no array descr:", op.opname);
  return op.descr;
}

function itemPlace(w: UnitWriter, op: ResOp, start: number): MemoryOperand {
  const size = sizeOf(arrayDescr(op));
  return indexedPlace(w, op, { size, stride: size, start });
}

function getitem(itemsAt: number): OpHandler {
  return (w, op) => loadValue(w, op, itemPlace(w, op, itemsAt), arrayDescr(op));
}

function setitem(itemsAt: number): OpHandler {
  return (w, op) => storeValue(w, op, 2, itemPlace(w, op, itemsAt));
}

function interiorPlace(w: UnitWriter, op: ResOp): { place: MemoryOperand; field: FieldDescr } {
  assert(op.descr?.descrKind === "interior", "no interior field descr:", op.opname);
  const { array, field } = op.descr;
  const start = ARRAY.items + field.offset;
  const place = indexedPlace(w, op, { size: sizeOf(field), stride: array.bytes, start });
  return { place, field };
}

function getinterior(w: UnitWriter, op: ResOp): void {
  const { place, field } = interiorPlace(w, op);
  loadValue(w, op, place, field);
}

function setinterior(w: UnitWriter, op: ResOp): void {
  storeValue(w, op, 2, interiorPlace(w, op).place);
}

/** Bytes at an address and an offset. */
function rawPlace(w: UnitWriter, op: ResOp): MemoryOperand {
  return indexedPlace(w, op, { size: sizeOf(arrayDescr(op)), stride: 1, start: 0 });
}

function rawLoad(w: UnitWriter, op: ResOp): void {
  loadValue(w, op, rawPlace(w, op), arrayDescr(op));
}

function rawStore(w: UnitWriter, op: ResOp): void {
  storeValue(w, op, 2, rawPlace(w, op));
}

/** The host's raw memory never runs out: code that finds that it did stops there. */
function checkMemoryError(w: UnitWriter, op: ResOp): void {
  w.testZero(argument(op, 0));
  w.emit("je", w.trap);
  w.usesTrap = true;
}

function arraylen(w: UnitWriter, op: ResOp): void {
  const base = w.general(argument(op, 0));
  w.emit("mov", w.regs.resultGeneral(op), mem(8, base, ARRAY.length));
}

function newObject(w: UnitWriter, op: ResOp): void {
  assert(op.descr?.descrKind === "size", "no size descr:", op.opname);
  const { layout } = op.descr;
  const address = w.surroundings.addresses.addressOf("class", layout);
  callAllocator(w, op, "new_object", [{ address }, { number: layout.sizeBytes }]);
}

function newArray(w: UnitWriter, op: ResOp): void {
  assert(op.descr?.descrKind === "array", "no array descr:", op.opname);
  const address = w.surroundings.addresses.addressOf("descr", op.descr);
  callAllocator(w, op, "new_array", [{ value: argument(op, 0) }, { address }]);
}

const getitemGc = getitem(ARRAY.items);
const getitemRaw = getitem(0);

export const MEMORY_HANDLERS: HandlerTable = {
  getfield_gc_i: getfield,
  getfield_gc_r: getfield,
  getfield_gc_f: getfield,
  getfield_raw_i: getfield,
  getfield_raw_r: getfield,
  getfield_raw_f: getfield,
  setfield_gc: setfield,
  setfield_raw: setfield,
  arraylen_gc: arraylen,
  getarrayitem_gc_i: getitemGc,
  getarrayitem_gc_r: getitemGc,
  getarrayitem_gc_f: getitemGc,
  getarrayitem_gc_pure_i: getitemGc,
  getarrayitem_gc_pure_r: getitemGc,
  getarrayitem_gc_pure_f: getitemGc,
  getarrayitem_raw_i: getitemRaw,
  getarrayitem_raw_f: getitemRaw,
  setarrayitem_gc: setitem(ARRAY.items),
  setarrayitem_raw: setitem(0),
  raw_load_i: rawLoad,
  raw_load_f: rawLoad,
  raw_store: rawStore,
  check_memory_error: checkMemoryError,
  getinteriorfield_gc_i: getinterior,
  getinteriorfield_gc_r: getinterior,
  getinteriorfield_gc_f: getinterior,
  setinteriorfield_gc: setinterior,
  new: newObject,
  new_with_vtable: newObject,
  new_array: newArray,
  new_array_clear: newArray,
};
