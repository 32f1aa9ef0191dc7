/**
 * The processor's registers as calls see them (System V): arguments in order, results, and all of
 * them at once, for a run of compiled code inside of a call of compiled code.
 */

import type { Cpu } from "../../x86/cpu.ts";
import { COUNT } from "../../x86/cpu/state.ts";
import { RAX, RSP } from "../../x86/operand.ts";
import { ARGUMENT_REGISTERS, FLOAT_ARGUMENT_COUNT } from "../assembler/calling-convention.ts";
import type { FrameStack } from "./frames.ts";
import { highOf } from "./frames.ts";
import type { Word } from "./words.ts";

export function getAddress(cpu: Cpu, register: number): number {
  return (cpu.hi[register]! >>> 0) * 0x1_0000_0000 + (cpu.lo[register]! >>> 0);
}

export function setAddress(cpu: Cpu, register: number, address: number): void {
  cpu.lo[register] = address | 0;
  cpu.hi[register] = highOf(address);
}

/** The result of a call in rax or xmm0. */
export function setResult(cpu: Cpu, word: Word, isFloat: boolean): void {
  if (isFloat) {
    cpu.xmmWords[0] = word.low;
    cpu.xmmWords[1] = word.high;
  } else {
    cpu.lo[RAX.number] = word.low;
    cpu.hi[RAX.number] = word.high;
  }
}

/** Reads the arguments of a call one after the other; the call instruction has been executed. */
export class ArgumentReader {
  private readonly cpu: Cpu;
  private readonly frames: FrameStack;
  private generals = 0;
  private floats = 0;
  private stackAt: number;

  constructor(cpu: Cpu, frames: FrameStack) {
    this.cpu = cpu;
    this.frames = frames;
    this.stackAt = getAddress(cpu, RSP.number) + 8;
  }

  next(isFloat: boolean, word: Word): void {
    const { cpu } = this;
    if (isFloat && this.floats < FLOAT_ARGUMENT_COUNT) {
      const at = 4 * this.floats++;
      word.low = cpu.xmmWords[at]!;
      word.high = cpu.xmmWords[at + 1]!;
      return;
    }
    const register = isFloat ? undefined : ARGUMENT_REGISTERS[this.generals++];
    if (register === undefined) {
      this.frames.read(this.stackAt, word);
      this.stackAt += 8;
    } else {
      word.low = cpu.lo[register.number]!;
      word.high = cpu.hi[register.number]!;
    }
  }
}

/** Everything that a run inside of another must leave as it was. */
export class SavedRegisters {
  private readonly low: Int32Array;
  private readonly high: Int32Array;
  private readonly vectors: Int32Array;
  private readonly flags: Int32Array;
  private readonly rip: number;

  constructor(cpu: Cpu) {
    this.low = cpu.lo.slice();
    this.high = cpu.hi.slice();
    this.vectors = cpu.xmmWords.slice();
    this.flags = cpu.flagRecord.slice();
    this.rip = cpu.rip;
  }

  restore(cpu: Cpu): void {
    cpu.lo.set(this.low);
    cpu.hi.set(this.high);
    cpu.xmmWords.set(this.vectors);
    cpu.flagRecord.set(this.flags);
    cpu.counts[COUNT.rip] = this.rip;
  }
}
