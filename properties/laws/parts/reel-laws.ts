/** Reels: what is written is read, and what is damaged is never read as if it were whole. */

import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { checkReel } from "../../../replay/format/check.ts";
import { printJson } from "../../../replay/format/event-json.ts";
import { ReelReader } from "../../../replay/format/reader.ts";
import type { IntactReel, Mutation } from "../../../replay/format/reel-mutations.property.ts";
import {
  anyDamage,
  checkDamaged,
  intactReels,
} from "../../../replay/format/reel-mutations.property.ts";
import { sampleReel } from "../../../replay/format/sample-reel.ts";
import type { ReelSubject } from "../../generators/reels.ts";
import { reelSubjects } from "../../generators/reels.ts";
import type { Totals } from "../../totals.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

function checkRoundTrip({ events, perFrame }: ReelSubject): Verdict {
  const totals: Totals = {};
  for (const { kind } of events) totals[kind] = (totals[kind] ?? 0) + 1;
  const bytes = sampleReel(events, perFrame);
  const reader = new ReelReader(bytes, "s.reel");
  const read = [...reader.events()].map(({ event }) => event);
  const at = events.findIndex((event, k) => !isDeepStrictEqual(event, read[k]));
  const { name } = reelRoundTrip;
  if (at >= 0) {
    const difference = `event ${events[at]?.kind} is read otherwise`;
    return broken(name, `${difference}: ${printJson(read[at] ?? {})}`, totals, { difference });
  }
  if (read.length !== events.length) return broken(name, `${read.length} events are read`, totals);
  const [problem] = checkReel(bytes, "s.reel").problems;
  if (problem !== undefined) return broken(name, `check finds ${JSON.stringify(problem)}`, totals);
  const again = sampleReel(structuredClone(events), perFrame);
  return Buffer.from(again).equals(bytes) ? holds(totals) : broken(name, "other bytes", totals);
}

export const reelRoundTrip: Law<ReelSubject> = {
  name: "reel-round-trip",
  says: "Events that are written read back equal, in order, and equal events give equal bytes.",
  subjects: "sequences of events of all kinds",
  arbitrary: reelSubjects,
  check: checkRoundTrip,
  describe: ({ events, perFrame }) => {
    const lines = events.map((event) => printJson(event));
    return [`${perFrame} events a frame`, ...lines].join("\n");
  },
  planted: {
    file: "replay/format/event-frame.ts",
    find: "frame.int(this.eventCount - pendingCount);",
    replace: "frame.int(this.eventCount);",
  },
  secondsMax: 20,
};

/** What is done to which reel, and an event to look at. */
export interface DamageSubject {
  readonly reel: number;
  readonly mutations: readonly Mutation[];
  readonly look: number;
}

const REELS = intactReels();

function checkDamage({ reel, mutations, look }: DamageSubject): Verdict {
  const totals: Totals = {};
  for (const { kind } of mutations) totals[kind] = 1;
  try {
    checkDamaged(REELS[reel] as IntactReel, mutations, look);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const difference = error.message.replace(/\d+/g, "N");
    return broken(damagedReels.name, error.message, totals, { difference });
  }
  return holds(totals);
}

export const damagedReels: Law<DamageSubject> = {
  name: "damaged-reels",
  says: "Reading a damaged reel ends, and gives what was recorded, or says what is wrong.",
  subjects: "reels with up to three damages",
  arbitrary: fc
    .tuple(anyDamage(REELS), fc.nat())
    .map(([[reel, mutations], look]) => ({ reel, mutations, look })),
  check: checkDamage,
  describe: ({ reel, mutations, look }) => {
    const lines = mutations.map(
      ({ kind, at, to, amount }) => `${kind} at ${at} to ${to}, ${amount}`,
    );
    return [`reel ${REELS[reel]?.name}, event ${look}`, ...lines].join("\n");
  },
  planted: {
    file: "replay/format/frame.ts",
    find: "if (crc32(payload) === head.readUInt32BE(4)) {",
    replace: "if (crc32(payload) >= 0) {",
  },
  secondsMax: 60,
};
