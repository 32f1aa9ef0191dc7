/** Tests of parallel moves: every set of moves has the effect of all of them at once. */

import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Move, MoveStep } from "./parallel-move.ts";
import { orderMoves } from "./parallel-move.ts";

const SLOT_COUNT = 8;

function run(steps: readonly MoveStep<string>[]): string[] {
  const slots = Array.from({ length: SLOT_COUNT }, (_, k) => `slot ${k}`);
  let saved = "nothing";
  for (const step of steps) {
    if (step.kind === "save") saved = slots[step.slot]!;
    else if (step.source === "saved") slots[step.target] = saved;
    else slots[step.target] = "slot" in step.source ? slots[step.source.slot]! : step.source.other;
  }
  return slots;
}

function expected(moves: readonly Move<string>[]): string[] {
  const slots = Array.from({ length: SLOT_COUNT }, (_, k) => `slot ${k}`);
  const before = [...slots];
  for (const { target, source } of moves) {
    slots[target] = "slot" in source ? before[source.slot]! : source.other;
  }
  return slots;
}

test("any moves with distinct targets happen at once", () => {
  const source = fc.oneof(
    { weight: 4, arbitrary: fc.nat(SLOT_COUNT - 1).map((slot) => ({ slot })) },
    { weight: 1, arbitrary: fc.constantFrom("a", "b").map((other) => ({ other })) },
  );
  const move = fc.record({ target: fc.nat(SLOT_COUNT - 1), source });
  const moves = fc.uniqueArray(move, { selector: ({ target }) => target, maxLength: SLOT_COUNT });
  fc.assert(
    fc.property(moves, (all) => {
      assert.equal(run(orderMoves(all)), expected(all));
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test("every permutation of five slots works, with one save per cycle", () => {
  const permutations = permute([0, 1, 2, 3, 4]);
  assert.is(permutations.length, 120);
  for (const sources of permutations) {
    const moves = sources.map((slot, target) => ({ target, source: { slot } }));
    const steps = orderMoves<string>(moves);
    assert.equal(run(steps), expected(moves));
    assert.is(steps.filter(({ kind }) => kind === "save").length, cycleCount(sources));
  }
});

test("what is in place already is not moved", () => {
  assert.equal(orderMoves([{ target: 3, source: { slot: 3 } }]), []);
});

function permute(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => {
    const rest = items.filter((other) => other !== item);
    return permute(rest).map((tail) => [item, ...tail]);
  });
}

function cycleCount(sources: readonly number[]): number {
  const seen = new Set<number>();
  let count = 0;
  for (const start of sources.keys()) {
    if (seen.has(start) || sources[start] === start) continue;
    count++;
    for (let at = start; !seen.has(at); at = sources[at]!) seen.add(at);
  }
  return count;
}

test.run();
