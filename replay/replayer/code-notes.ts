/**
 * What a machine instruction refers to, in words: where a jump goes, which value a constant has,
 * whose address an immediate is.
 */

import { floatFromBits } from "../../sim/base/float.ts";
import type { ListingLine } from "../../sim/x86/print.ts";
import type { OperationRecord } from "../format/events.ts";
import type { CodeState } from "./code-state.ts";
import type { CodeSymbol, CodeSymbols } from "./code-symbols.ts";
import { jumpTarget, ripTarget } from "./unit-parts.ts";

/** Names addresses outside of the code heap (helpers, classes, constants); null: nothing is there. */
export type NameAddress = (address: number) => string | null;

/** What notes are made from. */
export interface NoteContext {
  readonly state: CodeState;
  readonly symbols: CodeSymbols;
  readonly nameAddress: NameAddress;
}

/** The note of an instruction, "" for none; `from` is the part that it stands in. */
export function noteOf(line: ListingLine, from: CodeSymbol | null, context: NoteContext): string {
  const target = jumpTarget(line);
  if (target !== null) return nameTarget(target, from, context);
  const constant = ripTarget(line);
  if (constant !== null) return nameConstant(line, constant, context);
  for (const operand of line.instruction?.operands ?? []) {
    const value = operand.kind === "imm" ? Number(operand.value) : -1;
    const name = value < SMALLEST_ADDRESS ? null : nameValue(value, context);
    if (name !== null) return name;
  }
  return "";
}

/** Smaller numbers are numbers. */
const SMALLEST_ADDRESS = 0x1_0000;

/** Where control goes. */
function nameTarget(target: number, from: CodeSymbol | null, context: NoteContext): string {
  const symbol = context.symbols.lookup(target);
  if (symbol === null) return context.nameAddress(target) ?? "no code is there";
  const offset = target - symbol.address;
  if (symbol.kind !== "operations") return withOffset(symbol.name, offset);
  const { unit } = symbol;
  const { event, bridgeIndex, eventNumber } = unit!;
  const isLabel = labelOffsets(event.operations).has(offset);
  const place = isLabel ? `label +${offset}` : `+${offset}`;
  if (from?.unit === unit) return place;
  if (bridgeIndex > 0) {
    const at = offset === 0 ? "" : ` ${place}`;
    return `bridge ${bridgeIndex}, event ${eventNumber}${at}`;
  }
  return `${symbol.name} ${place}`;
}

/** Labels begin at their offset, or behind the padding there: where the next operation does. */
function labelOffsets(operations: readonly OperationRecord[]): ReadonlySet<number> {
  const found = new Set<number>();
  const coded = operations.filter(({ offset }) => offset >= 0);
  coded.forEach(({ name, offset }, i) => {
    if (name === "label") found.add(offset).add(coded[i + 1]?.offset ?? offset);
  });
  return found;
}

function withOffset(name: string, offset: number): string {
  return offset === 0 ? name : `${name} +${offset}`;
}

function nameConstant(line: ListingLine, address: number, context: NoteContext): string {
  const bytes = context.state.image.read(address, 8);
  if (bytes === null) return context.nameAddress(address) ?? "";
  const isFloat = line.instruction?.operands.some((operand) => operand.kind === "xmm") === true;
  return printWord(readWord(bytes, 0), isFloat, context);
}

/** Eight bytes, little-endian. */
export function readWord(bytes: Uint8Array, offset: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(offset, true);
}

/** A constant: a float, an address with its name, or a number. */
export function printWord(word: bigint, isFloat: boolean, context: NoteContext): string {
  if (isFloat) {
    const value = floatFromBits(word);
    return Object.is(value, -0) ? "-0.0" : String(value);
  }
  const name = word < 2n ** 47n ? nameValue(Number(word), context) : null;
  const text = `0x${word.toString(16)}`;
  return name === null ? text : `${text}, ${name}`;
}

/** Whose address a number is, or null. */
function nameValue(value: number, context: NoteContext): string | null {
  const symbol = context.symbols.lookup(value);
  if (symbol !== null) return withOffset(symbol.name, value - symbol.address);
  return context.symbols.lookupGuard(value) ?? context.nameAddress(value);
}
