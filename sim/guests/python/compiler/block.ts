/**
 * Basic blocks of instructions, before their jumps have offsets.
 *
 * Counterpart: pypy/interpreter/astcompiler/assemble.py (Instruction, Block).
 */

import { OPCODES, type OpcodeName } from "./opcodes.ts";

/**
 * One instruction; `arg` is 0 for opcodes without one, and unknown while `target` is not laid
 * out.
 */
export interface Instruction {
  op: OpcodeName;
  arg: number;
  /** Line in the source, 0 when the instruction belongs to no line of its own. */
  readonly line: number;
  target: Block | null;
  /** The jump's argument is an offset from the start of the code. */
  readonly absolute: boolean;
}

/** Instructions that run one after the other; jumps go to the start of blocks. */
export interface Block {
  readonly instructions: Instruction[];
  next: Block | null;
  /** Ends with RETURN_VALUE: whatever would be added is dead. */
  hasReturn: boolean;
  offset: number;
  /** Stack depth on entry; -99 when not reached. */
  initialDepth: number;
}

/** An empty block. */
export function newBlock(): Block {
  return { instructions: [], next: null, hasReturn: false, offset: 0, initialDepth: -99 };
}

/** Bytes an instruction takes, with the EXTENDED_ARGs before it. */
export function instructionSize(instruction: Instruction): number {
  const { arg } = instruction;
  if (arg <= 0xff) return 2;
  if (arg <= 0xffff) return 4;
  return arg <= 0xffffff ? 6 : 8;
}

/** Bytes all the instructions of a block take. */
export function blockSize(block: Block): number {
  let size = 0;
  for (const instruction of block.instructions) size += instructionSize(instruction);
  return size;
}

/** Appends the bytes of an instruction. */
export function encodeInstruction(instruction: Instruction, out: number[]): void {
  const { arg } = instruction;
  for (let shift = (instructionSize(instruction) - 2) * 4; shift > 0; shift -= 8) {
    out.push(OPCODES.EXTENDED_ARG, (arg >>> shift) & 0xff);
  }
  out.push(OPCODES[instruction.op], arg & 0xff);
}

/**
 * The blocks reachable from `first`, in reverse post-order of the graph without its back edges:
 * what follows a block comes after it, and the code a branch goes to after the code it skips.
 */
export function orderBlocks(first: Block): Block[] {
  const finished: Block[] = [];
  const seen = new Set<Block>([first]);
  const stack: { readonly block: Block; step: number }[] = [{ block: first, step: -1 }];
  const see = (block: Block) => {
    if (seen.has(block)) return;
    seen.add(block);
    stack.push({ block, step: -1 });
  };
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { block } = top;
    if (top.step < 0) {
      top.step = 0;
      if (block.next !== null) see(block.next);
      continue;
    }
    const target = nextTarget(block, top);
    if (target === null) {
      finished.push(block);
      stack.pop();
    } else see(target);
  }
  return finished.reverse();
}

/** The target of the next jump of `block` from `cursor.step` on, which moves past it. */
function nextTarget(block: Block, cursor: { step: number }): Block | null {
  while (cursor.step < block.instructions.length) {
    const { target } = block.instructions[cursor.step++]!;
    if (target !== null) return target;
  }
  return null;
}
