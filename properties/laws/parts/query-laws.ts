/** Queries: printing and parsing, and what they find against a second, naive reading. */

import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import type { NumberedEvent } from "../../../replay/format/event-frame.ts";
import { printJson } from "../../../replay/format/event-json.ts";
import type { JitEvent } from "../../../replay/format/events.ts";
import { SAMPLE_HEADER } from "../../../replay/format/sample-reel.ts";
import { makeMatcher, parseQuery } from "../../../replay/query/index.ts";
import { parseExpression } from "../../../replay/query/parser.ts";
import { anyExpression, linkedEvents } from "../../../replay/query/query-arbitrary.ts";
import type { Expression } from "../../../replay/query/syntax.ts";
import { printExpression } from "../../../replay/query/syntax.ts";
import { matchesNaively } from "../../../replay/query/test-naive-query.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === "at" ? 0 : one)));
}

function checkPrinted(expression: Expression): Verdict {
  const totals = { [expression.kind]: 1 };
  const text = printExpression(expression);
  const again = parseExpression(text);
  if (!isDeepStrictEqual(withoutPlaces(again), withoutPlaces(expression))) {
    return broken(queriesParse.name, `${text} is read as ${printExpression(again)}`, totals);
  }
  return holds(totals);
}

export const queriesParse: Law<Expression> = {
  name: "queries-parse",
  says: "A query that is printed and parsed is the same query.",
  subjects: "queries",
  arbitrary: anyExpression,
  check: checkPrinted,
  describe: printExpression,
  planted: {
    file: "replay/query/syntax.ts",
    find: 'return expression.kind === "or" || expression.kind === "and" ? ',
    replace: 'return expression.kind === "or" ? ',
  },
  secondsMax: 20,
};

export interface QuerySubject {
  readonly expression: Expression;
  readonly events: readonly JitEvent[];
}

const PROGRAM = "i = 0\nwhile i < 9:\r\n    i += 1\n";

function checkFound({ expression, events }: QuerySubject): Verdict {
  const query = parseQuery(printExpression(expression));
  const header = { ...SAMPLE_HEADER, programName: "program.py", programText: Buffer.from(PROGRAM) };
  function* numbered(from = 0): Generator<NumberedEvent> {
    for (const [number, event] of events.entries()) if (number >= from) yield { number, event };
  }
  const matcher = makeMatcher(query, { header, events: numbered });
  const whole = { header, events };
  const totals = { event: events.length, found: 0 };
  for (const one of numbered()) {
    const isFound = matcher.matches(one);
    if (isFound) totals.found += 1;
    if (isFound === matchesNaively(whole, one.number, expression)) continue;
    const problem = `event ${one.number} (${one.event?.kind}) is ${isFound ? "" : "not "}found`;
    const difference = `${expression.kind} of ${one.event?.kind}`;
    return broken(queriesFind.name, problem, totals, { difference });
  }
  return holds(totals);
}

export const queriesFind: Law<QuerySubject> = {
  name: "queries-find",
  says: "A query finds the events that its plainest reading finds.",
  subjects: "queries with sequences of events",
  arbitrary: fc.record({ expression: anyExpression, events: linkedEvents }),
  check: checkFound,
  describe: ({ expression, events }) => {
    return [printExpression(expression), ...events.map(printJson)].join("\n");
  },
  planted: {
    file: "replay/query/comparison.ts",
    find: '">=": (a, b) => a >= b,',
    replace: '">=": (a, b) => a > b,',
  },
  secondsMax: 20,
};
