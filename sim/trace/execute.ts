/**
 * THE meaning of operations: one table, shared by tracing, constant folding, the blackhole, the
 * oracle backend and tests. Every other executor is checked against it.
 *
 * Control flow (jump, label, finish, guards), assembler calls and what only the backend emits have
 * no entry. An allocation of an object gives one whose fields are zero; executors that know the
 * stores that follow it use `construct` instead, for the sake of hidden classes.
 *
 * Counterpart: rpython/jit/metainterp/executor.py.
 */

import { assert, defined } from "../base/assert.ts";
import * as F from "../base/float.ts";
import type { Float } from "../base/float.ts";
import * as I from "../base/int.ts";
import type { Int } from "../base/int.ts";
import type { InteriorFieldDescr } from "./descr.ts";
import type { ArrayDescr, CallDescr, Descr, FieldDescr, HostFunction } from "./descr.ts";
import {
  arrayLength,
  callHost,
  construct,
  newArray,
  readField,
  readInterior,
  readRaw,
  writeRaw,
  readItem,
  writeField,
  writeInterior,
  writeItem,
} from "./heap-access.ts";
import type { OpName } from "./ops.ts";
import {
  copyCharacters,
  newString,
  readCharacter,
  stringHash,
  stringLength,
  writeCharacter,
} from "./string-access.ts";
import type { Ref, RtValue } from "./values.ts";

/** Gives the result of an operation; null when it has none. */
export type Executor = (args: readonly RtValue[], descr: Descr | null) => RtValue;

type IntBinary = (a: Int, b: Int) => Int;
type IntTest = (a: Int, b: Int) => boolean;

const int2 =
  (f: IntBinary): Executor =>
  (a) =>
    f(a[0] as Int, a[1] as Int);
const test2 =
  (f: IntTest): Executor =>
  (a) =>
    f(a[0] as Int, a[1] as Int) ? 1 : 0;
const int1 =
  (f: (a: Int) => Int): Executor =>
  (a) =>
    f(a[0] as Int);
const float2 =
  (f: (a: Float, b: Float) => Float): Executor =>
  (a) =>
    f(a[0] as Float, a[1] as Float);
const float1 =
  (f: (a: Float) => Float): Executor =>
  (a) =>
    f(a[0] as Float);
const ftest2 =
  (f: (a: Float, b: Float) => boolean): Executor =>
  (a) =>
    f(a[0] as Float, a[1] as Float) ? 1 : 0;
const same: Executor = (a) => a[0] as RtValue;

const singleFloat = new DataView(new ArrayBuffer(4));

/** Every NaN gives the canonical one: the host would pass on a payload that it may not keep. */
function castFloatToSingle(a: Float): Int {
  if (Number.isNaN(a)) return 0x7fc00000;
  singleFloat.setFloat32(0, a);
  return singleFloat.getUint32(0);
}

function castSingleToFloat(a: Int): Float {
  singleFloat.setUint32(0, Number(BigInt.asUintN(32, BigInt(a))));
  return F.toFloat(singleFloat.getFloat32(0));
}

const getfield: Executor = (a, d) => readField(d as FieldDescr, a[0] as Ref);
const setfield: Executor = (a, d) => {
  writeField(d as FieldDescr, a[0] as Ref, a[1] as RtValue);
  return null;
};
const getarrayitem: Executor = (a, d) => readItem(d as ArrayDescr, a[0] as Ref, a[1] as number);
const setarrayitem: Executor = (a, d) => {
  writeItem(d as ArrayDescr, a[0] as Ref, a[1] as number, a[2] as RtValue);
  return null;
};
const getinterior: Executor = (a, d) =>
  readInterior(d as InteriorFieldDescr, a[0] as Ref, a[1] as number);
const setinterior: Executor = (a, d) => {
  writeInterior(d as InteriorFieldDescr, a[0] as Ref, a[1] as number, a[2] as RtValue);
  return null;
};
const rawload: Executor = (a, d) => readRaw(d as ArrayDescr, I.int_add(a[0] as Int, a[1] as Int));
const rawstore: Executor = (a, d) => {
  writeRaw(d as ArrayDescr, I.int_add(a[0] as Int, a[1] as Int), a[2] as RtValue);
  return null;
};
/** The address of an item of a raw array. */
const rawitem = (a: readonly RtValue[], d: ArrayDescr) =>
  I.int_add(a[0] as Int, I.int_mul(a[1] as Int, d.bytes));
const getrawitem: Executor = (a, d) => readRaw(d as ArrayDescr, rawitem(a, d as ArrayDescr));
const setrawitem: Executor = (a, d) => {
  writeRaw(d as ArrayDescr, rawitem(a, d as ArrayDescr), a[2] as RtValue);
  return null;
};
const checkMemoryError: Executor = (a) => {
  assert(a[0] !== 0, "raw memory never runs out");
  return null;
};
const newarray: Executor = (a, d) => newArray(d as ArrayDescr, a[0] as number);
const newobject: Executor = (_a, d) => {
  assert(d?.descrKind === "size", "an allocation needs a size descr");
  return construct(d.layout, new Map());
};
const call: Executor = (a, d) =>
  callHost(a[0] as unknown as HostFunction, d as CallDescr, a.slice(1));
const condCall: Executor = (a, d) => {
  if (a[0] !== 0) callHost(a[1] as unknown as HostFunction, d as CallDescr, a.slice(2));
  return null;
};
const condCallValue: Executor = (a, d) => {
  if (a[0] !== 0 && a[0] !== null) return a[0] as RtValue;
  return callHost(a[1] as unknown as HostFunction, d as CallDescr, a.slice(2));
};
const newstring =
  (isUnicode: boolean): Executor =>
  (a) =>
    newString(isUnicode, a[0] as number);
const strlen: Executor = (a) => stringLength(a[0] as Ref);
const strhash: Executor = (a) => stringHash(a[0] as Ref);
const strgetitem: Executor = (a) => readCharacter(a[0] as Ref, a[1] as number);
const strsetitem: Executor = (a) => {
  writeCharacter(a[0] as Ref, a[1] as number, a[2] as Int);
  return null;
};
const copystrcontent: Executor = (a) => {
  copyCharacters(a[0] as Ref, a[1] as Ref, a[2] as number, a[3] as number, a[4] as number);
  return null;
};
const nothing: Executor = () => null;
const ovf =
  (f: (a: Int, b: Int) => Int | null): Executor =>
  (a) =>
    f(a[0] as Int, a[1] as Int);

/** The meanings. The `_ovf` operations give null when they overflow. */
export const EXECUTORS: Readonly<Partial<Record<OpName, Executor>>> = {
  int_add: int2(I.int_add),
  int_sub: int2(I.int_sub),
  int_mul: int2(I.int_mul),
  uint_mul_high: int2(I.uint_mul_high),
  int_and: int2(I.int_and),
  int_or: int2(I.int_or),
  int_xor: int2(I.int_xor),
  int_rshift: int2(I.int_rshift),
  int_lshift: int2(I.int_lshift),
  uint_rshift: int2(I.uint_rshift),
  int_signext: int2(I.int_signext),
  int_add_ovf: ovf(I.int_add_ovf),
  int_sub_ovf: ovf(I.int_sub_ovf),
  int_mul_ovf: ovf(I.int_mul_ovf),
  int_lt: test2(I.int_lt),
  int_le: test2(I.int_le),
  int_eq: test2(I.int_eq),
  int_ne: test2(I.int_ne),
  int_gt: test2(I.int_gt),
  int_ge: test2(I.int_ge),
  uint_lt: test2(I.uint_lt),
  uint_le: test2(I.uint_le),
  uint_gt: test2(I.uint_gt),
  uint_ge: test2(I.uint_ge),
  int_is_zero: (a) => (a[0] === 0 ? 1 : 0),
  int_is_true: (a) => (a[0] !== 0 ? 1 : 0),
  int_neg: int1(I.int_neg),
  int_invert: int1(I.int_invert),
  int_force_ge_zero: int1(I.int_force_ge_zero),
  float_add: float2(F.float_add),
  float_sub: float2(F.float_sub),
  float_mul: float2(F.float_mul),
  float_truediv: float2(F.float_truediv),
  float_neg: float1(F.float_neg),
  float_abs: float1(F.float_abs),
  float_lt: ftest2(F.float_lt),
  float_le: ftest2(F.float_le),
  float_eq: ftest2(F.float_eq),
  float_ne: ftest2(F.float_ne),
  float_gt: ftest2(F.float_gt),
  float_ge: ftest2(F.float_ge),
  cast_float_to_int: (a) => F.cast_float_to_int(a[0] as Float),
  cast_int_to_float: (a) => F.cast_int_to_float(a[0] as Int),
  cast_float_to_singlefloat: (a) => castFloatToSingle(a[0] as Float),
  cast_singlefloat_to_float: (a) => castSingleToFloat(a[0] as Int),
  convert_float_bytes_to_longlong: (a) => F.convert_float_bytes_to_longlong(a[0] as Float),
  convert_longlong_bytes_to_float: (a) => F.convert_longlong_bytes_to_float(a[0] as Int),
  same_as_i: same,
  same_as_r: same,
  same_as_f: same,
  ptr_eq: (a) => (a[0] === a[1] ? 1 : 0),
  ptr_ne: (a) => (a[0] !== a[1] ? 1 : 0),
  instance_ptr_eq: (a) => (a[0] === a[1] ? 1 : 0),
  instance_ptr_ne: (a) => (a[0] !== a[1] ? 1 : 0),
  arraylen_gc: (a) => arrayLength(a[0] as Ref),
  getarrayitem_gc_pure_i: getarrayitem,
  getarrayitem_gc_pure_r: getarrayitem,
  getarrayitem_gc_pure_f: getarrayitem,
  getarrayitem_gc_i: getarrayitem,
  getarrayitem_gc_r: getarrayitem,
  getarrayitem_gc_f: getarrayitem,
  getfield_gc_i: getfield,
  getfield_gc_r: getfield,
  getfield_gc_f: getfield,
  getfield_raw_i: getfield,
  getfield_raw_r: getfield,
  getfield_raw_f: getfield,
  setfield_gc: setfield,
  setfield_raw: setfield,
  setarrayitem_gc: setarrayitem,
  getarrayitem_raw_i: getrawitem,
  getarrayitem_raw_f: getrawitem,
  setarrayitem_raw: setrawitem,
  raw_load_i: rawload,
  raw_load_f: rawload,
  raw_store: rawstore,
  check_memory_error: checkMemoryError,
  getinteriorfield_gc_i: getinterior,
  getinteriorfield_gc_r: getinterior,
  getinteriorfield_gc_f: getinterior,
  setinteriorfield_gc: setinterior,
  new: newobject,
  new_with_vtable: newobject,
  new_array: newarray,
  new_array_clear: newarray,
  newstr: newstring(false),
  newunicode: newstring(true),
  strlen,
  unicodelen: strlen,
  strgetitem,
  unicodegetitem: strgetitem,
  strsetitem,
  unicodesetitem: strsetitem,
  copystrcontent,
  copyunicodecontent: copystrcontent,
  strhash,
  unicodehash: strhash,
  call_i: call,
  call_r: call,
  call_f: call,
  call_n: call,
  call_pure_i: call,
  call_pure_r: call,
  call_pure_f: call,
  call_pure_n: call,
  call_may_force_i: call,
  call_may_force_r: call,
  call_may_force_f: call,
  call_may_force_n: call,
  call_loopinvariant_i: call,
  call_loopinvariant_r: call,
  call_loopinvariant_f: call,
  call_loopinvariant_n: call,
  cond_call: condCall,
  cond_call_value_i: condCallValue,
  cond_call_value_r: condCallValue,
  debug_merge_point: nothing,
  enter_portal_frame: nothing,
  leave_portal_frame: nothing,
  jit_debug: nothing,
  keepalive: nothing,
  assert_not_none: nothing,
  record_exact_class: nothing,
  record_exact_value_r: nothing,
  record_exact_value_i: nothing,
  record_known_result: nothing,
  quasiimmut_field: nothing,
};

/** Executes one operation that is neither control flow nor the backend's own. */
export function execute(name: OpName, descr: Descr | null, args: readonly RtValue[]): RtValue {
  return defined(EXECUTORS[name], "meaning of", name)(args, descr);
}
