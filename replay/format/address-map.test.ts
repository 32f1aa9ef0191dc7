/** Values by address give what a sorted map gives. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { AddressMap } from "./address-map.ts";

/** Sets or deletes an address, and asks for the last one up to another. */
interface Step {
  readonly isSet: boolean;
  readonly address: number;
  readonly asked: number;
}

const address = fc.nat(3000);
const step: fc.Arbitrary<Step> = fc.record({
  isSet: fc.boolean(),
  address,
  asked: address,
});

function checkSteps(steps: readonly Step[]): void {
  const map = new AddressMap<number>();
  const model = new Map<number, number>();
  steps.forEach(({ isSet, address: at, asked }, i) => {
    if (isSet) {
      map.set(at, i);
      model.set(at, i);
    } else {
      map.delete(at);
      model.delete(at);
    }
    const below = [...model.keys()].filter((one) => one <= asked);
    const expected = below.length === 0 ? undefined : model.get(Math.max(...below));
    assert.is(map.upTo(asked), expected);
  });
  const sorted = [...model].sort(([a], [b]) => a - b).map(([, value]) => value);
  assert.equal([...map.values()], sorted);
  assert.is(map.size, model.size);
}

test("random steps give what a sorted map gives", () => {
  const options = { seed: 21, numRuns: 100 };
  fc.assert(fc.property(fc.array(step, { maxLength: 200 }), checkSteps), options);
});

test("so it is when runs are cut and emptied", () => {
  const up = Array.from({ length: 1500 }, (_, i) => ({
    isSet: true,
    address: (i * 701) % 3001,
    asked: i,
  }));
  const down = up.map((one, i) => ({ ...one, isSet: false, asked: i * 2 }));
  checkSteps([...up, ...down.slice(0, 1400)]);
});

test.run();
