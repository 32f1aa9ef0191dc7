/**
 * The marks of PyPy's binary jitlog, version 4: a byte that says which, then fields one after the
 * other, little-endian. A string is its size in 32 bits and its bytes. Lists of names are one string
 * with commas, so a comma inside of a name is written `\x2c`.
 *
 * Counterpart: rpython/rlib/rjitlog/rjitlog.py
 */

import { printText } from "../replayer/print-value.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { ByteSink } from "./export-format.ts";

export const JITLOG_VERSION = 4;

export const MARK = {
  inputArgs: 0x11,
  resopMeta: 0x12,
  resop: 0x13,
  resopDescr: 0x14,
  asmAddr: 0x15,
  asm: 0x16,
  trace: 0x17,
  traceOpt: 0x18,
  traceAsm: 0x19,
  stitchBridge: 0x1a,
  startTrace: 0x1b,
  counter: 0x1c,
  initMergePoint: 0x1d,
  header: 0x1e,
  mergePoint: 0x1f,
  commonPrefix: 0x20,
  abortTrace: 0x21,
} as const;

/** One mark with its fields. */
export class MarkWriter {
  private readonly bytes = new ByteWriter();

  constructor(mark: number) {
    this.bytes.u8(mark);
  }

  u8(value: number): this {
    this.bytes.u8(value);
    return this;
  }

  /** Of larger numbers the low bits, as PyPy writes offsets. */
  u16(value: number): this {
    this.bytes.u16(value);
    return this;
  }

  /** An address, or a number that may be negative. */
  word(value: number): this {
    this.bytes.u64(value);
    return this;
  }

  string(text: string): this {
    return this.blob(Buffer.from(printText(text)));
  }

  blob(bytes: Uint8Array): this {
    this.bytes.u32(bytes.length).append(bytes);
    return this;
  }

  names(names: readonly string[]): this {
    return this.string(names.map((name) => name.replaceAll(",", "\\x2c")).join(","));
  }

  end(sink: ByteSink): void {
    sink(this.bytes.finish());
  }
}
