/**
 * What has to happen when the processor comes to certain instructions of installed units: ticks of
 * the operations, the clock's limit at jumps, the array descr of an operation, and whose code it is
 * that is running, for the costs. An operation without code of its own counts with the next one.
 */

import type { TargetToken } from "../../trace/descr.ts";
import type { ResOp } from "../../trace/values.ts";
import type { Observation } from "../../x86/cpu/block.ts";
import { ticksOf } from "../path-cost.ts";
import type { InstalledUnit } from "./installed-unit.ts";

/** Who is told. */
export interface UnitListener {
  /** A jump is about to be taken; its own ticks are not in the processor's weight yet. */
  jumps(ticks: number, opIndex: number): void;
  /** An operation with an array begins. */
  arrayOp(op: ResOp): void;
  /** Control has come to a unit's entry or label. */
  enters(): void;
  /** An operation begins; absent when nobody wants to know. */
  readonly executes?: (op: ResOp) => void;
}

/** Where control comes to a unit from others. */
export interface CodePlaces {
  /** The entry of a loop, and where loops that it calls return to. */
  readonly entries: readonly number[];
  arrivalOf(label: TargetToken): number;
}

interface Plan {
  weight: number;
  readonly actions: (() => void)[];
}

/** The observations of a unit by the addresses of its instructions. */
export function observeUnit(
  unit: InstalledUnit,
  places: CodePlaces,
  listener: UnitListener,
): Map<number, Observation> {
  const plans = new Map<number, Plan>();
  const planAt = (address: number): Plan => {
    const plan = plans.get(address) ?? { weight: 0, actions: [] };
    plans.set(address, plan);
    return plan;
  };
  const enters = () => listener.enters();
  if (unit.account !== null) {
    for (const address of new Set([...places.entries, unit.code.asmaddr]))
      planAt(address).actions.push(enters);
  }
  for (const [index, op] of unit.unit.ops.entries()) {
    const offset = unit.code.opOffsets[index]!;
    if (offset < 0) continue;
    const plan = planAt(unit.code.asmaddr + offset);
    plan.weight += ticksOf(op.opname);
    const { executes } = listener;
    if (executes !== undefined) plan.actions.push(() => executes(op));
    if (op.descr?.descrKind === "target" && op.opname === "label" && unit.account !== null) {
      planAt(places.arrivalOf(op.descr)).actions.push(enters);
    }
    const kind = op.descr?.descrKind;
    if (kind === "array" || kind === "interior") plan.actions.push(() => listener.arrayOp(op));
    if (op.opname === "jump") {
      const { weight } = plan;
      plan.actions.push(() => listener.jumps(weight, index));
    }
  }
  const entries = [...plans].map(([address, { weight, actions }]): [number, Observation] => {
    if (actions.length === 0) return [address, { weight }];
    const [only] = actions;
    const all = () => {
      for (const action of actions) action();
    };
    const before = actions.length === 1 ? only! : all;
    return [address, { weight, before }];
  });
  return new Map(entries);
}
