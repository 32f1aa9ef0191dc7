/**
 * A sparse address space of 4 KiB pages with protections, and devices where there are no pages.
 * Addresses are exact numbers below 2^48; words are little-endian. Every access checks the page it
 * touches, in address order, and an access that faults has changed nothing. Whoever caches pages or
 * what stands in them listens (a {@link SpaceListener}).
 */

import { assert } from "../base/assert.ts";
import type { DeviceAccessSize, DeviceRange, MemoryDevice } from "./device.ts";
import { checkInside, DeviceMap } from "./device.ts";
import type { AccessKind, Protection } from "./protection.ts";
import { checkProtection, MemoryFault, PROTECTION } from "./protection.ts";

export const PAGE_SIZE = 4096;

/** One past the highest address. */
export const ADDRESS_LIMIT = 2 ** 48;

/** A page as whoever caches it sees it; only its address space changes the protection. */
export interface MemoryPage {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly view: DataView;
  readonly protection: Protection;
  /** Whether it has ever been executable: then writes to it are told. */
  readonly hasHeldCode: boolean;
}

interface Page extends MemoryPage {
  protection: Protection;
  hasHeldCode: boolean;
}

/** Hears, after the fact, of what makes cached pages and decoded code stale. */
export interface SpaceListener {
  /** Bytes of pages that have been executable were replaced or unmapped. */
  codeChanged(address: number, size: number): void;
  /** Pages came, went or have another protection; `lostExec`: some were executable before. */
  pagesChanged(lostExec: boolean): void;
}

/** A run of neighbouring pages with one protection. */
export interface MappedRange {
  readonly address: number;
  readonly size: number;
  readonly protection: Protection;
}

/** The memory of one run. */
export class AddressSpace {
  private readonly pages = new Map<number, Page>();
  private readonly devices = new DeviceMap();
  private readonly listeners: SpaceListener[] = [];

  addListener(listener: SpaceListener): void {
    this.listeners.push(listener);
  }

  /** Lets a device answer for a range of pages where nothing is mapped. */
  mapDevice(address: number, size: number, device: MemoryDevice): void {
    const end = address + size;
    checkAligned(address, size);
    const hasPage = [...this.pages.keys()].some((n) => {
      return n * PAGE_SIZE >= address && n * PAGE_SIZE < end;
    });
    assert(!hasPage, "a page is mapped already in the device at", address);
    this.devices.add(address, size, device);
  }

  /** The device that answers for an address, if any. */
  lookupDevice(address: number): DeviceRange | undefined {
    return this.devices.lookup(address);
  }

  /** The page with a number (address / {@link PAGE_SIZE}), if it is mapped. */
  lookupPage(n: number): MemoryPage | undefined {
    return this.pages.get(n);
  }

  /** Maps zeroed pages; `address` and `size` are multiples of the page size, nothing is there. */
  map(address: number, size: number, protection: Protection): void {
    checkProtection(protection);
    const numbers = pageNumbers(address, size);
    for (const n of numbers) {
      assert(!this.pages.has(n), "a page is mapped already:", n);
    }
    assert(
      !this.devices.overlaps(address, address + size),
      "a device is mapped already at",
      address,
    );
    for (const n of numbers) this.pages.set(n, makePage(protection));
    this.tellPages(false);
  }

  /** Forgets the pages of a range, all of which must be mapped. */
  unmap(address: number, size: number): void {
    const numbers = pageNumbers(address, size);
    const isCode = numbers.map((n) => this.getPage(n).hasHeldCode).includes(true);
    for (const n of numbers) this.pages.delete(n);
    if (isCode) this.tellCode(address, size);
    this.tellPages(isCode);
  }

  /** Sets the protection of the pages of a range, all of which must be mapped. */
  protect(address: number, size: number, protection: Protection): void {
    checkProtection(protection);
    const pages = pageNumbers(address, size).map((n) => this.getPage(n));
    const isExec = (protection & PROTECTION.exec) !== 0;
    let lostExec = false;
    for (const page of pages) {
      if ((page.protection & PROTECTION.exec) !== 0 && !isExec) lostExec = true;
      page.protection = protection;
      if (isExec) page.hasHeldCode = true;
    }
    this.tellPages(lostExec);
  }

  /** The protection at an address, or undefined where nothing is mapped. */
  lookupProtection(address: number): Protection | undefined {
    return this.pages.get(pageNumber(address))?.protection;
  }

  /** All mapped ranges in address order, neighbours with the same protection joined. */
  mappedRanges(): MappedRange[] {
    const ranges: { address: number; size: number; protection: Protection }[] = [];
    for (const [n, page] of [...this.pages].sort((a, b) => a[0] - b[0])) {
      const last = ranges.at(-1);
      const address = n * PAGE_SIZE;
      const joins = last?.protection === page.protection && last.address + last.size === address;
      if (joins) last.size += PAGE_SIZE;
      else ranges.push({ address, size: PAGE_SIZE, protection: page.protection });
    }
    return ranges;
  }

  /** A copy of `size` bytes, which must be readable. */
  readBytes(address: number, size: number): Uint8Array {
    return this.copyOut(address, size, "read");
  }

  /** A copy of `size` bytes, which must be executable. */
  fetchBytes(address: number, size: number): Uint8Array {
    return this.copyOut(address, size, "exec");
  }

  /** A copy of up to `sizeMax` executable bytes, shorter where the executable pages end. */
  fetchUpTo(address: number, sizeMax: number): Uint8Array {
    const room = PAGE_SIZE - (address % PAGE_SIZE);
    if (sizeMax <= room) return this.copyOut(address, sizeMax, "exec");
    const next = this.lookupProtection(address + room) ?? PROTECTION.none;
    const canGoOn = (next & PROTECTION.exec) !== 0;
    return this.copyOut(address, canGoOn ? sizeMax : room, "exec");
  }

  /** Writes bytes, all of whose pages must be writable. */
  writeBytes(address: number, bytes: Uint8Array): void {
    this.checkAccess(address, bytes.length, "write");
    forEachPiece(address, bytes.length, (n, offset, done, size) => {
      const page = this.getPage(n);
      page.bytes.set(bytes.subarray(done, done + size), offset);
      if (page.hasHeldCode) this.tellCode(address + done, size);
    });
  }

  /** An unsigned word of 1, 2 or 4 bytes. */
  readUint(address: number, sizeBytes: 1 | 2 | 4): number {
    const device = this.deviceFor(address, sizeBytes, "read");
    if (device !== undefined) return device.read(address, sizeBytes) >>> 0;
    const offset = address % PAGE_SIZE;
    if (offset + sizeBytes > PAGE_SIZE)
      return Number(joinBytes(this.readBytes(address, sizeBytes)));
    const { view } = this.pageFor(address, "read");
    if (sizeBytes === 4) return view.getUint32(offset, true);
    return sizeBytes === 2 ? view.getUint16(offset, true) : view.getUint8(offset);
  }

  /** An unsigned word of 8 bytes. */
  readUint64(address: number): bigint {
    const device = this.deviceFor(address, 8, "read");
    if (device !== undefined) {
      const low = BigInt(device.read(address, 8) >>> 0);
      return (BigInt(device.high >>> 0) << 32n) | low;
    }
    const offset = address % PAGE_SIZE;
    if (offset + 8 > PAGE_SIZE) return joinBytes(this.readBytes(address, 8));
    return this.pageFor(address, "read").view.getBigUint64(offset, true);
  }

  /** Writes the lowest `sizeBytes` bytes of a word. */
  writeUint(address: number, sizeBytes: 1 | 2 | 4, value: number): void {
    const device = this.deviceFor(address, sizeBytes, "write");
    if (device !== undefined) device.write(address, sizeBytes, value | 0, 0);
    else this.writeBytes(address, splitBytes(BigInt(value), sizeBytes));
  }

  /** Writes a word of 8 bytes, wrapped to 64 bits. */
  writeUint64(address: number, value: bigint): void {
    const device = this.deviceFor(address, 8, "write");
    if (device === undefined) this.writeBytes(address, splitBytes(value, 8));
    else
      device.write(
        address,
        8,
        Number(value & 0xffff_ffffn) | 0,
        Number((value >> 32n) & 0xffff_ffffn) | 0,
      );
  }

  private deviceFor(
    address: number,
    sizeBytes: DeviceAccessSize,
    access: AccessKind,
  ): MemoryDevice | undefined {
    const range = this.devices.lookup(address);
    if (range === undefined) return undefined;
    checkInside(range, address, sizeBytes, access);
    return range.device;
  }

  private tellPages(lostExec: boolean): void {
    for (const listener of this.listeners) listener.pagesChanged(lostExec);
  }

  private tellCode(address: number, size: number): void {
    for (const listener of this.listeners) listener.codeChanged(address, size);
  }

  private copyOut(address: number, size: number, access: AccessKind): Uint8Array {
    this.checkAccess(address, size, access);
    const result = new Uint8Array(size);
    forEachPiece(address, size, (n, offset, done, pieceSize) => {
      result.set(this.getPage(n).bytes.subarray(offset, offset + pieceSize), done);
    });
    return result;
  }

  private checkAccess(address: number, size: number, access: AccessKind): void {
    forEachPiece(address, size, (_n, _offset, done) => this.pageFor(address + done, access));
  }

  private pageFor(address: number, access: AccessKind): Page {
    const page = this.pages.get(pageNumber(address));
    if (page === undefined || (page.protection & PROTECTION[access]) === 0) {
      throw new MemoryFault(address, access, page?.protection);
    }
    return page;
  }

  private getPage(n: number): Page {
    const page = this.pages.get(n);
    assert(page !== undefined, "a page is not mapped:", n);
    return page;
  }
}

function makePage(protection: Protection): Page {
  const bytes = new Uint8Array(PAGE_SIZE);
  return {
    bytes,
    words: new Int32Array(bytes.buffer),
    view: new DataView(bytes.buffer),
    protection,
    hasHeldCode: (protection & PROTECTION.exec) !== 0,
  };
}

function pageNumber(address: number): number {
  return Math.floor(address / PAGE_SIZE);
}

function checkAligned(address: number, size: number): void {
  assert(address % PAGE_SIZE === 0 && size % PAGE_SIZE === 0, "a range of pages is aligned");
  assert(size > 0 && address >= 0 && address + size <= ADDRESS_LIMIT, "a range of pages exists");
}

function pageNumbers(address: number, size: number): number[] {
  checkAligned(address, size);
  return Array.from({ length: size / PAGE_SIZE }, (_, i) => address / PAGE_SIZE + i);
}

/** Calls `visit(page number, offset in page, bytes done before, bytes)` for each page touched. */
function forEachPiece(
  address: number,
  size: number,
  visit: (n: number, offset: number, done: number, size: number) => void,
): void {
  for (let done = 0; done < size; ) {
    const offset = (address + done) % PAGE_SIZE;
    const pieceSize = Math.min(size - done, PAGE_SIZE - offset);
    visit(Math.floor((address + done) / PAGE_SIZE), offset, done, pieceSize);
    done += pieceSize;
  }
}

function joinBytes(bytes: Uint8Array): bigint {
  return bytes.reduceRight((word, byte) => (word << 8n) | BigInt(byte), 0n);
}

function splitBytes(value: bigint, sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, (_, i) =>
    Number(BigInt.asUintN(8, value >> BigInt(8 * i))),
  );
}
