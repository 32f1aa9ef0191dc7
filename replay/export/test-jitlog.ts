/**
 * A reader of binary jitlogs for tests, made from the description of the format alone; that it reads
 * the installed pypy3's files to their end shows that it is right.
 */

export type JitlogRecord =
  | { readonly mark: "header"; readonly version: number; readonly machine: string }
  | { readonly mark: "names"; readonly names: ReadonlyMap<number, string> }
  | { readonly mark: "inputs"; readonly inputs: string }
  | {
      readonly mark: "operation";
      readonly name: string;
      readonly text: string;
      readonly descr: number | null;
      readonly failArgs: string;
    }
  | { readonly mark: "range"; readonly from: number; readonly to: number }
  | { readonly mark: "code"; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly mark: "stage"; readonly stage: "noopt" | "opt" | "asm"; readonly id: number }
  | { readonly mark: "stitch"; readonly descr: number; readonly address: number }
  | {
      readonly mark: "start";
      readonly id: number;
      readonly type: string;
      readonly descr: number;
      readonly driver: string;
    }
  | {
      readonly mark: "count";
      readonly kind: string;
      readonly number: number;
      readonly count: number;
    }
  | { readonly mark: "place"; readonly values: readonly (string | number)[] }
  | { readonly mark: "abort"; readonly id: number }
  | { readonly mark: "other" };

class Fields {
  offset = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.offset === this.bytes.length;
  }

  u8(): number {
    return this.bytes.readUInt8(this.offset++);
  }

  u16(): number {
    this.offset += 2;
    return this.bytes.readUInt16LE(this.offset - 2);
  }

  word(): number {
    this.offset += 8;
    return Number(this.bytes.readBigInt64LE(this.offset - 8));
  }

  blob(): Buffer {
    const size = this.bytes.readUInt32LE(this.offset);
    const start = this.offset + 4;
    if (start + size > this.bytes.length) throw new Error(`a string leaves the file: ${start}`);
    this.offset = start + size;
    return this.bytes.subarray(start, this.offset);
  }

  text(): string {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.blob());
  }
}

/** All records of a file; throws when it is not one to its last byte. */
export function* readJitlog(bytes: Buffer): Generator<JitlogRecord> {
  const fields = new Fields(bytes);
  const names = new Map<number, string>();
  let types: [meaning: number, type: string][] = [];
  let prefixes = new Map<number, string>();
  while (!fields.isAtEnd) {
    const mark = fields.u8();
    if (mark === 0x1d) {
      types = Array.from({ length: fields.u16() }, () => [fields.u8(), readChar(fields)]);
      prefixes = new Map();
    } else if (mark === 0x20) prefixes.set(fields.u8(), fields.text());
    else if (mark === 0x12) {
      for (let count = fields.u16(); count > 0; count--) names.set(fields.u16(), fields.text());
      yield { mark: "names", names };
    } else if (mark === 0x1f) {
      const values = types.map(([, type], i) => readValue(fields, type, prefixes.get(i)));
      yield { mark: "place", values };
    } else yield readRecord(mark, fields, names);
  }
}

function readChar(fields: Fields): string {
  return String.fromCharCode(fields.u8());
}

function readValue(fields: Fields, type: string, prefix: string | undefined): string | number {
  const kind = fields.u8();
  if (type === "i") return fields.word();
  if (kind === 0xff) return fields.text();
  if (prefix === undefined) throw new Error("no prefix was declared");
  return kind === 0xef ? prefix : prefix + fields.text();
}

function readRecord(
  mark: number,
  fields: Fields,
  names: ReadonlyMap<number, string>,
): JitlogRecord {
  switch (mark) {
    case 0x11:
      return { mark: "inputs", inputs: fields.text() };
    case 0x13:
    case 0x14: {
      const name = names.get(fields.u16());
      if (name === undefined) throw new Error("an operation that has no name");
      const text = fields.text();
      const descr = mark === 0x14 ? fields.word() : null;
      return { mark: "operation", name, text, descr, failArgs: fields.text() };
    }
    case 0x15:
      return { mark: "range", from: fields.word(), to: fields.word() };
    case 0x16:
      return { mark: "code", offset: fields.u16(), bytes: fields.blob() };
    case 0x17:
      return { mark: "stage", stage: "noopt", id: fields.word() };
    case 0x18:
      return { mark: "stage", stage: "opt", id: fields.word() };
    case 0x19:
      return { mark: "stage", stage: "asm", id: fields.word() };
    case 0x1a:
      return { mark: "stitch", descr: fields.word(), address: fields.word() };
    case 0x1b: {
      const id = fields.word();
      const type = fields.text();
      return { mark: "start", id, type, descr: fields.word(), driver: fields.text() };
    }
    case 0x1c: {
      const number = fields.word();
      return { mark: "count", number, kind: readChar(fields), count: fields.word() };
    }
    case 0x1e: {
      const version = fields.u16();
      if (fields.u8() !== 0) throw new Error("not of 64 bits");
      return { mark: "header", version, machine: fields.text() };
    }
    case 0x21:
      return { mark: "abort", id: fields.word() };
    case 0x23:
      for (let i = 0; i < 3; i++) fields.word();
      return { mark: "other" };
    case 0x24:
      for (let i = 0; i < 2; i++) fields.word();
      return { mark: "other" };
    default:
      throw new Error(`mark 0x${mark.toString(16)} at ${fields.offset - 1}`);
  }
}
