/**
 * Checkpoint frames: `{frame: "checkpoint", event, strings, state}`, the state of the run before the
 * block that follows. Where they stand follows from the frames before them, so a reel of the same
 * events and flushes has the same ones.
 */

import { encodeMsgpack } from "./codec.ts";
import type { NumberedEvent } from "./event-frame.ts";
import { encodeFrame } from "./frame.ts";
import { ReelState } from "./reel-state.ts";

/** Between two checkpoints there are at least this many bytes of frames… */
export const CHECKPOINT_DISTANCE_BYTES = 128 * 1024;

/** …and at least this many for each byte of the second one. */
const BYTES_PER_BYTE = 4;

/** Follows the events that are written and says which blocks begin with a checkpoint. */
export class CheckpointWriter {
  private readonly state = new ReelState();
  private distanceBytes = CHECKPOINT_DISTANCE_BYTES;
  /** Bytes of frames since the last checkpoint. */
  private writtenBytes = 0;

  add(event: NumberedEvent): void {
    this.state.add(event);
  }

  noteWritten(frameSizeBytes: number): void {
    this.writtenBytes += frameSizeBytes;
  }

  /** To be asked before the first event of a block is added: the frame, or null for none. */
  takeFrame(): Uint8Array | null {
    if (this.writtenBytes < this.distanceBytes) return null;
    const frame = encodeFrame(encodeMsgpack({ frame: "checkpoint", ...this.state.toPlain() }));
    const needed = BYTES_PER_BYTE * frame.length;
    this.distanceBytes = Math.max(CHECKPOINT_DISTANCE_BYTES, needed);
    if (this.writtenBytes < needed) return null;
    this.writtenBytes = 0;
    return frame;
  }
}

/** Whether both say the same, to the last byte of a checkpoint. */
export function isSameState(a: ReelState, b: ReelState): boolean {
  return encodeState(a).equals(encodeState(b));
}

function encodeState(state: ReelState): Buffer {
  return Buffer.from(encodeMsgpack(state.toPlain()));
}
