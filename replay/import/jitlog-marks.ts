/**
 * The records of a binary jitlog, version 4: a mark of one byte and its fields. There are no
 * lengths, so what stands behind a mark that is not known cannot be read.
 *
 * Counterpart: rpython/rlib/rjitlog/rjitlog.py.
 */

import { BadRecord } from "./record-buffer.ts";
import type { FieldReader } from "./record-buffer.ts";

export const JITLOG_VERSION = 4;

/** The kinds of records by their marks. */
const MARKS = {
  17: "input args",
  18: "operation names",
  19: "operation",
  20: "operation with descr",
  21: "address",
  22: "code",
  23: "recorded trace",
  24: "optimized trace",
  25: "assembled trace",
  26: "stitch",
  27: "start",
  28: "counter",
  29: "merge point fields",
  30: "header",
  31: "merge point",
  32: "prefix",
  33: "abort",
  34: "source",
  35: "redirect",
  36: "callback",
} as const;

/** A field of merge points. */
export interface MergeField {
  readonly meaning: "file" | "line" | "index" | "scope" | "opcode" | "other";
  readonly isText: boolean;
}

const MEANINGS: Readonly<Record<number, MergeField["meaning"]>> = {
  1: "file",
  2: "line",
  4: "index",
  8: "scope",
  16: "opcode",
};

/** One record. */
export type JitlogRecord =
  | { readonly kind: "header"; readonly version: number; readonly machine: string }
  | { readonly kind: "operation names" }
  | {
      readonly kind: "start";
      readonly trace: number;
      readonly type: string;
      readonly descr: number;
      readonly driver: string;
    }
  | {
      readonly kind: "trace";
      readonly stage: "recorded" | "optimized" | "assembled";
      readonly trace: number;
    }
  | { readonly kind: "input args"; readonly text: string }
  | {
      readonly kind: "operation";
      readonly name: string;
      readonly text: string;
      readonly descr: number | null;
      readonly failArgs: string;
    }
  | { readonly kind: "address"; readonly from: number; readonly to: number }
  | { readonly kind: "code"; readonly offset: number; readonly bytes: Buffer }
  | {
      readonly kind: "merge point";
      readonly values: ReadonlyMap<MergeField["meaning"], string | number>;
    }
  | { readonly kind: "state" }
  | { readonly kind: "stitch"; readonly descr: number; readonly address: number }
  | { readonly kind: "counter"; readonly id: number; readonly type: string; readonly count: number }
  | { readonly kind: "abort"; readonly trace: number }
  | { readonly kind: "redirect"; readonly numbers: readonly number[] }
  | { readonly kind: "callback"; readonly address: number; readonly trace: number };

/** More than any processor has. */
const ADDRESS_MAX = 2 ** 52;

const STATE: JitlogRecord = { kind: "state" };
const FULL = 0xff;
const SAME = 0xef;
const SUFFIX = 0x00;

/** Reads records; keeps what later ones refer to. */
export class JitlogRecords {
  private readonly names = new Map<number, string>();
  private fields: readonly MergeField[] = [];
  private readonly prefixes = new Map<number, string>();
  private is32Bit = false;

  read(fields: FieldReader): JitlogRecord {
    const mark = fields.u8();
    if (!isMark(mark)) throw new BadRecord(`the mark 0x${mark.toString(16)} is not known`);
    switch (MARKS[mark]) {
      case "header":
        return this.readHeader(fields);
      case "operation names":
        return this.readNames(fields);
      case "start":
        return {
          kind: "start",
          trace: this.address(fields),
          type: fields.text(),
          descr: this.place(fields),
          driver: fields.text(),
        };
      case "recorded trace":
        return { kind: "trace", stage: "recorded", trace: fields.i64() };
      case "optimized trace":
        return { kind: "trace", stage: "optimized", trace: fields.i64() };
      case "assembled trace":
        return { kind: "trace", stage: "assembled", trace: fields.i64() };
      case "input args":
        return { kind: "input args", text: fields.text() };
      case "operation":
        return this.readOperation(fields, false);
      case "operation with descr":
        return this.readOperation(fields, true);
      case "merge point fields":
        return this.readMergeFields(fields);
      case "merge point":
        return this.readMergePoint(fields);
      case "prefix":
        return this.readPrefix(fields);
      case "source":
        return skipSource(fields);
      default:
        return this.readNumbers(MARKS[mark], fields);
    }
  }

  private readNumbers(kind: string, fields: FieldReader): JitlogRecord {
    const address = () => this.place(fields);
    switch (kind) {
      case "address":
        return { kind, from: address(), to: address() };
      case "code":
        return { kind, offset: fields.u16(), bytes: fields.block() };
      case "stitch":
        return { kind, descr: address(), address: address() };
      case "counter": {
        const id = this.address(fields);
        const type = String.fromCharCode(fields.u8());
        return { kind, id, type, count: fields.i64() };
      }
      case "abort":
        return { kind, trace: this.address(fields) };
      case "redirect":
        return { kind, numbers: [address(), address(), address()] };
      default:
        return { kind: "callback", address: address(), trace: fields.i64() };
    }
  }

  private address(fields: FieldReader): number {
    return this.is32Bit ? fields.u32() : fields.i64();
  }

  /** An address of something, to which sizes of code can be added. */
  private place(fields: FieldReader): number {
    const value = this.address(fields);
    if (value >= 0 && value <= ADDRESS_MAX) return value;
    throw new BadRecord("an address that is none");
  }

  private readHeader(fields: FieldReader): JitlogRecord {
    const version = fields.u16();
    if (version !== JITLOG_VERSION) return { kind: "header", version, machine: "" };
    const is32Bit = fields.u8() !== 0;
    const machine = fields.text();
    this.is32Bit = is32Bit;
    return { kind: "header", version, machine };
  }

  private readNames(fields: FieldReader): JitlogRecord {
    const count = fields.u16();
    const names: [number, string][] = [];
    for (let i = 0; i < count; i++) names.push([fields.u16(), fields.text()]);
    for (const [number, name] of names) this.names.set(number, name);
    return { kind: "operation names" };
  }

  private readOperation(fields: FieldReader, hasDescr: boolean): JitlogRecord {
    const number = fields.u16();
    const text = fields.text();
    const descr = hasDescr ? this.place(fields) : null;
    const failArgs = fields.text();
    const name = this.names.get(number);
    if (name === undefined) throw new BadRecord(`the operation ${number} has no name`);
    return { kind: "operation", name, text, descr, failArgs };
  }

  private readMergeFields(fields: FieldReader): JitlogRecord {
    const count = fields.u16();
    const found: MergeField[] = [];
    for (let i = 0; i < count; i++) {
      const meaning = MEANINGS[fields.u8()] ?? "other";
      const type = String.fromCharCode(fields.u8());
      if (type !== "s" && type !== "i") throw new BadRecord("a field of merge points of no type");
      found.push({ meaning, isText: type === "s" });
    }
    this.fields = found;
    this.prefixes.clear();
    return STATE;
  }

  private readPrefix(fields: FieldReader): JitlogRecord {
    const index = fields.u8();
    this.prefixes.set(index, fields.text());
    return STATE;
  }

  private readMergePoint(fields: FieldReader): JitlogRecord {
    const values = new Map<MergeField["meaning"], string | number>();
    this.fields.forEach(({ meaning, isText }, index) => {
      const value = isText ? this.readCompressed(fields, index) : readInteger(fields);
      if (meaning !== "other") values.set(meaning, value);
    });
    return { kind: "merge point", values };
  }

  private readCompressed(fields: FieldReader, index: number): string {
    const how = fields.u8();
    const prefix = this.prefixes.get(index) ?? "";
    if (how === FULL) return fields.text();
    if (how === SAME) return prefix;
    if (how === SUFFIX) return prefix + fields.text();
    throw new BadRecord("a text of a merge point of no form");
  }
}

/** Lines of a source file, which tools add to a log: number, indentation, text. */
function skipSource(fields: FieldReader): JitlogRecord {
  fields.text();
  const count = fields.u16();
  for (let i = 0; i < count; i++) {
    fields.u16();
    fields.u8();
    fields.text();
  }
  return STATE;
}

function readInteger(fields: FieldReader): number {
  if (fields.u8() !== 0) throw new BadRecord("a number of a merge point of no form");
  return fields.i64();
}

function isMark(mark: number): mark is keyof typeof MARKS {
  return mark in MARKS;
}
