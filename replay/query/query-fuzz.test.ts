/**
 * Random queries: whatever text comes in, a query or a UserError comes out; printed queries are the
 * same queries; and every event is found that a second, naive reading of the language finds.
 */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { assertLaw } from "../../properties/laws/assert-law.ts";
import { queriesFind, queriesParse } from "../../properties/laws/parts/query-laws.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import { ReelReader } from "../format/reader.ts";
import { SAMPLE_HEADER } from "../format/sample-reel.ts";
import { allFieldNames } from "./fields.ts";
import type { QueriedReel, Query } from "./index.ts";
import { makeMatcher, parseQuery } from "./index.ts";
import type { WholeReel } from "./test-naive-query.ts";
import { matchesNaively } from "./test-naive-query.ts";
import { KEYWORDS } from "./parser.ts";
import { anyExpression, linkedEvents } from "./query-arbitrary.ts";
import type { Expression } from "./syntax.ts";
import { printExpression } from "./syntax.ts";

/** Either a query, whose printed form is the same query, or an error with a place in the text. */
function checkText(text: string): void {
  const start = performance.now();
  try {
    const query = parseQuery(text);
    const printed = printExpression(query.expression);
    const again = parseQuery(printed).expression;
    assert.equal(withoutPlaces(again), withoutPlaces(query.expression));
    assert.is(printExpression(again), printed);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    checkPlace(text, error);
  }
  assert.ok(performance.now() - start < 500, "it takes too long");
}

function checkPlace(text: string, error: UserError): void {
  const { file, line = 0, column = 0 } = error.position ?? { file: "" };
  assert.is(file, "query");
  const lines = text.split("\n");
  assert.ok(line >= 1 && line <= lines.length, error.print());
  assert.ok(column >= 1 && column <= [...lines[line - 1]!].length + 1, error.print());
  assert.not.match(error.message, /[\p{Cc}]/u);
  assert.is(error.hint?.split("\n").length, 2);
}

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === "at" ? 0 : one)));
}

const SIGNS = ["(", ")", ",", "..", "=", "!=", "<", "<=", ">", ">=", "~", "!~", "==", "!", "&&"];
const LITERALS = ["1", "-1", "0x1f", "10k", "1_000", "9e9", '"int_*"', "'a\\x41'", '"', '"\\q"'];

const words = fc.array(
  fc.oneof(
    fc.constantFrom(...KEYWORDS),
    fc.constantFrom(...allFieldNames()),
    fc.constantFrom(...SIGNS),
    fc.constantFrom(...LITERALS),
    fc.string({ maxLength: 4 }),
  ),
  { maxLength: 30 },
);

test("random words are a query or an error with a place", () => {
  fc.assert(
    fc.property(words, (list) => checkText(list.join(" "))),
    { seed: 91, numRuns: 5000 },
  );
});

test("random characters are a query or an error with a place", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  );
  fc.assert(fc.property(text, checkText), { seed: 92, numRuns: 5000 });
});

test("a query with one character changed is a query or an error with a place", () => {
  const changed = fc
    .tuple(anyExpression, fc.nat(), fc.string({ maxLength: 2 }), fc.nat(2))
    .map(([expression, where, inserted, removed]) => {
      const text = printExpression(expression);
      const at = where % (text.length + 1);
      return text.slice(0, at) + inserted + text.slice(at + removed);
    });
  fc.assert(fc.property(changed, checkText), { seed: 93, numRuns: 3000 });
});

test("queries of the greatest length and depth take little time", () => {
  for (const piece of [
    "(",
    "not ",
    "any(",
    "count(",
    "a.",
    '"',
    "1..",
    "op = ",
    "loop or ",
    "x,",
  ]) {
    checkText(piece.repeat(Math.floor(10_000 / piece.length)));
  }
  const stars = `text ~ "${"*a".repeat(2000)}"`;
  const reel = reelOf([
    { kind: "output", ticks: 1, stream: "stdout", bytes: Buffer.from("a".repeat(50_000)) },
    { kind: "output", ticks: 1, stream: "stdout", bytes: Buffer.from("a".repeat(1999)) },
  ]);
  const start = performance.now();
  assert.equal(found(parseQuery(stars), reel.queried), [0]);
  assert.ok(performance.now() - start < 2000);
});

test("a query's tree comes back from its text", async () => {
  await assertLaw(queriesParse, { seed: 94, numRuns: 3000 });
});

interface TestedReel {
  readonly queried: QueriedReel;
  readonly whole: WholeReel;
}

function reelOf(events: readonly (JitEvent | null)[]): TestedReel {
  const header = { ...SAMPLE_HEADER, programName: "program.py", programText: Buffer.from(PROGRAM) };
  function* numbered(from = 0): Generator<NumberedEvent> {
    for (const [number, event] of events.entries()) if (number >= from) yield { number, event };
  }
  return { queried: { header, events: numbered }, whole: { header, events } };
}

const PROGRAM = "i = 0\nwhile i < 9:\r\n    i += 1\n";

function found(query: Query, reel: QueriedReel): number[] {
  const matcher = makeMatcher(query, reel);
  const numbers: number[] = [];
  for (const numbered of reel.events())
    if (matcher.matches(numbered)) numbers.push(numbered.number);
  return numbers;
}

test("queries over random events find what the naive reading finds", async () => {
  await assertLaw(queriesFind, { seed: 95, numRuns: 4000 });
});

test("a matcher may be asked of single events, forwards and back", () => {
  const law = fc.property(anyExpression, linkedEvents, fc.nat(), (expression, events, start) => {
    const query = parseQuery(printExpression(expression));
    const { queried } = reelOf(events);
    const expected = found(query, queried);
    const matcher = makeMatcher(query, queried);
    for (let i = 0; i < events.length; i++) {
      const number = (start + i * 5) % events.length;
      const isFound = matcher.matches({ number, event: events[number]! });
      assert.is(isFound, expected.includes(number), `${query.text}, event ${number}`);
    }
  });
  fc.assert(law, { seed: 97, numRuns: 500 });
});

function foundNaively(reel: WholeReel, expression: Expression): number[] {
  return [...reel.events.keys()].filter((number) => matchesNaively(reel, number, expression));
}

const RECORDED = ["bridge", "debug-counters", "release-all", "nested-loops", "abort-bad-loop"];

test("queries over recorded runs find what the naive reading finds", () => {
  const reels = RECORDED.map((name) => readReel(`fixtures/runs/${name}/golden.reel`));
  const law = fc.property(anyExpression, fc.constantFrom(...reels), (expression, reel) => {
    const query = parseQuery(printExpression(expression));
    const expected = foundNaively(reel.whole, expression);
    assert.equal(found(query, reel.queried), expected, query.text);
  });
  fc.assert(law, { seed: 96, numRuns: 150 });
});

function readReel(path: string): TestedReel {
  const reader = new ReelReader(readFileSync(path), path);
  const events = [...reader.events()].map(({ event }) => event);
  return { queried: reader, whole: { header: reader.header, events } };
}

test.run();
