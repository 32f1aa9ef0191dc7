/**
 * Debug information, DWARF version 4: one compile unit that covers all code, and a line table with
 * a sequence for each loop and bridge. File names are the program's, relative to nothing.
 */

import { ByteWriter, withLength } from "./byte-writer.ts";
import type { LineSequence } from "./code-lines.ts";

/** A range of addresses. */
export interface AddressRange {
  readonly address: number;
  readonly size: number;
}

export interface DwarfSections {
  readonly info: Uint8Array;
  readonly abbrev: Uint8Array;
  readonly line: Uint8Array;
  readonly ranges: Uint8Array;
  readonly aranges: Uint8Array;
}

const VERSION = 4;
const ADDRESS_SIZE = 8;
const TAG_COMPILE_UNIT = 0x11;
const LANGUAGE_PYTHON = 0x14;

/** Attribute and form of each value of the compile unit. */
const ATTRIBUTES = {
  producer: [0x25, 0x08],
  language: [0x13, 0x05],
  name: [0x03, 0x08],
  lowPc: [0x11, 0x01],
  ranges: [0x55, 0x17],
  statements: [0x10, 0x17],
} as const;

export function makeDwarf(
  programName: string,
  code: readonly AddressRange[],
  sequences: readonly LineSequence[],
): DwarfSections {
  return {
    info: makeInfo(programName),
    abbrev: makeAbbrev(),
    line: makeLineTable(programName, sequences),
    ranges: makeRanges(code),
    aranges: makeAddressRanges(code),
  };
}

function makeAbbrev(): Uint8Array {
  const writer = new ByteWriter().uleb(1).uleb(TAG_COMPILE_UNIT).u8(0);
  for (const [attribute, form] of Object.values(ATTRIBUTES)) writer.uleb(attribute).uleb(form);
  return writer.uleb(0).uleb(0).uleb(0).finish();
}

function makeInfo(programName: string): Uint8Array {
  const writer = new ByteWriter().u16(VERSION).u32(0).u8(ADDRESS_SIZE);
  writer.uleb(1).text("jitreel").u16(LANGUAGE_PYTHON).text(programName);
  return withLength(writer.u64(0).u32(0).u32(0).finish());
}

function makeRanges(code: readonly AddressRange[]): Uint8Array {
  const writer = new ByteWriter();
  for (const { address, size } of code) writer.u64(address).u64(address + size);
  return writer.u64(0).u64(0).finish();
}

/** The header takes 16 bytes with its length and its padding. */
function makeAddressRanges(code: readonly AddressRange[]): Uint8Array {
  const writer = new ByteWriter().u16(2).u32(0).u8(ADDRESS_SIZE).u8(0).u32(0);
  for (const { address, size } of code) writer.u64(address).u64(size);
  return withLength(writer.u64(0).u64(0).finish());
}

/** Operands of the standard opcodes 1 to 12. */
const OPERAND_COUNTS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1] as const;
const LINE_BASE = -5;
const LINE_RANGE = 14;

const OPCODE = { copy: 1, advancePc: 2, advanceLine: 3, setFile: 4 } as const;
const EXTENDED = { endSequence: 1, setAddress: 2 } as const;

function makeLineTable(programName: string, sequences: readonly LineSequence[]): Uint8Array {
  const names = sequences.flatMap(({ marks }) => marks.map(({ place }) => place.fileName));
  const files = [...new Set([programName, ...names])];
  const header = new ByteWriter().u8(1).u8(1).u8(1).u8(LINE_BASE).u8(LINE_RANGE);
  header.u8(OPERAND_COUNTS.length + 1);
  for (const count of OPERAND_COUNTS) header.u8(count);
  header.u8(0);
  for (const name of files) header.text(name).uleb(0).uleb(0).uleb(0);
  header.u8(0);
  const table = new ByteWriter().u16(VERSION).append(withLength(header.finish()));
  for (const sequence of sequences) writeSequence(table, sequence, files);
  return withLength(table.finish());
}

function writeSequence(table: ByteWriter, { marks, end }: LineSequence, files: string[]): void {
  let file = 1;
  let line = 1;
  let address = marks[0]!.address;
  table
    .u8(0)
    .uleb(1 + ADDRESS_SIZE)
    .u8(EXTENDED.setAddress)
    .u64(address);
  for (const mark of marks) {
    const nextFile = files.indexOf(mark.place.fileName) + 1;
    if (mark.address !== address) table.u8(OPCODE.advancePc).uleb(mark.address - address);
    if (nextFile !== file) table.u8(OPCODE.setFile).uleb(nextFile);
    if (mark.place.line !== line) table.u8(OPCODE.advanceLine).sleb(mark.place.line - line);
    table.u8(OPCODE.copy);
    address = mark.address;
    file = nextFile;
    line = mark.place.line;
  }
  table.u8(OPCODE.advancePc).uleb(end - address);
  table.u8(0).uleb(1).u8(EXTENDED.endSequence);
}
