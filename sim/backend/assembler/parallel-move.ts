/**
 * Moves that happen at once, put into an order: before a jump the arguments go where the label
 * wants them, before a call into the registers of the calling convention, and a location may be
 * both source and target. At most one value waits in a scratch register at any time.
 *
 * Counterpart: rpython/jit/backend/x86/jump.py.
 */

import type { Location } from "./locations.ts";
import { locationNumber } from "./locations.ts";

/** Where a value comes from: a location, or anything that no move changes. */
export type MoveSource<T> = { readonly at: Location } | { readonly other: T };

export interface Move<T> {
  readonly target: Location;
  readonly source: MoveSource<T>;
}

/** A value that was saved, and where it was. */
export interface Saved {
  readonly saved: Location;
}

/** One step: move into a location, or save a location in a scratch register. */
export type MoveStep<T> =
  | { readonly kind: "move"; readonly target: Location; readonly source: MoveSource<T> | Saved }
  | { readonly kind: "save"; readonly from: Location };

interface Pending<T> {
  readonly target: Location;
  source: MoveSource<T> | Saved;
}

function numberOfSource<T>(source: MoveSource<T> | Saved): number | undefined {
  return "at" in source ? locationNumber(source.at) : undefined;
}

/** Steps with the effect of all the moves at once; targets are distinct. */
export function orderMoves<T>(moves: readonly Move<T>[]): MoveStep<T>[] {
  const steps: MoveStep<T>[] = [];
  const pending: Pending<T>[] = moves
    .filter(({ target, source }) => numberOfSource(source) !== locationNumber(target))
    .map(({ target, source }) => ({ target, source }));
  while (pending.length > 0) {
    const needed = new Set(pending.map(({ source }) => numberOfSource(source)));
    const ready = pending.findIndex(({ target }) => !needed.has(locationNumber(target)));
    if (ready >= 0) {
      const { target, source } = pending.splice(ready, 1)[0]!;
      steps.push({ kind: "move", target, source });
      continue;
    }
    // Only cycles are left: save what the first move overwrites.
    const from = pending[0]!.target;
    steps.push({ kind: "save", from });
    for (const move of pending) {
      if (numberOfSource(move.source) === locationNumber(from)) move.source = { saved: from };
    }
  }
  return steps;
}
