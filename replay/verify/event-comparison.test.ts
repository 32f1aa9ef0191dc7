/**
 * The comparison of events: any single changed field is found.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import type { JitEvent } from "../format/events.ts";
import { EVENT_KINDS } from "../../sim/hooks/events.ts";
import { EVENT_ARBITRARIES, anyEvent } from "../format/event-arbitrary.ts";
import { EVENT_FIELDS } from "../format/event-schema.ts";
import { listChanges } from "../format/test-changes.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import type { ComparisonResult } from "./event-comparison.ts";
import { CONTEXT_COUNT, EventComparison } from "./event-comparison.ts";

function compareReel(bytes: Uint8Array, live: readonly JitEvent[]): ComparisonResult {
  const comparison = new EventComparison(new ReelReader(bytes, "s.reel").events());
  for (const event of live) comparison.add(event);
  return comparison.finish();
}

function compare(recorded: readonly JitEvent[], live: readonly JitEvent[]): ComparisonResult {
  return compareReel(sampleReel(recorded), live);
}

test("equal runs are the same, whatever their events", () => {
  const law = fc.property(fc.array(anyEvent, { maxLength: 10 }), (events) => {
    const { divergence, sameCount, ending } = compare(events, events);
    assert.is(divergence, null);
    assert.is(sameCount, events.length);
    assert.equal(ending, { kind: "complete" });
  });
  fc.assert(law, { seed: 41, numRuns: 60 });
});

test("a change of any single field of any kind of event is found", () => {
  let changeCount = 0;
  for (const kind of EVENT_KINDS) {
    const arbitrary = EVENT_ARBITRARIES[kind] as fc.Arbitrary<JitEvent>;
    const changedFields = new Set<string>();
    for (const event of fc.sample(arbitrary, { seed: 42, numRuns: 8 })) {
      const reel = sampleReel([event]);
      for (const change of listChanges(event, "")) {
        changedFields.add(change.path.split(/[.[+-]/)[1]!);
        const { divergence } = compareReel(reel, [change.value as JitEvent]);
        assert.is(divergence?.number, 0, `${kind}${change.path} was changed unnoticed`);
        assert.ok((divergence?.differences.length ?? 0) > 0);
        changeCount++;
      }
    }
    const all = ["kind", "ticks", ...Object.keys(EVENT_FIELDS[kind])];
    assert.equal([...changedFields].sort(), all.sort(), kind);
  }
  assert.ok(changeCount > 2000, `${changeCount} changes`);
});

const RELEASE: JitEvent = { kind: "release_all", ticks: 1, loops: 1 };

function releases(count: number): JitEvent[] {
  return Array.from({ length: count }, (_, i) => ({ ...RELEASE, ticks: i }));
}

test("the difference says the field and both sides, with the events before it", () => {
  const live = releases(9).with(7, { kind: "release_all", ticks: 7, loops: 2 });
  const { divergence, sameCount } = compare(releases(9), live);
  assert.is(sameCount, 7);
  assert.equal(divergence?.differences, [{ path: "loops", recorded: "1", live: "2" }]);
  const numbers = divergence?.before.map((one) => one.number);
  assert.equal(numbers, [2, 3, 4, 5, 6]);
  assert.is(numbers?.length, CONTEXT_COUNT);
});

test("differences in bytes say where the first one is", () => {
  const patch = (...bytes: number[]): JitEvent[] => [
    { kind: "heap_patch", ticks: 1, address: 5, bytes: Uint8Array.from(bytes) },
  ];
  const { divergence } = compare(patch(1, 2, 3), patch(1, 2));
  assert.equal(divergence?.differences, [
    { path: "bytes[2]", recorded: "03 (3 bytes)", live: "end (2 bytes)" },
  ]);
});

test("an event too many and an event too few are divergences", () => {
  const more = compare(releases(2), releases(3)).divergence;
  assert.is(more?.number, 2);
  assert.is(more?.recorded, null);
  assert.equal(more?.live, releases(3)[2]);
  const fewer = compare(releases(3), releases(2)).divergence;
  assert.is(fewer?.number, 2);
  assert.is(fewer?.live, null);
  assert.equal(fewer?.recorded, releases(3)[2]);
});

test("only the first divergence counts", () => {
  const live = releases(4).map((one) => ({ ...one, loops: 9 }));
  assert.is(compare(releases(4), live).divergence?.number, 0);
});

test("a truncated reel is compared as far as it goes", () => {
  const bytes = sampleReel(releases(4), 1);
  const result = compareReel(bytes.subarray(0, bytes.length - 40), releases(9));
  assert.is(result.divergence, null);
  assert.is(result.sameCount, 4);
  assert.is(result.ending?.kind, "truncated");
});

test.run();
