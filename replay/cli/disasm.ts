/**
 * `jitreel disasm S.reel`: the machine code of a reel as a plain listing, all of it, one unit, or
 * the block that holds an address; `--hex BYTES`: some bytes instead.
 */

import { UserError } from "../../sim/base/errors.ts";
import { disassemble, printBytes } from "../../sim/x86/print.ts";
import type { ReelReader } from "../format/reader.ts";
import type { CodeBlock } from "../replayer/code-image.ts";
import { blockEnd } from "../replayer/code-image.ts";
import type { NoteContext } from "../replayer/code-notes.ts";
import type { CodeRow } from "../replayer/code-rows.ts";
import { listSections, sectionToJson } from "../replayer/code-rows.ts";
import type { CodeState } from "../replayer/code-state.ts";
import { printJson } from "../format/event-json.ts";
import { printAddress, printPlural, printText } from "../replayer/print-value.ts";
import type { CodeAt } from "./code-view.ts";
import { findUnitAt, makeNoteContext, nameOption, readCodeAt } from "./code-view.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel } from "./input-file.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption, textOption } from "./options.ts";
import { reportEnding } from "./reel-ending.ts";

export const disasm: CommandAction = async ({ operands, options, console }) => {
  const hex = textOption(options, "hex");
  const isJson = options.json === true;
  if (hex !== undefined) {
    if (operands.length > 0) throw new UserError("--hex: give bytes or a reel, not both");
    listBytes(parseHex(hex), naturalOption(options, "base") ?? 0, isJson, console);
    return EXIT.fine;
  }
  if (operands[0] === undefined) throw new UserError("give a reel, or bytes with --hex");
  const reader = openReel(operands[0]);
  const { state, ending, blocks, address } = chooseBlocks(reader, options);
  const notes = makeNoteContext(state, reader.header.seed);
  if (blocks.length === 0 && !isJson) console.line("there is no code in the heap");
  for (const block of blocks) {
    if (isJson) console.line(printBlockJson(block, notes));
    else printBlock(block, notes, address, console);
  }
  return reportEnding(reader, ending, console);
};

interface Chosen extends CodeAt {
  readonly blocks: readonly CodeBlock[];
  /** The instruction that holds it is marked; null for none. */
  readonly address: number | null;
}

function chooseBlocks(reader: ReelReader, options: RawOptions): Chosen {
  const at = naturalOption(options, "at");
  const address = naturalOption(options, "address");
  const name = nameOption(options);
  if (name !== null && address !== null) {
    throw new UserError("--address: give it without --loop and --bridge");
  }
  if (name !== null) {
    const { unit, ...code } = findUnitAt(reader, name, at);
    if (unit.block !== null) return { ...code, blocks: [unit.block], address };
    throw new UserError("its machine code is not in this part of the reel", { file: reader.file });
  }
  const code = readCodeAt(reader, at);
  const { image } = code.state;
  if (address === null) return { ...code, blocks: image.blocks(), address };
  const block = image.lookupBlock(address);
  if (block !== null) return { ...code, blocks: [block], address };
  throw new UserError(describeOutside(code.state, address), { file: reader.file });
}

/** What is around an address in no block. */
function describeOutside(state: CodeState, address: number): string {
  const where = `no code at ${printAddress(address)}`;
  const { below, above } = state.image.neighbours(address);
  if (below === null && above === null) return `${where}: the code heap is empty`;
  const near = [
    below === null ? [] : [`${printRange(below, state)} ends before it`],
    above === null ? [] : [`${printRange(above, state)} is the next`],
  ];
  return `${where}: ${near.flat().join(", ")}`;
}

function printRange(block: CodeBlock, state: CodeState): string {
  const { symbols } = makeNoteContext(state, 0);
  const parts = symbols.partsOf(block);
  const main = parts.find(({ kind }) => kind === "operations" || kind === "code");
  return `${main?.name ?? ""} (${printAddress(block.address)}+${block.bytes.length})`;
}

function printBlock(
  block: CodeBlock,
  notes: NoteContext,
  marked: number | null,
  console: Console,
): void {
  const { style } = console;
  const range = `${printAddress(block.address)} to ${printAddress(blockEnd(block))}`;
  console.line(style.faint(`block ${range}, ${printPlural(block.bytes.length, "byte")}`));
  for (const { symbol, rows } of listSections(block, notes)) {
    console.line("");
    const key = symbol.kind === "operations" ? (symbol.unit?.event.greenKey?.text ?? "") : "";
    console.line(`${style.strong(`${symbol.name}:`)} ${style.name(printText(key))}`.trimEnd());
    for (const row of rows) {
      const isMarked =
        marked !== null && marked >= row.address && marked < row.address + row.bytes.length;
      console.line(`${isMarked ? "=>" : "  "} ${printRow(row)}`);
    }
  }
  console.line("");
}

const BYTES_WIDTH = 30;
const TEXT_WIDTH = 44;
const BYTES_MAX = 15;

function printRow({ address, bytes, text, note }: CodeRow): string {
  const shown = bytes.length > BYTES_MAX ? "cc …" : printBytes(bytes);
  const tail = note === "" ? text : `${text.padEnd(TEXT_WIDTH)} ; ${printText(note)}`;
  return `${printAddress(address)}  ${shown.padEnd(BYTES_WIDTH)} ${tail}`;
}

function printBlockJson(block: CodeBlock, notes: NoteContext): string {
  const sections = listSections(block, notes).map(sectionToJson);
  const { address, owner, bytes } = block;
  return printJson({ address, size: bytes.length, owner, sections });
}

function listBytes(bytes: Uint8Array, base: number, isJson: boolean, console: Console): void {
  for (const line of disassemble(bytes, base)) {
    const { address, text } = line;
    const row = { address, bytes: line.bytes, text, note: "", operation: -1 };
    const hex = Buffer.from(line.bytes).toString("hex");
    console.line(isJson ? printJson({ address, bytes: hex, text }) : `   ${printRow(row)}`);
  }
}

/** Pairs of hexadecimal digits, in any grouping. */
function parseHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, "");
  if (/^([0-9a-f]{2})+$/i.test(digits)) return Buffer.from(digits, "hex");
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  throw new UserError(`--hex: expected pairs of hexadecimal digits, got "${shown}"`);
}
