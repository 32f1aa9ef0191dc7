/** For tests only: runs sequences on the processor of this machine, through sequences.c. */

import { existsSync } from "node:fs";
import { isInstalled } from "../objdump.ts";
import { runCProgram, WordWriter } from "./c-program.ts";
import type { Ending, MemoryMap, Sequence, SequenceOutcome } from "./sequence.ts";

const SOURCE = new URL("sequences.c", import.meta.url);

/** Whether this machine has a compiler for them, and the sources are here. */
export function canRunNative(): boolean {
  return existsSync(SOURCE) && isInstalled("gcc");
}

const PROTECTIONS = { rw: 0, r: 1, rx: 2 } as const;

/** The trap that stands behind a sequence and fills the last word of its code. */
const TRAP = 0xcc;

/** Runs all sequences in one process. */
export function runNative(
  maps: readonly MemoryMap[],
  sequences: readonly Sequence[],
): SequenceOutcome[] {
  const output = runCProgram(SOURCE, writeInput(maps, sequences));
  let at = 0;
  const next = (): bigint => {
    at += 8;
    return output.readBigUInt64LE(at - 8);
  };
  const list = (length: number): bigint[] => Array.from({ length }, next);
  return sequences.map((sequence): SequenceOutcome => {
    const [signal, code, address, rip] = list(4).map(Number) as [number, number, number, number];
    const flags = Number(next());
    const [registers, vectors] = [list(16), list(32)];
    const changes = new Map<number, bigint>();
    for (let count = Number(next()); count > 0; count--) changes.set(Number(next()), next());
    const end = sequence.address + sequence.code.length;
    const isTrap = signal === SIGNALS.trap;
    const ending = isTrap ? (rip === end + 1 ? "end" : "breakpoint") : endingOf(signal, code);
    const state = { registers, vectors, flags, rip: isTrap ? rip - 1 : rip };
    const isKnown = signal === SIGNALS.segv && code <= 2;
    return { ending, faultAddress: isKnown ? address : undefined, state, changes };
  });
}

/** Of Linux on x86-64. */
const SIGNALS = { ill: 4, trap: 5, bus: 7, fpe: 8, segv: 11, vtalrm: 26 } as const;

/** Addresses that are not canonical are a fault of their own: for us nothing is mapped there. */
function endingOf(signal: number, code: number): Ending {
  switch (signal) {
    case SIGNALS.segv:
      return code === 2 ? "protection fault" : "page fault";
    case SIGNALS.bus:
      return "page fault";
    case SIGNALS.fpe:
      return "divide error";
    case SIGNALS.ill:
      return "invalid opcode";
    case SIGNALS.vtalrm:
      return "limit";
    default:
      return `other: signal ${signal}`;
  }
}

function writeInput(maps: readonly MemoryMap[], sequences: readonly Sequence[]): Buffer {
  const writer = new WordWriter();
  writer.words([maps.length]);
  for (const { address, size, protection, image } of maps) {
    writer.words([address, size, PROTECTIONS[protection]]);
    writer.bytes(image);
  }
  writer.words([sequences.length]);
  for (const { address, code, start } of sequences) {
    const words = Math.floor(code.length / 8) + 1;
    const padded = new Uint8Array(8 * words).fill(TRAP);
    padded.set(code);
    writer.words([address, words]);
    writer.bytes(padded);
    writer.words([start.rip, start.flags, ...start.registers, ...start.vectors]);
  }
  return writer.take();
}
