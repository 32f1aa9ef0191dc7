/**
 * For tests only: a processor with code, data and a stack, and instructions to fill them with.
 * Control that comes back to {@link GATE} ends a run.
 */

import type { Prng } from "../base/prng.ts";
import { AddressSpace, PAGE_SIZE } from "../memory/address-space.ts";
import { READ_EXEC, READ_WRITE } from "../memory/protection.ts";
import type { BufferOperand } from "./code-buffer.ts";
import { CodeBuffer } from "./code-buffer.ts";
import type { CpuOptions } from "./cpu.ts";
import { Cpu } from "./cpu.ts";
import { encodeForm } from "./encode.ts";
import type { Mnemonic } from "./instruction-table.ts";
import { sweepTable } from "./instruction-sweep.ts";

export const CODE = 0x7f32_0000_0000;
export const CODE_SIZE = 64 * PAGE_SIZE;
export const DATA = 0x7f20_0000_0000;
export const DATA_SIZE = 4 * PAGE_SIZE;
export const GATE = 0x5555_5555_4000;

export type Line = readonly [Mnemonic, ...BufferOperand[]];

export class CpuBench {
  readonly space = new AddressSpace();
  readonly cpu: Cpu;

  constructor(observe?: CpuOptions["observe"]) {
    this.space.map(CODE, CODE_SIZE, READ_EXEC);
    this.space.map(DATA, DATA_SIZE, READ_WRITE);
    const isGate = (address: number) => address >= GATE && address < GATE + PAGE_SIZE;
    this.cpu = new Cpu({ space: this.space, isGate, ...(observe && { observe }) });
    this.restart();
  }

  /** To the first instruction, with a stack whose top returns to the gate. */
  restart(): void {
    this.cpu.setRegister(4, BigInt(DATA + DATA_SIZE - 256));
    this.space.writeUint64(DATA + DATA_SIZE - 256, BigInt(GATE));
    this.cpu.rip = CODE;
  }

  /** Writes bytes into the code. */
  patch(address: number, bytes: ArrayLike<number>): void {
    this.space.protect(CODE, CODE_SIZE, READ_WRITE);
    this.space.writeBytes(address, Uint8Array.from(bytes));
    this.space.protect(CODE, CODE_SIZE, READ_EXEC);
  }

  /** Puts instructions at the start of the code. */
  write(write: (code: CodeBuffer) => void): void {
    const buffer = new CodeBuffer();
    write(buffer);
    this.patch(CODE, buffer.link(CODE));
  }

  writeLines(lines: readonly Line[]): void {
    this.write((code) => {
      for (const [mnemonic, ...operands] of lines) code.emit(mnemonic, ...operands);
    });
  }

  /** Everything that code can change, as text. */
  describe(): string {
    const { cpu } = this;
    const registers = Array.from({ length: 16 }, (_, n) => cpu.getRegister(n).toString(16));
    const vectors = Array.from({ length: 16 }, (_, n) => cpu.getXmm(n).toString(16));
    const data = this.space.readBytes(DATA, DATA_SIZE);
    const sum = data.reduce((hash, byte) => (Math.imul(hash, 31) + byte) | 0, 7);
    const counts = [cpu.instructions, cpu.cycles, cpu.weight];
    return [
      cpu.rip.toString(16),
      cpu.flags.toString(16),
      sum,
      ...counts,
      ...registers,
      ...vectors,
    ].join(" ");
  }
}

const SWEEP = sweepTable().filter(({ form, operands }) => {
  const leaves = /^(jmp|call|ret|ud2|int3|div|idiv|nop)$/.test(form.mnemonic);
  return !leaves && operands.every((operand) => operand.kind !== "rel" && operand.kind !== "mem");
});

/** Random instructions on registers alone, without control flow, as one piece of code. */
export function randomCode(prng: Prng, count: number): number[] {
  return Array.from({ length: count }, () => {
    const { form, operands } = SWEEP[prng.nextBelow(SWEEP.length)]!;
    return encodeForm(form, operands).bytes;
  }).flat();
}
