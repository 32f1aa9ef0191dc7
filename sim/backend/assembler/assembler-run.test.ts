/**
 * Whole units on the real processor: loops and bridges, jumps that permute their arguments, guards,
 * memory, counters, invalidation.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { floatToBits } from "../../base/float.ts";
import type { LoopToken } from "../../trace/descr.ts";
import { hasTool } from "../../x86/objdump.ts";
import { TestProgram } from "./test-units.ts";

const hasGcc = hasTool("gcc");

/** A test that needs the processor. */
function processorTest(name: string, body: () => void): void {
  test(name, () => {
    if (hasGcc) body();
  });
}

processorTest("a loop counts until its guard fails, and its bridge goes on", () => {
  const program = new TestProgram();
  program.loop(
    1,
    `
      [i0, i1, i2]
      label(i0, i1, i2, descr=TargetToken(1))
      i3 = int_add(i0, i1)
      i4 = int_sub(i1, 1)
      i5 = int_gt(i4, 0)
      guard_true(i5, descr=<Guard0x10>) [i3, None, i2]
      jump(i3, i4, i2, descr=TargetToken(1))
    `,
  );
  program.queue(1, 0, 100, 2);
  assert.equal(program.tell(), ["guard 10 [5050, None, 2]"]);
  program.bridge(
    "10",
    1,
    `
      [i0, i1]
      i2 = int_sub(i1, 1)
      guard_true(i2, descr=<Guard0x20>) [i0]
      jump(i0, 10, i2, descr=TargetToken(1))
    `,
  );
  program.queue(1, 0, 100, 2);
  program.queue(1, 0, 100, 3);
  assert.equal(program.tell(), ["guard 20 [5105]", "guard 20 [5160]"]);
  program.bridge("20", 1, "[i0]\ni1 = int_neg(i0)\nfinish(i1, descr=int)");
  program.queue(1, 0, 100, 2);
  assert.equal(program.tell(), ["finish -5105"]);
});

processorTest("a jump moves its arguments at once", () => {
  const program = new TestProgram();
  program.loop(
    1,
    `
      [i0, i1, i2, i3, i4, i9]
      label(i0, i1, i2, i3, i4, i9, descr=TargetToken(1))
      i5 = int_sub(i9, 1)
      guard_true(i5, descr=<Guard0x10>) [i0, i1, i2, i3, i4]
      jump(i1, i2, i0, i4, i3, i5, descr=TargetToken(1))
    `,
  );
  for (const count of [2, 3, 7]) program.queue(1, 10, 20, 30, 40, 50, count);
  assert.equal(program.tell(), [
    "guard 10 [20, 30, 10, 50, 40]",
    "guard 10 [30, 10, 20, 40, 50]",
    "guard 10 [10, 20, 30, 40, 50]",
  ]);
});

processorTest("a label in the middle takes constants and copies of one box", () => {
  const program = new TestProgram();
  program.loop(
    1,
    `
      [i0]
      i1 = int_mul(i0, 2)
      i2 = int_add(i0, 1)
      label(i1, i2, descr=TargetToken(1))
      i3 = int_lt(i1, 1000)
      guard_true(i3, descr=<Guard0x10>) [i1, i2]
      i4 = int_add(i1, i2)
      jump(i4, i4, descr=TargetToken(1))
    `,
  );
  program.queue(1, 3);
  assert.equal(program.tell(), ["guard 10 [1280, 1280]"]);
  program.bridge(
    "10",
    1,
    `
      [i0, i1]
      i2 = int_eq(i1, 1600)
      guard_false(i2, descr=<Guard0x20>) [i0]
      jump(95, 5, descr=TargetToken(1))
    `,
  );
  program.queue(1, 3);
  assert.equal(program.tell(), ["guard 20 [1600]"]);
});

processorTest("overflow is seen by the guard behind, either way", () => {
  const program = new TestProgram();
  const text = (name: string, guard: string) => `
    [i0, i1]
    i2 = int_mul_ovf(i0, i1)
    ${guard}(descr=<Guard0x${name}>) [i0, i1]
    finish(i2, descr=int)
  `;
  program.loop(1, text("10", "guard_no_overflow"));
  program.loop(2, text("20", "guard_overflow"));
  for (const loop of [1, 2]) {
    program.queue(loop, 3000000000n, 3000000000n);
    program.queue(loop, 4000000000n, 3000000000n);
  }
  assert.equal(program.tell(), [
    "finish 9000000000000000000",
    "guard 10 [4000000000, 3000000000]",
    "guard 20 [3000000000, 3000000000]",
    "finish -6446744073709551616",
  ]);
});

const CLASSES = `
  class Node value:i next:r weight:f
  class Leaf(Node) extra:i
  class Other
  array Items i
  array Floats f
  object nodeA Node
`;

/** Data of a class: its ancestors from the root on. */
function addClass(program: TestProgram, name: string): bigint {
  const { bench, context } = program;
  const ancestors: object[] = [];
  const layout = context.classes.get(name)!;
  for (let at: typeof layout | null = layout; at !== null; at = at.parent) ancestors.unshift(at);
  const words = ancestors.map((one) => BigInt(bench.addresses.addressOf("class", one)));
  bench.addDataAt(bench.addresses.addressOf("class", layout), words);
  return words.at(-1)!;
}

processorTest("strings are made, filled, copied, read and hashed", () => {
  const text = (kind: string, guard: string) => `
    [i0, i1]
    p1 = new${kind}(i0)
    ${kind}setitem(p1, 0, 97)
    ${kind}setitem(p1, i1, 98)
    ${kind}setitem(p1, 2, i1)
    i2 = ${kind}len(p1)
    i3 = ${kind}getitem(p1, 1)
    i4 = ${kind}getitem(p1, i1)
    p5 = new${kind}(5)
    copy${kind}content(p1, p5, i1, 2, 2)
    i6 = ${kind}getitem(p5, 2)
    i7 = ${kind}getitem(p5, 3)
    ${kind}setitem(p1, 2, 99)
    i8 = ${kind}hash(p1)
    guard_false(1, descr=<Guard0x${guard}>) [i2, i3, i4, i6, i7, i8]
    finish(descr=void)
  `;
  const program = new TestProgram();
  program.loop(1, text("str", "10"));
  program.loop(2, text("unicode", "20"));
  program.queue(1, 3, 1);
  program.queue(2, 3, 1);
  const values = "[3, 98, 98, 98, 1, 1453079729188098211]";
  assert.equal(program.tell(), [`guard 10 ${values}`, `guard 20 ${values}`]);
});

processorTest("fields and items are read and written where descrs say", () => {
  const program = new TestProgram(CLASSES);
  const items = program.bench.addData([0n, 3n, 11n, 22n, 33n]);
  const floats = program.bench.addData([0n, 2n, floatToBits(1.5), floatToBits(-0.25)]);
  const node = program.bench.addData([0n, 5n, BigInt(items), floatToBits(2.5)]);
  program.loop(
    1,
    `
      [p0, p1, i2]
      i3 = getfield_gc_i(p0, descr=Node.value)
      p4 = getfield_gc_r(p0, descr=Node.next)
      i5 = getarrayitem_gc_i(p4, i2, descr=Items)
      i6 = getarrayitem_gc_i(p4, 0, descr=Items)
      i7 = arraylen_gc(p4, descr=Items)
      f8 = getfield_gc_f(p0, descr=Node.weight)
      f9 = getarrayitem_gc_f(p1, 1, descr=Floats)
      f10 = float_mul(f8, f9)
      setfield_gc(p0, f10, descr=Node.weight)
      setfield_gc(p0, 77, descr=Node.value)
      setfield_gc(p0, ConstPtr(null), descr=Node.next)
      setarrayitem_gc(p4, i2, i3, descr=Items)
      setarrayitem_gc(p4, 1, 1234567890123, descr=Items)
      setarrayitem_gc(p1, 0, f10, descr=Floats)
      guard_false(1, descr=<Guard0x10>) [i3, i5, i6, i7]
      finish(descr=void)
    `,
  );
  program.queue(1, node, floats, 2);
  const { results, data } = program.bench.run();
  assert.is(program.describe(results[0]!), "guard 10 [5, 33, 11, 3]");
  assert.equal(data, [
    [0n, 3n, 11n, 1234567890123n, 5n],
    [0n, 2n, floatToBits(-0.625), floatToBits(-0.25)],
    [0n, 77n, 0n, floatToBits(-0.625)],
  ]);
});

processorTest("raw memory has no header", () => {
  const program = new TestProgram("raw ticker c_value:i\narray Items i");
  const raw = program.bench.addData([9n, 8n, 7n]);
  program.loop(
    1,
    `
      [i0]
      i1 = getfield_raw_i(i0, descr=ticker.c_value)
      i2 = getarrayitem_raw_i(i0, 2, descr=Items)
      setfield_raw(i0, 1, descr=ticker.c_value)
      setarrayitem_raw(i0, i2, 2, descr=Items)
      i3 = int_mul(i1, 10)
      i4 = int_add(i3, i2)
      finish(i4, descr=int)
    `,
  );
  program.loop(2, "[i0]\nsetarrayitem_raw(i0, 1, 6, descr=Items)\nfinish(descr=void)");
  program.queue(2, raw);
  const { data } = program.bench.run();
  assert.equal(data, [[9n, 6n, 7n]]);
});

processorTest("guards about classes and null look at the class word", () => {
  const program = new TestProgram(CLASSES);
  const classes = ["Node", "Leaf", "Other"].map((name) => addClass(program, name));
  const noClass = program.bench.addData([0n]);
  const objects = [...classes, BigInt(noClass)].map((word) => program.bench.addData([word]));
  const guards = [
    "guard_class(p0, ConstClass(Node)",
    "guard_nonnull_class(p0, ConstClass(Node)",
    "guard_gc_type(p0, ConstClass(Leaf)",
    "guard_subclass(p0, ConstClass(Node)",
    "guard_subclass(p0, ConstClass(Leaf)",
    "guard_is_object(p0",
    "guard_nonnull(p0",
    "guard_isnull(p0",
  ];
  const passes = guards.map((text, k) => {
    const name = (16 * (k + 1)).toString(16);
    program.loop(k, `[p0]\n${text}, descr=<Guard0x${name}>) [p0]\nfinish(1, descr=int)`);
    for (const object of objects) program.queue(k, object);
    return program.tell().map((line) => (line === "finish 1" ? "+" : "-"));
  });
  assert.equal(
    passes.map((line) => line.join("")),
    ["+---", "+---", "-+--", "++--", "-+--", "+++-", "++++", "----"],
  );
  for (const k of [1, 6, 7]) program.queue(k, 0);
  assert.equal(program.tell(), ["guard 20 [0]", "guard 70 [0]", "finish 1"]);
});

processorTest("guard_value compares integers, references, classes and the bits of floats", () => {
  const program = new TestProgram(CLASSES);
  const cases: [string, string, (number | bigint)[]][] = [
    ["i0", "7", [7, 8]],
    ["i0", "123456789012345", [123456789012345n, 1]],
    ["p0", "ConstPtr(null)", [0, 1]],
    ["f0", "0.500000", [floatToBits(0.5), floatToBits(1)]],
    ["f0", "0.0", [0, floatToBits(-0)]],
    ["f0", "nan", [0xfff8_0000_0000_0001n, 0]],
  ];
  const lines = cases.map(([input, expected, words], k) => {
    const guard = `guard_value(${input}, ${expected}, descr=<Guard0x${hex(k)}>) []`;
    program.loop(k, `[${input}]\n${guard}\nfinish(descr=void)`);
    for (const word of words) program.queue(k, word);
    return program.tell().join(", ");
  });
  assert.equal(
    lines,
    cases.map((_, k) => `finish, guard ${hex(k)} []`),
  );
  program.loop(
    20,
    "[p0]\nguard_value(p0, ConstPtr(nodeA), descr=<Guard0xa0>) []\nfinish(descr=void)",
  );
  const constant = program.bench.layout.constant.base;
  program.queue(20, constant);
  program.queue(20, constant + 32);
  assert.equal(program.tell(), ["finish", "guard a0 []"]);
});

function hex(k: number): string {
  return (16 * (k + 1)).toString(16);
}

processorTest("counted units count entries, labels and bridges in memory", () => {
  const program = new TestProgram();
  program.loop(
    1,
    `
      [i0]
      label(i0, descr=TargetToken(1))
      i1 = int_sub(i0, 1)
      guard_true(i1, descr=<Guard0x10>) [i1]
      jump(i1, descr=TargetToken(1))
    `,
    true,
  );
  program.bridge("10", 1, "[i0]\nfinish(i0, descr=int)", true);
  const { addresses } = program.bench;
  const token: LoopToken = program.token(1);
  const target = program.context.lookupDescr("TargetToken(1)")!;
  const base = program.bench.layout.counter.base;
  program.bench.addDataAt(base, new Array(12).fill(0n));
  program.queue(1, 5);
  program.queue(1, 3);
  const { data } = program.bench.run();
  const counterOf = (owner: object) => {
    return data[0]![(addresses.lookupAddress("counter", owner)! - base) / 8];
  };
  assert.equal([token, target, program.guard("10")].map(counterOf), [2n, 8n, 2n]);
});

processorTest("guard_not_invalidated costs nothing until the loop is invalidated", () => {
  const program = new TestProgram();
  program.loop(
    1,
    `
      [i0]
      guard_not_invalidated(descr=<Guard0x10>) [i0]
      guard_not_invalidated(descr=<Guard0x20>) [i0]
      finish(i0, descr=int)
    `,
  );
  program.queue(1, 4);
  assert.equal(program.tell(), ["finish 4"]);
  program.bridge("20", 1, "[i0]\nfinish(1, descr=int)");
  program.queue(1, 4);
  assert.equal(program.tell(), ["finish 4"]);
  program.token(1).invalidated = true;
  program.bench.assembler.invalidate(program.token(1));
  program.queue(1, 4);
  assert.equal(program.tell(), ["guard 10 [4]"]);
  program.bridge(
    "10",
    1,
    "[i0]\nguard_not_invalidated(descr=<Guard0x30>) [i0]\nfinish(2, descr=int)",
  );
  program.queue(1, 4);
  assert.equal(program.tell(), ["guard 30 [4]"]);
});

processorTest("a guard that always fails does, and what tells the optimizer has no code", () => {
  const program = new TestProgram(CLASSES);
  program.loop(
    1,
    `
      [i0, p1]
      debug_merge_point(0, 0, 'somewhere')
      enter_portal_frame(0, 1)
      record_exact_class(p1, ConstClass(Node))
      keepalive(p1)
      jit_debug('text', 1, 2)
      leave_portal_frame(0)
      guard_always_fails(descr=<Guard0x10>) [i0]
      finish(descr=void)
    `,
  );
  program.queue(1, 3, 0);
  assert.equal(program.tell(), ["guard 10 [3]"]);
});

test.run();
