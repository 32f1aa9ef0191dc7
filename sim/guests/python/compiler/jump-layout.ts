/**
 * Gives every block its offset and every jump its argument, with the jump optimizations that PyPy
 * does while at it: jumps to jumps, jumps to returns.
 *
 * Counterpart: pypy/interpreter/astcompiler/assemble.py (_resolve_block_targets).
 */

import { type Block, blockSize, type Instruction, instructionSize } from "./block.ts";
import type { OpcodeName } from "./opcodes.ts";

const CONDITIONAL: ReadonlySet<OpcodeName> = new Set<OpcodeName>([
  "POP_JUMP_IF_FALSE",
  "POP_JUMP_IF_TRUE",
  "JUMP_IF_FALSE_OR_POP",
  "JUMP_IF_TRUE_OR_POP",
]);

/**
 * Lays out `blocks` in the order given. An EXTENDED_ARG moves what follows: repeat until stable.
 */
export function layOutJumps(blocks: readonly Block[]): void {
  let changed = true;
  while (changed) {
    changed = false;
    let offset = 0;
    for (const block of blocks) {
      block.offset = offset;
      offset += blockSize(block);
    }
    for (const block of blocks) {
      let end = block.offset;
      for (const instruction of block.instructions) {
        const size = instructionSize(instruction);
        end += size;
        if (instruction.target !== null) resolveJump(instruction, instruction.target, end);
        if (instructionSize(instruction) !== size) changed = true;
      }
    }
  }
}

/** Sets the argument of a jump whose instruction ends at `end`. */
function resolveJump(jump: Instruction, target: Block, end: number): void {
  const first = target.instructions[0];
  let destination = target;
  if (jump.op === "JUMP_ABSOLUTE" || jump.op === "JUMP_FORWARD") {
    if (first?.op === "JUMP_ABSOLUTE") {
      destination = first.target!;
      jump.op = "JUMP_ABSOLUTE";
      jump.arg = destination.offset;
      return;
    }
    if (first?.op === "RETURN_VALUE") {
      jump.op = "RETURN_VALUE";
      jump.arg = 0;
      jump.target = null;
      return;
    }
  } else if (CONDITIONAL.has(jump.op)) {
    if (first?.op === "JUMP_ABSOLUTE" || first?.op === "JUMP_FORWARD") {
      destination = first.target!;
      jump.target = destination;
    }
  }
  jump.arg = jump.absolute ? destination.offset : destination.offset - end;
}
