/**
 * Moves that happen at once, put into an order: before a jump the arguments go to the slots of the
 * label's boxes, and a slot may be both source and target. At most one value waits in a temporary
 * register at any time.
 *
 * Counterpart: rpython/jit/backend/x86/jump.py.
 */

/** Where a value comes from: a slot, or anything that no move changes. */
export type MoveSource<T> = { readonly slot: number } | { readonly other: T };

export interface Move<T> {
  readonly target: number;
  readonly source: MoveSource<T>;
}

/** One step: move into a slot, or save a slot in the temporary. */
export type MoveStep<T> =
  | { readonly kind: "move"; readonly target: number; readonly source: MoveSource<T> | "saved" }
  | { readonly kind: "save"; readonly slot: number };

interface Pending<T> {
  readonly target: number;
  source: MoveSource<T> | "saved";
}

function slotOfSource<T>(source: MoveSource<T> | "saved"): number | undefined {
  return source !== "saved" && "slot" in source ? source.slot : undefined;
}

/** Steps with the effect of all the moves at once; targets are distinct. */
export function orderMoves<T>(moves: readonly Move<T>[]): MoveStep<T>[] {
  const steps: MoveStep<T>[] = [];
  const pending: Pending<T>[] = moves
    .filter(({ target, source }) => slotOfSource(source) !== target)
    .map(({ target, source }) => ({ target, source }));
  while (pending.length > 0) {
    const needed = new Set(pending.map(({ source }) => slotOfSource(source)));
    const ready = pending.findIndex(({ target }) => !needed.has(target));
    if (ready >= 0) {
      const { target, source } = pending.splice(ready, 1)[0]!;
      steps.push({ kind: "move", target, source });
      continue;
    }
    // Only cycles are left: save what the first move overwrites.
    const slot = pending[0]!.target;
    steps.push({ kind: "save", slot });
    for (const move of pending) {
      if (slotOfSource(move.source) === slot) move.source = "saved";
    }
  }
  return steps;
}
