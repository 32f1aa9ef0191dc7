/**
 * A benchmark, not a test: nanoseconds per iteration of small loops in host form. Run it with
 * `npx tsx sim/backend/host/benchmark.ts [NAME …]` on a quiet machine; tsx costs some of it.
 */

import { defined } from "../../base/assert.ts";
import type { RtValue } from "../../trace/values.ts";
import { Rig } from "../test-rig.ts";
import { HostExecutor } from "./host.ts";

const DECLARATIONS = `
  class Node value:i next:r
  array Ints i
  call mod ii>i EF=0 OS=int.py_mod
  call next i>i EF=5
`;

/** A class as guests write it. */
class Node {
  value: RtValue;
  next: object | null;
  constructor(value: RtValue, next: object | null) {
    this.value = value;
    this.next = next;
  }
}

interface Benchmark {
  readonly name: string;
  /** Text of a loop whose first argument counts up to the second. */
  readonly loop: string;
  readonly bridges?: Readonly<Record<string, string>>;
  readonly args: (rig: Rig, count: number) => RtValue[];
}

const LOOP_HEAD = "label(i0, i1, descr=TargetToken(1))";
const LOOP_TAIL = `
  i90 = int_add(i0, 1)
  i91 = int_lt(i90, i1)
  guard_true(i91, descr=<Guard0x99>) [i90]
`;

const BENCHMARKS: readonly Benchmark[] = [
  {
    name: "empty",
    loop: `[i0, i1]\n${LOOP_HEAD}\n${LOOP_TAIL}\njump(i90, i1, descr=TargetToken(1))`,
    args: (_rig, count) => [0, count],
  },
  {
    name: "int",
    loop: `
      [i0, i1, i2]
      label(i0, i1, i2, descr=TargetToken(1))
      guard_not_invalidated(descr=<Guard0x10>) [i0, i1, i2]
      i3 = int_and(i0, 1023)
      i4 = int_mul_ovf(i3, 3)
      guard_no_overflow(descr=<Guard0x11>) [i0, i1, i2]
      i5 = int_sub(i4, i3)
      i6 = int_xor(i2, i5)
      ${LOOP_TAIL}
      jump(i90, i1, i6, descr=TargetToken(1))
    `,
    args: (_rig, count) => [0, count, 0],
  },
  {
    name: "float",
    loop: `
      [i0, i1, f2]
      label(i0, i1, f2, descr=TargetToken(1))
      f3 = cast_int_to_float(i0)
      f4 = float_mul(f3, 0.5)
      f5 = float_add(f2, f4)
      f6 = float_sub(f5, 1.25)
      f7 = float_mul(f6, 0.999)
      ${LOOP_TAIL}
      jump(i90, i1, f7, descr=TargetToken(1))
    `,
    args: (_rig, count) => [0, count, 0],
  },
  {
    name: "sum beyond int32",
    loop: `
      [i0, i1, i2]
      label(i0, i1, i2, descr=TargetToken(1))
      i3 = int_add_ovf(i2, i0)
      guard_no_overflow(descr=<Guard0x11>) [i0, i1, i2]
      ${LOOP_TAIL}
      jump(i90, i1, i3, descr=TargetToken(1))
    `,
    args: (_rig, count) => [0, count, 0],
  },
  {
    name: "bridge every other time",
    loop: `
      [i0, i1, i2]
      label(i0, i1, i2, descr=TargetToken(1))
      i3 = int_and(i0, 1)
      guard_true(i3, descr=<Guard0x10>) [i0, i1, i2]
      i4 = int_add(i2, 1)
      ${LOOP_TAIL}
      jump(i90, i1, i4, descr=TargetToken(1))
    `,
    bridges: {
      10: `
        [i0, i1, i2]
        i3 = int_sub(i2, 1)
        i4 = int_add(i0, 1)
        i5 = int_lt(i4, i1)
        guard_true(i5, descr=<Guard0x98>) [i4]
        jump(i4, i1, i3, descr=TargetToken(1))
      `,
    },
    args: (_rig, count) => [0, count, 0],
  },
  {
    name: "modulo",
    loop: `
      [i0, i1, i2]
      label(i0, i1, i2, descr=TargetToken(1))
      i3 = call_i(ConstClass(mod), i0, 7, descr=mod)
      i4 = int_xor(i2, i3)
      ${LOOP_TAIL}
      jump(i90, i1, i4, descr=TargetToken(1))
    `,
    args: (_rig, count) => [0, count, 0],
  },
  {
    name: "fields and allocation",
    loop: `
      [i0, i1, p2]
      label(i0, i1, p2, descr=TargetToken(1))
      guard_nonnull_class(p2, ConstClass(Node), descr=<Guard0x10>) [i0, p2]
      i3 = getfield_gc_i(p2, descr=Node.value)
      i4 = int_xor(i3, i0)
      p5 = new_with_vtable(descr=Node)
      setfield_gc(p5, i4, descr=Node.value)
      ${LOOP_TAIL}
      jump(i90, i1, p5, descr=TargetToken(1))
    `,
    args: (_rig, count) => [0, count, new Node(1, null)],
  },
  {
    name: "array",
    loop: `
      [i0, i1, p2]
      label(i0, i1, p2, descr=TargetToken(1))
      i3 = int_and(i0, 15)
      i4 = getarrayitem_gc_i(p2, i3, descr=Ints)
      i5 = int_xor(i4, i0)
      setarrayitem_gc(p2, i3, i5, descr=Ints)
      ${LOOP_TAIL}
      jump(i90, i1, p2, descr=TargetToken(1))
    `,
    args: (_rig, count) => [0, count, new Array<number>(16).fill(0)],
  },
  {
    name: "call that may raise",
    loop: `
      [i0, i1]
      ${LOOP_HEAD}
      i3 = call_i(ConstClass(next), i0, descr=next)
      guard_no_exception(descr=<Guard0x10>) [i0]
      i4 = int_lt(i3, i1)
      guard_true(i4, descr=<Guard0x11>) [i3]
      jump(i3, i1, descr=TargetToken(1))
    `,
    args: (_rig, count) => [0, count],
  },
  {
    name: "recursive call (fib)",
    loop: `
      [i0, i1]
      label(i0, i1, descr=TargetToken(1))
      i2 = int_lt(i1, 2)
      guard_false(i2, descr=<Guard0x10>) [i0, i1]
      i3 = int_sub(i1, 1)
      i4 = call_assembler_i(i0, i3, descr=<Loop1>)
      guard_no_exception(descr=<Guard0x11>) [i0]
      i5 = int_sub(i1, 2)
      i6 = call_assembler_i(i0, i5, descr=<Loop1>)
      guard_no_exception(descr=<Guard0x12>) [i0]
      i7 = int_add_ovf(i4, i6)
      guard_no_overflow(descr=<Guard0x13>) [i4, i6]
      finish(i7, descr=int)
    `,
    bridges: { 10: "[i0, i1]\nfinish(i1, descr=int)" },
    // As many calls as the other loops have iterations, nearly: fib(34) makes 18.5 million.
    args: () => [0, 34],
  },
];

function nanosecondsPerIteration({ loop, bridges = {}, args }: Benchmark, count: number): string {
  const rig = new Rig((services) => new HostExecutor(services), DECLARATIONS, {
    mod: (a: number, b: number) => a % b,
    next: (n: number) => n + 1,
  });
  defined(rig.context.classes.get("Node"), "class Node").hostClass = Node;
  const token = rig.loop(1, loop);
  for (const [guard, text] of Object.entries(bridges)) rig.bridge(guard, 1, text);
  const times: string[] = [];
  for (let round = 0; round < 4; round++) {
    const given = args(rig, count);
    const start = process.hrtime.bigint();
    rig.executor.execute(token, given);
    times.push((Number(process.hrtime.bigint() - start) / count).toFixed(2));
  }
  return times.join("  ");
}

const chosen = process.argv.slice(2);
for (const benchmark of BENCHMARKS) {
  if (chosen.length > 0 && !chosen.includes(benchmark.name)) continue;
  const times = nanosecondsPerIteration(benchmark, 20_000_000);
  console.log(`${benchmark.name.padEnd(24)} ${times} ns`);
}
