/** Small integers, interior fields and raw memory on the real processor. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { floatToBits } from "../../base/float.ts";
import { hasTool } from "../../x86/objdump.ts";
import { TestProgram } from "./test-units.ts";

const hasGcc = hasTool("gcc");

/** A test that needs the processor. */
function processorTest(name: string, body: () => void): void {
  test(name, () => {
    if (hasGcc) body();
  });
}

processorTest("small fields and items are widened when loaded, and cut when stored", () => {
  const program = new TestProgram(
    `struct Small byte:u1 sbyte:i1 half:i2 uhalf:u2 word:i4 uword:u4
     array Bytes u1
     array Words i4`,
  );
  // The fields begin at offset 8: two bytes, two halves of two, two of four.
  const small = program.bench.addData([0n, 0x8000_fffe_ff80n, 0x9000_0000_8000_0000n]);
  const bytes = program.bench.addData([0n, 8n, 0x8877_6655_4433_2211n]);
  program.loop(
    1,
    `
      [p0, p1, i2]
      i3 = getfield_gc_i(p0, descr=Small.byte)
      i4 = getfield_gc_i(p0, descr=Small.sbyte)
      i5 = getfield_gc_i(p0, descr=Small.half)
      i6 = getfield_gc_i(p0, descr=Small.uhalf)
      i7 = getarrayitem_gc_i(p1, i2, descr=Bytes)
      i8 = getarrayitem_gc_i(p1, 1, descr=Words)
      setarrayitem_gc(p1, i2, -1, descr=Bytes)
      setarrayitem_gc(p1, 0, i8, descr=Bytes)
      setfield_gc(p0, 65537, descr=Small.half)
      setfield_gc(p0, i8, descr=Small.uword)
      guard_false(1, descr=<Guard0x10>) [i3, i4, i5, i6, i7, i8]
      finish(descr=void)
    `,
  );
  program.queue(1, small, bytes, 6);
  const { results, data } = program.bench.run();
  assert.is(program.describe(results[0]!), "guard 10 [128, -1, -2, 32768, 119, -2005440939]");
  assert.equal(data, [
    [0n, 0x8000_0001_ff80n, 0x8877_6655_8000_0000n],
    [0n, 8n, 0x88ff_6655_4433_2255n],
  ]);
});

processorTest("structs stand one behind the other in their array", () => {
  const program = new TestProgram(
    `raw cell key:i weight:f small:i2
     array Table of cell`,
  );
  const row = (key: bigint, weight: number, small: bigint) => [key, floatToBits(weight), small];
  const table = program.bench.addData([0n, 2n, ...row(5n, 0.5, 7n), ...row(6n, 1.5, 0xfff8n)]);
  program.loop(
    1,
    `
      [p0, i1]
      i2 = getinteriorfield_gc_i(p0, i1, descr=Table.key)
      i3 = getinteriorfield_gc_i(p0, 1, descr=Table.small)
      f4 = getinteriorfield_gc_f(p0, 0, descr=Table.weight)
      f5 = getinteriorfield_gc_f(p0, i1, descr=Table.weight)
      f6 = float_add(f4, f5)
      setinteriorfield_gc(p0, i1, f6, descr=Table.weight)
      setinteriorfield_gc(p0, 0, i3, descr=Table.key)
      setinteriorfield_gc(p0, 0, 3, descr=Table.small)
      i7 = int_mul(i2, 100)
      i8 = int_add(i7, i3)
      finish(i8, descr=int)
    `,
  );
  program.queue(1, table, 1);
  const { results, data } = program.bench.run();
  assert.is(program.describe(results[0]!), "finish 592");
  const key = BigInt.asUintN(64, -8n);
  assert.equal(data, [[0n, 2n, ...row(key, 0.5, 3n), ...row(6n, 2, 0xfff8n)]]);
});

processorTest("raw memory is read and written in bytes", () => {
  const program = new TestProgram(
    `array Words i raw
     array Halves i2 raw
     array Bytes u1 raw
     array Doubles f raw`,
  );
  const raw = program.bench.addData([0x0102_0304_0506_07f8n, 0n, floatToBits(2.5)]);
  program.loop(
    1,
    `
      [i0, i1]
      check_memory_error(i0)
      i2 = raw_load_i(i0, 0, descr=Bytes)
      i3 = raw_load_i(i0, i1, descr=Halves)
      i4 = getarrayitem_raw_i(i0, 3, descr=Halves)
      f5 = raw_load_f(i0, 16, descr=Doubles)
      f6 = float_add(f5, f5)
      raw_store(i0, 8, f6, descr=Doubles)
      setarrayitem_raw(i0, 8, i2, descr=Halves)
      raw_store(i0, i1, 255, descr=Bytes)
      setarrayitem_raw(i0, i1, i4, descr=Bytes)
      guard_false(1, descr=<Guard0x10>) [i2, i3, i4]
      finish(descr=void)
    `,
  );
  program.queue(1, raw, 1);
  const { results, data } = program.bench.run();
  assert.is(program.describe(results[0]!), "guard 10 [248, 1543, 258]");
  const doubled = (floatToBits(2.5) & ~0xffffn) | 248n;
  assert.equal(data, [[0x0102_0304_0506_02f8n, floatToBits(5), doubled]]);
});

test.run();
