/** Whole reels: events of all kinds, and the bytes that hold them. */

import * as fc from "fast-check";
import { anyEvent } from "../../replay/format/event-arbitrary.ts";
import type { JitEvent } from "../../replay/format/events.ts";
import { sampleReel } from "../../replay/format/sample-reel.ts";

/** Events, and how many a frame holds. */
export interface ReelSubject {
  readonly events: readonly JitEvent[];
  readonly perFrame: number;
}

export const reelSubjects: fc.Arbitrary<ReelSubject> = fc.record({
  events: fc.array(anyEvent, { maxLength: 12 }),
  perFrame: fc.integer({ min: 1, max: 5 }),
});

/** A complete reel; fewer and simpler events when it shrinks. */
export const reels: fc.Arbitrary<Uint8Array> = reelSubjects.map(({ events, perFrame }) =>
  sampleReel(events, perFrame),
);
