/** Diffs: symmetric, empty for equal runs, and what they carry makes the second run of the first. */

import assert from "node:assert/strict";
import * as fc from "fast-check";
import { PatchError } from "../../../replay/diff/apply-patch.ts";
import type { ClassCounts } from "../../../replay/diff/aspects.ts";
import { applyEvents, applyHeader } from "../../../replay/diff/delta.ts";
import { diffReels } from "../../../replay/diff/diff-reels.ts";
import type { DiffSource } from "../../../replay/diff/diff-source.ts";
import type {
  Delta,
  EventDifference,
  ReelDiff,
  UnitDifference,
} from "../../../replay/diff/reel-diff.ts";
import { isEmpty } from "../../../replay/diff/reel-diff.ts";
import { anyEvent } from "../../../replay/format/event-arbitrary.ts";
import type { NumberedEvent } from "../../../replay/format/event-frame.ts";
import { printJson } from "../../../replay/format/event-json.ts";
import type { JitEvent } from "../../../replay/format/events.ts";
import type { ReelHeader } from "../../../replay/format/header.ts";
import { SAMPLE_HEADER } from "../../../replay/format/sample-reel.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import { brokenBy } from "./broken-by.ts";

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

/** Diffs two runs both ways round and applies what a diff carries; throws an AssertionError. */
export function checkDiff(a: DiffSource, b: DiffSource): ReelDiff {
  const there = diffReels(a, b);
  const back = diffReels(b, a, { withDelta: false });
  assert.deepEqual(back.unitCounts, turned(there.unitCounts));
  assert.deepEqual(back.eventCounts, there.eventCounts);
  assert.deepEqual(sidesOf(back.units, true), sidesOf(there.units, false));
  assert.deepEqual(sidesOf(back.events, true), sidesOf(there.events, false));
  assert.equal(back.first === null, there.first === null);
  const delta: Delta = JSON.parse(JSON.stringify(there.delta));
  const made = [...applyEvents(a, delta)].map((event, number) => ({ number, event }));
  assert.deepEqual(made, [...b.events()]);
  assert.deepEqual(applyHeader(a.header, delta), b.header);
  return there;
}

export interface DiffSubject {
  readonly a: readonly JitEvent[];
  readonly b: readonly JitEvent[];
}

/** The second run takes events of the first one, in any order, and others of its own. */
const subjects: fc.Arbitrary<DiffSubject> = fc
  .record({
    a: fc.array(anyEvent, { maxLength: 12 }),
    others: fc.array(anyEvent, { maxLength: 12 }),
    picks: fc.array(fc.nat(), { maxLength: 12 }),
  })
  .map(({ a, others, picks }) => {
    const pool = [...a, ...others];
    const b = picks.flatMap((at) => (pool.length === 0 ? [] : [pool[at % pool.length]!]));
    return { a, b };
  });

function check({ a, b }: DiffSubject): Verdict {
  const totals = { event: a.length + b.length };
  const second = new MemoryReel(SAMPLE_HEADER, b);
  try {
    checkDiff(new MemoryReel(SAMPLE_HEADER, a), second);
    assert.ok(isEmpty(diffReels(second, second)), "a run does not differ from itself");
  } catch (error) {
    if (error instanceof PatchError) return broken(diffsApply.name, error.message, totals);
    return brokenBy(diffsApply.name, error, totals);
  }
  return holds(totals);
}

export const diffsApply: Law<DiffSubject> = {
  name: "diffs-apply",
  says: "A diff makes the second run of the first, says the same from both sides, and is empty for equal runs.",
  subjects: "pairs of sequences of events",
  arbitrary: subjects,
  check,
  describe: ({ a, b }) => [...a.map(printJson), "----", ...b.map(printJson)].join("\n"),
  planted: {
    file: "replay/diff/delta.ts",
    find: "writer.pair(patch);",
    replace: "writer.pair(null);",
  },
  secondsMax: 30,
};
