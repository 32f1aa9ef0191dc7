/** Machine code meets the protections of the code heap and the guard pages: it gets the fault. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { AddressSpace, PAGE_SIZE } from "../memory/address-space.ts";
import { CodeHeap } from "../memory/code-heap.ts";
import { mapGuardPages } from "../memory/guard-pages.ts";
import { makeMemoryLayout } from "../memory/memory-layout.ts";
import { READ_WRITE } from "../memory/protection.ts";
import { CodeBuffer } from "./code-buffer.ts";
import { Cpu } from "./cpu.ts";
import { imm, mem, R11, RAX } from "./operand.ts";

const LAYOUT = makeMemoryLayout(0);
const RSP_NUMBER = 4;

/** Runs code from the heap with an empty stack of one page; gives the error's text. */
function runToFault(write: (buffer: CodeBuffer) => void): string {
  const space = new AddressSpace();
  const stack = { base: LAYOUT.stack.base, size: PAGE_SIZE };
  space.map(stack.base, stack.size, READ_WRITE);
  mapGuardPages(space, stack);
  const heap = new CodeHeap(space, LAYOUT.code);
  const buffer = new CodeBuffer();
  write(buffer);
  const transaction = heap.reserve(buffer.size, { kind: "loop", number: 1 });
  transaction.write(0, buffer.link(transaction.address));
  const { address } = transaction.commit();
  const cpu = new Cpu({ space, isGate: () => false });
  cpu.rip = address;
  cpu.lo[RSP_NUMBER] = stack.base | 0;
  cpu.hi[RSP_NUMBER] = Math.floor(stack.base / 2 ** 32);
  try {
    cpu.run({ instructions: 100 });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "no fault";
}

test("code that writes to code faults: its page is executable, not writable", () => {
  const text = runToFault((buffer) => {
    buffer.emit("movabs", R11, imm(LAYOUT.code.base));
    buffer.emit("mov", mem(8, R11, 0), RAX);
  });
  assert.match(text, /write at 0x7f3200000000: expected write permission, found a r-x page/);
});

test("a push below the stack faults in the guard page", () => {
  const text = runToFault((buffer) => buffer.emit("push", RAX));
  assert.match(text, /write at 0x7f[0-9a-f]+: expected write permission, found a --- page/);
});

test("a jump in front of the code faults in the guard page", () => {
  const text = runToFault((buffer) => {
    buffer.emit("movabs", R11, imm(LAYOUT.code.base - 16));
    buffer.emit("jmp", R11);
  });
  assert.match(text, /exec at 0x7f31fffffff0: expected exec permission, found a --- page/);
});

test.run();
