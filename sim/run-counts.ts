/**
 * How often compiled code ran: entries of loops, passes of labels, entries of bridges. Only units
 * compiled while debug counters were enabled count; disabling freezes what was counted.
 *
 * Counterpart: rpython/jit/backend/x86/assembler.py (loop_run_counters).
 */

import type { Unit } from "./backend/backend.ts";
import type { GuardDescr, LoopToken, TargetToken } from "./trace/descr.ts";

export type RunKind = "e" | "l" | "b";

/** One count: the loop's number, the label's address, or the guard's address. */
export interface RunCount {
  readonly kind: RunKind;
  readonly number: number;
  readonly count: number;
}

export class RunCounts {
  isEnabled = false;
  private readonly counts = new Map<object, { readonly kind: RunKind; count: number }>();

  count(owner: object): void {
    if (!this.isEnabled) return;
    const entry = this.counts.get(owner);
    if (entry !== undefined) entry.count++;
  }

  /** A unit is compiled: its counts begin at 0, in this order. */
  add(unit: Unit): void {
    if (unit.guard === null) this.register("e", unit.token);
    else this.register("b", unit.guard);
    for (const op of unit.ops) {
      if (op.opname === "label" && op.descr !== null) this.register("l", op.descr);
    }
  }

  private register(kind: RunKind, owner: object): void {
    if (!this.counts.has(owner)) this.counts.set(owner, { kind, count: 0 });
  }

  /** All counts, in the order in which the units were compiled. */
  snapshot(): RunCount[] {
    return [...this.counts].map(([owner, { kind, count }]) => ({
      kind,
      number: numberOf(kind, owner),
      count,
    }));
  }
}

function numberOf(kind: RunKind, owner: object): number {
  if (kind === "e") return (owner as LoopToken).number;
  return (owner as TargetToken | GuardDescr).address;
}
