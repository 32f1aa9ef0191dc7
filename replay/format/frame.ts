/**
 * The outermost layer of a reel: file head, frames, trailer. Writer beside reader.
 *
 *   head     8 bytes magic, u16 major, u16 minor version of the format
 *   frame    u32 length of the payload (never 0), u32 CRC-32 of the payload, payload
 *   trailer  u32 0, u32 CRC-32 of the 16 bytes that follow, u64 offset of the index frame,
 *            8 bytes "REEL END"
 *
 * All numbers are big-endian, as in msgpack. A frame's length of 0 announces the trailer.
 */

import { crc32 } from "node:zlib";
import type { ByteSource } from "./byte-source.ts";
import { ReelError } from "./reel-error.ts";

export const FORMAT_MAJOR = 2;
export const FORMAT_MINOR = 0;

/** The majors that can be read, each with its last minor version. */
const READABLE: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [FORMAT_MAJOR, FORMAT_MINOR],
]);

/** Whether a reel of this version can hold what is not known here. */
export function isNewerMinor(major: number, minor: number): boolean {
  return minor > (READABLE.get(major) ?? 0);
}

/** Not a text (bit 7), broken by any transfer that changes line ends, stops `type` on Windows. */
const MAGIC = Buffer.from("\x8aREEL\r\n\x1a", "latin1");
export const HEAD_SIZE_BYTES = 12;
export const FRAME_HEAD_SIZE_BYTES = 8;

/**
 * The largest payload. A writer makes no larger one and a reader reads none, so that a length that
 * lies costs neither memory nor time.
 */
export const PAYLOAD_SIZE_MAX_BYTES = 64 * 1024 * 1024;

const END_MARK = Buffer.from("REEL END", "latin1");
export const TRAILER_SIZE_BYTES = 24;

/** The first bytes of a file. */
export function encodeHead(): Uint8Array {
  const head = Buffer.alloc(HEAD_SIZE_BYTES);
  MAGIC.copy(head);
  head.writeUInt16BE(FORMAT_MAJOR, 8);
  head.writeUInt16BE(FORMAT_MINOR, 10);
  return head;
}

/** Checks the first bytes and gives the version; throws a ReelError for a foreign file. */
export function decodeHead(bytes: Buffer, file: string): { major: number; minor: number } {
  const magic = bytes.subarray(0, MAGIC.length);
  if (!magic.equals(MAGIC.subarray(0, magic.length)) || bytes.length === 0) {
    const found = bytes.length === 0 ? "it is empty" : "it does not begin as one";
    throw new ReelError(file, `not a reel: ${found}`, 0, "`jitreel record PROG.py` makes a reel");
  }
  if (bytes.length < HEAD_SIZE_BYTES) {
    throw new ReelError(file, "the reel ends before its version", bytes.length);
  }
  const major = bytes.readUInt16BE(8);
  const minor = bytes.readUInt16BE(10);
  if (!READABLE.has(major)) {
    const known = [...READABLE].map((version) => version.join(".")).join(" and ");
    const hint = major > FORMAT_MAJOR ? "a newer jitreel wrote it: update to read it" : undefined;
    const message = `reel format ${major}.${minor} is not known; this version reads ${known}`;
    throw new ReelError(file, message, 8, hint);
  }
  return { major, minor };
}

/** A frame that no reader would read. */
export class FrameSizeError extends Error {
  override name = "FrameSizeError";
}

/** A frame around `payload`; throws a FrameSizeError when it would be too large. */
export function encodeFrame(payload: Uint8Array): Uint8Array {
  if (payload.length > PAYLOAD_SIZE_MAX_BYTES) {
    const size = `${payload.length} bytes in one frame`;
    throw new FrameSizeError(`${size}; a reel can have ${PAYLOAD_SIZE_MAX_BYTES}`);
  }
  const frame = Buffer.alloc(FRAME_HEAD_SIZE_BYTES + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt32BE(crc32(payload), 4);
  frame.set(payload, FRAME_HEAD_SIZE_BYTES);
  return frame;
}

/** The last bytes of a complete reel. */
export function encodeTrailer(indexOffset: number): Uint8Array {
  const trailer = Buffer.alloc(TRAILER_SIZE_BYTES);
  trailer.writeBigUInt64BE(BigInt(indexOffset), 8);
  END_MARK.copy(trailer, 16);
  trailer.writeUInt32BE(crc32(trailer.subarray(8)), 4);
  return trailer;
}

/** What stands at one offset of a reel. */
export type FrameAt =
  | {
      kind: "frame";
      offset: number;
      endOffset: number;
      /** The whole frame. */
      bytes: Buffer;
      payload: Buffer;
    }
  | { kind: "trailer"; offset: number; endOffset: number; indexOffset: number }
  | { kind: "truncated"; offset: number; message: string }
  /** `endOffset` is where the next frame would begin if the length is right. */
  | { kind: "damaged"; offset: number; endOffset: number; message: string };

/** Reads the frame or trailer at `offset`, which a frame before it, or the head, has given. */
export function readFrameAt(source: ByteSource, offset: number): FrameAt {
  const head = source.read(offset, FRAME_HEAD_SIZE_BYTES);
  if (head.length === 0) {
    return { kind: "truncated", offset, message: "the reel ends without a trailer" };
  }
  if (head.length < FRAME_HEAD_SIZE_BYTES) {
    const message = `the reel ends ${head.length} bytes into a frame's head`;
    return { kind: "truncated", offset, message };
  }
  const length = head.readUInt32BE(0);
  if (length === 0) return readTrailerAt(source, offset);
  const endOffset = offset + FRAME_HEAD_SIZE_BYTES + length;
  if (length > PAYLOAD_SIZE_MAX_BYTES) {
    const message = `the frame's length is said to be ${length} bytes, more than any frame has`;
    return { kind: "damaged", offset, endOffset, message };
  }
  const there = Math.max(0, source.size - offset - FRAME_HEAD_SIZE_BYTES);
  if (length > there) return tooShort(offset, length, there);
  const bytes = source.read(offset, FRAME_HEAD_SIZE_BYTES + length);
  const payload = bytes.subarray(FRAME_HEAD_SIZE_BYTES);
  if (payload.length < length) return tooShort(offset, length, payload.length);
  if (crc32(payload) === head.readUInt32BE(4)) {
    return { kind: "frame", offset, endOffset, bytes, payload };
  }
  const message = "the frame's checksum does not match its content";
  return { kind: "damaged", offset, endOffset, message };
}

function tooShort(offset: number, length: number, there: number): FrameAt {
  const message = `the frame should have ${length} bytes, the reel ends after ${there} of them`;
  return { kind: "truncated", offset, message };
}

function readTrailerAt(source: ByteSource, offset: number): FrameAt {
  const endOffset = offset + TRAILER_SIZE_BYTES;
  const trailer = source.read(offset, TRAILER_SIZE_BYTES);
  if (trailer.length < TRAILER_SIZE_BYTES) {
    return { kind: "truncated", offset, message: "the reel ends within its trailer" };
  }
  const content = trailer.subarray(8);
  const isGood = crc32(content) === trailer.readUInt32BE(4);
  if (!isGood || !content.subarray(8).equals(END_MARK)) {
    return { kind: "damaged", offset, endOffset, message: "the trailer is not as it should be" };
  }
  const indexOffset = Number(content.readBigUInt64BE(0));
  return { kind: "trailer", offset, endOffset, indexOffset };
}
