/** Tests of the cost model: latencies, loads, stores, and what no operand can change. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { cyclesOf } from "./cost-model.ts";
import { encodeForm } from "./encode.ts";
import { decode } from "./decode.ts";
import { sweepTable } from "./instruction-sweep.ts";
import type { Mnemonic } from "./instruction-table.ts";
import type { Operand } from "./operand.ts";
import { imm, mem, RAX, RBP, RCX, reg32, rel, xmm } from "./operand.ts";

test("latency, a load, a store, and both", () => {
  const cycles = (mnemonic: Mnemonic, ...operands: Operand[]) => cyclesOf(mnemonic, operands);
  assert.is(cycles("add", RAX, RCX), 1);
  assert.is(cycles("add", RAX, mem(8, RBP)), 5);
  assert.is(cycles("add", mem(8, RBP), RAX), 6);
  assert.is(cycles("cmp", mem(8, RBP), imm(1)), 5);
  assert.is(cycles("mov", RAX, mem(8, RBP)), 5);
  assert.is(cycles("mov", mem(8, RBP), RAX), 1);
  assert.is(cycles("lea", RAX, mem(0, RBP, 8)), 1);
  assert.is(cycles("idiv", RCX), 42);
  assert.is(cycles("idiv", reg32(1)), 26);
  assert.is(cycles("addsd", xmm(0), mem(8, RBP)), 8);
  assert.is(cycles("movq", xmm(0), RAX), 2);
  assert.is(cycles("movq", xmm(0), mem(8, RBP)), 5);
  assert.is(cycles("je", rel(5)), 1);
  assert.is(cycles("ret"), 5);
  assert.is(cycles("pop", mem(8, RBP)), 2);
});

test("what is decoded costs what was encoded", () => {
  for (const { form, operands } of sweepTable()) {
    const decoded = decode(Uint8Array.from(encodeForm(form, operands).bytes))!;
    const cycles = cyclesOf(form.mnemonic as Mnemonic, operands);
    assert.ok(Number.isInteger(cycles) && cycles >= 1);
    assert.is(cyclesOf(decoded.form.mnemonic as Mnemonic, decoded.operands), cycles);
  }
});

test.run();
