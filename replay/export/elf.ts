/**
 * An ELF64 file of the machine code: the code heap's blocks at their addresses, a symbol for every
 * part of them, and a line table that leads from instructions to lines of the program. Blocks that
 * are less than 64 KiB apart share a section; between them stand int3, as in the heap.
 */

import type { CodeBlock } from "../replayer/code-image.ts";
import { blockEnd } from "../replayer/code-image.ts";
import { CodeSymbols } from "../replayer/code-symbols.ts";
import { printText } from "../replayer/print-value.ts";
import { ByteWriter } from "./byte-writer.ts";
import { listLines } from "./code-lines.ts";
import { makeDwarf } from "./dwarf.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";

const HEADER_SIZE = 64;
const SEGMENT_HEADER_SIZE = 56;
const SECTION_HEADER_SIZE = 64;
const SYMBOL_SIZE = 24;
const ALIGNMENT = 16;
const GAP_MAX = 0x1_0000;
const FILLER = 0xcc;

const TYPE = { programBits: 1, symbolTable: 2, stringTable: 3 } as const;
const ALLOC_EXEC = 2 | 4;
const READ_EXEC = 4 | 1;

interface Section {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly alignment: number;
  /** Of a symbol table: its string table, the number of local symbols, the size of a symbol. */
  readonly link: number;
  readonly info: number;
  readonly entrySize: number;
}

export function writeElf(source: ExportSource, sink: ByteSink): void {
  const { header } = source;
  const state = source.state();
  const texts = groupBlocks(state.image.blocks()).map(makeText);
  const ranges = texts.map(({ address, bytes }) => ({ address, size: bytes.length }));
  const dwarf = makeDwarf(printText(header.programName), ranges, listLines(state));
  const symbols = makeSymbols(new CodeSymbols(state), texts);
  const debug = Object.entries(dwarf).map(([name, bytes]) => makeData(`.debug_${name}`, bytes));
  const symtabLink = texts.length + debug.length + 2;
  const sections = [
    ...texts,
    ...debug,
    {
      ...makeData(".symtab", symbols.table),
      type: TYPE.symbolTable,
      alignment: 8,
      link: symtabLink,
      info: symbols.table.length / SYMBOL_SIZE,
      entrySize: SYMBOL_SIZE,
    },
    { ...makeData(".strtab", symbols.names), type: TYPE.stringTable },
  ];
  writeFile(sections, texts.length, sink);
}

function makeData(name: string, bytes: Uint8Array): Section {
  const plain = { flags: 0, address: 0, alignment: 1, link: 0, info: 0, entrySize: 0 };
  return { name, type: TYPE.programBits, bytes, ...plain };
}

/** Neighbours whose gap is small. */
function groupBlocks(blocks: readonly CodeBlock[]): CodeBlock[][] {
  const groups: CodeBlock[][] = [];
  for (const block of blocks) {
    const last = groups.at(-1)?.at(-1);
    const isNear = last !== undefined && block.address - blockEnd(last) < GAP_MAX;
    if (isNear) groups.at(-1)!.push(block);
    else groups.push([block]);
  }
  return groups;
}

function makeText(group: readonly CodeBlock[], index: number): Section {
  const { address } = group[0]!;
  const bytes = new Uint8Array(blockEnd(group.at(-1)!) - address).fill(FILLER);
  for (const block of group) bytes.set(block.bytes, block.address - address);
  const name = index === 0 ? ".text" : `.text.${index}`;
  return { ...makeData(name, bytes), flags: ALLOC_EXEC, address, alignment: ALIGNMENT };
}

/** Symbols, all of them local: functions, and objects for constants. */
function makeSymbols(
  symbols: CodeSymbols,
  texts: readonly Section[],
): { table: Uint8Array; names: Uint8Array } {
  const table = new ByteWriter().append(new Uint8Array(SYMBOL_SIZE));
  const names = new ByteWriter().u8(0);
  let text = 0;
  for (const { kind, name, address, size } of symbols.list) {
    if (kind === "filler") continue;
    while (address >= texts[text]!.address + texts[text]!.bytes.length) text++;
    const type = kind === "constants" ? 1 : 2;
    table.u32(names.size).u8(type).u8(0);
    table
      .u16(text + 1)
      .u64(address)
      .u64(size);
    names.text(printText(name).replace(/[^\w.]+/g, "_"));
  }
  return { table: table.finish(), names: names.finish() };
}

/** Header, segments, sections, names of sections, section headers. */
function writeFile(content: readonly Section[], textCount: number, sink: ByteSink): void {
  const names = new ByteWriter().u8(0);
  const nameOffsets = [...content.map((one) => one.name), ".shstrtab"].map((name) => {
    const at = names.size;
    names.text(name);
    return at;
  });
  const nameTable = { ...makeData(".shstrtab", names.finish()), type: TYPE.stringTable };
  const sections = [...content, nameTable];
  let end = HEADER_SIZE + textCount * SEGMENT_HEADER_SIZE;
  const offsets = sections.map(({ bytes }) => {
    const offset = roundUp(end, ALIGNMENT);
    end = offset + bytes.length;
    return offset;
  });
  const tableAt = roundUp(end, ALIGNMENT);
  sink(makeHeader(textCount, sections.length + 1, tableAt));
  for (let i = 0; i < textCount; i++) sink(makeSegment(sections[i]!, offsets[i]!));
  let at = HEADER_SIZE + textCount * SEGMENT_HEADER_SIZE;
  sections.forEach(({ bytes }, i) => {
    sink(new Uint8Array(offsets[i]! - at));
    sink(bytes);
    at = offsets[i]! + bytes.length;
  });
  sink(new Uint8Array(tableAt - at));
  sink(new Uint8Array(SECTION_HEADER_SIZE));
  sections.forEach((section, i) => {
    sink(makeSectionHeader(section, nameOffsets[i]!, offsets[i]!));
  });
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** An executable for x86-64; nobody is meant to start it, so its entry is 0. */
function makeHeader(segmentCount: number, sectionCount: number, tableAt: number): Uint8Array {
  const writer = new ByteWriter().append(Buffer.from("\x7fELF\x02\x01\x01"));
  writer.append(new Uint8Array(9)).u16(2).u16(62).u32(1).u64(0);
  writer
    .u64(segmentCount === 0 ? 0 : HEADER_SIZE)
    .u64(tableAt)
    .u32(0);
  writer
    .u16(HEADER_SIZE)
    .u16(segmentCount === 0 ? 0 : SEGMENT_HEADER_SIZE)
    .u16(segmentCount);
  return writer
    .u16(SECTION_HEADER_SIZE)
    .u16(sectionCount)
    .u16(sectionCount - 1)
    .finish();
}

function makeSegment({ address, bytes }: Section, offset: number): Uint8Array {
  const writer = new ByteWriter().u32(1).u32(READ_EXEC).u64(offset).u64(address).u64(address);
  return writer.u64(bytes.length).u64(bytes.length).u64(ALIGNMENT).finish();
}

function makeSectionHeader(section: Section, name: number, offset: number): Uint8Array {
  const { type, flags, address, bytes, link, info, alignment, entrySize } = section;
  const writer = new ByteWriter().u32(name).u32(type).u64(flags).u64(address).u64(offset);
  return writer.u64(bytes.length).u32(link).u32(info).u64(alignment).u64(entrySize).finish();
}
