/**
 * Host code of operations on floats and references, of memory accesses and of allocations.
 */

import { defined } from "../../base/assert.ts";
import type { ArrayDescr, FieldDescr } from "../../trace/descr.ts";
import { EXECUTORS } from "../../trace/execute.ts";
import { newArray, toMemory, zeroOf } from "../../trace/heap-access.ts";
import type { OpName } from "../../trace/ops.ts";
import type { Allocation } from "../oracle/allocation.ts";
import { allocate } from "../oracle/activation.ts";
import type { LinkedOp } from "../oracle/linked-unit.ts";
import type { Value } from "../../trace/values.ts";
import type { OpWriter } from "./int-ops.ts";
import { comparison, giveTest } from "./int-ops.ts";
import { ANY, I32, NUM, SIGNED_WIDE } from "./representation.ts";
import type { UnitWriter } from "./unit-writer.ts";

const float =
  (formula: (a: string, b: string) => string): OpWriter =>
  (w, op) =>
    w.give(op, formula(w.text(op, 0), op.argSlots.length > 1 ? w.text(op, 1) : ""));

const same: OpWriter = (w, op) => w.give(op, w.text(op, 0));

const identity =
  (sign: string): OpWriter =>
  (w, op) =>
    giveTest(w, op, `(${w.text(op, 0)} ${sign} ${w.text(op, 1)})`);

const intToFloat: OpWriter = (w, op) => {
  const { text, rep } = w.arg(op, 0);
  w.give(op, rep === ANY ? `Number(${text})` : text);
};

const floatToInt: OpWriter = (w, op) => {
  if (w.variable(op.resultSlot).rep === ANY) callExecutor(w, op);
  else w.giveInt(op, `Math.trunc(${w.text(op, 0)})`, SIGNED_WIDE);
};

/** Any operation without control flow, by the function that gives it its meaning. */
export function callExecutor(w: UnitWriter, op: LinkedOp): void {
  const executor = w.out.constant(defined(EXECUTORS[op.opname], op.opname));
  const args = op.argSlots.map((slot) => w.at(slot).text).join(", ");
  const call = `${executor}([${args}], ${w.out.constant(op.op.descr)})`;
  if (op.op.kind === "i") w.giveInt(op, call, ANY);
  else if (op.op.kind === "v") w.out.emit(`${call};`);
  else w.give(op, call);
}

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Access to a property of the given name. */
function property(object: string, name: string): string {
  return IDENTIFIER.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}

/** Gives what was read from memory. */
function giveRead(w: UnitWriter, op: LinkedOp, text: string, isBool: boolean): void {
  if (op.op.kind !== "i") w.give(op, text);
  else if (isBool) w.giveInt(op, `${text} === true ? 1 : 0`, I32);
  else w.giveInt(op, text, ANY);
}

/** A value as the guest's memory holds it: small integers wrap. */
function stored(w: UnitWriter, text: string, descr: FieldDescr | ArrayDescr): string {
  if (descr.isBool) return `${text} !== 0`;
  if (descr.range === null) return text;
  return `${w.out.constant(toMemory)}(${w.out.constant(descr)}, ${text})`;
}

const readField: OpWriter = (w, op) => {
  const descr = op.op.descr as FieldDescr;
  giveRead(w, op, property(w.text(op, 0), descr.name), descr.isBool);
};

const writeField: OpWriter = (w, op) => {
  const descr = op.op.descr as FieldDescr;
  const value = stored(w, w.text(op, 1), descr);
  w.out.emit(`${property(w.text(op, 0), descr.name)} = ${value};`);
};

const readItem: OpWriter = (w, op) => {
  const descr = op.op.descr as ArrayDescr;
  giveRead(w, op, `${w.text(op, 0)}[${w.text(op, 1)}]`, descr.isBool);
};

/** A read that was moved ahead of the test of its index gives zero beyond the array's end. */
const readPureItem: OpWriter = (w, op) => {
  const descr = op.op.descr as ArrayDescr;
  const zero = descr.isBool ? "false" : String(zeroOf(descr.itemKind));
  giveRead(w, op, `(${w.text(op, 0)}[${w.text(op, 1)}] ?? ${zero})`, descr.isBool);
};

const writeItem: OpWriter = (w, op) => {
  const descr = op.op.descr as ArrayDescr;
  const value = stored(w, w.text(op, 2), descr);
  w.out.emit(`${w.text(op, 0)}[${w.text(op, 1)}] = ${value};`);
};

const stringLength: OpWriter = (w, op) => w.giveInt(op, `${w.text(op, 0)}.chars.length`, NUM);

/** Zero beyond the end, as for pure items. */
const readCharacter: OpWriter = (w, op) =>
  w.giveInt(op, `(${w.text(op, 0)}.chars[${w.text(op, 1)}] ?? 0)`, NUM);

/** Carries out an allocation with its initializing stores. */
export function writeAllocation(w: UnitWriter, allocation: Allocation): void {
  const target = w.variable(w.linked.slotOf(allocation.op)).text;
  const read = (value: Value) => w.at(w.linked.slotOf(value)).text;
  if (allocation.shape === "array") writeArray(w, allocation, target, read);
  else if (allocation.layout.paramCount < 0 || allocation.layout.hostClass === null) {
    const bare = { ...allocation, fields: new Map() };
    w.out.emit(`${target} = ${w.out.constant(() => allocate(bare, () => null))}();`);
    for (const [field, value] of allocation.fields) {
      w.out.emit(`${property(target, field.name)} = ${stored(w, read(value), field)};`);
    }
  } else writeObject(w, allocation, target, read);
}

type ReadValue = (value: Value) => string;

function writeObject(
  w: UnitWriter,
  { layout, fields }: Extract<Allocation, { shape: "object" }>,
  target: string,
  read: ReadValue,
): void {
  const textOf = (field: FieldDescr): string => {
    const value = fields.get(field);
    const text = value === undefined ? String(zeroOf(field.kind)) : read(value);
    if (value === undefined) return field.isBool ? "false" : text;
    return stored(w, text, field);
  };
  const args: string[] = new Array<string>(layout.paramCount).fill("null");
  const later: string[] = [];
  for (const field of layout.fields) {
    const init = layout.inits.get(field.name);
    const value = textOf(field);
    if (init?.from === "param") args[init.index] = value;
    else if (init === undefined || value !== String(init.value)) {
      later.push(`${property(target, field.name)} = ${value};`);
    }
  }
  w.out.emit(`${target} = new ${w.out.constant(layout.hostClass)}(${args.join(", ")});`);
  for (const line of later) w.out.emit(line);
}

/** Longer arrays are made by a loop. */
const LITERAL_ITEM_MAX = 64;

function writeArray(
  w: UnitWriter,
  { descr, length, items }: Extract<Allocation, { shape: "array" }>,
  target: string,
  read: ReadValue,
): void {
  const count = length.isConst ? length.value : -1;
  const isLiteral = typeof count === "number" && count >= 0 && count <= LITERAL_ITEM_MAX;
  if (!isLiteral || descr.struct !== null) {
    const make = w.out.constant(newArray);
    w.out.emit(`${target} = ${make}(${w.out.constant(descr)}, ${read(length)});`);
    return;
  }
  const zero = descr.isBool ? "false" : String(zeroOf(descr.itemKind));
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const value = items.get(index);
    texts.push(value === undefined ? zero : stored(w, read(value), descr));
  }
  w.out.emit(`${target} = [${texts.join(", ")}];`);
}

/** Operations on values and memory by name. */
export const VALUE_WRITERS = {
  float_add: float((a, b) => `${a} + ${b}`),
  float_sub: float((a, b) => `${a} - ${b}`),
  float_mul: float((a, b) => `${a} * ${b}`),
  float_truediv: float((a, b) => `${a} / ${b}`),
  float_neg: float((a) => `-${a}`),
  float_abs: float((a) => `Math.abs(${a})`),
  float_lt: comparison("<"),
  float_le: comparison("<="),
  float_eq: comparison("==="),
  float_ne: comparison("!=="),
  float_gt: comparison(">"),
  float_ge: comparison(">="),
  cast_int_to_float: intToFloat,
  cast_float_to_int: floatToInt,
  same_as_r: same,
  same_as_f: same,
  ptr_eq: identity("==="),
  ptr_ne: identity("!=="),
  instance_ptr_eq: identity("==="),
  instance_ptr_ne: identity("!=="),
  strlen: stringLength,
  unicodelen: stringLength,
  strgetitem: readCharacter,
  unicodegetitem: readCharacter,
  arraylen_gc: (w, op) => w.giveInt(op, `${w.text(op, 0)}.length`, NUM),
  getfield_gc_i: readField,
  getfield_gc_r: readField,
  getfield_gc_f: readField,
  getfield_raw_i: readField,
  getfield_raw_r: readField,
  getfield_raw_f: readField,
  setfield_gc: writeField,
  setfield_raw: writeField,
  getarrayitem_gc_i: readItem,
  getarrayitem_gc_r: readItem,
  getarrayitem_gc_f: readItem,
  getarrayitem_gc_pure_i: readPureItem,
  getarrayitem_gc_pure_r: readPureItem,
  getarrayitem_gc_pure_f: readPureItem,
  setarrayitem_gc: writeItem,
  force_token: (w, op) => w.give(op, w.ownToken()),
  save_exception: (w, op) => w.out.emit(`${w.result(op)} = x; x = null;`),
  save_exc_class: (w, op) => {
    w.out.emit(`${w.result(op)} = x === null ? 0 : S.layoutOf(x) ?? 0;`);
  },
  restore_exception: (w, op) => w.out.emit(`x = ${w.text(op, 1)};`),
} as const satisfies Partial<Record<OpName, OpWriter>>;
