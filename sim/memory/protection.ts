/**
 * Protections of pages, and the fault an access that breaks them raises. W^X is a property of the
 * values: {@link checkProtection} refuses one that is writable and executable, so no page of an
 * address space can ever be both.
 */

import { assert } from "../base/assert.ts";

/** Bits of a protection; 0 is mapped but not accessible. */
export const PROTECTION = { none: 0, read: 1, write: 2, exec: 4 } as const;

/** A set of {@link PROTECTION} bits. */
export type Protection = number;

export const READ_ONLY: Protection = PROTECTION.read;
export const READ_WRITE: Protection = PROTECTION.read | PROTECTION.write;
export const READ_EXEC: Protection = PROTECTION.read | PROTECTION.exec;

/** What an access wanted to do. */
export type AccessKind = "read" | "write" | "exec";

/** Throws unless `protection` is a set of bits that respects W^X. */
export function checkProtection(protection: Protection): void {
  assert(protection >= 0 && protection <= 7, `bad protection ${protection}`);
  const both = PROTECTION.write | PROTECTION.exec;
  assert((protection & both) !== both, "a page is never writable and executable");
}

/** `rwx` letters of a protection, `-` for what is missing. */
export function printProtection(protection: Protection): string {
  const letter = (bit: number, text: string) => ((protection & bit) === 0 ? "-" : text);
  return (
    letter(PROTECTION.read, "r") + letter(PROTECTION.write, "w") + letter(PROTECTION.exec, "x")
  );
}

/** An access to a page that is not mapped or does not allow it. */
export class MemoryFault extends Error {
  override name = "MemoryFault";
  /** The first byte that could not be accessed. */
  readonly address: number;
  readonly access: AccessKind;
  /** The page's protection, or undefined where nothing is mapped. */
  readonly found: Protection | undefined;

  constructor(address: number, access: AccessKind, found: Protection | undefined) {
    const page = found === undefined ? "an unmapped page" : `a ${printProtection(found)} page`;
    super(`${access} at 0x${address.toString(16)}: expected ${access} permission, found ${page}`);
    this.address = address;
    this.access = access;
    this.found = found;
  }

  /** The protection bit that the access needed. */
  get expected(): Protection {
    return PROTECTION[this.access];
  }
}
