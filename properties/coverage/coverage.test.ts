/** The report: what is counted as reached, what is wrong with reasons, and the floor as a ratchet. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../../sim/base/errors.ts";
import { OPS } from "../../sim/trace/ops.ts";
import { BEHAVIOUR_GROUPS, BEHAVIOURS } from "./behaviours.ts";
import { measureCoverage, noTotals } from "./coverage.ts";
import { belowFloor, raisedFloor, readFloor, writeFloor } from "./floor.ts";
import { printCoverage } from "./print-coverage.ts";
import { UNREACHABLE } from "./unreachable.ts";

function groupOf(coverage: ReturnType<typeof measureCoverage>, name: string) {
  const found = coverage.groups.find((group) => group.name === name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found;
}

test("every behaviour has one name, and the groups are made of the simulator's tables", () => {
  const all = BEHAVIOUR_GROUPS.flatMap(({ behaviours }) => behaviours);
  assert.is(new Set(all).size, all.length);
  assert.is(BEHAVIOURS.size, all.length);
  const guards = Object.values(OPS).filter(({ isGuard, isReserved }) => isGuard && !isReserved);
  for (const { name } of guards) {
    assert.ok(BEHAVIOURS.has(`exit ${name}`) && BEHAVIOURS.has(`bridge ${name}`), name);
  }
});

test("reasons are for behaviours that there are, each once, and none is wrong by itself", () => {
  assert.equal(measureCoverage(noTotals()).problems, []);
  for (const { why } of UNREACHABLE) assert.ok(why.length > 20, why);
});

test("sources are counted apart and together; what is no behaviour does not count", () => {
  const totals = {
    ...noTotals(),
    programs: { "abort ABORT_BRIDGE": 3, programs: 7 },
    fixtures: { "abort ABORT_BRIDGE": 1, "abort ABORT_ESCAPE": 2 },
  };
  const { reached, total, by, behaviours } = groupOf(measureCoverage(totals), "abort");
  assert.equal([reached, total], [2, 6]);
  assert.equal([by.programs, by.parts, by.fixtures, by.traces], [1, 0, 2, 0]);
  assert.equal(behaviours.find(({ name }) => name === "abort ABORT_BRIDGE")?.reachedBy, {
    programs: 3,
    fixtures: 1,
  });
});

test("a program that reaches what no program can is told; a law over parts may", () => {
  const name = "oracle strlen";
  const byParts = measureCoverage({ ...noTotals(), parts: { [name]: 1 } });
  assert.equal(byParts.problems, []);
  assert.is(groupOf(byParts, "oracle").reached, 1);
  for (const source of ["programs", "fixtures"] as const) {
    const { problems } = measureCoverage({ ...noTotals(), [source]: { [name]: 1 } });
    assert.is(problems.length, 1);
    assert.match(problems[0] ?? "", /^'oracle strlen' is reached by \w+: remove its reason/);
  }
});

test("the floor is per group and in all, and only goes up", () => {
  const some = measureCoverage({ ...noTotals(), traces: { "rule int_add_zero": 1 } });
  const none = measureCoverage(noTotals());
  const floor = raisedFloor(some, { total: 0, groups: {} });
  assert.is(floor.total, 1);
  assert.is(floor.groups.rule, 1);
  assert.equal(belowFloor(some, floor), []);
  const below = belowFloor(none, floor);
  assert.match(below[0] ?? "", /^rule: 0 of \d+ reached, the floor is 1$/);
  assert.match(below[1] ?? "", /^all: 0 of \d+ reached, the floor is 1$/);
  assert.equal(raisedFloor(none, floor), floor);
  assert.match(
    belowFloor(some, { total: 0, groups: { gone: 1 } })[0] ?? "",
    /gone, which is no group/,
  );
});

test("a floor that cannot be read is a user error", () => {
  const folder = mkdtempSync(join(tmpdir(), "floor-"));
  const path = join(folder, "floor.json");
  for (const text of ["{", "[]", '{ "total": 1 }', '{ "total": 1, "groups": { "rule": "2" } }']) {
    writeFileSync(path, text);
    assert.throws(
      () => readFloor(path),
      (error: unknown) => error instanceof UserError,
      text,
    );
  }
  const floor = { total: 3, groups: { rule: 3 } };
  writeFloor(path, floor);
  assert.equal(readFloor(path), floor);
  assert.match(readFileSync(path, "utf8"), /\n$/);
  rmSync(folder, { recursive: true });
});

test("what was not reached is printed by name, with the reason if there is one", () => {
  const text = printCoverage(measureCoverage(noTotals()), "counter").join("\n");
  assert.match(text, /^counter +26 +0 /m);
  assert.match(text, /^ {2}TRACING$/m);
  assert.match(text, /OPT_FORCINGS, .*\n +no program can: the counter exists/);
});

test.run();
