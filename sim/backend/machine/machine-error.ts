/**
 * What is said when compiled code does what no correct code does: an access where nothing is, a
 * jump out of the code, bytes that are no instruction. Always a bug of the simulator.
 */

import type { CpuFault } from "../../x86/cpu/fault.ts";
import type { InstalledUnit } from "./installed-unit.ts";
import { operationAt, unitName } from "./installed-unit.ts";

/** Names the unit and the operation; the message holds the last instructions. */
export class MachineError extends Error {
  override name = "MachineError";
  readonly fault: CpuFault;

  constructor(where: string, fault: CpuFault) {
    super(`machine code went wrong in ${where}: ${fault.message}`);
    this.fault = fault;
  }
}

/** Says where a fault has happened; when control has left all code, where it came from. */
export function describeFault(fault: CpuFault, units: Iterable<InstalledUnit>): MachineError {
  const known = [...units];
  const last = fault.before.at(-1);
  const cameFrom = last === undefined ? -1 : Number.parseInt(last, 16);
  for (const address of [fault.rip, cameFrom]) {
    const unit = known.find(({ code }) => {
      return address >= code.blockAddress && address < code.blockAddress + code.blockSize;
    });
    if (unit !== undefined) return new MachineError(placeName(unit, address), fault);
  }
  return new MachineError("no loop or bridge", fault);
}

function placeName(unit: InstalledUnit, address: number): string {
  const index = operationAt(unit, address);
  if (index < 0) return unitName(unit);
  return `${unitName(unit)}, operation ${index} (${unit.unit.ops[index]!.opname})`;
}
