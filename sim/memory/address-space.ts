/**
 * A sparse address space of 4 KiB pages with protections. Addresses are exact numbers below 2^48;
 * words are little-endian. Every access checks the page it touches, in address order, and an access
 * that faults has changed nothing.
 */

import { assert } from "../base/assert.ts";
import type { AccessKind, Protection } from "./protection.ts";
import { checkProtection, MemoryFault, PROTECTION } from "./protection.ts";

export const PAGE_SIZE = 4096;

/** One past the highest address. */
export const ADDRESS_LIMIT = 2 ** 48;

interface Page {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  protection: Protection;
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

  /** Maps zeroed pages; `address` and `size` are multiples of the page size, nothing is there. */
  map(address: number, size: number, protection: Protection): void {
    checkProtection(protection);
    const numbers = pageNumbers(address, size);
    for (const n of numbers) {
      assert(!this.pages.has(n), "a page is mapped already:", n);
    }
    for (const n of numbers) {
      const bytes = new Uint8Array(PAGE_SIZE);
      this.pages.set(n, { bytes, view: new DataView(bytes.buffer), protection });
    }
  }

  /** Forgets the pages of a range, all of which must be mapped. */
  unmap(address: number, size: number): void {
    const numbers = pageNumbers(address, size);
    for (const n of numbers) this.getPage(n);
    for (const n of numbers) this.pages.delete(n);
  }

  /** Sets the protection of the pages of a range, all of which must be mapped. */
  protect(address: number, size: number, protection: Protection): void {
    checkProtection(protection);
    const pages = pageNumbers(address, size).map((n) => this.getPage(n));
    for (const page of pages) page.protection = protection;
  }

  /** The protection at an address, or undefined where nothing is mapped. */
  lookupProtection(address: number): Protection | undefined {
    return this.pages.get(Math.floor(address / PAGE_SIZE))?.protection;
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
      this.getPage(n).bytes.set(bytes.subarray(done, done + size), offset);
    });
  }

  /** An unsigned word of 1, 2 or 4 bytes. */
  readUint(address: number, sizeBytes: 1 | 2 | 4): number {
    const offset = address % PAGE_SIZE;
    if (offset + sizeBytes > PAGE_SIZE)
      return Number(joinBytes(this.readBytes(address, sizeBytes)));
    const { view } = this.pageFor(address, "read");
    if (sizeBytes === 4) return view.getUint32(offset, true);
    return sizeBytes === 2 ? view.getUint16(offset, true) : view.getUint8(offset);
  }

  /** An unsigned word of 8 bytes. */
  readUint64(address: number): bigint {
    const offset = address % PAGE_SIZE;
    if (offset + 8 > PAGE_SIZE) return joinBytes(this.readBytes(address, 8));
    return this.pageFor(address, "read").view.getBigUint64(offset, true);
  }

  /** Writes the lowest `sizeBytes` bytes of a word. */
  writeUint(address: number, sizeBytes: 1 | 2 | 4, value: number): void {
    const offset = address % PAGE_SIZE;
    if (offset + sizeBytes > PAGE_SIZE) {
      this.writeBytes(address, splitBytes(BigInt(value), sizeBytes));
      return;
    }
    const { view } = this.pageFor(address, "write");
    if (sizeBytes === 4) view.setUint32(offset, value, true);
    else if (sizeBytes === 2) view.setUint16(offset, value, true);
    else view.setUint8(offset, value);
  }

  /** Writes a word of 8 bytes, wrapped to 64 bits. */
  writeUint64(address: number, value: bigint): void {
    const offset = address % PAGE_SIZE;
    if (offset + 8 > PAGE_SIZE) this.writeBytes(address, splitBytes(value, 8));
    else this.pageFor(address, "write").view.setBigUint64(offset, value, true);
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
    const page = this.pages.get(Math.floor(address / PAGE_SIZE));
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

function pageNumbers(address: number, size: number): number[] {
  assert(address % PAGE_SIZE === 0 && size % PAGE_SIZE === 0, "a range of pages is aligned");
  assert(size > 0 && address >= 0 && address + size <= ADDRESS_LIMIT, "a range of pages exists");
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
