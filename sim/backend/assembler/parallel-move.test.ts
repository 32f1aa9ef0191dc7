/** Tests of parallel moves: every set of moves has the effect of all of them at once. */

import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { RAX, RDX, xmm } from "../../x86/operand.ts";
import type { Location } from "./locations.ts";
import { locationNumber, slotLocation } from "./locations.ts";
import type { Move, MoveStep } from "./parallel-move.ts";
import { orderMoves } from "./parallel-move.ts";

/** Registers of both sorts and slots. */
const PLACES: readonly Location[] = [
  ...[RAX, RDX, xmm(0), xmm(2)],
  ...[30, 31, 32, 40].map((slot) => slotLocation(slot)),
];

function initial(): Map<number, string> {
  return new Map(PLACES.map((place, k) => [locationNumber(place), `place ${k}`]));
}

function run(steps: readonly MoveStep<string>[]): string[] {
  const contents = initial();
  const read = (place: Location) => contents.get(locationNumber(place))!;
  let saved: [Location, string] = [RAX, "nothing"];
  for (const step of steps) {
    if (step.kind === "save") {
      saved = [step.from, read(step.from)];
      continue;
    }
    const { source, target } = step;
    let value: string;
    if ("other" in source) value = source.other;
    else if ("at" in source) value = read(source.at);
    else {
      assert.is(source.saved, saved[0]);
      value = saved[1];
    }
    contents.set(locationNumber(target), value);
  }
  return [...contents.values()];
}

function expected(moves: readonly Move<string>[]): string[] {
  const before = initial();
  const contents = initial();
  for (const { target, source } of moves) {
    const value = "at" in source ? before.get(locationNumber(source.at))! : source.other;
    contents.set(locationNumber(target), value);
  }
  return [...contents.values()];
}

const place = fc.nat(PLACES.length - 1).map((k) => PLACES[k]!);

test("any moves with distinct targets happen at once", () => {
  const source = fc.oneof(
    { weight: 4, arbitrary: place.map((at) => ({ at })) },
    { weight: 1, arbitrary: fc.constantFrom("a", "b").map((other) => ({ other })) },
  );
  const move = fc.record({ target: place, source });
  const moves = fc.uniqueArray(move, {
    selector: ({ target }) => locationNumber(target),
    maxLength: PLACES.length,
  });
  fc.assert(
    fc.property(moves, (all) => {
      assert.equal(run(orderMoves(all)), expected(all));
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test("every permutation of five places works, with one save per cycle", () => {
  const permutations = permute([0, 1, 2, 3, 4]);
  assert.is(permutations.length, 120);
  for (const sources of permutations) {
    const moves = sources.map((from, to) => {
      return { target: PLACES[to]!, source: { at: PLACES[from]! } };
    });
    const steps = orderMoves<string>(moves);
    assert.equal(run(steps), expected(moves));
    assert.is(steps.filter(({ kind }) => kind === "save").length, cycleCount(sources));
  }
});

test("what is in place already is not moved", () => {
  assert.equal(orderMoves([{ target: slotLocation(30), source: { at: slotLocation(30) } }]), []);
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
