/**
 * The constants at the head of a block: addresses of the objects that the unit's operations name
 * (the "gc table"), then the bits of floats; each once, in the order of first use.
 */

import { floatToBits } from "../../base/float.ts";
import type { ConstFloat, ConstPtr, ResOp } from "../../trace/values.ts";
import type { CodeBuffer } from "../../x86/code-buffer.ts";
import { Label } from "../../x86/code-buffer.ts";

/** Gives the address of an object or string that is a constant. */
export type AddressOfConstant = (value: object | string) => number;

/** The constants of one unit. */
export class ConstantPool {
  private readonly refs = new Map<object | string, Label>();
  private readonly floats = new Map<bigint, Label>();

  /** Collects the constants of operations that have code. */
  constructor(ops: readonly ResOp[], hasCode: (op: ResOp) => boolean) {
    for (const op of ops) {
      if (!hasCode(op)) continue;
      for (const arg of op.args) {
        if (!arg.isConst) continue;
        if (arg.kind === "f") this.addFloat(floatToBits(arg.value));
        else if (arg.kind === "r" && arg.value !== null) this.addRef(arg.value);
      }
    }
  }

  /** Writes the pool and binds its labels. */
  emit(buffer: CodeBuffer, addressOf: AddressOfConstant): void {
    for (const [value, label] of this.refs) {
      buffer.bind(label);
      buffer.append(wordBytes(BigInt(addressOf(value))));
    }
    for (const [bits, label] of this.floats) {
      buffer.bind(label);
      buffer.append(wordBytes(bits));
    }
  }

  /** Where a constant stands; it must have been collected. */
  labelOf(constant: ConstPtr | ConstFloat): Label | undefined {
    if (constant.kind === "f") return this.floats.get(floatToBits(constant.value));
    return constant.value === null ? undefined : this.refs.get(constant.value);
  }

  private addRef(value: object | string): void {
    if (!this.refs.has(value)) this.refs.set(value, new Label("constant"));
  }

  private addFloat(bits: bigint): void {
    if (!this.floats.has(bits)) this.floats.set(bits, new Label("float"));
  }
}

function wordBytes(word: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, word, true);
  return bytes;
}
