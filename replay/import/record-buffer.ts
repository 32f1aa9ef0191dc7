/**
 * Bytes that come in pieces, read as whole records: a record whose end has not come yet is read
 * again when more is there. Lengths are checked before anything is made of them.
 */

/** A record's end is not there yet. */
class NeedMore extends Error {
  readonly size: number;
  constructor(size: number) {
    super("more bytes are needed");
    this.size = size;
  }
}

/** The bytes are no records. */
export class BadRecord extends Error {}

/** Longest text or code of a record: far more than any. */
const FIELD_SIZE_MAX = 1 << 20;

/** Reads fields of one record, little-endian. */
export class FieldReader {
  private readonly bytes: Buffer;
  private at: number;
  private readonly start: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
    this.start = at;
  }

  /** Bytes read so far. */
  get size(): number {
    return this.at - this.start;
  }

  u8(): number {
    return this.bytes.readUInt8(this.take(1));
  }

  u16(): number {
    return this.bytes.readUInt16LE(this.take(2));
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  /** A number of eight bytes that an event can hold. */
  i64(): number {
    const value = Number(this.bytes.readBigInt64LE(this.take(8)));
    if (Number.isSafeInteger(value)) return value;
    throw new BadRecord("a number beyond 2^53");
  }

  /** Bytes behind their length. */
  block(): Buffer {
    const size = this.u32();
    if (size > FIELD_SIZE_MAX) throw new BadRecord(`a field of ${size} bytes`);
    const from = this.take(size);
    return this.bytes.subarray(from, from + size);
  }

  text(): string {
    return this.block().toString("utf8");
  }

  private take(size: number): number {
    const from = this.at;
    if (from + size > this.bytes.length) throw new NeedMore(from + size - this.start);
    this.at = from + size;
    return from;
  }
}

export class RecordBuffer {
  private pieces: Buffer[] = [];
  private piecesSize = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private needed = 1;
  /** Bytes of all records that were read. */
  offset = 0;

  push(piece: Buffer): void {
    this.pieces.push(Buffer.from(piece));
    this.piecesSize += piece.length;
  }

  /** Bytes that belong to no whole record. */
  get rest(): number {
    return this.bytes.length - this.at + this.piecesSize;
  }

  /** Reads the next record with `read`; false when it is not complete. */
  readNext(read: (fields: FieldReader) => void): boolean {
    if (this.rest < this.needed) return false;
    if (this.bytes.length - this.at < this.needed) this.join();
    const fields = new FieldReader(this.bytes, this.at);
    try {
      read(fields);
    } catch (error) {
      if (!(error instanceof NeedMore)) throw error;
      this.needed = error.size;
      if (this.rest < this.needed) return false;
      return this.readNext(read);
    }
    this.at += fields.size;
    this.offset += fields.size;
    this.needed = 1;
    return true;
  }

  private join(): void {
    this.bytes = Buffer.concat([this.bytes.subarray(this.at), ...this.pieces]);
    this.at = 0;
    this.pieces = [];
    this.piecesSize = 0;
  }
}
