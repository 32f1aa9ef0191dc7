/**
 * A unit made ready for running: every box and constant has a slot of a frame, operations refer to
 * slots, labels to their place. A frame is a copy of `template`, which holds the constants;
 * `undefined` in it marks a box that has no value yet.
 */

import { assert } from "../../base/assert.ts";
import type { TargetToken } from "../../trace/descr.ts";
import { EXECUTORS } from "../../trace/execute.ts";
import type { OpName } from "../../trace/ops.ts";
import type { ResOp, RtValue, Value } from "../../trace/values.ts";
import type { AssembledCode, Unit } from "../backend.ts";
import type { UnitAccount } from "../cost-ledger.ts";
import type { Allocation } from "./allocation.ts";
import { planAllocations } from "./allocation.ts";

/** One operation with its slots. */
export interface LinkedOp {
  readonly op: ResOp;
  readonly opname: OpName;
  readonly index: number;
  readonly ticks: number;
  readonly argSlots: readonly number[];
  /** Slot of the result, or -1. */
  readonly resultSlot: number;
  /** Guards: slots of the fail arguments, -1 for holes. */
  readonly failSlots: readonly number[];
  /** A guard whose resume data no guard before it has. */
  readonly hasOwnState: boolean;
  /** guard_value: slot of the value that is counted, when it is no fail argument; -1 elsewhere. */
  readonly countedSlot: number;
  /** The allocation to carry out here, which includes stores before it. */
  readonly allocation: Allocation | null;
  /** Done by an allocation: only the tick is left. */
  readonly isMerged: boolean;
  /** Frames that this unit has entered and not left here: a callee's frame comes on top of them. */
  readonly openFrames: number;
}

/** A label of a unit. */
export interface LinkedLabel {
  readonly token: TargetToken;
  readonly opIndex: number;
  readonly argSlots: readonly number[];
}

/** A place that a jump goes to. */
export interface Place {
  readonly unit: LinkedUnit;
  readonly label: LinkedLabel;
}

/** Control flow, which has no entry in the `execute` table. */
export const CONTROL_OPS = [
  "jump",
  "finish",
  "label",
  "debug_merge_point",
  "guard_true",
  "guard_false",
  "guard_value",
  "guard_class",
  "guard_nonnull",
  "guard_isnull",
  "guard_nonnull_class",
  "guard_gc_type",
  "guard_is_object",
  "guard_subclass",
  "guard_no_exception",
  "guard_exception",
  "guard_no_overflow",
  "guard_overflow",
  "guard_not_forced",
  "guard_not_forced_2",
  "guard_not_invalidated",
  "guard_future_condition",
  "guard_always_fails",
  "force_token",
  "save_exception",
  "save_exc_class",
  "restore_exception",
  "call_assembler_i",
  "call_assembler_r",
  "call_assembler_f",
  "call_assembler_n",
] as const satisfies readonly OpName[];

export type ControlOp = (typeof CONTROL_OPS)[number];

const CONTROL: ReadonlySet<OpName> = new Set(CONTROL_OPS);

export function isControlOp(name: OpName): name is ControlOp {
  return CONTROL.has(name);
}

/** A linked unit. */
export class LinkedUnit {
  readonly unit: Unit;
  readonly code: AssembledCode;
  /** Where its costs are counted, if they are. */
  readonly account: UnitAccount | null;
  readonly template: (RtValue | undefined)[] = [];
  readonly ops: readonly LinkedOp[];
  readonly inputSlots: readonly number[];
  readonly labels: readonly LinkedLabel[];
  private readonly slots = new Map<Value, number>();

  constructor(unit: Unit, code: AssembledCode, account: UnitAccount | null) {
    this.unit = unit;
    this.code = code;
    this.account = account;
    this.inputSlots = unit.inputargs.map((arg) => this.slotOf(arg));
    const plan = planAllocations(unit.ops);
    const states = new Set<object>();
    let openFrames = 0;
    this.ops = unit.ops.map((op, index) => {
      if (op.opname === "enter_portal_frame") openFrames++;
      else if (op.opname === "leave_portal_frame" && openFrames > 0) openFrames--;
      assert(
        isControlOp(op.opname) || EXECUTORS[op.opname] !== undefined,
        `no backend runs the operation ${op.opname}`,
      );
      const allocation = plan.constructAt.get(index) ?? null;
      return {
        ...this.linkOp(op, index),
        hasOwnState: isFirstWith(stateOf(op), states),
        allocation,
        isMerged: plan.merged.has(index),
        openFrames,
      };
    });
    this.labels = this.ops.filter(({ opname }) => opname === "label").map(linkLabel);
  }

  /** The slot of a box or constant, made at the first request. */
  slotOf(value: Value): number {
    const known = this.slots.get(value);
    if (known !== undefined) return known;
    const slot = this.template.length;
    this.template.push(value.isConst ? (value.value as RtValue) : undefined);
    this.slots.set(value, slot);
    return slot;
  }

  /** Ticks of the operations from 0 up to, not including, `index`. */
  ticksBefore(index: number): number {
    return this.code.cost.ticks[index] as number;
  }

  private linkOp(op: ResOp, index: number) {
    return {
      op,
      opname: op.opname,
      index,
      ticks: this.ticksBefore(index + 1) - this.ticksBefore(index),
      argSlots: op.args.map((arg) => this.slotOf(arg)),
      resultSlot: op.kind === "v" ? -1 : this.slotOf(op),
      failSlots: (op.failArgs ?? []).map((arg) => (arg === null ? -1 : this.slotOf(arg))),
      countedSlot: this.countedSlotOf(op),
    };
  }

  private countedSlotOf({ descr, args, failArgs }: ResOp): number {
    const isExtra = descr?.descrKind === "guard" && descr.countedArg === (failArgs?.length ?? 0);
    return isExtra ? this.slotOf(args[0] as Value) : -1;
  }
}

/** The resume data of a guard. */
export function stateOf({ descr }: ResOp): object | null {
  return descr?.descrKind === "guard" ? descr.resume : null;
}

function isFirstWith(state: object | null, states: Set<object>): boolean {
  if (state === null || states.has(state)) return false;
  states.add(state);
  return true;
}

function linkLabel(op: LinkedOp): LinkedLabel {
  const { descr } = op.op;
  assert(descr?.descrKind === "target", "a label needs a target token");
  return { token: descr, opIndex: op.index, argSlots: op.argSlots };
}
