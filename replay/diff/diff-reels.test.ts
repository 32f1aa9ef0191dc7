/**
 * Differences of recorded runs and of random ones: nothing differs from itself, exchanging both
 * sides exchanges `new` and `gone`, and what a diff carries makes the second reel from the first.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import type { ClassCounts } from "./aspects.ts";
import { applyEvents, applyHeader } from "./delta.ts";
import { diffReels } from "./diff-reels.ts";
import type { DiffSource } from "./diff-source.ts";
import type { Delta, EventDifference, ReelDiff, UnitDifference } from "./reel-diff.ts";
import { isEmpty } from "./reel-diff.ts";
import { GOLDEN_NAMES, openGolden } from "./test-reels.ts";

/** Events that are held in memory. */
class MemoryReel implements DiffSource {
  readonly header: ReelHeader;
  readonly list: readonly JitEvent[];

  constructor(header: ReelHeader, list: readonly JitEvent[]) {
    this.header = header;
    this.list = list;
  }

  *events(from = 0): Generator<NumberedEvent, void> {
    for (let number = from; number < this.list.length; number++) {
      yield { number, event: this.list[number]! };
    }
  }
}

function turned(counts: Readonly<ClassCounts>): ClassCounts {
  return { ...counts, gone: counts.new, new: counts.gone };
}

/** What a diff says of units and events, from the other side. */
function sidesOf(differences: readonly (UnitDifference | EventDifference)[], isTurned: boolean) {
  const all = differences.map(({ a, b, class: name, aspects }) => {
    const sides = isTurned
      ? [b?.event ?? null, a?.event ?? null]
      : [a?.event ?? null, b?.event ?? null];
    const turnedName = name === "new" ? "gone" : name === "gone" ? "new" : name;
    return JSON.stringify([sides, isTurned ? turnedName : name, aspects]);
  });
  return all.sort();
}

function checkDiff(a: DiffSource, b: DiffSource): ReelDiff {
  const there = diffReels(a, b);
  const back = diffReels(b, a, { withDelta: false });
  assert.equal(back.unitCounts, turned(there.unitCounts));
  assert.equal(back.eventCounts, there.eventCounts);
  assert.equal(sidesOf(back.units, true), sidesOf(there.units, false));
  assert.equal(sidesOf(back.events, true), sidesOf(there.events, false));
  assert.is(back.first === null, there.first === null);
  const delta: Delta = JSON.parse(JSON.stringify(there.delta));
  const made = [...applyEvents(a, delta)].map((event, number) => ({ number, event }));
  assert.equal(made, [...b.events()]);
  assert.equal(applyHeader(a.header, delta), b.header);
  return there;
}

test("no recorded run differs from itself", () => {
  for (const name of GOLDEN_NAMES) {
    const found = diffReels(openGolden(name), openGolden(name));
    assert.ok(isEmpty(found), name);
    assert.is(found.first, null);
    assert.equal([found.units, found.events, found.header, found.summarised], [[], [], [], []]);
  }
});

test("recorded runs: each with the next one, both ways round, and applied", () => {
  for (const [index, name] of GOLDEN_NAMES.entries()) {
    const next = GOLDEN_NAMES[(index + 1) % GOLDEN_NAMES.length]!;
    const found = checkDiff(openGolden(name), openGolden(next));
    assert.not(isEmpty(found), `${name} and ${next}`);
    assert.is.not(found.first, null);
  }
});

test("random runs: empty, symmetric, applied", () => {
  const header = openGolden("int-loop").header;
  const events = fc.array(anyEvent, { maxLength: 12 });
  const pick = fc.array(fc.nat(), { maxLength: 12 });
  fc.assert(
    fc.property(events, events, pick, (a, others, picks) => {
      // The second run takes events of the first one, in any order, and others of its own.
      const pool = [...a, ...others];
      const b = picks.flatMap((at): JitEvent[] =>
        pool.length === 0 ? [] : [pool[at % pool.length]!],
      );
      checkDiff(new MemoryReel(header, a), new MemoryReel(header, b));
      assert.ok(isEmpty(diffReels(new MemoryReel(header, b), new MemoryReel(header, b))));
    }),
    { seed: 6, numRuns: 300 },
  );
});

test.run();
