/**
 * Why something was traced, as a part of a sentence: the counter, its threshold, when.
 */

import type { AbortEvent, CauseRecord, CompileEvent } from "../format/events.ts";
import { printAddress, printCount, printGreenKey, printPlural } from "../replayer/print-value.ts";
import type { UnitIdentifier } from "../replayer/unit-identity.ts";

const PARAMETERS: Readonly<Record<CauseRecord["kind"], string>> = {
  loop: "threshold",
  function: "function_threshold",
  guard: "trace_eagerness",
};

/** For example `the loop at … was counted to 1,040 (threshold 1,039), at tick 18,000`. */
export function printTracing(event: CompileEvent | AbortEvent, identifier: UnitIdentifier): string {
  const { cause, ticks } = event;
  const parameter = PARAMETERS[cause.kind];
  const limit = `${parameter} ${printCount(cause.threshold)}`;
  const decays = cause.decays === 0 ? "" : ` after ${printPlural(cause.decays, "decay")}`;
  const counted = `${printCount(cause.count)} (${limit}${decays})`;
  return `${printCounter(event, identifier)} ${counted}, at tick ${printCount(ticks)}`;
}

function printCounter(event: CompileEvent | AbortEvent, identifier: UnitIdentifier): string {
  const place = printGreenKey(event.greenKey);
  switch (event.cause.kind) {
    case "loop":
      return `the loop at ${place} was counted to`;
    case "function":
      return `the function at ${place} was counted to`;
    case "guard":
      return `${printGuard(event, identifier)} has failed: failure`;
  }
}

function printGuard(event: CompileEvent | AbortEvent, identifier: UnitIdentifier): string {
  if (event.kind === "abort" || event.bridgeNo < 0) return "a guard";
  const guard = identifier.guardAt(event.bridgeNo);
  if (guard === undefined) return `the guard ${printAddress(event.bridgeNo)}`;
  const where = guard.location === "" ? "" : ` at ${guard.location}`;
  return `guard ${guard.guard} of the ${printCount(guard.owner + 1)}. compiled unit${where}`;
}
