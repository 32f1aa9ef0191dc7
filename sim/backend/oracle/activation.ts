/**
 * A run of linked units: where it stands and what its boxes hold. Jumps and bridges replace the
 * frame, so that a run never nests on the host's stack; only assembler calls do.
 */

import { assert } from "../../base/assert.ts";
import { instantiate, newArray, writeItem } from "../../trace/heap-access.ts";
import type { FinishDescr, GuardDescr, LoopToken } from "../../trace/descr.ts";
import type { FieldDescr } from "../../trace/descr.ts";
import type { RtValue, Value } from "../../trace/values.ts";
import { ActivationToken } from "../activation-token.ts";
import type { BackendServices, CodeCost, Exit } from "../backend.ts";
import type { UnitAccount } from "../cost-ledger.ts";
import { NO_COST } from "../code-cost.ts";
import type { Allocation } from "./allocation.ts";
import type { CodeTable } from "./code-table.ts";
import type { LinkedOp, LinkedUnit, Place } from "./linked-unit.ts";

export type Frame = (RtValue | undefined)[];

/** What a run needs of the executor it belongs to. */
export interface Machine {
  readonly services: BackendServices;
  readonly table: CodeTable;
  /** Runs a loop to its end for a call: gives its result or throws its guest exception. */
  callLoop(token: LoopToken, args: readonly RtValue[]): RtValue;
}

/** A jump that has been taken, the label not yet passed. */
export interface TakenJump {
  readonly place: Place;
  readonly values: readonly RtValue[];
}

export class Activation {
  readonly machine: Machine;
  unit: LinkedUnit;
  frame: Frame;
  /** Index of the next operation. */
  pc = 0;
  /** The guest exception in flight. */
  exception: object | null = null;
  overflowed = false;
  /** The costs of the unit's path are counted up to here. */
  private countedTo: CodeCost = NO_COST;
  /** By which this activation can be forced; made at the first request. */
  token: ActivationToken | null;
  /** The last jump, set when it is taken. */
  jump: TakenJump | null = null;
  /** Hears of the values of a unit that is left for another one or for a label. */
  onLeave: ((unit: LinkedUnit, frame: Frame) => void) | null = null;

  constructor(
    machine: Machine,
    unit: LinkedUnit,
    exception: object | null,
    token: ActivationToken | null = null,
  ) {
    this.machine = machine;
    this.token = token;
    this.unit = unit;
    this.frame = unit.template.slice();
    this.exception = exception;
  }

  /** The value of an operation's argument. */
  arg(op: LinkedOp, index: number): RtValue {
    return this.at(op.argSlots[index] as number);
  }

  args(op: LinkedOp): RtValue[] {
    return op.argSlots.map((slot) => this.at(slot));
  }

  at(slot: number): RtValue {
    const value = this.frame[slot];
    assert(value !== undefined, "a box is used after it has got its value");
    return value;
  }

  give(op: LinkedOp, value: RtValue): void {
    if (op.resultSlot >= 0) this.frame[op.resultSlot] = value;
  }

  ownToken(): ActivationToken {
    this.token ??= new ActivationToken(this.machine.services);
    return this.token;
  }

  /** Leaves with the token what `guard` would pass on now. */
  announce(guard: LinkedOp): void {
    const token = this.ownToken();
    token.guard = guard.op.descr as GuardDescr;
    token.values = guard.failSlots.map((slot) => (slot < 0 ? null : (this.frame[slot] ?? null)));
  }

  /** Goes on at the start of `unit`, which was not entered by a jump. */
  enter(unit: LinkedUnit, args: readonly RtValue[]): void {
    this.move(unit, unit.inputSlots, args);
    this.pc = 0;
    this.countedTo = NO_COST;
    countEntry(this.machine.services, unit);
  }

  /** Goes on at a label; the label itself is the next operation. */
  enterLabel({ unit, label }: Place, values: readonly RtValue[]): void {
    this.move(unit, label.argSlots, values);
    this.pc = label.opIndex;
    const { account } = unit;
    if (account !== null) this.countedTo = account.arrival(label.opIndex);
  }

  /** Goes on at an operation of the unit, whose path is counted up to it. */
  continueAt(pc: number): void {
    this.pc = pc;
    const { account } = this.unit;
    if (account !== null) this.countedTo = account.before(pc);
  }

  /** Counts the costs of the path through operation `op`. */
  countThrough(op: LinkedOp): void {
    const { account } = this.unit;
    if (account !== null) this.countTo(account, account.before(op.index + 1));
  }

  /** Counts the costs of the path through the jump of a failing guard, and what is behind it. */
  countExit(op: LinkedOp, hasBridge: boolean): void {
    const { account } = this.unit;
    if (account === null) return;
    const { path, stub } = account.exit(op.index);
    this.countTo(account, path);
    if (!hasBridge) account.add(stub);
  }

  private countTo(account: UnitAccount, position: CodeCost): void {
    account.addPiece(this.countedTo, position);
    this.countedTo = position;
  }

  private move(unit: LinkedUnit, slots: readonly number[], values: readonly RtValue[]): void {
    assert(slots.length === values.length, "as many values as arguments");
    this.onLeave?.(this.unit, this.frame);
    this.unit = unit;
    this.frame = unit.template.slice();
    slots.forEach((slot, index) => {
      this.frame[slot] = values[index] as RtValue;
    });
  }
}

/** Counts the entry of a counted unit. */
export function countEntry(services: BackendServices, { unit }: LinkedUnit): void {
  if (!unit.counted) return;
  if (unit.guard === null) services.countRun("e", unit.token);
  else services.countRun("b", unit.guard);
}

/** Whether the clock has reached its limit; tells the simulator then. */
export function checkTickLimit(services: BackendServices): void {
  const { tickLimit } = services;
  if (tickLimit !== undefined && services.clock.ticks >= tickLimit) services.onTickLimit?.();
}

/** The result of a call that was left by `exit`; throws a guest exception that left the callee. */
export function resultOfCall(services: BackendServices, exit: Exit, token: LoopToken): RtValue {
  const descr: GuardDescr | FinishDescr = exit.descr;
  if (descr.descrKind === "guard") return services.finishCall(exit, token);
  if (descr.outcome === "exception") throw exit.values[0];
  return descr.outcome === "void" ? null : (exit.values[0] as RtValue);
}

/** Carries out an allocation with its initializing stores. */
export function allocate(allocation: Allocation, read: (value: Value) => RtValue): object {
  if (allocation.shape === "array") {
    const array = newArray(allocation.descr, read(allocation.length) as number);
    for (const [index, value] of allocation.items) {
      writeItem(allocation.descr, array, index, read(value));
    }
    return array;
  }
  const values = new Map<FieldDescr, RtValue>();
  for (const [field, value] of allocation.fields) values.set(field, read(value));
  return instantiate(allocation.layout, values);
}
