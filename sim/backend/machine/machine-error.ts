/**
 * What is said when compiled code does what no correct code does: an access where nothing is, a
 * jump out of the code, bytes that are no instruction, going round without ever coming to the end
 * of a trace. Always a bug of the simulator.
 */

import type { CpuFault } from "../../x86/cpu/fault.ts";
import type { InstalledUnit } from "./installed-unit.ts";
import { operationAt, unitName } from "./installed-unit.ts";

/** Names the unit and the operation; the message holds the last instructions. */
export class MachineError extends Error {
  override name = "MachineError";
  /** Null when there was none: the code went round. */
  readonly fault: CpuFault | null;

  constructor(where: string, what: string, fault: CpuFault | null) {
    super(`machine code went wrong in ${where}: ${what}`);
    this.fault = fault;
  }
}

/** Says where a fault has happened; when control has left all code, where it came from. */
export function describeFault(fault: CpuFault, units: Iterable<InstalledUnit>): MachineError {
  const last = fault.before.at(-1);
  const cameFrom = last === undefined ? -1 : Number.parseInt(last, 16);
  return new MachineError(placeOf([fault.rip, cameFrom], units), fault.message, fault);
}

/** Says where code goes round, of which no trace ends. */
export function describeEndless(
  rip: number,
  instructions: number,
  units: Iterable<InstalledUnit>,
): MachineError {
  const at = `0x${rip.toString(16)}`;
  const what = `${instructions} instructions up to ${at} without a call or the end of a trace`;
  return new MachineError(placeOf([rip], units), what, null);
}

/** The unit and operation of the first address that is in one. */
function placeOf(addresses: readonly number[], units: Iterable<InstalledUnit>): string {
  const known = [...units];
  for (const address of addresses) {
    const unit = known.find(({ code }) => {
      return address >= code.blockAddress && address < code.blockAddress + code.blockSize;
    });
    if (unit !== undefined) return placeName(unit, address);
  }
  return "no loop or bridge";
}

function placeName(unit: InstalledUnit, address: number): string {
  const index = operationAt(unit, address);
  if (index < 0) return unitName(unit);
  return `${unitName(unit)}, operation ${index} (${unit.unit.ops[index]!.opname})`;
}
