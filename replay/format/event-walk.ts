/**
 * Goes through the events of a reel. Behind damage it goes on with the next events that can be
 * read, and says which ones are lost: a block's texts come in order, so what follows a lost frame
 * is unreadable up to the next block. Events are given once, in the order of their numbers, or not
 * at all; frames that stand where they do not belong are damage.
 */

import { createHash } from "node:crypto";
import type { NumberedEvent } from "./event-frame.ts";
import { EventFrameReader } from "./event-frame.ts";
import type { FrameAt } from "./frame.ts";
import type { FrameDamage, FrameWalk, WalkFrame } from "./frame-walk.ts";
import type { ReelIndex } from "./reel-index.ts";
import { decodeIndex } from "./reel-index.ts";
import { checkMap, decodePayload, SchemaError } from "./value-type.ts";

/** How the reading of a reel ended. Offsets are those of the frame that could not be read. */
export type ReelEnding =
  | { readonly kind: "complete" }
  | { readonly kind: "truncated" | "damaged"; readonly offset: number; readonly message: string };

/** Something in a reel that is not as it should be. */
export interface ReelDamage extends FrameDamage {
  /** The first event that is lost with it, or null when none is, or when that is not known. */
  readonly firstLost: number | null;
  /** How many events are lost; null when that is not known. */
  readonly lostCount: number | null;
}

/** Told on the way. */
export interface WalkListener {
  /** Frames that are not the recorder's: kinds of a newer version. */
  readonly onUnknownFrame?: (kind: string, offset: number) => void;
  readonly onUnknownEvent?: (number: number) => void;
  /** Every good frame, with its events where it has some that can be read. */
  readonly onFrame?: (frame: WalkFrame, events: readonly NumberedEvent[] | null) => void;
  /** Called when it is known what is lost, that is before the next event that is not. */
  readonly onDamage?: (damage: ReelDamage) => void;
}

/** Kinds of frames that hold no events and need no word. */
const SILENT_KINDS: ReadonlySet<string> = new Set(["header", "tool", "deflate"]);
