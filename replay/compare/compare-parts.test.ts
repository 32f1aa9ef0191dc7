/** The parts of a comparison: normalizing, aligning, measuring, reading logs, recording. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../../sim/base/errors.ts";
import { align, editDistance, similarity } from "./align.ts";
import { compareSides, meanSizeRatio, sizeRatio } from "./comparison.ts";
import { parseLogSections } from "./log-sections.ts";
import { nameOfOperation, Normalizer, shapeOfOperation } from "./normalize.ts";
import { checkSettings, decodeRecorded, encodeRecorded } from "./recorded-side.ts";
import type { Side, SideEvent } from "./side.ts";

test("operations are without addresses, paths, sizes and numbers of their own", () => {
  const normalizer = new Normalizer();
  const lines = normalizer.unit([
    "p22 = getfield_gc_r(p7, descr=<FieldP pypy.interpreter.pyframe.PyFrame.inst_pycode 64>)",
    "i3 = getfield_gc_i(p22, descr=<FieldS pypy.objspace.W_IntObject.inst_intval 8 pure>)",
    "guard_value(p22, ConstPtr(ptr9), descr=<Guard0x7f0040000000>) [p7, None, p22]",
    "i79 = getfield_raw_i(140186215903360, descr=<FieldS pypysig_long_struct.c_value 0>)",
    "p5 = call_r(ConstClass(f), i3, descr=<Callr 8 i EF=1 OS=5>)",
    "enter_portal_frame(14, 5024)",
    "debug_merge_point(0, main+12)",
    "jump(p22, i3, descr=TargetToken(140456815088992))",
  ]);
  assert.equal(lines, [
    "p1 = getfield_gc_r(p2, descr=<FieldP PyFrame.inst_pycode>)",
    "i3 = getfield_gc_i(p1, descr=<FieldS W_IntObject.inst_intval pure>)",
    "guard_value(p1, ConstPtr(ptr), descr=<Guard1>) [p2, None, p1]",
    "i4 = getfield_raw_i(ADDRESS, descr=<FieldS pypysig_long_struct.c_value>)",
    "p5 = call_r(ConstClass(f), i3, descr=<Callr i EF=1 OS=5>)",
    "enter_portal_frame()",
    "debug_merge_point(0, main+12)",
    "jump(p1, i3, descr=Target1)",
  ]);
  assert.is(normalizer.guard(0x7f0040000000), "Guard1");
  assert.is(normalizer.guard(0x7f0040000060), "Guard2");
});

test("an operation's name and shape", () => {
  assert.is(nameOfOperation("i3 = int_add(i1, 1)"), "int_add");
  assert.is(nameOfOperation("guard_true(i3, descr=<Guard7>) [p0]"), "guard_true");
  assert.is(shapeOfOperation("i3 = int_add(i1, 1)"), shapeOfOperation("i9 = int_add(i30, 1)"));
  assert.is.not(shapeOfOperation("i3 = int_add(i1, 1)"), shapeOfOperation("i3 = int_add(i1, 2)"));
});

const items = (text: string) => [...text].map((key) => ({ key, detail: "" }));

test("an alignment is as long as can be and keeps both orders", () => {
  const rows = align(items("abcde"), items("xbdye"));
  const both = rows.filter(([left, right]) => left !== null && right !== null);
  assert.equal(both, [
    [1, 1],
    [3, 2],
    [4, 4],
  ]);
  assert.equal(
    rows.flatMap(([left]) => (left === null ? [] : [left])),
    [0, 1, 2, 3, 4],
  );
  assert.equal(
    rows.flatMap(([, right]) => (right === null ? [] : [right])),
    [0, 1, 2, 3, 4],
  );
});

test("of equally long alignments, one with equal details is taken", () => {
  const left = [{ key: "a", detail: "2" }];
  const right = ["1", "2", "3"].map((detail) => ({ key: "a", detail }));
  assert.equal(align(left, right), [
    [null, 0],
    [0, 1],
    [null, 2],
  ]);
});

test("the distance counts insertions, deletions and replacements", () => {
  assert.is(editDistance([..."kitten"], [..."sitting"]), 3);
  assert.is(editDistance([], [..."ab"]), 2);
  assert.is(similarity([..."kitten"], [..."sitting"]), 1 - 3 / 7);
  assert.is(similarity([], []), 1);
});

test("the sections of a log give run counts and counters", () => {
  const { runCounts, counters } = parseLogSections(
    "[1] {jit-summary\nTracing:      \t2\t0.001911\nops:             \t153\n" +
      "abort: trace too long:\t4\nTotal # of loops:\t2\n[2] jit-summary}\n" +
      "[3] {jit-backend-counts\nentry 1:7\nTargetToken(140178250391584):8\n" +
      "bridge 140416085349616:9\n[4] jit-backend-counts}\n",
  );
  assert.equal(runCounts, [
    { kind: "entry", number: 1, count: 7 },
    { kind: "label", number: 0, count: 8 },
    { kind: "bridge", number: 0, count: 9 },
  ]);
  const { TRACING, OPS, ABORT_TOO_LONG, TOTAL_COMPILED_LOOPS, GUARDS } = counters;
  assert.equal([TRACING, OPS, ABORT_TOO_LONG, TOTAL_COMPILED_LOOPS, GUARDS], [2, 153, 4, 2, 0]);
  assert.is(Object.keys(counters).length, 26);
});

function unit(key: string, loopNo: number, operations: readonly string[]): SideEvent {
  const type = key === "" ? "bridge" : "loop";
  return {
    kind: "compile",
    type,
    driver: "pypyjit",
    key,
    loopNo,
    from: "",
    asmlen: 1,
    operations,
  };
}

function side(...events: SideEvent[]): Side {
  return { status: 0, stdout: "", events, runCounts: [], counters: {} };
}

test("equal sides have full scores", () => {
  const one = side(unit("main+8", 1, ["debug_merge_point(0, main+8)", "i1 = int_add(i0, 1)"]));
  const { scores, sameOutput } = compareSides(one, one);
  assert.equal(scores, { events: true, runCounts: true, operations: 1 });
  assert.ok(sameOutput);
});

test("units are paired by type and key where their numbers differ", () => {
  const real = side(unit("f+0", 1, ["jump()"]), unit("g+4", 2, ["label()", "jump()"]));
  const here = side(unit("g+4", 1, ["label()", "finish()"]));
  const { scores, units } = compareSides(real, here);
  assert.equal(scores, { events: false, runCounts: true, operations: 0.25 });
  assert.equal(
    units.map((pair) => [pair.real?.key, pair.here?.key, pair.score]),
    [
      ["f+0", undefined, 0],
      ["g+4", "g+4", 0.5],
    ],
  );
});

test("the lengths of code of a pair have a ratio, and the pairs a mean", () => {
  const sized = (asmlen: number, key: string) => ({ ...unit(key, 1, ["jump()"]), asmlen });
  const real = side(sized(100, "f+0"), sized(200, "g+0"), sized(50, "h+0"), sized(40, "k+0"));
  const here = side(sized(150, "f+0"), sized(100, "g+0"), sized(0, "h+0"));
  const { units } = compareSides(real, here);
  assert.equal(units.map(sizeRatio), [1.5, 0.5, null, null]);
  assert.is(meanSizeRatio(units), 1);
  assert.is(meanSizeRatio([]), null);
});

test("a recorded side is read as it was written, for the program it belongs to", () => {
  const settings = { pypy: "7.3.11", jit: "", argv: ["a"], program: "1234" };
  const recorded = { settings, side: side(unit("main+8", 1, ["jump()"])) };
  assert.equal(decodeRecorded(encodeRecorded(recorded), "f"), recorded);
  checkSettings(settings, settings, "f");
  for (const other of [{ jit: "off" }, { argv: [] }, { program: "5678" }]) {
    assert.throws(
      () => checkSettings(settings, { ...settings, ...other }, "f"),
      (error: unknown) => error instanceof UserError,
    );
  }
  for (const bad of ["", "{}", "\x1f\x8bxx"]) {
    assert.throws(
      () => decodeRecorded(Buffer.from(bad, "latin1"), "f"),
      (error: unknown) => error instanceof UserError,
    );
  }
});

test.run();
