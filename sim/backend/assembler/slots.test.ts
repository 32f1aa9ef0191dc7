/** Tests of slot assignment: no two live boxes share a slot, and dead ones give theirs up. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Prng } from "../../base/prng.ts";
import { parseTrace } from "../../trace/parse.ts";
import { TraceContext } from "../../trace/trace-context.ts";
import type { Box, ResOp } from "../../trace/values.ts";
import { isBox } from "../../trace/values.ts";
import { makeRandomProgram } from "./random-units.ts";
import { assignSlots } from "./slots.ts";

function slotsOf(text: string, inputSlots: number[]): Record<string, number> {
  const trace = parseTrace(text, new TraceContext());
  const { slotOf } = assignSlots(trace.inputargs, inputSlots, trace.ops);
  return Object.fromEntries([...trace.boxes].map(([name, box]) => [name, slotOf.get(box)!]));
}

test("a result takes the lowest slot that is free, its own arguments' included", () => {
  const text = `
    [i0, i1]
    i2 = int_add(i0, i1)
    i3 = int_add(i2, i1)
    i4 = int_add(i3, i3)
    finish(i4, descr=int)
  `;
  assert.equal(slotsOf(text, [0, 1]), { i0: 0, i1: 1, i2: 0, i3: 0, i4: 0 });
});

test("fail arguments are uses, and what nobody uses gives its slot up at once", () => {
  const text = `
    [i0, i1, i9]
    i2 = int_add(i0, 1)
    i3 = int_add(i0, 2)
    i4 = int_is_true(i3)
    guard_true(i4, descr=<Guard0x10>) [i1, None, i0]
    i5 = int_add(i1, 1)
    finish(i5, descr=int)
  `;
  const slots = slotsOf(text, [0, 1, 2]);
  assert.equal(slots, { i0: 0, i1: 1, i9: 2, i2: 2, i3: 2, i4: 2, i5: 0 });
});

test("a bridge keeps its arguments where its guard left them", () => {
  const text = "[i0, i1]\ni2 = int_add(i0, 1)\ni3 = int_add(i2, i1)\nfinish(i3, descr=int)";
  assert.equal(slotsOf(text, [5, 2]), { i0: 5, i1: 2, i2: 0, i3: 0 });
});

test("boxes that are live at the same time stand in different slots", () => {
  for (let seed = 0; seed < 40; seed++) {
    for (const { inputargs, ops } of makeRandomProgram(new Prng(seed)).units) {
      const { slotOf, slotCount } = assignSlots(
        inputargs,
        inputargs.map((_, k) => k),
        ops,
      );
      assert.ok([...slotOf.values()].every((slot) => slot < slotCount));
      checkLive(inputargs, ops, slotOf);
    }
  }
});

/** Walks backwards with the set of live boxes. */
function checkLive(
  inputargs: readonly Box[],
  ops: readonly ResOp[],
  slotOf: ReadonlyMap<Box, number>,
): void {
  const live = new Set<Box>();
  for (const op of [...ops].reverse()) {
    live.delete(op);
    for (const value of [...op.args, ...(op.failArgs ?? [])]) {
      if (value !== null && isBox(value)) live.add(value);
    }
    const slots = [...live].map((box) => slotOf.get(box));
    assert.is(new Set(slots).size, live.size);
  }
  assert.ok([...live].every((box) => inputargs.includes(box)));
}

test.run();
