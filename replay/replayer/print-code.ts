/**
 * One loop or bridge as text: the program's lines, under each its bytecodes, under each the
 * operations with the offsets of their machine code; or all of it beside the machine code.
 */

import type { CompileEvent, MergePointRecord, OperationRecord } from "../format/events.ts";
import type { NoteContext } from "./code-notes.ts";
import type { CompiledUnit } from "./code-state.ts";
import { printAsm } from "./print-asm.ts";
import { printCause } from "./print-event.ts";
import {
  countGuards,
  printAddress,
  printOperation,
  printPlural,
  printText,
} from "./print-value.ts";
import type { SourceTexts } from "./source-texts.ts";
import { bytecodeOf, lineOf } from "./source-texts.ts";
import type { Style } from "./style.ts";

/** What is needed besides the unit itself. */
export interface CodeContext extends NoteContext {
  readonly style: Style;
}

/** Operations alone, or with the machine code beside them. */
export type CodeView = "operations" | "machine code";

/** All lines of the text. */
export function printCode(unit: CompiledUnit, view: CodeView, context: CodeContext): string[] {
  const { style, state } = context;
  const title = printTitle(unit, style);
  const hasTable = view === "machine code" && unit.block !== null;
  if (hasTable) return [...title, "", ...printAsm(unit, context, style)];
  const note =
    unit.block === null
      ? "machine code: not in this part of the reel"
      : "machine code beside them: --asm";
  return [...title, "", ...printBody(unit.event, state.sources, style), "", style.faint(note)];
}

function printTitle(unit: CompiledUnit, style: Style): string[] {
  const { event } = unit;
  const name = printUnitName(event);
  const key = event.greenKey === null ? "" : `  ${printText(event.greenKey.text)}`;
  const from = event.bridgeNo < 0 ? "" : `  from guard ${printAddress(event.bridgeNo)}`;
  const { operations, asmaddr, asmlen } = event;
  const cause = printCause(event.cause);
  return [
    `${style.strong(name)}${style.name(key)}${from}`,
    style.faint(
      `event ${unit.eventNumber}, ${printText(event.jitdriverName)}${cause === "" ? "" : `, ${cause}`}; ` +
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

function printBody(event: CompileEvent, sources: SourceTexts, style: Style): string[] {
  const inputs = `${" ".repeat(OFFSET_WIDTH)}  [${printText(event.inputArgs.join(", "))}]`;
  return [inputs, ...printOperations(event.operations, sources, style)];
}

/** Operations below the source lines and bytecodes that they are of. */
export function printOperations(
  operations: readonly OperationRecord[],
  sources: SourceTexts,
  style: Style,
): string[] {
  const lines: string[] = [];
  let shownPlace = "";
  for (const operation of operations) {
    const { mergePoint } = operation;
    if (mergePoint === null) {
      lines.push(printOffsetLine(operation));
      continue;
    }
    const place = findPlace(mergePoint);
    if (place.key !== shownPlace) {
      lines.push(style.special(printSourceLine(mergePoint, place.line, sources)));
    }
    shownPlace = place.key;
    lines.push(printBytecodeLine(mergePoint, style));
  }
  return lines;
}

function printOffsetLine(operation: OperationRecord): string {
  const offset = operation.offset < 0 ? "" : `+${operation.offset}`;
  return `${offset.padStart(OFFSET_WIDTH)}      ${printOperation(operation)}`;
}

/** The line of a merge point, and what tells it from others. */
function findPlace(point: MergePointRecord): { key: string; line: number | null } {
  const { greenKey } = point;
  const line = lineOf(greenKey);
  return { key: `${point.callDepth} ${greenKey.fileName} ${greenKey.codeName} ${line}`, line };
}

function printSourceLine(
  point: MergePointRecord,
  line: number | null,
  sources: SourceTexts,
): string {
  const { greenKey } = point;
  const text = line === null ? undefined : sources.lookup(greenKey.fileName, line);
  const where = line === null ? greenKey.text : `${greenKey.fileName}:${line}`;
  const depth = shownDepth(point) === 0 ? "" : `${"»".repeat(shownDepth(point))} `;
  const name = greenKey.codeName === "" ? "" : ` in ${greenKey.codeName}`;
  const source = text === undefined ? "" : `  ${text.trimStart()}`;
  return printText(`${depth}${where}${name}${source}`);
}

/** How deep a merge point is shown, whatever a reel says. */
export function shownDepth({ callDepth }: MergePointRecord): number {
  return Math.max(0, Math.min(callDepth, SHOWN_DEPTH_MAX));
}

const SHOWN_DEPTH_MAX = 40;

function printBytecodeLine(point: MergePointRecord, style: Style): string {
  return style.name(`${" ".repeat(OFFSET_WIDTH)}  ${printText(bytecodeOf(point.greenKey))}`);
}
