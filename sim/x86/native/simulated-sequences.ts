/** For tests only: runs sequences on the simulated processor. */

import { AddressSpace } from "../../memory/address-space.ts";
import { READ_EXEC, READ_ONLY, READ_WRITE } from "../../memory/protection.ts";
import { Cpu } from "../cpu.ts";
import { CpuFault } from "../cpu/fault.ts";
import type { Ending, MemoryMap, ProcessorState, Sequence, SequenceOutcome } from "./sequence.ts";

const PROTECTIONS = { rw: READ_WRITE, r: READ_ONLY, rx: READ_EXEC } as const;

/** What fills the pages of code where no sequence stands. */
const TRAP = 0xcc;

/** More than a sequence that ends can execute. */
const INSTRUCTIONS_MAX = 10_000;

/** Runs all sequences on one processor. */
export function runSimulated(
  maps: readonly MemoryMap[],
  sequences: readonly Sequence[],
): SequenceOutcome[] {
  const space = new AddressSpace();
  for (const { address, size, protection, image } of maps) {
    space.map(address, size, READ_WRITE);
    space.writeBytes(address, image);
    space.protect(address, size, PROTECTIONS[protection]);
  }
  const cpu = new Cpu({ space, isGate: () => false });
  return sequences.map((sequence) => {
    writeCode(space, maps, sequence);
    loadState(cpu, sequence.start);
    const { ending, faultAddress } = run(cpu, sequence.address + sequence.code.length);
    return { ending, faultAddress, state: takeState(cpu), changes: takeChanges(space, maps) };
  });
}

function writeCode(space: AddressSpace, maps: readonly MemoryMap[], sequence: Sequence): void {
  const { address, size } = maps.find(({ protection }) => protection === "rx")!;
  const image = new Uint8Array(size).fill(TRAP);
  image.set(sequence.code, sequence.address - address);
  space.protect(address, size, READ_WRITE);
  space.writeBytes(address, image);
  space.protect(address, size, READ_EXEC);
}

function loadState(cpu: Cpu, { registers, vectors, flags, rip }: ProcessorState): void {
  for (const [k, word] of registers.entries()) cpu.setRegister(k, word);
  for (let k = 0; k < 16; k++) cpu.setXmm(k, vectors[2 * k]! | (vectors[2 * k + 1]! << 64n));
  cpu.flags = flags;
  cpu.rip = rip;
}

function takeState(cpu: Cpu): ProcessorState {
  const registers = Array.from({ length: 16 }, (_, k) => cpu.getRegister(k));
  const vectors = Array.from({ length: 32 }, (_, k) => {
    return BigInt.asUintN(64, cpu.getXmm(k >> 1) >> BigInt(64 * (k & 1)));
  });
  return { registers, vectors, flags: cpu.flags, rip: cpu.rip };
}

/** Linux tells of an address that is not aligned as of one that is not canonical. */
const ENDINGS: Readonly<Record<CpuFault["kind"], Ending>> = {
  page: "page fault",
  protection: "protection fault",
  divide: "divide error",
  "invalid-opcode": "invalid opcode",
  breakpoint: "breakpoint",
  alignment: "page fault",
};

/** Behind a sequence stands a trap. */
function run(cpu: Cpu, end: number): Pick<SequenceOutcome, "ending" | "faultAddress"> {
  try {
    cpu.run({ instructions: INSTRUCTIONS_MAX });
    return { ending: "limit", faultAddress: undefined };
  } catch (error) {
    if (!(error instanceof CpuFault)) throw error;
    const { kind, address, rip } = error;
    if (kind === "breakpoint" && rip === end) return { ending: "end", faultAddress: undefined };
    const isMemory = kind === "page" || kind === "protection";
    return { ending: ENDINGS[kind], faultAddress: isMemory ? address : undefined };
  }
}

/** The words that are not as at first; makes them so. */
function takeChanges(space: AddressSpace, maps: readonly MemoryMap[]): Map<number, bigint> {
  const changes = new Map<number, bigint>();
  for (const { address, size, protection, image } of maps) {
    if (protection === "rx") continue;
    const bytes = space.readBytes(address, size);
    if (Buffer.compare(bytes, image) === 0) continue;
    const [now, first] = [new DataView(bytes.buffer), new DataView(image.buffer)];
    for (let at = 0; at < size; at += 8) {
      const word = now.getBigUint64(at, true);
      const before = first.getBigUint64(at, true);
      if (word === before) continue;
      changes.set(address + at, word);
      space.writeUint64(address + at, before);
    }
  }
  return changes;
}
