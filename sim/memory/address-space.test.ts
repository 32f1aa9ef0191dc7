/** Tests of the address space: words, pages, protections, faults. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { AddressSpace, PAGE_SIZE } from "./address-space.ts";
import { MemoryFault, PROTECTION, READ_EXEC, READ_ONLY, READ_WRITE } from "./protection.ts";

const BASE = 0x7f00_0000_0000;

function makeSpace(): AddressSpace {
  const space = new AddressSpace();
  space.map(BASE, 2 * PAGE_SIZE, READ_WRITE);
  return space;
}

function faultOf(action: () => void): MemoryFault {
  try {
    action();
  } catch (error) {
    if (error instanceof MemoryFault) return error;
    throw error;
  }
  throw new Error("no fault");
}

test("words of every size are little-endian, also across a page boundary", () => {
  const space = makeSpace();
  for (const address of [BASE, BASE + PAGE_SIZE - 1, BASE + PAGE_SIZE - 7]) {
    space.writeUint64(address, 0x8877665544332211n);
    assert.equal(
      [...space.readBytes(address, 8)],
      [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88],
    );
    assert.is(space.readUint64(address), 0x8877665544332211n);
    assert.is(space.readUint(address, 4), 0x44332211);
    assert.is(space.readUint(address, 2), 0x2211);
    assert.is(space.readUint(address + 7, 1), 0x88);
    space.writeUint(address, 2, 0xabcd);
    space.writeUint(address + 2, 4, 0xfffefdfc);
    assert.is(space.readUint64(address), 0x8877fffefdfcabcdn);
  }
});

test("an unmapped address faults with address, access and expectation", () => {
  const space = makeSpace();
  const fault = faultOf(() => space.readUint64(BASE + 2 * PAGE_SIZE));
  assert.is(fault.address, BASE + 2 * PAGE_SIZE);
  assert.is(fault.access, "read");
  assert.is(fault.expected, PROTECTION.read);
  assert.is(fault.found, undefined);
  const text = "read at 0x7f0000002000: expected read permission, found an unmapped page";
  assert.is(fault.message, text);
});

test("a write that runs into a protected page faults there and changes nothing", () => {
  const space = makeSpace();
  space.protect(BASE + PAGE_SIZE, PAGE_SIZE, READ_ONLY);
  const fault = faultOf(() => space.writeUint64(BASE + PAGE_SIZE - 4, -1n));
  assert.is(fault.address, BASE + PAGE_SIZE);
  assert.is(fault.access, "write");
  assert.is(fault.found, READ_ONLY);
  assert.is(space.readUint64(BASE + PAGE_SIZE - 4), 0n);
});

test("fetching needs the right to execute", () => {
  const space = makeSpace();
  assert.is(faultOf(() => space.fetchBytes(BASE, 1)).access, "exec");
  space.protect(BASE, PAGE_SIZE, READ_EXEC);
  assert.is(space.fetchBytes(BASE, 4).length, 4);
  assert.is(space.fetchUpTo(BASE + PAGE_SIZE - 3, 15).length, 3);
  assert.is(faultOf(() => space.fetchBytes(BASE + PAGE_SIZE - 3, 4)).address, BASE + PAGE_SIZE);
  assert.is(faultOf(() => space.writeUint(BASE, 1, 0)).found, READ_EXEC);
});

test("no page can be made writable and executable", () => {
  const space = makeSpace();
  const both = PROTECTION.write | PROTECTION.exec;
  assert.throws(() => space.protect(BASE, PAGE_SIZE, both), /never writable and executable/);
  assert.throws(() => space.map(BASE + 0x10000, PAGE_SIZE, 7), /never writable and executable/);
});

test("mapping twice, unmapping nothing and odd ranges are refused", () => {
  const space = makeSpace();
  assert.throws(() => space.map(BASE + PAGE_SIZE, PAGE_SIZE, READ_ONLY), /mapped already/);
  assert.throws(() => space.unmap(BASE + 2 * PAGE_SIZE, PAGE_SIZE), /not mapped/);
  assert.throws(() => space.map(BASE + 8, PAGE_SIZE, READ_ONLY), /aligned/);
  assert.throws(() => space.map(2 ** 48, PAGE_SIZE, READ_ONLY), /exists/);
});

test("ranges are listed in address order and joined by protection", () => {
  const space = makeSpace();
  space.map(PAGE_SIZE, PAGE_SIZE, PROTECTION.none);
  space.map(BASE + 2 * PAGE_SIZE, PAGE_SIZE, READ_EXEC);
  assert.equal(space.mappedRanges(), [
    { address: PAGE_SIZE, size: PAGE_SIZE, protection: PROTECTION.none },
    { address: BASE, size: 2 * PAGE_SIZE, protection: READ_WRITE },
    { address: BASE + 2 * PAGE_SIZE, size: PAGE_SIZE, protection: READ_EXEC },
  ]);
  space.unmap(BASE, PAGE_SIZE);
  assert.is(space.lookupProtection(BASE), undefined);
  assert.is(space.lookupProtection(BASE + PAGE_SIZE), READ_WRITE);
});

test.run();
