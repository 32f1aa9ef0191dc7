/**
 * One event with everything that is in it: its line, then its fields one below the other,
 * operations as they are printed, bytes in rows. Everything is escaped.
 */

import type { JitEvent, OperationRecord } from "../format/events.ts";
import { shownDepth } from "./print-code.ts";
import { printEvent } from "./print-event.ts";
import {
  printAddress,
  printBytes,
  printGreenKey,
  printOperation,
  printText,
} from "./print-value.ts";
import type { Style } from "./style.ts";

const ROW_BYTES = 32;

export function printFullEvent(number: number, event: JitEvent, style: Style): string[] {
  const { kind: _kind, ticks: _ticks, ...own } = event;
  const fields = Object.entries(own).flatMap(([name, value]) => printField(name, value, style));
  return [printEvent(number, event, style), ...fields.map((line) => `  ${line}`)];
}

function printField(name: string, value: unknown, style: Style): string[] {
  if (name === "operations" && Array.isArray(value)) {
    return ["operations", ...printOperations(value as readonly OperationRecord[], style)];
  }
  if (value instanceof Uint8Array) return [`${name}  ${printBytes(value)}`, ...printRows(value)];
  if (Array.isArray(value)) return printList(name, value);
  if (typeof value === "number" && ADDRESSES.has(name)) return [`${name}  ${printAddress(value)}`];
  return [`${name}  ${printValue(value)}`];
}

/** Fields that are shown in hexadecimal. */
const ADDRESSES: ReadonlySet<string> = new Set(["address", "asmaddr", "blockAddress", "bridgeNo"]);

/** Offsets are those from the start of the code; -1 stands for none. */
function printOperations(operations: readonly OperationRecord[], style: Style): string[] {
  return operations.map((operation) => {
    const { mergePoint, offset } = operation;
    const at = offset < 0 ? "" : `+${offset}`;
    const text =
      mergePoint === null
        ? printOperation(operation)
        : style.name(`${"  ".repeat(shownDepth(mergePoint))}${printGreenKey(mergePoint.greenKey)}`);
    return `  ${at.padStart(6)}  ${text}`;
  });
}

function printRows(bytes: Uint8Array): string[] {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += ROW_BYTES) {
    const hex = Buffer.from(bytes.subarray(at, at + ROW_BYTES)).toString("hex");
    rows.push(`  ${String(at).padStart(6)}  ${hex}`);
  }
  return rows;
}

/** Short items stand in one line, others below each other. */
function printList(name: string, items: readonly unknown[]): string[] {
  const texts = items.map(printValue);
  if (items.every((item) => typeof item === "string")) return [`${name}  ${texts.join(", ")}`];
  return [name, ...texts.map((text) => `  ${text}`)];
}

function printValue(value: unknown): string {
  return printText(typeof value === "string" ? value : JSON.stringify(value));
}
