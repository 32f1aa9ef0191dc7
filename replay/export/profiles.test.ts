/**
 * Profiles and traces for viewers: speedscope's published schema, the rules of Chrome's trace events,
 * and the numbers of the reel.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { JitEvent } from "../format/events.ts";
import { CostCollector } from "../replayer/unit-costs.ts";
import type { ExportSource } from "./export-format.ts";
import { makeValidator, speedscopeSchema } from "./test-schema.ts";
import { exportEvents, exportSource, listRuns, openRun } from "./testing.ts";

const checkSpeedscope = makeValidator(speedscopeSchema());

interface Profile {
  readonly name: string;
  readonly endValue: number;
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

interface Speedscope {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly Profile[];
}

function parseSpeedscope(bytes: Buffer): Speedscope {
  const file: unknown = JSON.parse(bytes.toString());
  assert.is(checkSpeedscope(file), "");
  return file as Speedscope;
}

function eventsOf(source: ExportSource): JitEvent[] {
  return [...source.events()].flatMap(({ event }) => (event === null ? [] : [event]));
}

test("speedscope: the schema holds, weights are what units have cost and run", () => {
  for (const name of listRuns()) {
    const source = openRun(name);
    const { profiles, shared } = parseSpeedscope(exportSource("speedscope", source));
    const costs = new CostCollector();
    for (const event of eventsOf(source)) costs.onEvent(event);
    const { units } = costs.read();
    for (const { name: what, samples, weights, endValue } of profiles) {
      assert.is(samples.length, weights.length);
      assert.is(
        endValue,
        weights.reduce((sum, weight) => sum + weight, 0),
      );
      if (what !== "cycles" && what !== "instructions") continue;
      const expected = units.flatMap((unit, i) => (unit[what] > 0 ? [[i, unit[what]]] : []));
      const written = samples.map((stack, i) => [stack.at(-1), weights[i]]);
      assert.equal(written, expected);
    }
    assert.is(shared.frames.length, Math.max(units.length, shared.frames.length));
  }
});

test("speedscope: a bridge stands on the loop that its guard is in", () => {
  const { profiles, shared } = parseSpeedscope(exportSource("speedscope", openRun("bridge")));
  const { samples } = profiles.find(({ name }) => name === "operations")!;
  const names = samples.map((stack) => {
    return stack.map((frame) => shared.frames[frame]!.name.replace(/;.*/, ""));
  });
  assert.equal(names[0], ["loop 1 main"]);
  assert.ok(names.slice(1).every((stack) => stack.length > 1 && stack[0] === "loop 1 main"));
  assert.not.ok(profiles.some(({ name }) => name === "runs"));
  const counted = parseSpeedscope(exportSource("speedscope", openRun("debug-counters")));
  assert.equal(counted.profiles.find(({ name }) => name === "runs")?.weights, [2]);
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly id?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** What the trace event format asks of each phase. */
function parseChromeTrace(bytes: Buffer): readonly TraceEvent[] {
  const { traceEvents } = JSON.parse(bytes.toString()) as { traceEvents: TraceEvent[] };
  for (const { ph, ts, dur, id, args, ...event } of traceEvents) {
    assert.is(typeof event.name, "string");
    assert.is(typeof event.pid, "number");
    assert.is(typeof event.tid, "number");
    assert.is(ph === "M", ts === undefined);
    assert.is(ph === "X", dur !== undefined);
    assert.is(ph === "s" || ph === "f", id !== undefined);
    if (ph === "C") for (const value of Object.values(args!)) assert.type(value, "number");
    assert.ok(["M", "X", "C", "i", "s", "f"].includes(ph));
  }
  return traceEvents;
}

test("Chrome trace: units and aborts are slices, arrows join slices, counters are right", () => {
  let arrows = 0;
  for (const name of listRuns()) {
    const source = openRun(name);
    const trace = parseChromeTrace(exportSource("chrome", source));
    const events = eventsOf(source);
    const slices = trace.filter(({ ph }) => ph === "X");
    const told = events.filter(({ kind }) => /^(compile|abort|tmp_callback)$/.test(kind));
    assert.equal(
      slices.map(({ ts }) => ts),
      told.map(({ ticks }) => ticks),
    );
    const times = new Set(slices.map(({ ts }) => ts));
    for (const { ph, ts } of trace) if (ph === "s" || ph === "f") assert.ok(times.has(ts));
    const ends = trace.filter(({ ph }) => ph === "f").map(({ ts }) => ts);
    const bridges = told.filter((event) => event.kind === "compile" && event.type === "bridge");
    assert.equal(
      ends,
      bridges.map(({ ticks }) => ticks),
    );
    arrows += ends.length;
    const heap = trace.findLast((event) => event.name === "code heap")?.args?.bytes ?? 0;
    const blocks = source.state().image.blocks();
    assert.is(
      heap,
      blocks.reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
  }
  assert.ok(arrows > 50);
});

test("hostile events give files that keep their rules", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      parseSpeedscope(exportEvents("speedscope", events));
      const trace = parseChromeTrace(exportEvents("chrome", events));
      const told = events.filter(({ kind }) => /^(compile|abort|tmp_callback)$/.test(kind));
      assert.is(trace.filter(({ ph }) => ph === "X").length, told.length);
    }),
    { numRuns: 500 },
  );
});

test.run();
