/**
 * Which stores initialize an allocation. An object must come to life by `new C(a, b)` with its
 * values, as in the interpreter, never by a dummy that is filled later: so an allocation is carried
 * out where its last initializing store stands, and those stores are part of it.
 *
 * This is invisible. Between the allocation and that place stand only other allocations and stores
 * of other objects that do not hold the new one, so nothing can see it, raise or leave the trace.
 */

import type { ArrayDescr, ClassLayout, FieldDescr } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";

/** An allocation with its initializing stores; `lastIndex` is where it is carried out. */
export type Allocation =
  | {
      readonly shape: "object";
      readonly op: ResOp;
      readonly lastIndex: number;
      readonly layout: ClassLayout;
      readonly fields: ReadonlyMap<FieldDescr, Value>;
    }
  | {
      readonly shape: "array";
      readonly op: ResOp;
      readonly lastIndex: number;
      readonly descr: ArrayDescr;
      readonly length: Value;
      readonly items: ReadonlyMap<number, Value>;
    };

/** What happens at each operation that belongs to an allocation; others have no entry. */
export interface AllocationPlan {
  /** The allocation carried out at an operation's index. */
  readonly constructAt: ReadonlyMap<number, Allocation>;
  /** Indices at which nothing else is left to do. */
  readonly merged: ReadonlySet<number>;
}

/** Arrays up to this constant length are made with their items. */
const MERGED_ITEM_MAX = 64;

/** Finds the allocations of a trace and the stores that initialize them. */
export function planAllocations(ops: readonly ResOp[]): AllocationPlan {
  const constructAt = new Map<number, Allocation>();
  const merged = new Set<number>();
  ops.forEach((op, index) => {
    const stores = startStores(op);
    if (stores === null) return;
    const taken = [index, ...scanStores(ops, index, stores)];
    const lastIndex = taken.at(-1) as number;
    for (const each of taken) merged.add(each);
    constructAt.set(lastIndex, stores.finish(lastIndex));
  });
  return { constructAt, merged };
}

/** Collects the stores of one allocation; a later store to the same place wins. */
interface StoreCollector {
  /** Whether `store` initializes the object; remembers its value then. */
  take(store: ResOp): boolean;
  finish(lastIndex: number): Allocation;
}

function startStores(op: ResOp): StoreCollector | null {
  const { descr } = op;
  if (op.opname === "new" || op.opname === "new_with_vtable") {
    return descr?.descrKind === "size" ? collectFields(op, descr.layout) : null;
  }
  if (op.opname === "new_array" || op.opname === "new_array_clear") {
    return descr?.descrKind === "array" ? collectItems(op, descr) : null;
  }
  return null;
}

function collectFields(op: ResOp, layout: ClassLayout): StoreCollector {
  const fields = new Map<FieldDescr, Value>();
  return {
    take(store) {
      if (store.opname !== "setfield_gc") return false;
      fields.set(store.descr as FieldDescr, store.args[1] as Value);
      return true;
    },
    finish: (lastIndex) => ({ shape: "object", op, lastIndex, layout, fields }),
  };
}

function collectItems(op: ResOp, descr: ArrayDescr): StoreCollector {
  const items = new Map<number, Value>();
  const length = op.args[0] as Value;
  const count = length.isConst && typeof length.value === "number" ? length.value : 0;
  return {
    take(store) {
      const index = store.args[1] as Value;
      if (store.opname !== "setarrayitem_gc" || count > MERGED_ITEM_MAX || !index.isConst) {
        return false;
      }
      const at = index.value as number;
      if (at >= count) return false;
      items.set(at, store.args[2] as Value);
      return true;
    },
    finish: (lastIndex) => ({ shape: "array", op, lastIndex, descr, length, items }),
  };
}

/** Indices of the initializing stores of the allocation at `start`, in order. */
function scanStores(ops: readonly ResOp[], start: number, stores: StoreCollector): number[] {
  const object = ops[start] as ResOp;
  const taken: number[] = [];
  for (let index = start + 1; index < ops.length; index++) {
    const op = ops[index] as ResOp;
    if (op.args[0] === object && op.args.indexOf(object, 1) < 0 && stores.take(op)) {
      taken.push(index);
    } else if (!canStandBetween(op) || op.args.includes(object)) {
      break;
    }
  }
  return taken;
}

function canStandBetween(op: ResOp): boolean {
  switch (op.opname) {
    case "new":
    case "new_with_vtable":
    case "new_array":
    case "new_array_clear":
    case "setfield_gc":
    case "setarrayitem_gc":
    case "debug_merge_point":
      return true;
    default:
      return false;
  }
}
