/** Tests of the code buffer: labels before and after their use, outside, and in memory operands. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { CodeBuffer, distanceBytes, Label, memLabel } from "./code-buffer.ts";
import { imm, RAX, RCX, xmm } from "./operand.ts";
import { disassemble } from "./print.ts";

function listing(buffer: CodeBuffer, address: number): string[] {
  return disassemble(buffer.link(address), address).map(
    (line) => `${line.address.toString(16)} ${line.text}`,
  );
}

test("labels bind forwards and backwards, short only where that is known", () => {
  const buffer = new CodeBuffer();
  const [start, end] = [new Label("start"), new Label("end")];
  buffer.bind(start);
  buffer.emit("sub", RAX, imm(1));
  buffer.emit("je", end);
  buffer.emit("jmp", start);
  buffer.bind(end);
  buffer.emit("ret");
  assert.equal(listing(buffer, 0x1000), [
    "1000 sub    rax,0x1",
    "1004 je     0x100c",
    "100a jmp    0x1000",
    "100c ret",
  ]);
});

test("a backward jump beyond 128 bytes takes four bytes", () => {
  for (const [count, size] of [
    [126, 2],
    [127, 5],
  ] as const) {
    const buffer = new CodeBuffer();
    const start = new Label("start");
    buffer.bind(start);
    for (let i = 0; i < count; i++) buffer.emit("nop");
    buffer.emit("jmp", start);
    assert.is(buffer.size, count + size);
    assert.is(listing(buffer, 0).at(-1), `${count.toString(16)} jmp    0x0`);
  }
});

test("labels of memory count from the end of the instruction, immediates included", () => {
  const buffer = new CodeBuffer();
  const data = new Label("data");
  buffer.emit("movsd", xmm(1), memLabel(8, data));
  buffer.emit("cmp", memLabel(8, data), imm(1000));
  buffer.emit("ret");
  buffer.align(8, 0xcc);
  buffer.bind(data);
  buffer.append(new Uint8Array(8).fill(0xcc));
  const lines = listing(buffer, 0x4000);
  assert.is(data.offset, 24);
  assert.is(lines[0], "4000 movsd  xmm1,QWORD PTR [rip+0x10]");
  assert.is(lines[1], "4008 cmp    QWORD PTR [rip+0x5],0x3e8");
});

test("labels outside are reached from wherever the code stands", () => {
  const buffer = new CodeBuffer();
  buffer.emit("jmp", new Label("outside", 0x5000));
  assert.equal(listing(buffer, 0x4000), ["4000 jmp    0x5000"]);
  assert.equal(listing(buffer, 0x9000), ["9000 jmp    0x5000"]);
  assert.throws(() => buffer.link(0x2_0000_0000), /cannot be encoded/);
});

test("a short jump forwards takes one byte and must reach its label", () => {
  for (const count of [127, 128]) {
    const buffer = new CodeBuffer();
    const end = new Label("end");
    buffer.emitShort("jb", end);
    for (let i = 0; i < count; i++) buffer.emit("nop");
    buffer.bind(end);
    if (count === 127) assert.is(listing(buffer, 0)[0], "0 jb     0x81");
    else assert.throws(() => buffer.link(0), /cannot be encoded in byte count 1/);
  }
});

test("an unbound label and a second binding are refused", () => {
  const buffer = new CodeBuffer();
  const label = new Label("nowhere");
  buffer.emit("jmp", label);
  assert.throws(() => buffer.link(0), /missing label nowhere/);
  buffer.bind(label);
  assert.throws(() => buffer.bind(label), /bound twice: label/);
});

test("the listener hears every instruction in order", () => {
  const heard: string[] = [];
  const buffer = new CodeBuffer((mnemonic) => heard.push(mnemonic));
  for (let i = 0; i < 500; i++) buffer.emit("add", RAX, RCX);
  buffer.emit("ret");
  assert.is(heard.length, 501);
  assert.is(buffer.size, 1501);
  assert.is(disassemble(buffer.link(0), 0).length, 501);
});

test("distances are four little-endian bytes", () => {
  assert.equal([...distanceBytes(-2)], [0xfe, 0xff, 0xff, 0xff]);
  assert.throws(() => distanceBytes(2 ** 31), /cannot be encoded/);
});

test.run();
