/**
 * One unit as a table: source lines with their bytecodes, operations, and the machine instructions
 * of each operation beside each other; the sections around the operations above and below. A row is
 * at most 160 columns wide unless the text of an instruction is longer.
 */

import type { MergePointRecord, OperationRecord } from "../format/events.ts";
import type { NoteContext } from "./code-notes.ts";
import type { CodeRow, CodeSection } from "./code-rows.ts";
import { listSections } from "./code-rows.ts";
import type { CompiledUnit } from "./code-state.ts";
import { printAddress, printOperation, printText } from "./print-value.ts";
import type { SourceTexts } from "./source-texts.ts";
import { bytecodeOf, lineOf } from "./source-texts.ts";
import type { Style } from "./style.ts";

const LEFT_WIDTH = 32;
const MIDDLE_WIDTH = 44;
const OFFSET_WIDTH = 6;
const TEXT_WIDTH = 36;
const INDENT = "  ";

/** A cell before and after it is coloured. */
interface Cell {
  readonly text: string;
  readonly paint: (text: string) => string;
}

/** What stands beside each other: lines of each column. */
interface Band {
  readonly left: readonly Cell[];
  readonly middle: readonly Cell[];
  readonly right: readonly CodeRow[];
}

/** The table of a unit whose block is in the reel. */
export function printAsm(unit: CompiledUnit, context: NoteContext, style: Style): string[] {
  const start = unit.event.asmaddr;
  const sections = listSections(unit.block!, context);
  const titles = [
    "source, bytecode".padEnd(LEFT_WIDTH),
    "operation".padEnd(MIDDLE_WIDTH),
    `machine code, from ${printAddress(start)}`,
  ];
  const lines = [style.faint(titles.join(INDENT))];
  let wasStub = false;
  for (const section of sections) {
    const isStub = section.symbol.kind === "stub";
    const bands =
      section.symbol.kind === "operations"
        ? makeOperationBands(unit, section.rows, context.state.sources, style)
        : [makePlainBand(section, style)];
    if (!(isStub && wasStub)) lines.push("", style.strong(titleOf(section)));
    wasStub = isStub;
    for (const band of bands) lines.push(...printBand(band, start, style));
  }
  return lines;
}

function titleOf({ symbol }: CodeSection): string {
  return symbol.kind === "stub" ? "failure stubs" : symbol.kind;
}

function makePlainBand({ symbol, rows }: CodeSection, style: Style): Band {
  const { operation } = symbol;
  const left = symbol.kind === "stub" ? [{ text: symbol.name, paint: style.name }] : [];
  const middle = operation === null ? [] : wrapOperation(describeExit(operation), style);
  return { left, middle, right: rows };
}

/** What the stub's guard passes on. */
function describeExit({ name, failArgs, offset }: OperationRecord): string {
  return `${name} +${offset} [${failArgs?.join(", ") ?? ""}]`;
}

/** A band for each operation, and for code before the first. */
function makeOperationBands(
  unit: CompiledUnit,
  rows: readonly CodeRow[],
  sources: SourceTexts,
  style: Style,
): Band[] {
  const { operations, inputArgs } = unit.event;
  const rowsOf = new Map<number, CodeRow[]>();
  for (const row of rows) {
    const known = rowsOf.get(row.operation);
    if (known === undefined) rowsOf.set(row.operation, [row]);
    else known.push(row);
  }
  const inputs = wrapOperation(`[${inputArgs.join(", ")}]`, style);
  const bands: Band[] = [{ left: [], middle: inputs, right: rowsOf.get(-1) ?? [] }];
  const writer = new SourceColumn(sources, style);
  let left: Cell[] = [];
  operations.forEach((operation, index) => {
    if (operation.mergePoint !== null) {
      left.push(...writer.add(operation.mergePoint));
      return;
    }
    const middle = wrapOperation(printShortOperation(operation), style);
    bands.push({ left, middle, right: rowsOf.get(index) ?? [] });
    left = [];
  });
  if (left.length > 0) bands.push({ left, middle: [], right: [] });
  return bands;
}

/** The left column: a new function, a new line, each bytecode. */
class SourceColumn {
  private readonly sources: SourceTexts;
  private readonly style: Style;
  private shownFunction = "";
  private shownLine = "";

  constructor(sources: SourceTexts, style: Style) {
    this.sources = sources;
    this.style = style;
  }

  add(point: MergePointRecord): Cell[] {
    const { greenKey, callDepth } = point;
    const { special, name } = this.style;
    const indent = "» ".repeat(callDepth);
    const line = lineOf(greenKey);
    const cells: Cell[] = [];
    const place = `${callDepth} ${greenKey.fileName} ${greenKey.codeName}`;
    if (place !== this.shownFunction && greenKey.codeName !== "") {
      const text = `${indent}${greenKey.codeName} in ${greenKey.fileName}`;
      cells.push({ text: clip(text, LEFT_WIDTH), paint: special });
      this.shownLine = "";
    }
    this.shownFunction = place;
    if (line !== null && `${place} ${line}` !== this.shownLine) {
      const source = this.sources.lookup(greenKey.fileName, line)?.trim() ?? "";
      const text = `${indent}${String(line).padStart(4)}  ${source}`;
      cells.push({ text: clip(text, LEFT_WIDTH), paint: special });
    }
    this.shownLine = `${place} ${line}`;
    const bytecode = `${indent}      ${bytecodeOf(greenKey)}`;
    cells.push({ text: clip(bytecode, LEFT_WIDTH), paint: name });
    return cells;
  }
}

function clip(text: string, width: number): string {
  const shown = printText(text);
  return shown.length <= width ? shown.trimEnd() : `${shown.slice(0, width - 1)}…`;
}

/** Without fail arguments, and with the descr's name alone: `p1 = getfield_gc_r(p0, Frame.x)`. */
function printShortOperation(operation: OperationRecord): string {
  const descr = shortenDescr(operation.descr);
  return printOperation({ ...operation, descr, failArgs: null });
}

/** `<FieldP a.b.Frame.inst_x 8 pure>` → `<Frame.inst_x 8>`; others as they are. */
function shortenDescr(descr: string): string {
  return descr.replace(/^<Field\S (?:[\w.]*\.)?(\w+\.\w+) (\d+)(?: pure)?>$/, "<$1 $2>");
}

/** Breaks behind commas and spaces. */
function wrapOperation(text: string, style: Style): Cell[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of printText(text).split(/(?<=[ ,(])/)) {
    const isFull = (line + piece).trimEnd().length > MIDDLE_WIDTH && line.trim() !== "";
    if (isFull) lines.push(line.trimEnd());
    line = isFull ? `    ${piece}` : line + piece;
  }
  lines.push(line.trimEnd());
  return lines.map((one) => ({ text: one, paint: style.strong }));
}

/** The operation stands beside the last line on the left, which is its bytecode. */
function printBand({ left, middle, right }: Band, start: number, style: Style): string[] {
  const before = Math.max(left.length - 1, 0);
  const count = Math.max(left.length, before + Math.max(middle.length, right.length));
  return Array.from({ length: count }, (_, i) => {
    const row = right[i - before];
    const cells = [
      pad(left[i], LEFT_WIDTH),
      pad(middle[i - before], MIDDLE_WIDTH),
      row === undefined ? "" : printRow(row, start, style),
    ];
    return cells.join(INDENT).trimEnd();
  });
}

function pad(cell: Cell | undefined, width: number): string {
  if (cell === undefined) return " ".repeat(width);
  return cell.paint(cell.text) + " ".repeat(Math.max(width - cell.text.length, 0));
}

function printRow({ address, text, note }: CodeRow, start: number, style: Style): string {
  const distance = address - start;
  const offset = `${distance < 0 ? "" : "+"}${distance}`.padStart(OFFSET_WIDTH);
  const tail = note === "" ? "" : style.faint(`; ${printText(note)}`);
  return `${style.faint(offset)}  ${note === "" ? text : text.padEnd(TEXT_WIDTH)} ${tail}`;
}
