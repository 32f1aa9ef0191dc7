/**
 * What random runs have exercised. A campaign that compiled nothing proves nothing: its totals must
 * reach stated floors.
 */

import type { JitEvent } from "../sim/index.ts";
import { BEHAVIOURS } from "./coverage/behaviours.ts";

export type Totals = Record<string, number>;

function add(totals: Totals, key: string, by = 1): void {
  totals[key] = (totals[key] ?? 0) + by;
}

const COUNTED_KINDS = new Set<JitEvent["kind"]>(["tmp_callback", "invalidate", "fault"]);

/** Loops, bridges, aborts by reason. Behaviours are counted by a RunObserver. */
export function countEvents(events: readonly JitEvent[], totals: Totals): void {
  for (const event of events) {
    if (event.kind === "abort") add(totals, event.reason);
    if (COUNTED_KINDS.has(event.kind)) add(totals, event.kind);
    if (event.kind !== "compile") continue;
    add(totals, event.type);
    add(totals, "operations", event.operations.length);
    for (const { name } of event.operations) {
      if (name.startsWith("call_assembler")) add(totals, "call_assembler");
    }
  }
}

export function mergeTotals(into: Totals, from: Totals): void {
  for (const [key, value] of Object.entries(from)) add(into, key, value);
}

/** `name value` pairs, sorted by name, a few in a line; without behaviours, which are many. */
export function printTotals(totals: Totals): string {
  const parts = Object.keys(totals)
    .filter((key) => !BEHAVIOURS.has(key))
    .sort()
    .map((key) => `${key} ${totals[key]}`);
  const lines: string[] = [];
  for (let i = 0; i < parts.length; i += 6) lines.push(`  ${parts.slice(i, i + 6).join(", ")}`);
  return lines.join("\n");
}

/** The floors that are not reached, per program; "" when all are. */
export function missedFloors(totals: Totals, floors: Totals, programs: number): string {
  return Object.entries(floors)
    .filter(([key, floor]) => (totals[key] ?? 0) < Math.floor(floor * programs))
    .map(([key, floor]) => `${key}: ${totals[key] ?? 0} of ${Math.floor(floor * programs)}`)
    .join(", ");
}
