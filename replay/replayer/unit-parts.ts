/**
 * The sections of one unit's block, in the order in which they stand: constants, entry, operations,
 * and behind them what operations jump out to: the failure stubs of guards, slow paths. Where the
 * operations are is told by the compile event; the rest is found in the bytes as they were
 * committed, before any bridge was attached: constants are what code reads relative to rip, a stub
 * belongs to the guard that jumps to it, or to the one whose address it names.
 */

import type { ListingLine } from "../../sim/x86/print.ts";
import { disassemble } from "../../sim/x86/print.ts";
import type { CompileEvent, OperationRecord } from "../format/events.ts";
import type { CodeBlock } from "./code-image.ts";
import { blockEnd } from "./code-image.ts";

/** "code" is that of blocks that belong to no loop or bridge. */
export type PartKind = "constants" | "entry" | "operations" | "stub" | "filler" | "code";

/** One section, or one stub. */
export interface CodePart {
  readonly kind: PartKind;
  readonly address: number;
  readonly size: number;
  /** Stubs: the operation that leaves through it, when it is known. */
  readonly operation: OperationRecord | null;
}

const WORD = 8;
const ALIGNMENT = 16;
const FILLER = 0xcc;

/** The parts of a block, without gaps. */
export function splitUnit(event: CompileEvent, block: CodeBlock): CodePart[] {
  const { asmaddr, asmlen } = event;
  const operations: CodePart = {
    kind: "operations",
    address: asmaddr,
    size: asmlen,
    operation: null,
  };
  return [...splitHead(event, block), operations, ...splitTail(event, block)];
}

/** The parts of a block that no compile event tells of: recovery code, a callback loop. */
export function splitOther(block: CodeBlock): CodePart[] {
  const start = findCode(block);
  const constantsTo = trimFiller(block, block.address, start, WORD);
  const codeTo = trimFiller(block, start, blockEnd(block), 1);
  return [
    makePart("constants", block.address, constantsTo),
    makePart("filler", constantsTo, start),
    makePart("code", start, codeTo),
    makePart("filler", codeTo, blockEnd(block)),
  ].filter(({ size }) => size > 0);
}

/** The first aligned address from which there are nothing but instructions. */
function findCode(block: CodeBlock): number {
  for (let at = block.address; at < blockEnd(block); at += ALIGNMENT) {
    const bytes = bytesBetween(block, at, blockEnd(block));
    const isCode = disassemble(bytes, at).every((line) => line.instruction !== undefined);
    if (isCode && bytes[0] !== FILLER) return at;
  }
  return block.address;
}

/** The committed bytes between two addresses. */
function bytesBetween(block: CodeBlock, from: number, to: number): Uint8Array {
  return block.committed.subarray(from - block.address, to - block.address);
}

/** What stands before the operations: constants, filler, entry. */
function splitHead(event: CompileEvent, block: CodeBlock): CodePart[] {
  const entryAt = event.type === "bridge" ? event.asmaddr : findEntry(event, block);
  const constantsEnd = trimFiller(block, block.address, entryAt, WORD);
  return [
    makePart("constants", block.address, constantsEnd),
    makePart("filler", constantsEnd, entryAt),
    makePart("entry", entryAt, event.asmaddr),
  ].filter(({ size }) => size > 0);
}

function makePart(
  kind: PartKind,
  from: number,
  to: number,
  operation: OperationRecord | null = null,
): CodePart {
  return { kind, address: from, size: to - from, operation };
}

/** The first aligned address behind the constants from which whole instructions lead to asmaddr. */
function findEntry({ asmaddr }: CompileEvent, block: CodeBlock): number {
  const first = constantsEnd(block, asmaddr);
  for (let at = roundUp(first, ALIGNMENT); at < asmaddr; at += ALIGNMENT) {
    const bytes = bytesBetween(block, at, asmaddr);
    const isCode = disassemble(bytes, at).every((line) => line.instruction !== undefined);
    if (isCode && bytes[0] !== FILLER) return at;
  }
  return asmaddr;
}

/** The end of what the block's code reads before its operations. */
function constantsEnd(block: CodeBlock, asmaddr: number): number {
  let end = block.address;
  for (const line of disassemble(bytesBetween(block, asmaddr, blockEnd(block)), asmaddr)) {
    const address = ripTarget(line);
    if (address !== null && address >= block.address && address < asmaddr) {
      end = Math.max(end, address + WORD);
    }
  }
  return Math.min(end, asmaddr);
}

/** The address that an instruction names relative to its end, or null. */
export function ripTarget({ address, bytes, instruction }: ListingLine): number | null {
  for (const operand of instruction?.operands ?? []) {
    if (operand.kind === "mem" && operand.base === "rip") {
      return address + bytes.length + operand.disp;
    }
  }
  return null;
}

/** Where a jump or call with a fixed distance goes, or null. */
export function jumpTarget({ address, bytes, instruction }: ListingLine): number | null {
  const operand = instruction?.operands[0];
  return operand?.kind === "rel" ? address + bytes.length + operand.offset : null;
}

/** Whether control never goes on behind an instruction. */
function endsControl({ instruction }: ListingLine): boolean {
  const mnemonic = instruction?.form.mnemonic;
  return mnemonic === "jmp" || mnemonic === "ret" || mnemonic === "ud2";
}

/**
 * Where the operations' code ends when only their block is known: their last one leaves by a jump or
 * a return, and what follows is aligned. `asmlen` of the event is ignored.
 */
export function findOperationsEnd(event: CompileEvent, bytes: Uint8Array): number {
  const { asmaddr, operations } = event;
  const last = operations.reduce((most, { offset }) => Math.max(most, offset), 0);
  const lines = disassemble(bytes.subarray(last), asmaddr + last);
  const exit = lines.find(endsControl);
  if (exit === undefined) return asmaddr + bytes.length;
  return Math.min(roundUp(exit.address + exit.bytes.length, ALIGNMENT), asmaddr + bytes.length);
}

/** Stubs and what fills the block up, behind the operations. */
function splitTail(event: CompileEvent, block: CodeBlock): CodePart[] {
  const start = event.asmaddr + event.asmlen;
  const end = blockEnd(block);
  const cuts = new Map<number, OperationRecord | null>([[start, null]]);
  for (const line of disassemble(bytesBetween(block, start, end), start)) {
    const next = line.address + line.bytes.length;
    if (endsControl(line) && next < end && !cuts.has(next)) cuts.set(next, null);
  }
  for (const [target, operation] of jumpsOut(event, block)) cuts.set(target, operation);
  const guards = guardsByAddress(event.operations);
  const sorted = [...cuts].sort(([a], [b]) => a - b);
  return sorted.flatMap(([from, operation], i): CodePart[] => {
    const to = sorted[i + 1]?.[0] ?? end;
    const codeEnd = trimFiller(block, from, to, 1);
    const owner = operation ?? namedGuard(bytesBetween(block, from, codeEnd), from, guards);
    const parts = [makePart("stub", from, codeEnd, owner), makePart("filler", codeEnd, to)];
    return parts.filter(({ size }) => size > 0);
  });
}

/** Jumps from the operations to behind them: the first operation that goes to each target. */
function jumpsOut(event: CompileEvent, block: CodeBlock): Map<number, OperationRecord> {
  const found = new Map<number, OperationRecord>();
  const start = event.asmaddr + event.asmlen;
  const end = blockEnd(block);
  for (const { operation, lines } of splitOperations(event, block.committed, block.address)) {
    for (const line of lines) {
      const target = jumpTarget(line);
      const isOut = target !== null && target >= start && target < end;
      if (isOut && operation !== null && !found.has(target)) found.set(target, operation);
    }
  }
  return found;
}

/** The address of a guard, from its descr `<Guard0x7f0040000000>`; null for what is none. */
export function guardAddress({ descr }: Pick<OperationRecord, "descr">): number | null {
  const match = /^<Guard(0x[0-9a-f]+)>$/.exec(descr);
  return match === null ? null : Number(match[1]);
}

function guardsByAddress(operations: readonly OperationRecord[]): Map<number, OperationRecord> {
  const guards = new Map<number, OperationRecord>();
  for (const operation of operations) {
    const address = guardAddress(operation);
    if (address !== null) guards.set(address, operation);
  }
  return guards;
}

/** The guard whose address stands in some instruction. */
function namedGuard(
  bytes: Uint8Array,
  address: number,
  guards: ReadonlyMap<number, OperationRecord>,
): OperationRecord | null {
  for (const { instruction } of disassemble(bytes, address)) {
    for (const operand of instruction?.operands ?? []) {
      const guard = operand.kind === "imm" ? guards.get(Number(operand.value)) : undefined;
      if (guard !== undefined) return guard;
    }
  }
  return null;
}

/** The end of what is not filler, in steps of `unit` bytes from `from` on. */
function trimFiller(block: CodeBlock, from: number, to: number, unit: number): number {
  const bytes = bytesBetween(block, from, to);
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === FILLER) length--;
  return Math.min(from + roundUp(length, unit), to);
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** The instructions of one operation; null for those before the first one's. */
export interface OperationCode {
  /** Its index, -1 for what stands before the first. */
  readonly index: number;
  readonly operation: OperationRecord | null;
  readonly lines: readonly ListingLine[];
}

/**
 * The operations that have code, in address order, `bytes` being those of the block at `address`.
 * Of several at one offset it is the last: the others emit none.
 */
export function splitOperations(
  event: CompileEvent,
  bytes: Uint8Array,
  address: number,
): OperationCode[] {
  const byOffset = new Map<number, number>();
  event.operations.forEach(({ offset }, index) => {
    if (offset >= 0 && offset < event.asmlen) byOffset.set(offset, index);
  });
  if (!byOffset.has(0)) byOffset.set(0, -1);
  const starts = [...byOffset].sort(([a], [b]) => a - b);
  const base = event.asmaddr - address;
  return starts.map(([offset, index], i) => {
    const end = starts[i + 1]?.[0] ?? event.asmlen;
    const lines = disassemble(bytes.subarray(base + offset, base + end), event.asmaddr + offset);
    return { index, operation: event.operations[index] ?? null, lines };
  });
}
