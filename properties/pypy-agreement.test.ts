/**
 * The same hooks script under pypy3 and here: the same output, event types, green keys and loop
 * numbers. Where operations differ, the number of differing ones is a ratchet that only goes down
 * (pypy-limits.json); so is the list of programs whose events differ.
 */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hasPypy } from "./pypy.ts";
import {
  distance,
  listPrograms,
  readRecorded,
  runHere,
  runOnPypy,
  withoutGuards,
} from "./pypy-events.ts";

interface Limits {
  /** Operations of all units that only one of the two has, per program. */
  readonly distance: Readonly<Record<string, number>>;
  /** Programs whose events differ: what is printed here. */
  readonly events: Readonly<Record<string, readonly string[]>>;
}

const limits = JSON.parse(readFileSync("properties/pypy-limits.json", "utf8")) as Limits;
const onPypy = hasPypy();

for (const name of listPrograms()) {
  test(`${name} has pypy3's events, green keys and loop numbers`, async () => {
    const recorded = readRecorded(name);
    const here = await runHere(name);
    const lines = recorded.lines.map(withoutGuards);
    const known = limits.events[name];
    assert.equal(here.lines.map(withoutGuards), known ?? lines);
    if (known !== undefined) assert.not.equal(known, lines, "agrees: not a difference any more");
    assert.ok(recorded.units.length > 0 && here.units.length > 0);
    const limit = limits.distance[name] ?? 0;
    const actual = distance(recorded, here);
    assert.ok(actual <= limit, `${actual} operations differ, at most ${limit} may`);
  });

  if (onPypy) {
    test(`what pypy3 prints for ${name} is what was recorded`, () => {
      assert.equal(runOnPypy(name), readRecorded(name));
    });
  }
}

test("an alignment counts what only one side has", () => {
  const left = { lines: [], units: [["label", "int_add", "guard_true", "jump"]] };
  const right = { lines: [], units: [["label", "int_sub", "guard_true"], ["finish"]] };
  assert.is(distance(left, left), 0);
  assert.is(distance(left, right), 4);
});

test.run();
