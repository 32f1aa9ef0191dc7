/**
 * The processor's way to memory: words by the halves of their address, through a small cache of
 * pages. A cached page has passed the check of its protection; the cache is emptied whenever any
 * mapping or protection changes. Pages that have held code are never cached for writing, so that
 * writes to them are told to whoever has decoded them.
 */

import type { AddressSpace, MemoryPage } from "../../memory/address-space.ts";
import { ADDRESS_LIMIT, PAGE_SIZE } from "../../memory/address-space.ts";
import type { DeviceAccessSize } from "../../memory/device.ts";
import { checkInside } from "../../memory/device.ts";
import type { AccessKind } from "../../memory/protection.ts";
import { MemoryFault, PROTECTION } from "../../memory/protection.ts";

const SLOTS = 64;

/** No page has this high half. */
const NO_TAG = 0x7fff_ffff;

/** Pages that one kind of access may touch, by the lowest bits of their number. */
class PageCache {
  readonly high = new Int32Array(SLOTS).fill(NO_TAG);
  readonly low = new Int32Array(SLOTS);
  readonly words: Int32Array[];
  readonly bytes: Uint8Array[];

  constructor() {
    const empty = new Uint8Array(PAGE_SIZE);
    this.bytes = new Array<Uint8Array>(SLOTS).fill(empty);
    this.words = new Array<Int32Array>(SLOTS).fill(new Int32Array(empty.buffer));
  }

  clear(): void {
    this.high.fill(NO_TAG);
  }

  add(high: number, low: number, page: MemoryPage): void {
    const slot = (low >>> 12) & (SLOTS - 1);
    this.high[slot] = high;
    this.low[slot] = low & -PAGE_SIZE;
    this.words[slot] = page.words;
    this.bytes[slot] = page.bytes;
  }
}

/** An address as a number. Halves of what is no address give a number that is none either. */
export function joinAddress(high: number, low: number): number {
  return (high >>> 0) * 0x1_0000_0000 + (low >>> 0);
}

export class MemoryPort {
  private readonly space: AddressSpace;
  private readonly reads = new PageCache();
  private readonly writes = new PageCache();
  /** Words 0 and 1: scratch of the generated code, word 1 the high half of what was read last. */
  readonly scratch = new Int32Array(4);
  readonly scratchFloats = new Float64Array(this.scratch.buffer);

  constructor(space: AddressSpace) {
    this.space = space;
  }

  /** Forgets all pages. */
  clear(): void {
    this.reads.clear();
    this.writes.clear();
  }

  /** Eight bytes: gives the low half, leaves the high one in `scratch[1]`. */
  read8(high: number, low: number): number {
    const { reads } = this;
    const slot = (low >>> 12) & (SLOTS - 1);
    if (reads.high[slot] === high && reads.low[slot] === (low & ~0xff8)) {
      const words = reads.words[slot]!;
      const at = (low & 0xfff) >> 2;
      this.scratch[1] = words[at + 1]!;
      return words[at]!;
    }
    return this.readSlowly(high, low, 8);
  }

  /** Four bytes, signed. */
  read4(high: number, low: number): number {
    const { reads } = this;
    const slot = (low >>> 12) & (SLOTS - 1);
    if (reads.high[slot] === high && reads.low[slot] === (low & ~0xffc)) {
      return reads.words[slot]![(low & 0xfff) >> 2]!;
    }
    return this.readSlowly(high, low, 4);
  }

  /** Two bytes, unsigned. */
  read2(high: number, low: number): number {
    return this.readSlowly(high, low, 2);
  }

  /** One byte, unsigned. */
  read1(high: number, low: number): number {
    const { reads } = this;
    const slot = (low >>> 12) & (SLOTS - 1);
    if (reads.high[slot] === high && reads.low[slot] === (low & -PAGE_SIZE)) {
      return reads.bytes[slot]![low & 0xfff]!;
    }
    return this.readSlowly(high, low, 1);
  }

  write8(high: number, low: number, valueLow: number, valueHigh: number): void {
    const { writes } = this;
    const slot = (low >>> 12) & (SLOTS - 1);
    if (writes.high[slot] === high && writes.low[slot] === (low & ~0xff8)) {
      const words = writes.words[slot]!;
      const at = (low & 0xfff) >> 2;
      words[at] = valueLow;
      words[at + 1] = valueHigh;
      return;
    }
    this.writeSlowly(high, low, 8, valueLow, valueHigh);
  }

  write4(high: number, low: number, value: number): void {
    const { writes } = this;
    const slot = (low >>> 12) & (SLOTS - 1);
    if (writes.high[slot] === high && writes.low[slot] === (low & ~0xffc)) {
      writes.words[slot]![(low & 0xfff) >> 2] = value;
      return;
    }
    this.writeSlowly(high, low, 4, value, 0);
  }

  write2(high: number, low: number, value: number): void {
    this.writeSlowly(high, low, 2, value, 0);
  }

  write1(high: number, low: number, value: number): void {
    const { writes } = this;
    const slot = (low >>> 12) & (SLOTS - 1);
    if (writes.high[slot] === high && writes.low[slot] === (low & -PAGE_SIZE)) {
      writes.bytes[slot]![low & 0xfff] = value;
      return;
    }
    this.writeSlowly(high, low, 1, value, 0);
  }

  private readSlowly(high: number, low: number, sizeBytes: DeviceAccessSize): number {
    const address = joinAddress(high, low);
    const offset = low & 0xfff;
    const range = this.space.lookupDevice(address);
    if (range !== undefined) {
      checkInside(range, address, sizeBytes, "read");
      const word = range.device.read(address, sizeBytes);
      this.scratch[1] = range.device.high;
      return word;
    }
    const page = this.pageFor(address, "read");
    if (offset + sizeBytes > PAGE_SIZE) return this.readAcross(address, sizeBytes);
    this.reads.add(high, low, page);
    if (sizeBytes === 1) return page.bytes[offset]!;
    if (sizeBytes === 2) return page.view.getUint16(offset, true);
    if (sizeBytes === 8) this.scratch[1] = page.view.getInt32(offset + 4, true);
    return page.view.getInt32(offset, true);
  }

  private readAcross(address: number, sizeBytes: number): number {
    const bytes = new Uint8Array(8);
    bytes.set(this.space.readBytes(address, sizeBytes));
    const view = new DataView(bytes.buffer);
    this.scratch[1] = view.getInt32(4, true);
    return view.getInt32(0, true);
  }

  private writeSlowly(
    high: number,
    low: number,
    sizeBytes: DeviceAccessSize,
    valueLow: number,
    valueHigh: number,
  ): void {
    const address = joinAddress(high, low);
    const range = this.space.lookupDevice(address);
    if (range !== undefined) {
      checkInside(range, address, sizeBytes, "write");
      range.device.write(address, sizeBytes, valueLow, valueHigh);
      return;
    }
    const page = this.pageFor(address, "write");
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setInt32(0, valueLow, true);
    bytes.setInt32(4, valueHigh, true);
    this.space.writeBytes(address, new Uint8Array(bytes.buffer, 0, sizeBytes));
    if (!page.hasHeldCode) this.writes.add(high, low, page);
  }

  private pageFor(address: number, access: AccessKind): MemoryPage {
    const isAddress = address < ADDRESS_LIMIT;
    const page = isAddress ? this.space.lookupPage(Math.floor(address / PAGE_SIZE)) : undefined;
    if (page === undefined || (page.protection & PROTECTION[access]) === 0) {
      throw new MemoryFault(address, access, page?.protection);
    }
    return page;
  }
}
