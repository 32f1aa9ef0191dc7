/** The timetable against figures measured on pypy3 7.3.11. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { JitCounter } from "./counter.ts";

/** Threshold → ticks until it fires. */
const MEASURED: readonly (readonly [threshold: number, ticks: number])[] = [
  [1, 1],
  [2, 2],
  [10, 10],
  [50, 50],
  [100, 100],
  [200, 200],
  [500, 501],
  [1000, 1001],
  [1039, 1040],
  [1619, 1619],
  [2000, 2000],
  [5000, 5001],
  [10_000, 10_000],
  [100_000, 99_902],
];

function ticksToFire(counter: JitCounter, hash: number, threshold: number): number {
  const increment = JitCounter.increment(threshold);
  let ticks = 1;
  while (!counter.tick(hash, increment)) ticks++;
  return ticks;
}

test("fires after as many ticks as on pypy3, each time anew", () => {
  for (const [threshold, ticks] of MEASURED) {
    const counter = new JitCounter(() => 0);
    assert.is(ticksToFire(counter, 0x12345678, threshold), ticks, `threshold ${threshold}`);
    assert.is(ticksToFire(counter, 0x12345678, threshold), ticks, `threshold ${threshold} again`);
    assert.is(counter.lastFiring.count, ticks);
  }
});

test("of 4999 thresholds 2353 fire after another number of ticks; the first is 301", () => {
  let different = 0;
  let first = 0;
  for (let threshold = 1; threshold < 5000; threshold++) {
    if (ticksToFire(new JitCounter(() => 0), 1, threshold) === threshold) continue;
    different++;
    if (first === 0) first = threshold;
  }
  assert.is(different, 2353);
  assert.is(first, 301);
});

test("a threshold of zero or less is off", () => {
  assert.is(JitCounter.increment(0), 0);
  assert.is(JitCounter.increment(-1), 0);
});

test("decay leaves as many ticks to go as on pypy3", () => {
  const measured = [
    [0, 40],
    [40, 80],
    [100, 140],
    [200, 240],
    [1000, 1040],
  ] as const;
  for (const [decay, left] of measured) {
    const counter = new JitCounter(() => 0);
    counter.setDecay(decay);
    for (let i = 0; i < 1000; i++) counter.tick(7, JitCounter.increment(1039));
    counter.decayAll();
    assert.is(ticksToFire(counter, 7, 1039), left, `decay ${decay}`);
  }
});

test("trace_next_iteration needs 21 ticks at 1039, 2 at 100, 1 at 50, 4 at 200", () => {
  for (const [threshold, ticks] of [
    [1039, 21],
    [100, 2],
    [50, 1],
    [200, 4],
  ] as const) {
    const counter = new JitCounter(() => 0);
    counter.setFraction(99, 0.98);
    assert.is(ticksToFire(counter, 99, threshold), ticks, `threshold ${threshold}`);
  }
});

test("hashes of one row share it up to five; the sixth takes the coldest one's place", () => {
  const counter = new JitCounter(() => 0);
  const increment = JitCounter.increment(1000);
  for (let way = 1; way <= 5; way++) {
    for (let i = 0; i < way * 10; i++) counter.tick(way, increment);
  }
  counter.tick(6, increment);
  const values = [1, 2, 3, 4, 5, 6].map((way) => counter.current(way) > 0);
  assert.is(values.filter(Boolean).length, 5);
  assert.is(values[5], true);
});

test("guards' hashes are 0, 2097184, 4194368 … with the low three bits cleared", () => {
  const counter = new JitCounter(() => 0);
  const hashes = [0, 1, 2].map(() => counter.fetchNextGuardHash());
  assert.equal(hashes, [0, 2097184, 4194368]);
});

test.run();
