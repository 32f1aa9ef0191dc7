/**
 * Msgpack written value by value, without objects in between: what events are made of. The bytes are
 * those that codec.ts would write: each integer and header has its shortest form.
 */

const FIRST_SIZE_BYTES = 16 * 1024;
/** No single number or header takes more. */
const ROOM_BYTES = 16;

/** A growing piece of msgpack. */
export class TokenWriter {
  private bytes = Buffer.allocUnsafeSlow(FIRST_SIZE_BYTES);
  private length = 0;
  private count = 0;
  private arrayStart = 0;

  get sizeBytes(): number {
    return this.length;
  }

  /** Number of values since {@link beginArray}. */
  get tokenCount(): number {
    return this.count;
  }

  /** What has been written since the last call of {@link clear}; valid until the next write. */
  view(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
    this.count = 0;
  }

  private reserve(sizeBytes: number): void {
    const needed = this.length + sizeBytes;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** A safe integer that is not -0; anything else is a bug. */
  int(value: number): void {
    this.count++;
    if (value >= -32 && value < 128 && Number.isInteger(value) && !Object.is(value, -0)) {
      if (this.length === this.bytes.length) this.reserve(ROOM_BYTES);
      this.bytes[this.length++] = value & 0xff;
    } else {
      this.largeInt(value);
    }
  }

  private largeInt(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw new TypeError(`not an integer that a reel can hold: ${value}`);
    }
    this.reserve(ROOM_BYTES);
    const { bytes } = this;
    const at = this.length + 1;
    if (value >= 0) {
      if (value < 0x100) this.lead(0xcc, bytes.writeUInt8(value, at));
      else if (value < 0x10000) this.lead(0xcd, bytes.writeUInt16BE(value, at));
      else if (value < 0x100000000) this.lead(0xce, bytes.writeUInt32BE(value, at));
      else this.lead(0xd3, bytes.writeBigInt64BE(BigInt(value), at));
    } else if (value >= -0x80) this.lead(0xd0, bytes.writeInt8(value, at));
    else if (value >= -0x8000) this.lead(0xd1, bytes.writeInt16BE(value, at));
    else if (value >= -0x80000000) this.lead(0xd2, bytes.writeInt32BE(value, at));
    else this.lead(0xd3, bytes.writeBigInt64BE(BigInt(value), at));
  }

  /** The byte before what has just been written, up to `endOffset`. */
  private lead(byte: number, endOffset: number): void {
    this.bytes[this.length] = byte;
    this.length = endOffset;
  }

  /** One of nil, false and true. */
  private single(byte: number): void {
    this.count++;
    this.reserve(ROOM_BYTES);
    this.bytes[this.length++] = byte;
  }

  nil(): void {
    this.single(0xc0);
  }

  boolean(value: boolean): void {
    this.single(value ? 0xc3 : 0xc2);
  }

  binary(value: Uint8Array): void {
    this.count++;
    this.reserve(ROOM_BYTES + value.length);
    this.header(value.length, [0xc4, 0xc5, 0xc6]);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  /** A short ASCII text: a key, or a name of the format. */
  name(value: string): void {
    this.count++;
    this.reserve(ROOM_BYTES + value.length);
    if (value.length > 31) throw new TypeError("too long for a name");
    this.bytes[this.length++] = 0xa0 | value.length;
    this.length += this.bytes.write(value, this.length, "latin1");
  }

  /** An array with one integer. */
  boxedInt(value: number): void {
    this.single(0x91);
    this.int(value);
    this.count--;
  }

  arrayHeader(length: number): void {
    this.count++;
    this.reserve(ROOM_BYTES);
    if (length < 16) this.bytes[this.length++] = 0x90 | length;
    else this.header(length, [null, 0xdc, 0xdd]);
  }

  /** The header of a map with fewer than 16 keys. */
  mapHeader(length: number): void {
    this.single(0x80 | length);
  }

  private header(length: number, leads: readonly (number | null)[]): void {
    const { bytes } = this;
    const at = this.length + 1;
    const [byte, word, long] = leads;
    if (length < 0x100 && typeof byte === "number") this.lead(byte, bytes.writeUInt8(length, at));
    else if (length < 0x10000) this.lead(Number(word), bytes.writeUInt16BE(length, at));
    else this.lead(Number(long), bytes.writeUInt32BE(length, at));
  }

  /** Begins an array whose length is not known yet; arrays made so do not nest. */
  beginArray(): void {
    this.arrayStart = this.length;
    this.count = 0;
  }

  /** Puts the header before the values since {@link beginArray}. */
  endArray(): void {
    const { arrayStart, length, count } = this;
    const headerSize = count < 16 ? 1 : count < 0x10000 ? 3 : 5;
    this.reserve(ROOM_BYTES);
    this.bytes.copyWithin(arrayStart + headerSize, arrayStart, length);
    this.length = arrayStart;
    this.arrayHeader(count);
    this.length = length + headerSize;
  }

  /** Takes back what has been written since {@link beginArray}. */
  dropArray(): void {
    this.length = this.arrayStart;
  }

  /** Adds msgpack that was written elsewhere. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
}
