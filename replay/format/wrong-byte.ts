/**
 * Which byte of a damaged frame is wrong, when it is one. A checksum is linear: what a wrong byte
 * changes in it depends only on the bits that are wrong and on how many bytes follow. So the
 * difference between both checksums, taken back over one byte after the other, becomes the entry of
 * the table for some bits exactly where these bits are wrong.
 *
 * Other damage looks like one wrong byte by chance: of 1000 frames of 16 KiB, in one.
 */

import { crc32 } from "node:zlib";
import { FRAME_HEAD_SIZE_BYTES } from "./frame.ts";
import { findListItem } from "./msgpack-shape.ts";
import { peekFrame } from "./frame-peek.ts";

/** The byte that fits the checksum when it is another one. */
export interface WrongByte {
  /** From the beginning of the frame. */
  readonly at: number;
  readonly found: number;
  readonly fits: number;
  /** The event that it belongs to; null when it belongs to none or that cannot be said. */
  readonly event: number | null;
}

/** What each byte changes in a CRC-32 (zlib's) when no byte follows. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** The byte whose entry of the table has this highest byte; all of them differ. */
const BY_HIGHEST = new Uint8Array(256);
TABLE.forEach((entry, byte) => {
  BY_HIGHEST[entry >>> 24] = byte;
});

/** Looks for one wrong byte in the head or the payload of a frame that is `frame.length` long. */
export function findWrongByte(frame: Buffer): WrongByte | null {
  const payload = frame.subarray(FRAME_HEAD_SIZE_BYTES);
  const lengthBits = (frame.readUInt32BE(0) ^ payload.length) >>> 0;
  const difference = (crc32(payload) ^ frame.readUInt32BE(4)) >>> 0;
  if (lengthBits !== 0) return difference === 0 ? inWord(frame, 0, lengthBits) : null;
  if (difference === 0) return null;
  return inWord(frame, 4, difference) ?? inPayload(payload, difference);
}

/** The one byte of a number of four bytes in which bits are wrong. */
function inWord(frame: Buffer, offset: number, bits: number): WrongByte | null {
  for (let i = 0; i < 4; i++) {
    const shift = 8 * (3 - i);
    const byte = (bits >>> shift) & 0xff;
    if ((byte << shift) >>> 0 !== bits) continue;
    const found = frame[offset + i]!;
    return { at: offset + i, found, fits: found ^ byte, event: null };
  }
  return null;
}

function inPayload(payload: Buffer, difference: number): WrongByte | null {
  let crc = difference;
  for (let at = payload.length - 1; at >= 0; at--) {
    const byte = BY_HIGHEST[crc >>> 24]!;
    const entry = TABLE[byte]!;
    if (entry === crc) return describe(payload, at, byte);
    crc = (((crc ^ entry) << 8) | byte) >>> 0;
  }
  return null;
}

function describe(payload: Buffer, at: number, bits: number): WrongByte {
  const found = payload[at]!;
  const right = Buffer.from(payload);
  right[at] = found ^ bits;
  const { place } = peekFrame(right);
  const item = place === null ? null : findListItem(right, "events", at);
  const event = place === null || item === null ? null : place.first + item;
  return { at: FRAME_HEAD_SIZE_BYTES + at, found, fits: found ^ bits, event };
}
