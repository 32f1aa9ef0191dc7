/**
 * Units are found in the other run whatever has moved, and the same pairs either way round.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { OperationRecord } from "../format/events.ts";
import type { UnitPrint } from "./match-units.ts";
import { matchUnits, printOfUnit } from "./match-units.ts";

function operation(name: string): OperationRecord {
  const plain = { result: "", args: [], descr: "", failArgs: null, offset: -1, hash: "" };
  return { ...plain, name, mergePoint: null };
}

interface Given {
  readonly code?: string;
  readonly position?: number;
  readonly line?: number;
  readonly owner?: number;
  readonly guard?: number;
  readonly names?: string;
}

/** Units of operations that a text names, in order. */
function units(...all: Given[]): UnitPrint[] {
  return all.map((given, index) => {
    const { code = "f", position = 4, line = 1, owner = -1, guard = -1, names = "a b c" } = given;
    const isBridge = owner >= 0;
    const key = isBridge ? `bridge ${owner} ${guard}` : `loop ${code}:${line} ${position} ${index}`;
    const unit = {
      index,
      type: isBridge ? "bridge" : "loop",
      key,
      stem: key,
      name: `unit ${index}`,
      location: "",
      jitdriverName: "pypyjit",
      codeName: code,
      position,
      counter: null,
      owner,
      guard,
    } as const;
    return printOfUnit(unit, names.split(" ").map(operation));
  });
}

const SAME_GUARDS = (): Map<number, number> => new Map();

function matches(a: readonly UnitPrint[], b: readonly UnitPrint[], guards = SAME_GUARDS): string[] {
  return matchUnits(a, b, guards).map((one) => `${one.a}-${one.b} ${one.stage}`);
}

test("equal keys go together, whatever the order", () => {
  const [one, two] = units({ code: "f" }, { code: "g" });
  const swapped = [
    { ...two!, index: 0 },
    { ...one!, index: 1 },
  ];
  assert.equal(matches([one!, two!], swapped), ["0-1 exact", "1-0 exact"]);
});

test("lines that have moved: the same code and bytecode", () => {
  const a = units({ line: 1, position: 4 }, { line: 1, position: 40 });
  const b = units({ line: 9, position: 40 }, { line: 9, position: 4 });
  assert.equal(matches(a, b), ["0-1 position", "1-0 position"]);
});

test("bytecodes that have moved: as many loops, in their order", () => {
  const a = units({ position: 4 }, { position: 40 });
  const b = units({ line: 2, position: 46, names: "x" }, { line: 2, position: 10, names: "y" });
  assert.equal(matches(a, b), ["0-1 order", "1-0 order"]);
});

test("another number of loops: the most similar ones; a renamed function, too", () => {
  const a = units({ position: 4, names: "a b c d" }, { position: 9, names: "x y z" });
  const b = units(
    { line: 2, position: 5, names: "n m o" },
    { line: 2, position: 6, names: "x y z" },
    { line: 2, position: 7, names: "a b c e" },
  );
  assert.equal(matches(a, b), ["0-2 similar", "1-1 similar"]);
  const renamed = units({ code: "g", line: 3, position: 70, names: "a b c d" });
  assert.equal(matches(a, renamed), ["0-0 similar"]);
  assert.equal(matches(units({ names: "a b" }), units({ code: "g", names: "x y" })), []);
});

test("bridges stay at their guards when others come before them", () => {
  const a = units({ names: "a guard_x b guard_y" }, { owner: 0, guard: 0 }, { owner: 0, guard: 1 });
  const b = units(
    { line: 2, names: "a guard_new guard_x b guard_y" },
    { owner: 0, guard: 2 },
    { owner: 0, guard: 0 },
    { owner: 0, guard: 1 },
  );
  const guards = (): Map<number, number> =>
    new Map([
      [0, 1],
      [1, 2],
    ]);
  assert.equal(matches(a, b, guards), ["0-0 position", "1-3 guard", "2-1 guard"]);
});

test("a bridge whose guard is gone is found by its bytecode", () => {
  const a = units({ names: "a guard_x" }, { owner: 0, guard: 0, position: 30 });
  const b = units({ names: "a b guard_z" }, { owner: 0, guard: 0, position: 30 });
  assert.equal(matches(a, b), ["0-0 exact", "1-1 bytecode"]);
});

test("bridges of bridges follow; those of a loop that is gone do not", () => {
  const a = units(
    {},
    { owner: 0, guard: 1 },
    { owner: 1, guard: 0 },
    { code: "g", names: "p q" },
    {
      owner: 3,
      guard: 0,
    },
  );
  const b = units({ line: 7 }, { owner: 0, guard: 1 }, { owner: 1, guard: 0 });
  assert.equal(matches(a, b), ["0-0 position", "1-1 guard", "2-2 guard"]);
});

test("the same pairs either way round", () => {
  const given = fc.record({
    code: fc.constantFrom("f", "g", "h"),
    position: fc.integer({ min: 0, max: 3 }),
    line: fc.integer({ min: 0, max: 1 }),
    names: fc
      .array(fc.constantFrom("a", "b", "c", "guard_d"), { maxLength: 6 })
      .map((all) => all.join(" ")),
  });
  const run = fc.array(given, { maxLength: 8 });
  fc.assert(
    fc.property(run, run, (left, right) => {
      const [a, b] = [units(...left), units(...right)];
      const there = matchUnits(a, b, SAME_GUARDS);
      const back = matchUnits(b, a, SAME_GUARDS).map(({ a, b, stage }) => ({ a: b, b: a, stage }));
      assert.equal(
        back.sort((one, other) => one.a - other.a),
        there,
      );
      assert.is(new Set(there.map((one) => one.b)).size, there.length);
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test.run();
