/**
 * JSON Lines hold every event: read back as plain JSON they are the events that were written.
 */

import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { anyEvent } from "../format/event-arbitrary.ts";
import { EVENT_FIELDS } from "../format/event-schema.ts";
import type { JitEvent } from "../format/events.ts";
import { bytes } from "../format/value-type.ts";
import { exportEvents } from "./testing.ts";

/** Bytes are hexadecimal; which fields are bytes, the schema says. */
function parseEvent(line: string): { number: number; event: JitEvent } {
  const { number, ...event } = JSON.parse(line) as { number: number; kind: JitEvent["kind"] };
  const fields: Readonly<Record<string, unknown>> = EVENT_FIELDS[event.kind];
  const values = Object.entries(event).map(([name, value]) => {
    const isBytes = fields[name] === bytes;
    return [name, isBytes ? new Uint8Array(Buffer.from(String(value), "hex")) : value];
  });
  return { number, event: Object.fromEntries(values) as JitEvent };
}

test("every line is one event, whole; the selection chooses lines", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 8 }), fc.nat(8), fc.nat(8), (events, from, to) => {
      const all = events.map((event, number) => ({ number, event }));
      const selected = all.filter(({ number }) => number >= from && number <= to);
      const text = exportEvents("jsonl", events, { from, to, matches: null });
      assert.ok(isUtf8(text));
      const lines = text.toString().split("\n");
      assert.is(lines.pop(), "");
      assert.equal(lines.map(parseEvent), selected);
    }),
    { numRuns: 300 },
  );
});

test("what does not match is left out", () => {
  const event: JitEvent = { kind: "debug", ticks: 1, enabled: true };
  const matches = ({ number }: { number: number }): boolean => number % 2 === 1;
  const text = exportEvents("jsonl", [event, event, event], { from: 0, to: null, matches });
  assert.is(text.toString(), '{"number":1,"kind":"debug","ticks":1,"enabled":true}\n');
});

test.run();
