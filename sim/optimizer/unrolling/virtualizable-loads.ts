/**
 * Loading the virtualizable: optimized code takes the virtualizable's fields and items as input
 * arguments, but its callers pass only the reds. So the piece is made to begin with the loads of
 * all fields, of the array field, and of the array's items, and its input arguments are cut to the
 * reds.
 *
 * Counterpart: patch_new_loop_to_load_virtualizable_fields in rpython/jit/metainterp/compile.py.
 */

import { assert } from "../../base/assert.ts";
import type { ArrayDescr, FieldDescr } from "../../trace/descr.ts";
import { opForKind } from "../../trace/ops.ts";
import type { InputArg, Value } from "../../trace/values.ts";
import { ConstInt, ResOp } from "../../trace/values.ts";
import type { OptimizedUnit } from "../optimized-unit.ts";

/** What a virtualizable consists of; the array may be missing. */
export interface VirtualizableShape {
  readonly fields: readonly FieldDescr[];
  /** The field that holds the array, and the array. */
  readonly arrayField: FieldDescr | null;
  readonly arrayDescr: ArrayDescr | null;
}

/** The loads, and what each further input argument becomes. */
class Loads {
  readonly ops: ResOp[] = [];
  readonly results = new Map<Value, Value>();

  load(arg: InputArg, op: ResOp): void {
    op.value = arg.value;
    this.results.set(arg, op);
    this.ops.push(op);
  }
}

function loadFields(
  loads: Loads,
  frame: Value,
  args: readonly InputArg[],
  shape: VirtualizableShape,
) {
  shape.fields.forEach((field, index) => {
    const op = new ResOp(opForKind("getfield_gc", field.kind), [frame], field);
    loads.load(args[index] as InputArg, op);
  });
}

function loadItems(
  loads: Loads,
  frame: Value,
  args: readonly InputArg[],
  shape: VirtualizableShape,
) {
  const { arrayField, arrayDescr } = shape;
  if (arrayField === null || arrayDescr === null) return;
  const array = new ResOp(opForKind("getfield_gc", arrayField.kind), [frame], arrayField);
  loads.ops.push(array);
  args.forEach((arg, index) => {
    const name = opForKind("getarrayitem_gc", arrayDescr.itemKind);
    loads.load(arg, new ResOp(name, [array, new ConstInt(index)], arrayDescr));
  });
}

/** The same unit with only the reds as input arguments, its loads in front. */
export function prependVirtualizableLoads(
  unit: OptimizedUnit,
  redCount: number,
  shape: VirtualizableShape | null,
  { vableRedIndex }: { readonly vableRedIndex: number },
): OptimizedUnit {
  if (shape === null) return unit;
  const reds = unit.inputargs.slice(0, redCount);
  const itemsStart = redCount + shape.fields.length;
  assert(unit.inputargs.length >= itemsStart, "a virtualizable's fields are input arguments");
  const frame = reds[vableRedIndex];
  assert(frame !== undefined, "the virtualizable is one of the reds");
  const loads = new Loads();
  loadFields(loads, frame, unit.inputargs.slice(redCount, itemsStart), shape);
  loadItems(loads, frame, unit.inputargs.slice(itemsStart), shape);
  substitute(unit.ops, loads.results);
  return { ...unit, inputargs: reds, ops: [...loads.ops, ...unit.ops] };
}

/** Guards share lists of fail arguments; each list is replaced once. */
function substitute(ops: readonly ResOp[], results: ReadonlyMap<Value, Value>): void {
  const lists = new Map<unknown, (Value | null)[]>();
  const own = (value: Value): Value => results.get(value) ?? value;
  for (const op of ops) {
    op.args.forEach((arg, index) => {
      op.args[index] = own(arg);
    });
    const { failArgs } = op;
    if (failArgs === null) continue;
    const replaced = lists.get(failArgs) ?? failArgs.map((arg) => arg && own(arg));
    lists.set(failArgs, replaced);
    op.failArgs = replaced;
  }
}
