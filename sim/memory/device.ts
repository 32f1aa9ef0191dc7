/**
 * Devices: parts of the address space whose words are not bytes in a page but answers of an object.
 * They can be read and written, never executed. A device may be far larger than what is behind it;
 * where nothing is behind an address it throws a {@link MemoryFault}, and an access that throws has
 * changed nothing. An access that sticks out of its device is a fault and never reaches it.
 */

import { assert } from "../base/assert.ts";
import type { AccessKind } from "./protection.ts";
import { MemoryFault } from "./protection.ts";

/** Bytes of one access to a device. */
export type DeviceAccessSize = 1 | 2 | 4 | 8;

/** What answers for a part of the address space. */
export interface MemoryDevice {
  /** Bits 32 … 63, signed, of what an 8-byte `read` gave last. */
  high: number;
  /** A little-endian word: its low 32 bits, signed; shorter ones are extended with zeros. */
  read(address: number, sizeBytes: DeviceAccessSize): number;
  /** Stores the lowest bytes of a word; `high` counts for 8 bytes only. */
  write(address: number, sizeBytes: DeviceAccessSize, low: number, high: number): void;
}

/** A device and where it stands. */
export interface DeviceRange {
  readonly start: number;
  /** One past the last byte. */
  readonly end: number;
  readonly device: MemoryDevice;
}

/** The devices of one address space. */
export class DeviceMap {
  private readonly ranges: DeviceRange[] = [];
  private last: DeviceRange | undefined;

  /** Adds a device where none is yet. */
  add(start: number, size: number, device: MemoryDevice): void {
    const end = start + size;
    assert(!this.overlaps(start, end), "a device is mapped already at", start);
    this.ranges.push({ start, end, device });
  }

  /** Whether a device has a byte of a range. */
  overlaps(start: number, end: number): boolean {
    return this.ranges.some((range) => range.start < end && start < range.end);
  }

  /** The device that has a byte, if any. */
  lookup(address: number): DeviceRange | undefined {
    const { last } = this;
    if (last !== undefined && address >= last.start && address < last.end) return last;
    const found = this.ranges.find(({ start, end }) => address >= start && address < end);
    if (found !== undefined) this.last = found;
    return found;
  }
}

/** Throws unless the access ends inside the device. */
export function checkInside(
  range: DeviceRange,
  address: number,
  sizeBytes: number,
  access: AccessKind,
): void {
  if (address + sizeBytes > range.end) throw new MemoryFault(range.end, access, undefined);
}
