/** A unit whose code the processor runs, with what errors and costs need of it. */

import type { AssembledCode, Unit } from "../backend.ts";
import type { UnitAccount } from "../cost-ledger.ts";

export interface InstalledUnit {
  readonly unit: Unit;
  readonly code: AssembledCode;
  /** Null when nobody wants costs. */
  readonly account: UnitAccount | null;
}

/** The operation whose code an address is in: its number, or -1 outside of operations. */
export function operationAt({ code }: InstalledUnit, address: number): number {
  const offset = address - code.asmaddr;
  if (offset < 0 || offset >= code.asmlen) return -1;
  let found = -1;
  for (const [index, start] of code.opOffsets.entries()) {
    if (start >= 0 && start <= offset) found = index;
  }
  return found;
}

/** `loop 3` or `bridge of Guard0x7f…`. */
export function unitName({ unit }: InstalledUnit): string {
  const { guard, token } = unit;
  if (guard === null) return `loop ${token.number}`;
  return `bridge of Guard0x${guard.address.toString(16)} in loop ${token.number}`;
}
