/**
 * Frames that hold other frames, compressed: `{frame: "deflate", size, bytes}`, where `bytes` is
 * zlib's deflate of `size` bytes, whole frames one after the other. A reader treats what is in it
 * as if it stood there. The size that is stated is checked before anything is unpacked.
 */

import { inflateSync } from "node:zlib";
import { MemorySource } from "./byte-source.ts";
import { DIRECT_READER } from "./header.ts";
import { PAYLOAD_SIZE_MAX_BYTES, readFrameAt } from "./frame.ts";
import type { FrameAt } from "./frame.ts";
import { bytes, checkMap, decodePayload, int, SchemaError } from "./value-type.ts";

export const DEFLATE_KIND = "deflate";

/** The frames in the payload of a deflate frame; throws a SchemaError when they are not whole. */
export function unpackFrames(payload: Uint8Array): (FrameAt & { kind: "frame" })[] {
  const map = checkMap(decodePayload(payload));
  const size = int.decode(map.size, DIRECT_READER);
  if (size < 0 || size > PAYLOAD_SIZE_MAX_BYTES) {
    throw new SchemaError(`size: said to be ${size} bytes, more than any frame has`);
  }
  const source = new MemorySource(inflate(bytes.decode(map.bytes, DIRECT_READER), size));
  const frames: (FrameAt & { kind: "frame" })[] = [];
  for (let offset = 0; offset < source.size; ) {
    const frame = readFrameAt(source, offset);
    if (frame.kind !== "frame") throw new SchemaError("what it holds is not whole frames");
    frames.push(frame);
    offset = frame.endOffset;
  }
  return frames;
}

function inflate(packed: Uint8Array, size: number): Uint8Array {
  try {
    const unpacked = inflateSync(packed, { maxOutputLength: Math.max(size, 1) });
    if (unpacked.length === size) return unpacked;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
  throw new SchemaError(`bytes: expected deflate of ${size} bytes`);
}
