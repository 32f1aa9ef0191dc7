/** Queries over damaged reels, and packs of them: an answer or a ReelError, never anything else. */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { NumberedEvent } from "../format/event-frame.ts";
import { checkReel } from "../format/check.ts";
import { ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import { anyDamage, applyMutations, intactReels } from "../format/reel-mutations.property.ts";
import { packReel, searchLeftovers } from "../pack/pack-reel.ts";
import { CATEGORIES } from "../pack/redaction.ts";
import { makeMatcher, parseQuery } from "../query/index.ts";

const REELS = intactReels();

const QUERIES = [
  'bridge and runs > 1 and key.line > 0 and guard_op ~ "guard"',
  'any(guard and attached and failures > 2) or source ~ "i" or end.OPS > 0',
  'cycles > 1 or OPS > 1 or not (text ~ "a")',
].map(parseQuery);

/** What `act` gives; null when the reel is refused. */
function unlessRefused<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (error instanceof ReelError) return null;
    throw error;
  }
}

function* eventsOf(reader: ReelReader, from = 0): Generator<NumberedEvent> {
  yield* reader.events(from, () => {});
}

test("a query over a damaged reel has an answer, or the reel is refused", () => {
  const law = fc.property(anyDamage(REELS), fc.constantFrom(...QUERIES), ([reel, list], query) => {
    const bytes = applyMutations(REELS[reel]!.bytes, list);
    unlessRefused(() => {
      const reader = new ReelReader(bytes, "S.reel");
      const events = (from?: number): Generator<NumberedEvent> => eventsOf(reader, from);
      const matcher = makeMatcher(query, { header: reader.header, events });
      for (const numbered of events()) {
        matcher.matches(numbered);
        matcher.matchedOperations(numbered);
      }
    });
  });
  fc.assert(law, { seed: 121, numRuns: 400 });
});

test("a damaged reel is packed up to where it can be read, into a reel that is whole", () => {
  const law = fc.property(anyDamage(REELS), ([reel, mutations]) => {
    const damaged = applyMutations(REELS[reel]!.bytes, mutations);
    unlessRefused(() => {
      const reader = new ReelReader(damaged, "S.reel");
      const chunks: Uint8Array[] = [];
      const options = {
        redact: new Set(CATEGORIES),
        homes: [],
        users: [],
        matches: null,
        onEvent: () => {},
      };
      const report = packReel(reader, options, (bytes) => chunks.push(new Uint8Array(bytes)));
      const made = Buffer.concat(chunks);
      assert.equal(checkReel(made, "T.reel").problems, []);
      assert.equal(searchLeftovers(new ReelReader(made, "T.reel"), report.paths), report.leftovers);
    });
  });
  fc.assert(law, { seed: 122, numRuns: 400 });
});

test.run();
