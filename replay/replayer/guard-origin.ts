/**
 * Where a guard stands that has failed: the unit that holds it, its place among that unit's guards,
 * and the merge point before it.
 */

import type { EventOf } from "../format/event-schema.ts";
import type { GreenKeyRecord, OperationRecord } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import type { ReelState } from "../format/reel-state.ts";
import { eventAt } from "./reel-tour.ts";
import { guardAddress } from "./unit-identity.ts";

/** A guard in a unit of a reel. */
export interface GuardOrigin {
  /** The `compile` event of the unit that holds it. */
  readonly unitEvent: number;
  readonly unit: EventOf<"compile">;
  /** Its place among the unit's guards, counted from 0. */
  readonly index: number;
  readonly operation: OperationRecord;
  /** Null when no merge point stands before it. */
  readonly greenKey: GreenKeyRecord | null;
}

/** The guard at an address, in one of a loop's units that are alive in `state`; null if in none. */
export function findGuard(
  reader: ReelReader,
  state: ReelState,
  loopNo: number,
  address: number,
): GuardOrigin | null {
  for (const { event: unitEvent } of state.unitsOf(loopNo)) {
    const unit = eventAt(reader, unitEvent);
    const found = unit?.kind === "compile" ? findIn(unit, address) : null;
    if (found !== null) return { unitEvent, ...found };
  }
  return null;
}

function findIn(unit: EventOf<"compile">, address: number): Omit<GuardOrigin, "unitEvent"> | null {
  let { greenKey } = unit;
  let index = 0;
  for (const operation of unit.operations) {
    if (operation.mergePoint !== null) greenKey = operation.mergePoint.greenKey;
    if (!operation.name.startsWith("guard_")) continue;
    if (guardAddress(operation.descr) === address) return { unit, index, operation, greenKey };
    index++;
  }
  return null;
}
