/**
 * One loop or bridge as text: the program's lines, under each its bytecodes, under each the
 * operations with the offsets of their machine code, and below it the machine code itself.
 */

import type { CompileEvent, MergePointRecord, OperationRecord } from "../format/events.ts";
import type { FoundCode } from "./find-code.ts";
import { printCause } from "./print-event.ts";
import {
  countGuards,
  printAddress,
  printOperation,
  printPlural,
  printText,
} from "./print-value.ts";
import type { Style } from "./style.ts";

/** One machine instruction of a listing. */
export interface CodeLine {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Gives the instructions of some code; null where it does not know them. */
export type Disassembler = (code: Uint8Array, address: number) => readonly CodeLine[] | null;

/** What is needed besides the unit itself. */
export interface CodeContext {
  /** Lines of the program, from line 1 on. */
  readonly sourceLines: readonly string[];
  readonly programName: string;
  readonly disassemble: Disassembler;
  readonly style: Style;
}

/** All lines of the text. */
export function printCode(found: FoundCode, context: CodeContext): string[] {
  return [
    ...printTitle(found, context.style),
    "",
    ...printBody(found.event, context),
    "",
    ...printMachineCode(found, context),
  ];
}

function printTitle(found: FoundCode, style: Style): string[] {
  const { event } = found;
  const name = printUnitName(event);
  const key = event.greenKey === null ? "" : `  ${printText(event.greenKey.text)}`;
  const from = event.bridgeNo < 0 ? "" : `  from guard ${printAddress(event.bridgeNo)}`;
  const { operations, asmaddr, asmlen } = event;
  return [
    `${style.strong(name)}${style.name(key)}${from}`,
    style.faint(
      `event ${found.eventNumber}, ${event.jitdriverName}, ${printCause(event.cause)}; ` +
        `${printPlural(operations.length, "operation")}, ` +
        `${printPlural(countGuards(operations), "guard")}; ` +
        `${printPlural(asmlen, "byte")} at ${printAddress(asmaddr)}`,
    ),
  ];
}

/** `loop 3`, `bridge of loop 3`. */
export function printUnitName(event: CompileEvent): string {
  return `${event.type} ${event.type === "bridge" ? "of loop " : ""}${event.loopNo}`;
}

const OFFSET_WIDTH = 6;

function printBody(event: CompileEvent, context: CodeContext): string[] {
  const lines = [`${" ".repeat(OFFSET_WIDTH)}  [${event.inputArgs.join(", ")}]`];
  let shownPlace = "";
  for (const operation of event.operations) {
    const { mergePoint } = operation;
    if (mergePoint === null) {
      lines.push(printOffsetLine(operation));
      continue;
    }
    const place = findPlace(mergePoint);
    if (place.key !== shownPlace) lines.push(printSourceLine(mergePoint, place.line, context));
    shownPlace = place.key;
    lines.push(printBytecodeLine(mergePoint, context.style));
  }
  return lines;
}

function printOffsetLine(operation: OperationRecord): string {
  const offset = operation.offset < 0 ? "" : `+${operation.offset}`;
  return `${offset.padStart(OFFSET_WIDTH)}      ${printOperation(operation)}`;
}

/** The line of a merge point, from its location `name;file:first-LINE~#offset OPCODE`. */
function findPlace(point: MergePointRecord): { key: string; line: number | null } {
  const { greenKey } = point;
  const match = /[-:](\d+)~#\d+ \S+$/.exec(greenKey.text);
  const line = match === null ? null : Number(match[1]);
  return { key: `${point.callDepth} ${greenKey.fileName} ${greenKey.codeName} ${line}`, line };
}

function printSourceLine(
  point: MergePointRecord,
  line: number | null,
  context: CodeContext,
): string {
  const { greenKey } = point;
  const isProgram = greenKey.fileName === context.programName;
  const text = isProgram && line !== null ? context.sourceLines[line - 1] : undefined;
  const where = line === null ? greenKey.text : `${greenKey.fileName}:${line}`;
  const depth = point.callDepth === 0 ? "" : `${"»".repeat(point.callDepth)} `;
  const name = greenKey.codeName === "" ? "" : ` in ${greenKey.codeName}`;
  const source = text === undefined ? "" : `  ${text.trimStart()}`;
  return context.style.special(printText(`${depth}${where}${name}${source}`));
}

function printBytecodeLine(point: MergePointRecord, style: Style): string {
  const { greenKey } = point;
  const opcode = /~(#\d+ \S+)$/.exec(greenKey.text)?.[1] ?? greenKey.text;
  return style.name(`${" ".repeat(OFFSET_WIDTH)}  ${printText(opcode)}`);
}

function printMachineCode(found: FoundCode, context: CodeContext): string[] {
  const { event, code } = found;
  const { style } = context;
  if (code === null) return [style.faint("machine code: not in this part of the reel")];
  const lines = context.disassemble(code, event.asmaddr);
  const title = style.strong(`machine code, ${printPlural(code.length, "byte")}`);
  if (lines === null) return [title, ...printHexDump(code, event.asmaddr)];
  const starts = operationStarts(event.operations);
  const listing = lines.flatMap((line) => {
    const operation = starts.get(line.address - event.asmaddr);
    const label = operation === undefined ? [] : [style.faint(`; ${printOperation(operation)}`)];
    return [...label, printCodeLine(line, event.asmaddr)];
  });
  return [title, ...listing];
}

/** The operation whose code begins at each offset: the last one there, the others emit none. */
function operationStarts(
  operations: readonly OperationRecord[],
): ReadonlyMap<number, OperationRecord> {
  const withOffset = operations.filter((one) => one.offset >= 0);
  return new Map(withOffset.map((one) => [one.offset, one]));
}

function printCodeLine(line: CodeLine, start: number): string {
  const offset = `+${line.address - start}`.padStart(OFFSET_WIDTH);
  const bytes = Buffer.from(line.bytes).toString("hex").padEnd(22);
  return `${offset}  ${printAddress(line.address)}  ${bytes} ${line.text}`;
}

const DUMP_WIDTH = 16;

function printHexDump(code: Uint8Array, address: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < code.length; at += DUMP_WIDTH) {
    const hex = [...code.subarray(at, at + DUMP_WIDTH)].map((b) => b.toString(16).padStart(2, "0"));
    lines.push(
      `${`+${at}`.padStart(OFFSET_WIDTH)}  ${printAddress(address + at)}  ${hex.join(" ")}`,
    );
  }
  return lines;
}
