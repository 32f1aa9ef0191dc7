/**
 * The state of a reel: what it says of real runs, and that it is the same from a checkpoint as from
 * the first event.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { decodeMsgpack, encodeMsgpack } from "./codec.ts";
import { anyEvent, narrow } from "./event-arbitrary.ts";
import type { NumberedEvent } from "./event-frame.ts";
import { ReelReader } from "./reader.ts";
import { ReelState } from "./reel-state.ts";
import type { StateRecord } from "./state-schema.ts";
import { checkMap } from "./value-type.ts";

const runs = join(import.meta.dirname, "../../fixtures/runs");

function readRun(name: string): NumberedEvent[] {
  const path = join(runs, name, "golden.reel");
  return [...new ReelReader(readFileSync(path), path).events()];
}

function stateOf(events: Iterable<NumberedEvent>, state = new ReelState()): ReelState {
  for (const event of events) state.add(event);
  return state;
}

/** Through bytes, as in a reel. */
function reload(state: ReelState): ReelState {
  return ReelState.fromPlain(checkMap(decodeMsgpack(encodeMsgpack(state.toPlain()))));
}

function bytesOf(state: ReelState): Uint8Array {
  return encodeMsgpack(state.toPlain());
}

/** The state from the start is that from a checkpoint after `k` events. */
function checkCut(events: readonly NumberedEvent[], k: number): void {
  const whole = stateOf(events);
  const later = stateOf(events.slice(k), reload(stateOf(events.slice(0, k))));
  assert.equal(later.read(), whole.read());
  assert.equal(bytesOf(later), bytesOf(whole));
}

function number(events: readonly JitEvent[]): NumberedEvent[] {
  return events.map((event, i) => ({ number: i, event }));
}

test("a state from a checkpoint goes on as the state from the start does", () => {
  const numbered = fc.tuple(anyEvent, fc.nat(), fc.boolean());
  fc.assert(
    fc.property(fc.array(numbered, { maxLength: 60 }), fc.nat(60), (drawn, at) => {
      const events = drawn.map(([event, n, isNarrow]) => (isNarrow ? narrow(event, n) : event));
      checkCut(number(events), Math.min(at, events.length));
    }),
    { seed: 20, numRuns: 400 },
  );
});

test("so it does at every event of real runs", () => {
  for (const name of listGoldenNames()) {
    const events = readRun(name);
    const step = Math.max(1, Math.floor(events.length / 12));
    for (let k = 0; k <= events.length; k += step) checkCut(events, k);
  }
});

/** A counter of the last statistics. */
function counterOf({ stats }: StateRecord, name: string): number {
  return stats?.counters.find(([one]) => one === name)?.[1] ?? 0;
}

test("totals at the end of a run are its counters", () => {
  for (const name of listGoldenNames()) {
    const state = stateOf(readRun(name)).read();
    const { loops, entryBridges, callbacks, bridges, freedLoops, freedBridges } = state.totals;
    assert.is(loops + entryBridges + callbacks, counterOf(state, "TOTAL_COMPILED_LOOPS"), name);
    assert.is(bridges, counterOf(state, "TOTAL_COMPILED_BRIDGES"), name);
    assert.is(freedLoops, counterOf(state, "TOTAL_FREED_LOOPS"), name);
    assert.is(freedBridges, counterOf(state, "TOTAL_FREED_BRIDGES"), name);
    for (const { reason, count } of state.aborts) assert.is(count, counterOf(state, reason), name);
    const freed = freedLoops + freedBridges;
    assert.ok(state.units.length + state.callbacks.length >= loops + bridges - freed, name);
  }
});

test("what is freed leaves the state", () => {
  const state = stateOf(readRun("release-all")).read();
  assert.ok(state.totals.freedLoops > 0);
  const living = state.totals.loops + state.totals.bridges + state.totals.entryBridges;
  assert.is(state.units.length, living - state.totals.freedLoops - state.totals.freedBridges);
  const addresses = new Set(state.blocks.map(({ address }) => address));
  for (const { blockAddress } of state.units) assert.ok(addresses.has(blockAddress));
});

test.run();
