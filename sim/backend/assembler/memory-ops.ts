/**
 * Code of loads, stores and allocations, at the offsets that descrs give. All fields and items are
 * eight bytes. There is no write barrier: the host collects garbage.
 *
 * Counterpart: rpython/jit/backend/llsupport/rewrite.py, x86/assembler.py (genop_gc_load_*).
 */

import { assert } from "../../base/assert.ts";
import type { FieldDescr } from "../../trace/descr.ts";
import type { ResOp } from "../../trace/values.ts";
import type { MemoryOperand } from "../../x86/operand.ts";
import { imm, mem, memIndexed, RAX, RCX, RDI, RDX, RSI } from "../../x86/operand.ts";
import { ARRAY } from "./calling-convention.ts";
import { emitHelperCall } from "./call-ops.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { argument } from "./op-handler.ts";
import type { UnitWriter } from "./unit-writer.ts";

function fieldDescr(op: ResOp): FieldDescr {
  assert(op.descr?.descrKind === "field", "no field descr:", op.opname);
  return op.descr;
}

function getfield(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.emit("mov", RAX, mem(8, RAX, fieldDescr(op).offset));
  w.store(op, RAX);
}

function setfield(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  storeValue(w, op, 1, mem(8, RAX, fieldDescr(op).offset));
}

/** Stores argument `k`; rax and rcx may hold the address. */
function storeValue(w: UnitWriter, op: ResOp, k: number, place: MemoryOperand): void {
  const value = argument(op, k);
  const immediate = w.lookupImmediate(value);
  if (immediate !== undefined) {
    w.emit("mov", place, imm(immediate));
    return;
  }
  w.load(RDX, value);
  w.emit("mov", place, RDX);
}

/** The item that arguments 0 and 1 name; loads rax and rcx. */
function itemPlace(w: UnitWriter, op: ResOp, itemsAt: number): MemoryOperand {
  const index = w.lookupImmediate(argument(op, 1));
  w.load(RAX, argument(op, 0));
  const disp = index === undefined ? undefined : itemsAt + 8 * Number(index);
  if (disp !== undefined && disp === (disp | 0)) return mem(8, RAX, disp);
  w.load(RCX, argument(op, 1));
  return memIndexed(8, RAX, RCX, 8, itemsAt);
}

function getitem(itemsAt: number): OpHandler {
  return (w, op) => {
    w.emit("mov", RAX, itemPlace(w, op, itemsAt));
    w.store(op, RAX);
  };
}

function setitem(itemsAt: number): OpHandler {
  return (w, op) => storeValue(w, op, 2, itemPlace(w, op, itemsAt));
}

function arraylen(w: UnitWriter, op: ResOp): void {
  w.load(RAX, argument(op, 0));
  w.emit("mov", RAX, mem(8, RAX, ARRAY.length));
  w.store(op, RAX);
}

function newObject(w: UnitWriter, op: ResOp): void {
  assert(op.descr?.descrKind === "size", "no size descr:", op.opname);
  const { layout } = op.descr;
  w.loadAddress(RDI, w.surroundings.addresses.addressOf("class", layout));
  w.loadNumber(RSI, layout.sizeBytes);
  emitHelperCall(w, "new_object");
  w.store(op, RAX);
}

function newArray(w: UnitWriter, op: ResOp): void {
  assert(op.descr?.descrKind === "array", "no array descr:", op.opname);
  w.load(RDI, argument(op, 0));
  w.loadAddress(RSI, w.surroundings.addresses.addressOf("descr", op.descr));
  emitHelperCall(w, "new_array");
  w.store(op, RAX);
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
  new: newObject,
  new_with_vtable: newObject,
  new_array: newArray,
  new_array_clear: newArray,
};
