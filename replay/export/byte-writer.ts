/**
 * Little-endian numbers, LEB128 numbers and texts, one after the other.
 */

const FIRST_SIZE = 256;

export class ByteWriter {
  private bytes = new Uint8Array(FIRST_SIZE);
  private length = 0;

  get size(): number {
    return this.length;
  }

  u8(value: number): this {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = value & 0xff;
    return this;
  }

  u16(value: number): this {
    return this.u8(value).u8(value >> 8);
  }

  u32(value: number): this {
    return this.u16(value & 0xffff).u16(value >>> 16);
  }

  /** Below 2^53. */
  u64(value: number): this {
    return this.u32((value % 2 ** 32) >>> 0).u32(Math.floor(value / 2 ** 32));
  }

  /** Unsigned, below 2^53. */
  uleb(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.u8(0x80 | (rest % 0x80));
      rest = Math.floor(rest / 0x80);
    }
    return this.u8(rest);
  }

  /** Signed, of 32 bits. */
  sleb(value: number): this {
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const isLast = rest === (low & 0x40 ? -1 : 0);
      this.u8(isLast ? low : low | 0x80);
      if (isLast) return this;
    }
  }

  /** UTF-8, ended by a zero byte. */
  text(text: string): this {
    return this.append(Buffer.from(text.replaceAll("\0", "\\0"))).u8(0);
  }

  append(bytes: Uint8Array): this {
    if (this.length + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + needed));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** A block whose first four bytes are the size of the rest. */
export function withLength(content: Uint8Array): Uint8Array {
  return new ByteWriter().u32(content.length).append(content).finish();
}
