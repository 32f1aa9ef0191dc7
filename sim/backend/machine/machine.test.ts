/** What only the machine has: faults of machine code, handles, one address per object. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { defined } from "../../base/assert.ts";
import type { LoopToken } from "../../trace/descr.ts";
import { Rig } from "../test-rig.ts";
import { MachineError } from "./machine-error.ts";
import { RigMachine } from "./rig-machine.ts";

const DECLARATIONS = `
  class Node value:i next:r
  class Wide(Node) last:i
  object node Node value=7
  call nested r>r EF=4
`;

const COUNT_UP = `
  [i0]
  label(i0, descr=TargetToken(1))
  i1 = int_add(i0, 3)
  i2 = int_lt(i1, 100)
  guard_true(i2, descr=<Guard0x10>) [i1]
  jump(i1, descr=TargetToken(1))
`;

interface MachineRig {
  readonly rig: Rig;
  readonly machine: RigMachine;
}

function makeRig(functions: Record<string, (...args: never[]) => unknown> = {}): MachineRig {
  const rig = new Rig((services) => new RigMachine(services), DECLARATIONS, functions as never);
  return { rig, machine: rig.executor as RigMachine };
}

/** The error that running a loop ends in. */
function errorOf({ rig }: MachineRig, token: LoopToken, ...args: (number | object | null)[]) {
  try {
    rig.run(token, ...(args as never[]));
  } catch (error) {
    assert.instance(error, MachineError);
    return error as MachineError;
  }
  throw new Error("the machine code did not go wrong");
}

/** Address of an operation's code. */
function addressOf({ machine }: MachineRig, token: LoopToken, index: number): number {
  const { asmaddr, opOffsets } = defined(machine.codes.get(token), "code");
  return asmaddr + defined(opOffsets[index], "operation");
}

/** Writes a jump over an operation. */
function patchJump(made: MachineRig, at: number, target: number): void {
  const distance = new Uint8Array(Int32Array.of(target - (at + 5)).buffer);
  made.machine.heap.patch(at, Uint8Array.of(0xe9, ...distance));
}

test("a program counter that comes to where no code is, is told with the jump behind it", () => {
  const made = makeRig();
  const token = made.rig.loop(1, COUNT_UP);
  const at = addressOf(made, token, 1);
  const jump = `0x${at.toString(16)}: jmp`;
  for (const [distance, kind] of [
    [0x8_0000, "breakpoint"],
    [0x2000_0000, "page"],
  ] as const) {
    patchJump(made, at, at + distance);
    const error = errorOf(made, token, 0);
    assert.is(error.fault?.kind, kind);
    assert.is(error.fault?.rip, at + distance);
    assert.match(error.message, "in loop 1, operation 1 (int_add)");
    assert.match(error.message, `0x${(at + distance).toString(16)}`);
    assert.match(error.message, jump);
  }
});

test("code that goes round without ending a trace is told and does not hang", () => {
  const made = makeRig();
  const token = made.rig.loop(1, COUNT_UP);
  const at = addressOf(made, token, 1);
  patchJump(made, at, at);
  const error = errorOf(made, token, 0);
  assert.match(error.message, "in loop 1, operation 1 (int_add)");
  assert.match(error.message, `up to 0x${at.toString(16)} without`);
});

test("what has gone wrong leaves a machine that runs", () => {
  const made = makeRig();
  const token = made.rig.loop(1, COUNT_UP);
  patchJump(made, addressOf(made, token, 1), 0x1000 + addressOf(made, token, 1));
  for (let k = 0; k < 3; k++) errorOf(made, token, 0);
  const other = made.rig.loop(2, COUNT_UP.replace("(1)", "(2)").replace("(1)", "(2)"));
  assert.is(made.rig.printExit(made.rig.run(other, 0)), "guard 10 [102]");
});

test("bytes that are no instruction are told with unit, operation and what came before", () => {
  const made = makeRig();
  const token = made.rig.loop(1, COUNT_UP);
  // push es: not in 64-bit mode.
  made.machine.heap.patch(addressOf(made, token, 1), Uint8Array.of(0x06));
  const error = errorOf(made, token, 0);
  assert.is(error.fault?.kind, "invalid-opcode");
  assert.is(error.fault?.address, addressOf(made, token, 1));
  assert.match(error.message, "in loop 1, operation 1 (int_add)");
  assert.match(error.message, "executed before:");
});

const READ_LAST = `
  [i0, p1]
  i2 = int_add(i0, 1)
  i3 = getfield_gc_i(p1, descr=Wide.last)
  i4 = int_add(i2, i3)
  finish(i4, descr=int)
`;

test("an access where nothing is, is told with its address, in loops and bridges", () => {
  const made = makeRig();
  const token = made.rig.loop(1, READ_LAST);
  assert.is(
    made.rig.printExit(made.rig.run(token, 1, made.rig.make("Wide", 1, null, 5))),
    "int [7]",
  );
  const atNull = errorOf(made, token, 1, null);
  assert.is(atNull.fault?.kind, "page");
  assert.is(atNull.fault?.address, 24);
  assert.match(atNull.message, "in loop 1, operation 1 (getfield_gc_i)");
  // A Node ends where a Wide goes on.
  const behind = errorOf(made, token, 1, made.rig.make("Node", 1, null));
  assert.is(behind.fault?.kind, "page");
  assert.match(behind.message, "in loop 1, operation 1 (getfield_gc_i)");

  const counting = made.rig.loop(2, COUNT_UP);
  const text = `
    [i0]
    p1 = new_with_vtable(descr=Node)
    p2 = getfield_gc_r(p1, descr=Node.next)
    i3 = getfield_gc_i(p2, descr=Node.value)
    finish(i3, descr=int)
  `;
  made.rig.bridge("10", 2, text);
  assert.match(
    errorOf(made, counting, 0).message,
    "in bridge of Guard0x10 in loop 2, operation 2 (getfield_gc_i): page fault at",
  );
});

test("objects that nobody holds lose their handles: a loop allocates without end", () => {
  const made = makeRig();
  // More objects than there are handles at once; the last one and the first stay.
  const text = `
    [i0, p1, p2]
    label(i0, p1, p2, descr=TargetToken(1))
    p3 = new_with_vtable(descr=Node)
    setfield_gc(p3, i0, descr=Node.value)
    i4 = getfield_gc_i(p2, descr=Node.value)
    i5 = int_add(i4, 1)
    i6 = int_eq(i0, i5)
    guard_true(i6, descr=<Guard0x20>) [i0]
    i7 = int_add(i0, 1)
    i8 = int_lt(i7, 150000)
    guard_true(i8, descr=<Guard0x10>) [p1, p3]
    jump(i7, p1, p3, descr=TargetToken(1))
  `;
  const token = made.rig.loop(1, text);
  const first = made.rig.make("Node", -1, null);
  const { values, descr } = made.rig.run(token, 0, first, first);
  assert.is(descr, made.rig.guard("10"));
  assert.is(values[0], first);
  assert.is((values[1] as unknown as { value: number }).value, 149_999);
});

test("an object has one address, also when it becomes a constant while code holds it", () => {
  let calls = 0;
  const made: MachineRig = makeRig({
    nested: (node: object) => {
      const { rig } = made;
      calls++;
      const text = `
        [p0]
        i1 = ptr_eq(p0, ConstPtr(node))
        guard_true(i1, descr=<Guard0x20>) []
        finish(ConstPtr(node), descr=ref)
      `;
      return rig.run(rig.loop(2, text), node as never).values[0];
    },
  });
  const text = `
    [p0, i1]
    p2 = call_r(ConstClass(nested), p0, descr=nested)
    i3 = ptr_eq(p0, p2)
    guard_true(i3, descr=<Guard0x10>) [p0, p2]
    i4 = getfield_gc_i(p0, descr=Node.value)
    i5 = int_add(i1, i4)
    finish(i5, descr=int)
  `;
  const token = made.rig.loop(1, text);
  const node = made.rig.context.objects.get("node") as object;
  for (let k = 1; k <= 2; k++) {
    assert.is(made.rig.printExit(made.rig.run(token, node as never, 1)), "int [8]");
    assert.is(calls, k);
  }
});

test.run();
