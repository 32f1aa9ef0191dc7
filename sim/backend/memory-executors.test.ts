/** Structs, arrays of structs, small integers and raw memory, in every executor. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { BackendServices, Executor } from "./backend.ts";
import { HostExecutor } from "./host/host.ts";
import { RigMachine } from "./machine/rig-machine.ts";
import { OracleExecutor } from "./oracle/oracle.ts";
import { printValue, Rig } from "./test-rig.ts";

type MakeExecutor = (services: BackendServices) => Executor;

/** Registers a test for every executor. */
function testAll(name: string, body: (make: MakeExecutor) => void): void {
  test(`oracle: ${name}`, () => body((services) => new OracleExecutor(services)));
  test(`host: ${name}`, () => body((services) => new HostExecutor(services)));
  test(`machine: ${name}`, () => body((services) => new RigMachine(services)));
}

const DECLARATIONS = `
  struct Pair first:i second:r
  struct Small byte:u1 half:i2 word:i
  struct cell key:i value:r weight:f small:i1
  array Table of cell
  array Words i raw
  array Bytes u1 raw
  array Halves i2 raw
  array Doubles f raw
  call malloc i>i EF=2 OS=raw_malloc_varsize_char
  call free i>v EF=2 OS=raw_free
`;

/** What a loop that is left at once gives. */
function result(make: MakeExecutor, text: string, ...args: (number | bigint)[]): string {
  const rig = new Rig(make, DECLARATIONS);
  return printValue(rig.run(rig.loop(1, text), ...args).values[0]);
}

testAll("a struct is made with its fields, those never set are zero", (make) => {
  const text = `
    [i0]
    p1 = new(descr=Pair)
    p2 = new(descr=Pair)
    setfield_gc(p1, i0, descr=Pair.first)
    setfield_gc(p1, p2, descr=Pair.second)
    finish(p1, descr=ref)
  `;
  assert.is(result(make, text, 7), "{first=7 second={first=0 second=null}}");
});

testAll("small integers wrap when they are stored, with or without a sign", (make) => {
  const text = `
    [i0]
    p1 = new(descr=Small)
    setfield_gc(p1, i0, descr=Small.byte)
    setfield_gc(p1, i0, descr=Small.half)
    setfield_gc(p1, i0, descr=Small.word)
    finish(p1, descr=ref)
  `;
  assert.is(result(make, text, 0x1_ff80), `{byte=128 half=-128 word=${0x1_ff80}}`);
});

testAll("an array of structs holds structs of its own", (make) => {
  const text = `
    [i0]
    p1 = new_array_clear(2, descr=Table)
    p2 = new_array_clear(i0, descr=Table)
    setinteriorfield_gc(p1, 1, 300, descr=Table.small)
    setinteriorfield_gc(p1, 0, i0, descr=Table.key)
    setinteriorfield_gc(p1, i0, p2, descr=Table.value)
    i3 = getinteriorfield_gc_i(p1, 0, descr=Table.key)
    i4 = getinteriorfield_gc_i(p1, 1, descr=Table.small)
    i5 = int_add(i3, i4)
    setinteriorfield_gc(p1, 1, i5, descr=Table.key)
    p6 = getinteriorfield_gc_r(p1, i0, descr=Table.value)
    setinteriorfield_gc(p6, 0, 1.5, descr=Table.weight)
    f7 = getinteriorfield_gc_f(p6, 0, descr=Table.weight)
    setinteriorfield_gc(p1, 0, f7, descr=Table.weight)
    finish(p1, descr=ref)
  `;
  const inner = "[{key=0 value=null weight=1.5 small=0}]";
  const expected = `[{key=1 value=null weight=1.5 small=0}, {key=45 value=${inner} weight=0 small=44}]`;
  assert.is(result(make, text, 1), expected);
});

testAll("raw memory is bytes: what is stored in one size is read in another", (make) => {
  const text = `
    [i0]
    i1 = call_i(ConstClass(malloc), 16, descr=malloc)
    check_memory_error(i1)
    raw_store(i1, 0, i0, descr=Words)
    i2 = raw_load_i(i1, 1, descr=Bytes)
    i3 = getarrayitem_raw_i(i1, 3, descr=Halves)
    i4 = int_add(i1, 8)
    setarrayitem_raw(i4, 2, i2, descr=Halves)
    i5 = raw_load_i(i1, 12, descr=Halves)
    i6 = int_mul(i5, 1000)
    i7 = int_add(i6, i3)
    call_n(ConstClass(free), i1, descr=free)
    finish(i7, descr=int)
  `;
  assert.is(result(make, text, 0xff), "0");
  assert.is(result(make, text, 0x0102_0304_0506_0708n), String(7 * 1000 + 0x0102));
  assert.is(result(make, text, -0x0102_0304_0506_0708n), String(0xf8 * 1000 - 0x0103));
});

testAll("floats and whole words are read from raw memory as they were stored", (make) => {
  const text = `
    [i0]
    i1 = call_i(ConstClass(malloc), 24, descr=malloc)
    raw_store(i1, 8, -2.5, descr=Doubles)
    f2 = getarrayitem_raw_f(i1, 1, descr=Doubles)
    setarrayitem_raw(i1, 2, f2, descr=Doubles)
    setarrayitem_raw(i1, 0, i0, descr=Words)
    i3 = raw_load_i(i1, 0, descr=Words)
    f4 = raw_load_f(i1, 16, descr=Doubles)
    i5 = cast_float_to_int(f4)
    i6 = int_sub(i3, i5)
    finish(i6, descr=int)
  `;
  assert.is(result(make, text, -(2n ** 62n)), `${-(2n ** 62n) + 2n}n`);
});

testAll("raw memory that was freed, or that never was, is not there", (make) => {
  const freed = `
    [i0]
    i1 = call_i(ConstClass(malloc), 8, descr=malloc)
    call_n(ConstClass(free), i1, descr=free)
    i2 = raw_load_i(i1, 0, descr=Words)
    finish(i2, descr=int)
  `;
  assert.throws(() => result(make, freed, 0), /no raw memory at/);
  const outside = `
    [i0]
    i1 = call_i(ConstClass(malloc), 8, descr=malloc)
    i2 = raw_load_i(i1, 4, descr=Words)
    finish(i2, descr=int)
  `;
  assert.throws(() => result(make, outside, 0), /no raw memory at/);
});

testAll("items of arrays are copied and moved", (make) => {
  const rig = new Rig(
    make,
    `array Ints i
     call copy rriii>v EF=2 OS=list.ll_arraycopy writes=Ints
     call move riii>v EF=2 OS=list.ll_arraymove writes=Ints`,
  );
  const text = `
    [p0, p1, i2]
    call_n(ConstClass(copy), p0, p1, 1, 0, i2, descr=copy)
    call_n(ConstClass(move), p0, 0, 1, i2, descr=move)
    finish(p0, descr=ref)
  `;
  const [source, target] = [
    [1, 2, 3, 4],
    [5, 6, 7],
  ];
  rig.run(rig.loop(1, text), source, target, 3);
  assert.equal(
    [source, target],
    [
      [1, 1, 2, 3],
      [2, 3, 4],
    ],
  );
});

test.run();
