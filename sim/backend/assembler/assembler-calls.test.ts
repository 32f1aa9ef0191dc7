/**
 * Calls on the real processor: functions in the System V convention, helpers, exceptions, calls of
 * other loops, forcing.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { floatToBits } from "../../base/float.ts";
import { hasTool } from "../../x86/objdump.ts";
import type { C_FUNCTIONS } from "./real-processor.ts";
import { TestProgram } from "./test-units.ts";

const hasGcc = hasTool("gcc");

/** A test that needs the processor. */
function processorTest(name: string, body: () => void): void {
  test(name, () => {
    if (hasGcc) body();
  });
}

const CLASSES = `
  class Node value:i next:r weight:f
  class Leaf(Node) extra:i
  class Other
  array Items i
  array Floats f
  object nodeA Node
`;

/** Makes a declared function the C function of the same name. */
function addFunctions(program: TestProgram, ...names: (typeof C_FUNCTIONS)[number][]): void {
  for (const name of names) {
    const host = program.context.functions.get(name)!;
    program.bench.addFunction(program.bench.addresses.addressOf("function", host), name);
  }
}

processorTest("allocation goes through helpers, which set the class word and the length", () => {
  const program = new TestProgram(CLASSES);
  program.loop(
    1,
    `
      [i0]
      p1 = new_with_vtable(descr=Node)
      guard_class(p1, ConstClass(Node), descr=<Guard0x10>) []
      setfield_gc(p1, i0, descr=Node.value)
      p2 = new_array_clear(i0, descr=Items)
      i3 = int_sub(i0, 1)
      setarrayitem_gc(p2, i3, 40, descr=Items)
      i4 = arraylen_gc(p2, descr=Items)
      i5 = getarrayitem_gc_i(p2, i3, descr=Items)
      i6 = getfield_gc_i(p1, descr=Node.value)
      i7 = getarrayitem_gc_i(p2, 0, descr=Items)
      guard_false(1, descr=<Guard0x20>) [i4, i5, i6, i7]
      finish(descr=void)
    `,
  );
  program.queue(1, 6);
  assert.equal(program.tell(), ["guard 20 [6, 40, 6, 0]"]);
});

processorTest("calls put integers and floats where System V wants them", () => {
  const program = new TestProgram(`
    call weigh_ints iiiiiiiii>i
    call weigh_mixed ififififififififff>f
    call is_positive i>b
  `);
  addFunctions(program, "weigh_ints", "weigh_mixed", "is_positive");
  program.loop(
    1,
    `
      [i0, i1]
      i2 = call_i(ConstClass(weigh_ints), i0, i1, 1, i0, 100, 3, i1, 4, i0, descr=weigh_ints)
      finish(i2, descr=int)
    `,
  );
  const floats = Array.from({ length: 10 }, (_, k) => `${2 ** k}.5`);
  const mixed = floats.map((float, k) => (k < 8 ? `${k === 3 ? "i0" : 3 ** k}, ${float}` : float));
  program.loop(
    2,
    `
      [i0]
      f1 = call_f(ConstClass(weigh_mixed), ${mixed.join(", ")}, descr=weigh_mixed)
      i2 = cast_float_to_int(f1)
      finish(i2, descr=int)
    `,
  );
  program.loop(
    3,
    "[i0]\ni1 = call_i(ConstClass(is_positive), i0, descr=is_positive)\nfinish(i1, descr=int)",
  );
  program.queue(1, 7, -2);
  program.queue(2, 1000);
  program.queue(3, 5);
  program.queue(3, -5);
  const ints = [7, -2, 1, 7, 100, 3, -2, 4, 7].reduce((sum, v, k) => sum + (k + 1) * v, 0);
  const whole = [0, 1, 2, 3, 4, 5, 6, 7].reduce(
    (s, k) => s + (k + 1) * (k === 3 ? 1000 : 3 ** k),
    0,
  );
  const parts = floats.reduce((sum, float, k) => sum + (k + 1) * Number(float), 0);
  const expected = [ints, Math.trunc(whole + parts), 1, 0];
  assert.equal(
    program.tell(),
    expected.map((value) => `finish ${value}`),
  );
});

processorTest("a function in a slot is called too, and conditions are tested by helpers", () => {
  const program = new TestProgram(`
    call count_call iii>i
    call add iii>v
  `);
  addFunctions(program, "count_call");
  const counter = program.bench.addData([0n]);
  program.loop(
    1,
    `
      [i0, i1, i2]
      i3 = call_i(i2, i1, 1, 50, descr=count_call)
      cond_call(i0, ConstClass(count_call), i1, 10, 0, descr=add)
      i4 = cond_call_value_i(i0, ConstClass(count_call), i1, 100, 60, descr=count_call)
      guard_false(1, descr=<Guard0x10>) [i3, i4]
      finish(descr=void)
    `,
  );
  const f = program.bench.layout.function.base;
  program.queue(1, 5, counter, f);
  program.queue(1, 0, counter, f);
  const { results, data } = program.bench.run();
  assert.equal(
    results.map((result) => program.describe(result)),
    ["guard 10 [50, 5]", "guard 10 [50, 60]"],
  );
  assert.equal(data, [[1n + 10n + 1n + 100n]]);
});

processorTest("exceptions are found, taken, passed to bridges and kept in the frame", () => {
  const program = new TestProgram(`${CLASSES}\ncall raise_if_odd ii>i`);
  addFunctions(program, "raise_if_odd");
  const call = "i1 = call_i(ConstClass(raise_if_odd), i0, ConstClass(Node), descr=raise_if_odd)";
  program.loop(
    1,
    `[i0]\n${call}\nguard_no_exception(descr=<Guard0x10>) [i0]\nfinish(i1, descr=int)`,
  );
  program.loop(
    2,
    `[i0]\n${call}\np2 = guard_exception(ConstClass(Node), descr=<Guard0x20>) [i0]\n` +
      "guard_no_exception(descr=<Guard0x30>) []\nfinish(p2, descr=ref)",
  );
  program.loop(
    3,
    `[i0]\n${call}\np2 = guard_exception(ConstClass(Leaf), descr=<Guard0x40>) [i0]\n` +
      "finish(p2, descr=ref)",
  );
  for (const loop of [1, 2, 3]) for (const number of [6, 7, 8]) program.queue(loop, number);
  assert.equal(program.tell(), [
    ...["finish 6", "guard 10 [7] raising 7", "finish 8"],
    ...["guard 20 [6]", "finish 7", "guard 20 [8]"],
    ...["guard 40 [6]", "guard 40 [7] raising 7", "guard 40 [8]"],
  ]);
  program.bridge(
    "10",
    1,
    `
      [i0]
      i1 = save_exc_class()
      p2 = save_exception()
      guard_no_exception(descr=<Guard0x50>) []
      restore_exception(i1, p2)
      p3 = guard_exception(ConstClass(Node), descr=<Guard0x60>) []
      i4 = cast_ptr_to_int(p3)
      i5 = int_add(i4, 100)
      finish(i5, descr=int)
    `,
  );
  for (const number of [6, 7]) program.queue(1, number);
  assert.equal(program.tell(), ["finish 6", "finish 107"]);
});

processorTest("a loop calls itself and another one, each in a frame of its own", () => {
  const program = new TestProgram();
  program.loop(1, "[i0]\ni1 = int_mul(i0, i0)\nfinish(i1, descr=int)");
  program.loop(
    2,
    `
      [i0]
      i1 = int_gt(i0, 0)
      guard_true(i1, descr=<Guard0x10>) [i0]
      i2 = int_sub(i0, 1)
      i3 = call_assembler_i(i2, descr=<Loop2>)
      guard_not_forced(descr=<Guard0x20>) [i3]
      guard_no_exception(descr=<Guard0x30>) [i3]
      i4 = call_assembler_i(i0, descr=<Loop1>)
      guard_not_forced(descr=<Guard0x40>) [i3]
      i5 = int_add(i3, i4)
      finish(i5, descr=int)
    `,
  );
  program.queue(2, 10);
  assert.equal(program.tell(), ["finish 385"]);
  program.loop(3, "[i0]\ni1 = int_add(i0, 1000)\nfinish(i1, descr=int)");
  program.bench.assembler.redirect(program.token(1), program.token(3));
  program.queue(2, 10);
  program.queue(1, 1);
  assert.equal(program.tell(), ["finish 10055", "finish 1001"]);
});

processorTest("the frame is its own force token and names the guard to be left by", () => {
  const program = new TestProgram("call count_call iii>i");
  addFunctions(program, "count_call");
  // The C function adds the guard's address to the frame's descr word, as forcing would store it.
  program.loop(
    1,
    `
      [i0]
      p1 = force_token()
      i2 = cast_ptr_to_int(p1)
      i3 = call_may_force_i(ConstClass(count_call), i2, i0, 5, descr=count_call)
      guard_not_forced(descr=<Guard0x10>) [i3]
      guard_not_forced_2(descr=<Guard0x20>) [i3]
      finish(i3, descr=int)
    `,
  );
  program.queue(1, 0);
  program.queue(1, 1);
  assert.equal(program.tell(), ["finish 5", "guard 10 [5]"]);
});

test("guard_value is counted by the number of its value's register", () => {
  if (!hasTool("gcc")) return;
  const program = new TestProgram();
  program.loop(
    1,
    `[i0, i1, f2]
    i3 = int_add(i0, 1)
    guard_value(i3, 5, descr=<Guard0x10>) [i0]
    i4 = int_add(i1, 1)
    guard_value(i4, 6, descr=<Guard0x20>) [i0, i3, i4]
    guard_value(f2, 2.500000, descr=<Guard0x30>) [i0]
    finish(i4, descr=int)`,
  );
  const guards = ["10", "20", "30"].map((name) => program.guard(name));
  const sites = guards.map((guard) => program.bench.assembler.getGuard(guard));
  for (const [k, { countedSlot }] of sites.entries()) {
    assert.is(guards[k]!.hash, 8 * (countedSlot % 13));
  }
  assert.is(sites[1]!.failSlots[2], sites[1]!.countedSlot);
  program.queue(1, 4, 5, floatToBits(1.5));
  const [result] = program.bench.run().results;
  assert.is(result!.descr, guards[2]!.address);
  assert.is(result!.slots[sites[2]!.countedSlot], floatToBits(1.5));
});

test("an allocation changes no register that holds a value", () => {
  if (!hasTool("gcc")) return;
  const program = new TestProgram("class Node value:i");
  const boxes = Array.from({ length: 11 }, (_, k) => `i${k}`);
  const sums = boxes.map((box, k) => `i${k + 20} = int_add(${box}, ${k})`);
  const total = boxes.map((_, k) => `i${k + 41} = int_add(i${k + 40}, i${k + 20})`);
  const allocation = "p90 = new_with_vtable(descr=Node)\nsetfield_gc(p90, i40, descr=Node.value)";
  const lines = [...sums, "i40 = int_mul(i20, i0)", allocation, ...total, "finish(i51, descr=int)"];
  program.loop(1, `[${boxes.join(", ")}]\n${lines.join("\n")}`);
  program.queue(1, ...boxes.map((_, k) => 10 * (k + 1)));
  const sum = boxes.reduce((all, _, k) => all + 10 * (k + 1) + k, 0) + 100;
  assert.equal(program.tell(), [`finish ${sum}`]);
});

test.run();
