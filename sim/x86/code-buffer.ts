/**
 * A buffer that instructions are appended to, with labels. A label is either bound to an offset of
 * the buffer or stands for an absolute address outside of it; references to it are filled in by
 * {@link CodeBuffer.link}, when the address of the whole is known. Jumps forward take four bytes,
 * jumps to what is bound already one where that reaches: no choice depends on anything later.
 */

import { assert, defined } from "../base/assert.ts";
import type { EncodedInstruction } from "./encode.ts";
import { encode } from "./encode.ts";
import type { Mnemonic } from "./instruction-table.ts";
import type { MemoryOperand, Operand, OperandSize } from "./operand.ts";
import { mem, memIndexed, memRip, RAX, rel } from "./operand.ts";

/** A place that code refers to. */
export class Label {
  readonly name: string;
  /** Offset in the buffer, once bound. */
  offset: number | undefined;
  /** Absolute address of a place outside of the buffer. */
  readonly address: number | undefined;

  constructor(name: string, address?: number) {
    this.name = name;
    this.address = address;
  }
}

/** `size PTR [rip+label]` as an operand of {@link CodeBuffer.emit}. */
export interface LabelMemory {
  readonly kind: "label-mem";
  readonly size: OperandSize;
  readonly label: Label;
}

/** The memory at a label. */
export function memLabel(size: OperandSize, label: Label): LabelMemory {
  return { kind: "label-mem", size, label };
}

/** What an instruction in the buffer may have as an operand. */
export type BufferOperand = Operand | Label | LabelMemory;

/** The bytes at `at` hold the distance from `end` (of the instruction) to the label. */
interface Fixup {
  readonly at: number;
  readonly sizeBytes: 1 | 4;
  readonly end: number;
  readonly label: Label;
}

/** Told of each instruction that is emitted: where costs are counted. */
export type EmitListener = (mnemonic: Mnemonic, operands: readonly Operand[]) => void;

const NOP_INDEXED = memIndexed(4, RAX, RAX, 1);

/** Instructions that do nothing, by their length, longest first. */
const NOPS: readonly (readonly [sizeBytes: number, operands: readonly MemoryOperand[]])[] = [
  [9, [{ ...NOP_INDEXED, size: 2, dispBytes: 4 }]],
  [8, [{ ...NOP_INDEXED, dispBytes: 4 }]],
  [7, [{ ...mem(4, RAX), dispBytes: 4 }]],
  [6, [{ ...NOP_INDEXED, size: 2, dispBytes: 1 }]],
  [5, [{ ...NOP_INDEXED, dispBytes: 1 }]],
  [4, [{ ...mem(4, RAX), dispBytes: 1 }]],
  [3, [mem(4, RAX)]],
  [1, []],
];

/** Code being written. */
export class CodeBuffer {
  private bytes: Uint8Array = new Uint8Array(1024);
  private readonly fixups: Fixup[] = [];
  private readonly listener: EmitListener | undefined;
  /** Bytes written so far: the offset of what comes next. */
  size = 0;

  constructor(listener?: EmitListener) {
    this.listener = listener;
  }

  /** Appends an instruction; returns its offset. */
  emit(mnemonic: Mnemonic, ...operands: readonly BufferOperand[]): number {
    const start = this.size;
    const plain = isPlain(operands)
      ? operands
      : operands.map((operand) => this.plainOperand(operand, start));
    const encoded = encode(mnemonic, plain);
    this.append(encoded.bytes);
    if (plain !== operands) {
      for (const operand of operands) this.addFixup(operand, encoded, start);
    }
    this.listener?.(mnemonic, plain);
    return start;
  }

  /** Appends a jump to a label that will be bound within the reach of one byte. */
  emitShort(mnemonic: Mnemonic, label: Label): number {
    const start = this.size;
    const operands = [rel(0)];
    this.append(encode(mnemonic, operands).bytes);
    this.fixups.push({ at: this.size - 1, sizeBytes: 1, end: this.size, label });
    this.listener?.(mnemonic, operands);
    return start;
  }

  /** Appends data. */
  append(bytes: ArrayLike<number>): void {
    const needed = this.size + bytes.length;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes.set(bytes, this.size);
    this.size = needed;
  }

  /** Appends copies of `filler` up to a multiple of `unit`. */
  align(unit: number, filler: number): void {
    const rest = this.size % unit;
    if (rest !== 0) this.append(new Uint8Array(unit - rest).fill(filler));
  }

  /** Appends instructions that do nothing up to a multiple of `unit`. */
  alignWithNops(unit: number): void {
    while (this.size % unit !== 0) {
      const wanted = unit - (this.size % unit);
      const [, operands] = NOPS.find(([sizeBytes]) => sizeBytes <= wanted)!;
      this.emit("nop", ...operands);
    }
  }

  /** Binds a label to the current end. */
  bind(label: Label): void {
    const isFree = label.offset === undefined && label.address === undefined;
    assert(isFree, "bound twice: label", label.name);
    label.offset = this.size;
  }

  /** The finished bytes as they are to stand at `address`. */
  link(address: number): Uint8Array {
    const linked = this.bytes.slice(0, this.size);
    const view = new DataView(linked.buffer);
    for (const { at, sizeBytes, end, label } of this.fixups) {
      const target = label.address ?? address + defined(label.offset, "label", label.name);
      const distance = checkDistance(target - (address + end), sizeBytes);
      if (sizeBytes === 4) view.setInt32(at, distance, true);
      else view.setInt8(at, distance);
    }
    return linked;
  }

  private plainOperand(operand: BufferOperand, start: number): Operand {
    if (operand instanceof Label) return rel(distanceOf(operand, start));
    return operand.kind === "label-mem" ? placeholderOf(operand) : operand;
  }

  private addFixup(operand: BufferOperand, encoded: EncodedInstruction, start: number): void {
    const end = start + encoded.bytes.length;
    if (operand instanceof Label) {
      const isShort = encoded.bytes.length - encoded.immediateAt === 1;
      const at = start + encoded.immediateAt;
      if (!isShort) this.fixups.push({ at, sizeBytes: 4, end, label: operand });
    } else if (operand.kind === "label-mem") {
      this.fixups.push({ at: start + encoded.dispAt, sizeBytes: 4, end, label: operand.label });
    }
  }
}

function isPlain(operands: readonly BufferOperand[]): operands is readonly Operand[] {
  return operands.every((operand) => {
    return !(operand instanceof Label) && operand.kind !== "label-mem";
  });
}

/** A displacement of a jump that is too far for one byte, so that four are taken. */
const FAR = 0x7fffffff;

/** The short form of a jump has two bytes. */
const SHORT_JUMP_BYTES = 2;

function distanceOf(label: Label, start: number): number {
  if (label.offset === undefined) return FAR;
  const distance = label.offset - (start + SHORT_JUMP_BYTES);
  return distance >= -128 ? distance : FAR;
}

function placeholderOf(memory: LabelMemory): MemoryOperand {
  return memRip(memory.size, 0);
}

function checkDistance(distance: number, sizeBytes: 1 | 4): number {
  const limit = sizeBytes === 4 ? 2 ** 31 : 2 ** 7;
  const fits = distance >= -limit && distance < limit;
  assert(fits, "a distance that cannot be encoded in byte count", sizeBytes);
  return distance;
}

/** The four bytes of a distance, for patching. */
export function distanceBytes(distance: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, checkDistance(distance, 4), true);
  return bytes;
}
