/**
 * Loading the virtualizable: optimized code takes the virtualizable's fields and items as input
 * arguments, but its callers pass only the reds. So the piece is made to begin with the loads of
 * all fields, of the array field, and of the array's items, and its input arguments are cut to the
 * reds.
 *
 * Counterpart: patch_new_loop_to_load_virtualizable_fields in rpython/jit/metainterp/compile.py.
 */

import { assert } from "../base/assert.ts";
import type { ArrayDescr, FieldDescr } from "../trace/descr.ts";
import { opForKind } from "../trace/ops.ts";
import type { InputArg, Value } from "../trace/values.ts";
import { ConstInt, ResOp } from "../trace/values.ts";
import type { OptimizedTrace } from "./optimize.ts";

/** What a virtualizable consists of. */
export interface VirtualizableShape {
  /** Index of the virtualizable among the reds. */
  readonly redIndex: number;
  /** Number of reds. */
  readonly redCount: number;
  readonly fields: readonly FieldDescr[];
  /** The field that holds the array, and the array. */
  readonly array: { readonly field: FieldDescr; readonly items: ArrayDescr } | null;
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
  if (shape.array === null) return;
  const { field, items } = shape.array;
  const array = new ResOp(opForKind("getfield_gc", field.kind), [frame], field);
  loads.ops.push(array);
  args.forEach((arg, index) => {
    const name = opForKind("getarrayitem_gc", items.itemKind);
    loads.load(arg, new ResOp(name, [array, new ConstInt(index)], items));
  });
}

/** The same piece with only the reds as input arguments, its loads in front. */
export function loadVirtualizable(
  piece: OptimizedTrace,
  shape: VirtualizableShape,
): OptimizedTrace {
  const { redCount, redIndex, fields } = shape;
  const reds = piece.inputargs.slice(0, redCount);
  const itemsStart = redCount + fields.length;
  assert(piece.inputargs.length >= itemsStart, "a virtualizable's fields are input arguments");
  const frame = reds[redIndex];
  assert(frame !== undefined, "the virtualizable is one of the reds");
  const loads = new Loads();
  loadFields(loads, frame, piece.inputargs.slice(redCount, itemsStart), shape);
  loadItems(loads, frame, piece.inputargs.slice(itemsStart), shape);
  substitute(piece.ops, loads.results);
  return { ...piece, inputargs: reds, ops: [...loads.ops, ...piece.ops] };
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
