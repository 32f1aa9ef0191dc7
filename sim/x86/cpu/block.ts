/**
 * A block: instructions that are executed one after the other, from one address on. It goes on
 * past conditional jumps that are not taken, so a loop of a trace is one block; each way out of it
 * is an {@link Exit}, which remembers the block that it led to.
 */

import type { Instruction } from "../decode.ts";
import { printInstruction } from "../print.ts";

/** What an observer wants to happen at an instruction. */
export interface Observation {
  /** Added to the processor's weight when the instruction is executed. */
  readonly weight: number;
  /** Called before the instruction; what it throws leaves the processor in front of it. */
  readonly before?: () => void;
}

export interface BlockInstruction extends Instruction {
  readonly address: number;
  readonly cycles: number;
  readonly observed: Observation | undefined;
}

/** A way out of a block. */
export interface Exit {
  /** Index of the last instruction executed. */
  readonly index: number;
  /** Where it goes, or -1: to the address in rip. */
  readonly target: number;
  /** The block there, once it is known. */
  next: Block | undefined;
}

/** What was executed but not yet added to the counters before an instruction of a block. */
export interface Uncounted {
  readonly instructions: number;
  readonly cycles: number;
  readonly weight: number;
}

export class Block {
  readonly address: number;
  readonly instructions: readonly BlockInstruction[];
  /** One past its last byte. */
  readonly end: number;
  readonly exits: Exit[] = [];
  readonly uncounted: Uncounted[] = [];
  /** False once its bytes have changed: it is never entered again. */
  isValid = true;
  /** When its pages were last known to be executable. */
  checkedAt = 0;
  /** Executes it; gives the index of the exit taken. */
  code: () => number = () => 0;

  constructor(address: number, instructions: readonly BlockInstruction[]) {
    this.address = address;
    this.instructions = instructions;
    const last = instructions[instructions.length - 1];
    this.end = last === undefined ? address : last.address + last.length;
  }

  /** The instruction at an index as a line of a listing. */
  line(index: number): string {
    const instruction = this.instructions[index]!;
    return `0x${instruction.address.toString(16)}: ${instructionText(instruction)}`;
  }
}

export function instructionText(instruction: BlockInstruction): string {
  return printInstruction(instruction, instruction.address);
}
