/**
 * Tests of what the assembler makes, without running it: the listing of a whole loop, its sections
 * and costs, patches, what happens when memory runs out, what is refused.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseTrace } from "../../trace/parse.ts";
import { hasTool, runObjdump } from "../../x86/objdump.ts";
import type { ListingLine } from "../../x86/print.ts";
import { disassemble } from "../../x86/print.ts";
import type { AssembledCode } from "../backend.ts";
import { UnsupportedOperation } from "./op-handler.ts";
import { loopUnit, TestProgram } from "./test-units.ts";

const COUNT_UP = `
  [i0, i1]
  label(i0, i1, descr=TargetToken(1))
  debug_merge_point(0, 0, 'here')
  i2 = int_add(i0, 1)
  i3 = int_lt(i2, i1)
  guard_true(i3, descr=<Guard0x10>) [i2, None, i1]
  jump(i2, i1, descr=TargetToken(1))
`;

/** What a loop does before its operations: saving registers, finding the frame. */
const PROLOGUE_BYTES = 17;

/** Many kinds of operations, constants of every sort, a bridge to attach. */
const DECLARATIONS = `
  class Node value:i next:r weight:f
  array Items r
  object nodeA Node
  call f irf>i
`;

const MIXED = `
  [p0, p1, i2]
  i3 = getfield_gc_i(p0, descr=Node.value)
  guard_nonnull_class(p1, ConstClass(Node), descr=<Guard0x10>) [p0, i3]
  p4 = getarrayitem_gc_r(p1, i2, descr=Items)
  label(p0, i3, p4, descr=TargetToken(1))
  guard_not_invalidated(descr=<Guard0x20>) [p0]
  i5 = int_mul_ovf(i3, 1000000000000)
  guard_no_overflow(descr=<Guard0x30>) [i3, p4]
  f6 = getfield_gc_f(p0, descr=Node.weight)
  f7 = float_add(f6, 2.500000)
  i8 = float_eq(f7, f6)
  guard_false(i8, descr=<Guard0x40>) [i5]
  i9 = call_i(ConstClass(f), i5, p4, f7, descr=f)
  guard_no_exception(descr=<Guard0x50>) [i9]
  setfield_gc(p0, i9, descr=Node.value)
  p10 = new_with_vtable(descr=Node)
  setfield_gc(p10, ConstPtr(nodeA), descr=Node.next)
  guard_value(p4, ConstPtr(nodeA), descr=<Guard0x60>) [p10, None]
  jump(p10, i5, p4, descr=TargetToken(1))
`;

function assembled(code: AssembledCode | null): AssembledCode {
  assert.ok(code !== null, "code memory is not exhausted");
  return code!;
}

/** The listing from the entry to the end of the stubs. */
function list(program: TestProgram, start: number, size: number): ListingLine[] {
  return disassemble(program.bench.space.fetchBytes(start, size), start);
}

test("a loop stands in the heap as constants, entry, operations and stubs", () => {
  const program = new TestProgram();
  const code = assembled(program.loop(1, COUNT_UP));
  const { asmaddr, asmlen, blockAddress, blockSize } = code;
  const [plain, , , last] = program.bench.heap.blocks();
  const owners = program.bench.heap.blocks().map(({ owner }) => `${owner.kind} ${owner.number}`);
  assert.equal(owners, ["recovery 0", "recovery 1", "recovery 2", "recovery 3", "loop 1"]);
  assert.is(blockAddress, last!.address + last!.size);
  assert.is(asmaddr, blockAddress + PROLOGUE_BYTES);
  const stub = asmaddr + asmlen;
  const guard = program.guard("10").address;
  const lines = list(program, blockAddress, asmaddr + asmlen + 15 - blockAddress);
  const offset = (address: number) => address - asmaddr;
  assert.equal(
    lines.map(({ address, text }) => `${offset(address)} ${text}`),
    [
      "-17 push   rbp",
      "-16 mov    rbp,rdi",
      "-13 push   rbx",
      "-12 push   r12",
      "-10 push   r13",
      "-8 push   r14",
      "-6 push   r15",
      "-4 sub    rsp,0x8",
      "0 nop    WORD PTR [rax+rax*1+0x0]",
      "9 nop    WORD PTR [rax+rax*1+0x0]",
      "15 mov    rcx,QWORD PTR [rbp+0x100]",
      "22 add    rcx,0x1",
      "26 cmp    rcx,QWORD PTR [rbp+0x108]",
      `33 jge    0x${stub.toString(16)}`,
      "39 mov    QWORD PTR [rbp+0x100],rcx",
      `46 jmp    0x${(asmaddr + 15).toString(16)}`,
      "48 nop    WORD PTR [rax+rax*1+0x0]",
      "57 nop    WORD PTR [rax+rax*1+0x0]",
      `63 movabs r11,0x${guard.toString(16)}`,
      `73 jmp    0x${plain!.address.toString(16)}`,
    ],
  );
  assert.is(blockSize, 96);
  assert.equal(code.opOffsets, [0, -1, 15, 26, 33, 39]);
  assert.equal([...code.cost.ticks], [0, 0, 0, 1, 2, 3, 4]);
  assert.equal([...code.cost.instructions], [8, 10, 10, 12, 13, 14, 16]);
});

test("the listing of a whole loop is what objdump sees", () => {
  if (!hasTool("objdump")) return;
  for (const counted of [false, true]) {
    const program = new TestProgram(DECLARATIONS);
    const { asmaddr, asmlen, cost, blockAddress, blockSize } = assembled(
      program.loop(1, MIXED, counted),
    );
    const entry = asmaddr - PROLOGUE_BYTES;
    const lines = list(program, entry, blockAddress + blockSize - entry);
    const bytes = program.bench.space.fetchBytes(entry, blockAddress + blockSize - entry);
    const ours = lines.map(({ address, bytes: own, text }) => [address, own.length, text]);
    const theirs = runObjdump(bytes, entry).map((one) => [one.address, one.length, one.text]);
    assert.equal(ours, theirs);
    const isOperation = ({ address }: ListingLine) => address < asmaddr + asmlen;
    const operations = lines.filter(isOperation);
    // What fills up the end behind the last jump is never run.
    while (operations.at(-1)?.text.startsWith("nop") === true) operations.pop();
    assert.is(operations.length, cost.instructions.at(-1));
  }
});

test("constants stand once at the head of the block, objects before floats", () => {
  const program = new TestProgram(DECLARATIONS);
  const { blockAddress, asmaddr } = assembled(program.loop(1, MIXED));
  const { space, layout } = program.bench;
  assert.is(space.readUint64(blockAddress), BigInt(layout.constant.base));
  assert.is(space.readUint64(blockAddress + 8), 0x4004_0000_0000_0000n);
  assert.is(asmaddr, blockAddress + 16 + PROLOGUE_BYTES);
});

test("every operation has its offset, and counters make code longer", () => {
  const plain = assembled(new TestProgram(DECLARATIONS).loop(1, MIXED));
  const counted = assembled(new TestProgram(DECLARATIONS).loop(1, MIXED, true));
  const incrementBytes = 13;
  assert.ok(counted.asmlen > plain.asmlen);
  const firstOf = (code: AssembledCode) => code.opOffsets[0];
  assert.is(firstOf(counted), firstOf(plain)! + incrementBytes);
  assert.is(plain.opOffsets[0], 0);
  assert.is(counted.opOffsets[0], incrementBytes);
  for (const { opOffsets, asmlen } of [plain, counted]) {
    const sorted = [...opOffsets].sort((a, b) => a - b);
    assert.equal(opOffsets, sorted);
    assert.ok(opOffsets.at(-1)! < asmlen);
  }
});

test("the same units give the same bytes and addresses", () => {
  const make = () => {
    const program = new TestProgram(DECLARATIONS);
    program.loop(1, MIXED, true);
    program.bridge("20", 1, "[p0]\nfinish(p0, descr=ref)");
    program.bridge("60", 1, "[p0]\nfinish(p0, descr=ref)");
    return program.bench.actions;
  };
  assert.equal(make(), make());
});

test("addresses of guards and targets are given in the order of the code", () => {
  const program = new TestProgram(DECLARATIONS);
  program.loop(1, MIXED);
  const { guard, token } = program.bench.layout;
  const names = ["10", "20", "30", "40", "50", "60"];
  const addresses = names.map((name) => program.guard(name).address);
  assert.equal(
    addresses,
    names.map((_, k) => guard.base + 96 * k),
  );
  const target = program.context.lookupDescr("TargetToken(1)") as { address: number } | undefined;
  assert.is(target?.address, token.base);
});

test("a bridge starts at its jump target, and its guard's jump is patched", () => {
  const program = new TestProgram();
  const loop = assembled(program.loop(1, COUNT_UP));
  const text = `
    [i0, i1]
    f2 = cast_int_to_float(i0)
    f3 = float_mul(f2, 0.500000)
    finish(f3, descr=float)
  `;
  const bridge = assembled(program.bridge("10", 1, text));
  assert.is(bridge.asmaddr, bridge.blockAddress + 16);
  const jump = list(program, loop.asmaddr + 33, 6)[0]!;
  assert.is(jump.text, `jge    0x${bridge.asmaddr.toString(16)}`);
  const actions = program.bench.actions.slice(-3).map((action) => {
    const { kind, owner } = action;
    return [kind, owner.kind, owner.number, action.kind === "fault" ? 0 : action.address];
  });
  const number = program.guard("10").address;
  assert.equal(actions, [
    ["reserve", "bridge", number, bridge.blockAddress],
    ["commit", "bridge", number, bridge.blockAddress],
    ["patch", "loop", 1, loop.asmaddr + 35],
  ]);
});

test("code memory that runs out gives null and leaves everything as it was", () => {
  const program = new TestProgram(DECLARATIONS, 0x10_0000);
  const recovered = assembled(program.loop(1, COUNT_UP));
  const { heap, assembler } = program.bench;
  const rest = heap.freeRanges()[0]!.size;
  const filler = heap.reserve(rest - 64, { kind: "stub", number: 1 }).commit();
  const before = [heap.stats(), program.bench.actions.length];
  const other = MIXED.replaceAll("0x10", "0x70").replaceAll("TargetToken(1)", "TargetToken(2)");
  assert.is(program.loop(2, other), null);
  assert.is(program.bridge("10", 1, LONG), null);
  assert.equal([heap.stats(), program.bench.actions.length], before);
  assert.throws(() => assembler.getEntry(program.token(2)), /code of a loop/);
  assert.is(assembler.getGuard(program.guard("10")).target, recovered.asmaddr + recovered.asmlen);
  heap.free(filler.address);
  assert.ok(program.loop(2, other) !== null);
});

const LONG = [
  "[i0, i2]",
  ...Array.from({ length: 20 }, (_, k) => `i${k + 3} = int_add(i${k + 2}, i0)`),
  "finish(i22, descr=int)",
].join("\n");

test("a frame that would need too many slots is refused like memory that ran out", () => {
  const count = 2100;
  const numbers = Array.from({ length: count }, (_, k) => k);
  const define = numbers.map((k) => `i${k + 1} = int_add(i0, ${k})\n`).join("");
  const use = numbers.map((k) => `i${k + 1}`).join(", ");
  const text = `[i0]\n${define}guard_true(i0, descr=<Guard0x10>) [${use}]\nfinish(descr=void)`;
  assert.is(new TestProgram().loop(1, text), null);
});

test("freeing a loop gives back its blocks and those of its bridges", () => {
  const program = new TestProgram();
  program.loop(1, COUNT_UP);
  const used = program.bench.heap.stats().used;
  const second = `
    [i0]
    label(i0, descr=TargetToken(2))
    guard_true(i0, descr=<Guard0x20>) [i0]
    jump(i0, descr=TargetToken(2))
  `;
  const first = assembled(program.loop(2, second));
  program.bridge("20", 2, "[i0]\nfinish(i0, descr=int)");
  program.bench.assembler.free(program.token(2));
  assert.is(program.bench.heap.stats().used, used);
  assert.throws(() => program.bench.assembler.getGuard(program.guard("20")), /code of a guard/);
  const count = program.bench.actions.length;
  program.bench.assembler.invalidate(program.token(2));
  assert.is(program.bench.actions.length, count);
  assert.is(assembled(program.loop(2, second)).blockAddress, first.blockAddress);
});

test("operations without machine code are refused with their name and the reason", () => {
  const program = new TestProgram("array Items i");
  const refused = (text: string, message: RegExp) => {
    const { inputargs, ops } = parseTrace(text, program.context);
    const unit = loopUnit(inputargs, ops);
    assert.throws(
      () => program.bench.assembler.assemble(unit),
      (error: unknown) => error instanceof UnsupportedOperation && message.test(error.message),
    );
  };
  refused("[p0]\nvirtual_ref_finish(p0, p0)\nfinish(p0, descr=ref)", /finish: traces that reach/);
  refused("[p0]\ni1 = gc_load_i(p0, 0, 8)\nfinish(i1, descr=int)", /gc_load_i: it is reserved/);
  refused("[i0, i1]\ni2 = int_signext(i0, i1)\nfinish(i2, descr=int)", /not a constant 1, 2 or 4/);
  assert.is(program.bench.heap.blocks().length, 4);
});

test("an overflow guard must stand behind what can overflow", () => {
  const program = new TestProgram();
  const text = "[i0]\nguard_no_overflow(descr=<Guard0x10>) []\nfinish(i0, descr=int)";
  assert.throws(() => program.loop(1, text), /stands behind what can overflow/);
});

test.run();
