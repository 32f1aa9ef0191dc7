import { test } from "uvu";
import * as assert from "uvu/assert";
import { IntBound, MAX, MIN } from "./int-bound.ts";

test("learning narrows, says whether it did, and can leave nothing", () => {
  const bound = new IntBound(0n, 10n);
  assert.is(bound.makeAtLeast(-5n), false);
  assert.is(bound.makeAtMost(7n), true);
  assert.is(bound.intersect(new IntBound(7n, 20n)), true);
  assert.ok(bound.isConstant);
  assert.is(bound.constantValue(), 7);
  bound.intersect(new IntBound(8n, 9n));
  assert.ok(bound.isEmpty);
});

test("an end outside of the word's range teaches nothing", () => {
  const bound = new IntBound(0n);
  assert.is(bound.intersect({ lower: MIN - 1n, upper: MAX + 1n }), false);
  assert.is(bound.lower, 0n);
});

test("bounds beyond half of the range are widened away", () => {
  const widened = new IntBound(MIN + 1n, 5n).widen();
  assert.is(widened.lower, MIN);
  assert.is(widened.upper, 5n);
  assert.is(new IntBound(0n, MAX / 2n + 1n).widen().upper, MAX);
});

test.run();
