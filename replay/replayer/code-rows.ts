/**
 * One unit's machine code as data: its sections, in each the instructions with their notes and the
 * operation that each belongs to. What `show --asm` and `disasm` print, and their JSON.
 */

import type { ListingLine } from "../../sim/x86/print.ts";
import { disassemble } from "../../sim/x86/print.ts";
import type { CodeBlock } from "./code-image.ts";
import type { NoteContext } from "./code-notes.ts";
import { noteOf, printWord, readWord } from "./code-notes.ts";
import type { CodeSymbol } from "./code-symbols.ts";
import { ripTarget, splitOperations } from "./unit-parts.ts";

/** An instruction, or a constant. */
export interface CodeRow {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** What it refers to, or "". */
  readonly note: string;
  /** Index of the operation that it belongs to, -1 for none. */
  readonly operation: number;
}

export interface CodeSection {
  readonly symbol: CodeSymbol;
  readonly rows: readonly CodeRow[];
}

/** All that stands in a block. */
export function listSections(block: CodeBlock, context: NoteContext): CodeSection[] {
  return context.symbols.partsOf(block).map((symbol) => ({
    symbol,
    rows: listRows(symbol, context),
  }));
}

function listRows(symbol: CodeSymbol, context: NoteContext): CodeRow[] {
  const { kind, block, address, size, unit } = symbol;
  const makeRow = (line: ListingLine, operation: number): CodeRow => {
    const { bytes, text } = line;
    return { address: line.address, bytes, text, note: noteOf(line, symbol, context), operation };
  };
  if (kind === "operations") {
    return splitOperations(unit!.event, block.bytes, block.address).flatMap(({ index, lines }) =>
      lines.map((line) => makeRow(line, index)),
    );
  }
  const start = address - block.address;
  const bytes = block.bytes.subarray(start, start + size);
  if (kind === "constants") return listConstants(symbol, bytes, context);
  if (kind === "filler") {
    const text = `${size} × int3`;
    return [{ address, bytes: bytes.slice(), text, note: "", operation: -1 }];
  }
  return disassemble(bytes, address).map((line) => makeRow(line, -1));
}

function listConstants(symbol: CodeSymbol, bytes: Uint8Array, context: NoteContext): CodeRow[] {
  const floats = findFloats(symbol.block);
  const rows: CodeRow[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const address = symbol.address + at;
    const word = readWord(bytes, at);
    const [number, ...name] = printWord(word, false, context).split(", ");
    const note = floats.has(address) ? printWord(word, true, context) : name.join(", ");
    const row = { address, bytes: bytes.slice(at, at + 8), text: `dq     ${number}`, note };
    rows.push({ ...row, operation: -1 });
  }
  return rows;
}

/** Addresses that instructions of the block read as floats. */
function findFloats(block: CodeBlock): ReadonlySet<number> {
  const found = new Set<number>();
  for (const line of disassemble(block.bytes, block.address)) {
    const target = ripTarget(line);
    const isFloat = line.instruction?.operands.some((operand) => operand.kind === "xmm") === true;
    if (target !== null && isFloat) found.add(target);
  }
  return found;
}

/** A row as JSON shows it. */
export function rowToJson(row: CodeRow): object {
  const bytes = Buffer.from(row.bytes).toString("hex");
  const note = row.note === "" ? {} : { note: row.note };
  const operation = row.operation < 0 ? {} : { operation: row.operation };
  return { address: row.address, bytes, text: row.text, ...note, ...operation };
}

/** A section as JSON shows it. */
export function sectionToJson({ symbol, rows }: CodeSection): object {
  const { kind, name, address, size } = symbol;
  return { kind, name, address, size, instructions: rows.map(rowToJson) };
}
