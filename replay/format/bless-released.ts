/**
 * Writes the fixture of the present format version: `released/MAJOR.MINOR.reel` with events of
 * every kind, and its listing. To be run once before a version is released; the fixtures of
 * released versions are never written again, and must open for ever.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { printEventJson } from "./event-json.ts";
import { EVENT_ARBITRARIES } from "./event-arbitrary.ts";
import type { JitEvent } from "./events.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "./frame.ts";
import { sampleReel } from "./sample-reel.ts";

const SEED = 1;
const EVENTS_PER_KIND = 6;

const arbitraries = Object.values(EVENT_ARBITRARIES) as fc.Arbitrary<JitEvent>[];
const events = arbitraries.flatMap((one) =>
  fc.sample(one, { seed: SEED, numRuns: EVENTS_PER_KIND }),
);
const path = join(import.meta.dirname, "released", `${FORMAT_MAJOR}.${FORMAT_MINOR}`);
writeFileSync(`${path}.reel`, sampleReel(events, 10));
const lines = events.map((event, number) => `${printEventJson(number, event)}\n`);
writeFileSync(`${path}.jsonl`, lines.join(""));
