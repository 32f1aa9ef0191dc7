/**
 * For tests only: a sequence of instructions with the state of the processor it starts in, and what
 * it leaves behind. The memory it runs in is always the same: code, two places with data (below
 * 2^31, and high up), of which the pages around are not mapped or read-only, and a stack.
 */

import { Prng } from "../../base/prng.ts";
import { INTERESTING_WORDS } from "./interesting.ts";

/** `oszapc` as bits of the flags register. */
export const FLAG_BITS: Readonly<Record<string, number>> = {
  o: 0x800,
  s: 0x80,
  z: 0x40,
  a: 0x10,
  p: 0x4,
  c: 0x1,
};
export const ALL_FLAGS = 0x8d5;

/** Registers of a processor. Vector registers have two words each, the low one first. */
export interface ProcessorState {
  readonly registers: readonly bigint[];
  readonly vectors: readonly bigint[];
  readonly flags: number;
  readonly rip: number;
}

/** Code and the state it starts in. */
export interface Sequence {
  readonly address: number;
  readonly code: Uint8Array;
  readonly start: ProcessorState;
}

/** How a sequence ends: at its end, or in a fault. */
export type Ending =
  | "end"
  | "page fault"
  | "protection fault"
  | "divide error"
  | "invalid opcode"
  | "breakpoint"
  | "limit"
  | `other: ${string}`;

export interface SequenceOutcome {
  readonly ending: Ending;
  /** Of a page or protection fault, where it is known. */
  readonly faultAddress: number | undefined;
  readonly state: ProcessorState;
  /** Words of memory that changed, by address. */
  readonly changes: ReadonlyMap<number, bigint>;
}

/** A piece of memory; protections are those of the address space. */
export interface MemoryMap {
  readonly address: number;
  readonly size: number;
  readonly protection: "rw" | "r" | "rx";
  readonly image: Uint8Array;
}

export const CODE_ADDRESS = 0x4000_0000;
export const LOW_DATA = 0x5000_0000;
export const HIGH_DATA = 0x7ab1_2340_0000;
export const STACK = 0x6bad_cafe_0000;
/** Bytes of the places that can be written; a read-only page follows the low data. */
export const DATA_SIZE = 0x2000;
export const STACK_SIZE = 0x1000;
/** A canonical NaN of eight and of four bytes, in the read-only page. */
export const NAN_64 = LOW_DATA + DATA_SIZE;
export const NAN_32 = NAN_64 + 8;

function makeImage(size: number, prng: Prng): Uint8Array {
  const view = new DataView(new ArrayBuffer(size));
  for (let at = 0; at < size; at += 8) {
    const isInteresting = prng.nextBelow(3) === 0;
    const word = isInteresting
      ? INTERESTING_WORDS[prng.nextBelow(INTERESTING_WORDS.length)]!
      : prng.nextWord();
    view.setBigUint64(at, word, true);
  }
  return new Uint8Array(view.buffer);
}

/** The memory that every sequence starts with. */
export function makeMaps(): MemoryMap[] {
  const prng = new Prng(20261);
  const map = (address: number, size: number, protection: MemoryMap["protection"]): MemoryMap => {
    return { address, size, protection, image: makeImage(size, prng) };
  };
  const readOnly = map(NAN_64, 0x1000, "r");
  const view = new DataView(readOnly.image.buffer);
  view.setBigUint64(0, 0x7ff8n << 48n, true);
  view.setUint32(8, 0x7fc00000, true);
  return [
    { ...map(CODE_ADDRESS, 0x2000, "rx"), image: new Uint8Array(0x2000).fill(0xcc) },
    map(LOW_DATA, DATA_SIZE, "rw"),
    readOnly,
    map(HIGH_DATA, DATA_SIZE, "rw"),
    map(STACK, STACK_SIZE, "rw"),
  ];
}
