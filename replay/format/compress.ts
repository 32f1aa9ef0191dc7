/**
 * Compression of reels: the frames of each block become one deflate frame, and the index tells where
 * these stand. All else stays, and so does the digest, which is that of the frames as they were. A
 * block that deflate does not make smaller, or that is too large for a deflate frame, stays, too.
 */

import type { ByteSource } from "./byte-source.ts";
import { decodeFrame } from "./decoded-frame.ts";
import { DEFLATED_SIZE_MAX_BYTES, encodeDeflateFrame } from "./deflate.ts";
import { FRAME_HEAD_SIZE_BYTES, HEAD_SIZE_BYTES } from "./frame.ts";
import { peekFrame } from "./frame-peek.ts";
import { DEFLATE_KIND, FIRST_FRAME, FrameWalk } from "./frame-walk.ts";
import { ReelError } from "./reel-error.ts";
import { decodeIndex } from "./reel-index.ts";
import { SchemaError } from "./value-type.ts";
import type { ByteSink } from "./writer.ts";
import { encodeEnd } from "./writer.ts";

/** Takes a reel frame by frame and gives the compressed one. */
class BlockCompressor {
  private readonly sink: ByteSink;
  private offset = 0;
  /** Frames of the block that is being read. */
  private frames: Uint8Array[] = [];
  /** Number of the block; null when only its checkpoint is there. */
  private block: number | null = -1;
  private isBlockStart = false;
  /** Where the blocks begin in the new reel. */
  private readonly offsets: number[] = [];

  constructor(sink: ByteSink) {
    this.sink = sink;
  }

  /** Bytes that belong to no block. */
  emit(bytes: Uint8Array): void {
    this.sink(bytes);
    this.offset += bytes.length;
  }

  /** The next frame, its head included; the index ends the reel. */
  addFrame(frame: Uint8Array): void {
    const payload = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
    const { kind, place } = peekFrame(payload.subarray(FRAME_HEAD_SIZE_BYTES));
    if (kind === "checkpoint") this.beginBlock(null);
    else if (place === null) this.endBlock();
    else if (this.block === null) this.block = place.block;
    else if (place.block !== this.block) this.beginBlock(place.block);
    if (kind === "checkpoint" || place !== null) this.frames.push(new Uint8Array(frame));
    else if (kind === "index") this.addEnd(payload.subarray(FRAME_HEAD_SIZE_BYTES));
    else this.emit(frame);
  }

  private beginBlock(block: number | null): void {
    this.endBlock();
    this.block = block;
    this.isBlockStart = true;
  }

  private endBlock(): void {
    const { frames } = this;
    if (frames.length === 0) return;
    this.frames = [];
    if (this.isBlockStart) this.offsets.push(this.offset);
    this.isBlockStart = false;
    const plain = Buffer.concat(frames);
    const isTooLarge = plain.length > DEFLATED_SIZE_MAX_BYTES;
    const packed = isTooLarge ? plain : encodeDeflateFrame(plain);
    this.emit(packed.length < plain.length ? packed : plain);
  }

  private addEnd(payload: Buffer): void {
    const index = decodeIndex(decodeFrame(payload).map);
    const { offsets } = this;
    if (index.blocks.length !== offsets.length) {
      throw new SchemaError(
        `the index tells of ${index.blocks.length} blocks, not ${offsets.length}`,
      );
    }
    const blocks = index.blocks.map((block, i) => ({ ...block, offset: offsets[i]! }));
    this.emit(encodeEnd({ ...index, blocks }, this.offset));
  }
}

/** A sink for a `ReelWriter`: what it is given comes out of `sink` compressed. */
export function compressingSink(sink: ByteSink): ByteSink {
  const compressor = new BlockCompressor(sink);
  let isHead = true;
  return (bytes) => {
    if (isHead) compressor.emit(bytes);
    else compressor.addFrame(firstFrame(bytes));
    isHead = false;
  };
}

/** A writer gives one frame at a time, the trailer together with the index. */
function firstFrame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.subarray(0, FRAME_HEAD_SIZE_BYTES + view.getUint32(0));
}

/** Compresses a whole reel, which may be compressed already; throws a ReelError for another one. */
export function compressReel(source: ByteSource, file: string, sink: ByteSink): void {
  const refuse = (message: string, offset: number): ReelError =>
    new ReelError(file, `cannot compress it: ${message}`, offset);
  const compressor = new BlockCompressor(sink);
  compressor.emit(source.read(0, HEAD_SIZE_BYTES));
  const walk = new FrameWalk(source, FIRST_FRAME, null);
  for (;;) {
    const step = walk.next();
    if (step.kind === "trailer") return;
    if (step.kind !== "frame") throw refuse(step.message, step.offset);
    try {
      if (step.peek.kind !== DEFLATE_KIND) compressor.addFrame(step.bytes);
    } catch (error) {
      throw error instanceof SchemaError ? refuse(error.message, step.offset) : error;
    }
  }
}
