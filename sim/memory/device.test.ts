/** Tests of devices in an address space: words, bounds, faults, and what may not overlap. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { AddressSpace, PAGE_SIZE } from "./address-space.ts";
import type { DeviceAccessSize, MemoryDevice } from "./device.ts";
import { MemoryFault, PROTECTION, READ_WRITE } from "./protection.ts";

const BASE = 0x7f20_0000_0000;
const SIZE = 0x10_0000_0000;

/** Words by address; where none is, reading is a fault. */
class WordDevice implements MemoryDevice {
  high = 0;
  readonly words = new Map<number, readonly [low: number, high: number]>();

  read(address: number, sizeBytes: DeviceAccessSize): number {
    const word = this.words.get(address);
    if (word === undefined) throw new MemoryFault(address, "read", undefined);
    this.high = word[1];
    return sizeBytes === 1 ? word[0] & 0xff : word[0];
  }

  write(address: number, _sizeBytes: DeviceAccessSize, low: number, high: number): void {
    this.words.set(address, [low, high]);
  }
}

function makeSpace(): { space: AddressSpace; device: WordDevice } {
  const space = new AddressSpace();
  const device = new WordDevice();
  space.mapDevice(BASE, SIZE, device);
  return { space, device };
}

test("words go through the device, as signed halves", () => {
  const { space, device } = makeSpace();
  space.writeUint64(BASE + 0x5_0000_0ffc, 0xffff_fffe_8000_0001n);
  assert.equal(device.words.get(BASE + 0x5_0000_0ffc), [-0x7fff_ffff, -2]);
  assert.is(space.readUint64(BASE + 0x5_0000_0ffc), 0xffff_fffe_8000_0001n);
  assert.is(space.readUint(BASE + 0x5_0000_0ffc, 4), 0x8000_0001);
  space.writeUint(BASE, 2, 0xabcd);
  assert.is(space.readUint(BASE, 2), 0xabcd);
  assert.is(space.readUint(BASE, 1), 0xcd);
});

test("a device refuses what it does not have, and an access that sticks out is a fault", () => {
  const { space } = makeSpace();
  assert.throws(() => space.readUint64(BASE + 8), /read at 0x7f2000000008: .* unmapped page/);
  assert.throws(() => space.writeUint64(BASE + SIZE - 4, 1n), /write at 0x7f3000000000/);
  assert.throws(() => space.readUint64(BASE - 8), /read at 0x7f1ffffffff8/);
  assert.throws(() => space.fetchBytes(BASE, 1), /exec at/);
});

test("devices overlap neither pages nor each other", () => {
  const { space, device } = makeSpace();
  assert.throws(() => space.mapDevice(BASE + PAGE_SIZE, PAGE_SIZE, device), /device is mapped/);
  assert.throws(
    () => space.map(BASE + SIZE - PAGE_SIZE, PAGE_SIZE, READ_WRITE),
    /device is mapped/,
  );
  assert.throws(() => space.mapDevice(BASE + SIZE + 8, PAGE_SIZE, device), /aligned/);
  space.map(BASE + SIZE, PAGE_SIZE, READ_WRITE);
  assert.throws(() => space.mapDevice(BASE + SIZE, PAGE_SIZE, device), /page is mapped/);
});

test("listeners hear of code that changes and of pages that change", () => {
  const { space } = makeSpace();
  const heard: string[] = [];
  space.addListener({
    codeChanged: (address, size) => heard.push(`code ${address.toString(16)} ${size}`),
    pagesChanged: (lostExec) => heard.push(`pages ${lostExec}`),
  });
  space.map(0x1000, 2 * PAGE_SIZE, READ_WRITE);
  space.writeBytes(0x1000, new Uint8Array(16));
  space.protect(0x1000, PAGE_SIZE, PROTECTION.read | PROTECTION.exec);
  space.protect(0x1000, PAGE_SIZE, READ_WRITE);
  space.writeUint64(0x1ffc, 1n);
  space.unmap(0x1000, PAGE_SIZE);
  assert.equal(heard, [
    "pages false",
    "pages false",
    "pages true",
    "code 1ffc 4",
    "code 1000 4096",
    "pages true",
  ]);
});

test.run();
