/**
 * co_lnotab: pairs of (bytes further, lines further); the lines are signed bytes.
 *
 * Counterpart: pypy/interpreter/astcompiler/assemble.py (_build_lnotab).
 */

import { type Block, instructionSize } from "./block.ts";

/** The line table of laid out `blocks`. */
export function buildLineTable(blocks: readonly Block[], firstLine: number): Uint8Array {
  const table: number[] = [];
  let line = firstLine;
  let address = 0;
  for (const block of blocks) {
    let offset = block.offset;
    for (const instruction of block.instructions) {
      if (instruction.line !== 0 && instruction.line !== line) {
        pushPair(offset - address, instruction.line - line, table);
        line = instruction.line;
        address = offset;
      }
      offset += instructionSize(instruction);
    }
  }
  return Uint8Array.from(table);
}

function pushPair(bytes: number, lines: number, table: number[]): void {
  let bytesLeft = bytes;
  let linesLeft = lines;
  for (; bytesLeft > 255; bytesLeft -= 255) table.push(255, 0);
  while (linesLeft < -128 || linesLeft > 127) {
    const step = linesLeft < 0 ? -128 : 127;
    table.push(bytesLeft, step & 0xff);
    linesLeft -= step;
    bytesLeft = 0;
  }
  table.push(bytesLeft, linesLeft & 0xff);
}
