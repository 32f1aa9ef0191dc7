/**
 * The machine code of ten programs' loops and bridges is about as long as pypy3's of the same ones,
 * as recorded in fixtures/compare: `npm run compare:sizes` prints the table.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareProgram, SIZED_PROGRAMS } from "../fixtures/compare/fixture-set.ts";
import { sizeRatio } from "../replay/compare/comparison.ts";

const [LEAST, MOST] = [0.8, 1.25];

for (const name of SIZED_PROGRAMS) {
  test(`${name}: code is 0.8 to 1.25 times as long as pypy3's`, async () => {
    const { units } = await compareProgram(name, { measured: true });
    const ratios = units.map(sizeRatio).filter((ratio) => ratio !== null);
    assert.ok(ratios.length > 0, "some unit is on both sides");
    for (const ratio of ratios) assert.ok(ratio >= LEAST && ratio <= MOST, `ratio ${ratio}`);
  });
}

test.run();
