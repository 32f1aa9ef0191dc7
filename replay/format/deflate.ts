/**
 * Deflate frames: `{frame: "deflate", size, bytes}`, the frames of one whole block, heads and
 * checksums included, in the zlib format. `size` is what they have unpacked; a reader allocates no
 * more than that, and refuses more than {@link DEFLATED_SIZE_MAX_BYTES}. Writer beside reader.
 */

import { deflateSync, inflateSync } from "node:zlib";
import { encodeMsgpack } from "./codec.ts";
import { encodeFrame } from "./frame.ts";
import { DIRECT_READER } from "./header.ts";
import { bytes, int, SchemaError } from "./value-type.ts";

/** The most that a deflate frame may unpack to. */
export const DEFLATED_SIZE_MAX_BYTES = 64 * 1024 * 1024;

/** zlib's best: a reel is written once. */
const LEVEL = 9;

/** A frame that holds `frames`, the concatenated frames of a block. */
export function encodeDeflateFrame(frames: Uint8Array): Uint8Array {
  const packed = new Uint8Array(deflateSync(frames, { level: LEVEL }));
  return encodeFrame(encodeMsgpack({ frame: "deflate", size: frames.length, bytes: packed }));
}

/** The frames in the payload of a deflate frame; throws a SchemaError when it is not as stated. */
export function decodeDeflateFrame(payload: Readonly<Record<string, unknown>>): Buffer {
  const size = int.decode(payload.size, DIRECT_READER);
  if (size < 1 || size > DEFLATED_SIZE_MAX_BYTES) {
    throw new SchemaError(`size: ${size} is not between 1 and ${DEFLATED_SIZE_MAX_BYTES} bytes`);
  }
  const frames = inflate(bytes.decode(payload.bytes, DIRECT_READER), size);
  if (frames.length === size) return frames;
  throw new SchemaError(`bytes: unpack to ${frames.length} bytes, not to ${size}`);
}

/** zlib stops as soon as there is more than `sizeMax`. */
function inflate(packed: Uint8Array, sizeMax: number): Buffer {
  try {
    const { buffer, engine } = inflateSync(packed, {
      maxOutputLength: sizeMax,
      info: true,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (engine.bytesWritten === packed.length) return buffer;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError(`bytes: cannot be unpacked: ${reason}`);
  }
  throw new SchemaError("bytes: there is more after the end of the packed data");
}
