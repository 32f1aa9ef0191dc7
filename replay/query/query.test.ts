import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../../sim/base/errors.ts";
import { SourceTexts } from "../replayer/source-texts.ts";
import { parseQuery } from "./index.ts";
import { NumberTable } from "./number-table.ts";
import { parseExpression } from "./parser.ts";
import { printExpression } from "./syntax.ts";

/** What is said about a query: `line:column message`, "" when it is fine. */
function complaint(text: string): string {
  try {
    parseQuery(text);
    return "";
  } catch (error) {
    assert.instance(error, UserError);
    const { position, message } = error as UserError;
    return `${position?.line}:${position?.column} ${message}`;
  }
}

const REFUSED: readonly (readonly [query: string, complaint: string])[] = [
  ["", "1:1 expected a field; the query ends here"],
  ["bridge and", "1:11 expected a field; the query ends here"],
  ["bridge bridge", '1:8 expected "and", "or" or the end of the query; found bridge'],
  ["rnus > 3", '1:1 unknown field "rnus"; did you mean runs? (a text stands in quotes)'],
  ["kind = compile", "1:8 compile is a flag: write `compile` alone, or with not"],
  [
    "kind = compiled",
    '1:8 unknown field "compiled"; did you mean compile? (a text stands in quotes)',
  ],
  ["loop = 3", "1:1 loop is a flag: write `loop` alone, or with not; its number is loop_no"],
  ["runs", "1:1 runs is a number: compare it, or ask for `has runs`"],
  ['runs > "3"', "1:8 runs is a number, but this is a text"],
  ["runs ~ 3", "1:6 runs is a number: ~ is for texts"],
  ['op < "a"', "1:4 op is a text: compare it with =, !=, ~, !~ or in"],
  ["op = key.line", "1:6 op is a text, but this is a number"],
  ['kind = "loop"', '1:8 kind is never that; did you mean "cost"?'],
  ['stream in ("stdout", "err")', "1:22 stream is never that; it is one of stdout, stderr"],
  ["any(any(guard))", "1:5 any(…) cannot stand in another block"],
  ["any(count(guard) > 1)", "1:5 count(…) cannot stand in another block"],
  ["count(guard)", "1:13 expected a comparison of the count; the query ends here"],
  ["(bridge", '1:8 expected ")"; the query ends here'],
  ["3 < runs", "1:1 expected a field; found 3"],
  ["runs == 3", '1:6 "==" means nothing here; write ='],
  ["bridge && loop", '1:8 "&&" means nothing here; write and'],
  ["!bridge", '1:1 "!" means nothing here; write not'],
  ["bridge; loop", '1:7 ";" means nothing here'],
  ["runs > 1.5", '1:9 "." means nothing here'],
  [
    "runs > 10K",
    '1:8 "10K" is not a number; numbers are 12, 1_000, 0x1f, 10k (thousand), 4Ki (1024), also M, G, Mi, Gi',
  ],
  ["runs > 9007199254740993", '1:8 "9007199254740993" is too large; numbers are below 2^53'],
  ["line in 9..1", "1:9 the range 9..1 is empty"],
  ["line in 9", '1:10 expected ".."; the query ends here'],
  [
    'op = "x\\q"',
    "1:8 a backslash in a text begins one of \\n \\t \\r \\\\ \\\" \\' \\* \\? \\x41 \\u0041",
  ],
  ["bridge and\n  rnus", '2:3 unknown field "rnus"; did you mean runs? (a text stands in quotes)'],
  ['op = "😀" and rnus', '1:14 unknown field "rnus"; did you mean runs? (a text stands in quotes)'],
  [`${"(".repeat(101)}bridge${")".repeat(101)}`, "1:101 nested more than 100 deep"],
  [`${"not ".repeat(101)}bridge`, "1:401 nested more than 100 deep"],
  ["a".repeat(10_001), "1:10001 a query has at most 10000 characters; this one has 10001"],
];

test("a query that makes no sense is refused with the place and what to do", () => {
  for (const [query, expected] of REFUSED) assert.is(complaint(query), expected, query);
});

test("deep queries within the bound are read", () => {
  assert.is(complaint(`${"(".repeat(99)}bridge${")".repeat(99)}`), "");
  assert.is(complaint(`${"not ".repeat(99)}bridge`), "");
  assert.is(complaint(Array.from({ length: 900 }, () => "bridge").join(" or ")), "");
});

test("the error shows the line with a caret, whatever stands in it", () => {
  const shown = (text: string): string | undefined => {
    try {
      parseQuery(text);
      return "";
    } catch (error) {
      return (error as UserError).hint;
    }
  };
  assert.is(shown("loop or\nbridge and rnus > 1"), "bridge and rnus > 1\n             ^");
  assert.is(
    shown('op = "\u001b[31m" and rnus'),
    'op = "\\x1b[31m" and rnus\n                      ^',
  );
});

const PRINTED: readonly (readonly [query: string, printed: string])[] = [
  ["((bridge))", "bridge"],
  ["a_b.c", "a_b.c"],
  ["bridge or loop and abort", "bridge or (loop and abort)"],
  ["(bridge or loop) and not abort", "(bridge or loop) and not abort"],
  ["not (a and b)", "not (a and b)"],
  ["runs>0x10", "runs > 16"],
  ["size >= 4Ki and size < 2M", "size >= 4096 and size < 2000000"],
  ["line not in 1..9", "line not in (1..9)"],
  [`op in ('a"b', "c*\\*?")`, 'op in ("a\\"b", "c*\\*?")'],
  [`text ~ "\\x1b\\u00e9"`, 'text ~ "\\u001b\\u00e9"'],
  ["count(any_ and b) > cause.count", "count(any_ and b) > cause.count"],
];

test("a query's tree is printed in one form", () => {
  for (const [query, printed] of PRINTED) {
    assert.is(printExpression(parseExpression(query)), printed);
    assert.is(printExpression(parseExpression(printed)), printed);
  }
});

test("a file that is added after its line was asked for is found", () => {
  const sources = new SourceTexts("main.py", Buffer.from("a\n"));
  assert.is(sources.lookup("module.py", 1), undefined);
  sources.add("module.py", Buffer.from("b\n"));
  assert.is(sources.lookup("module.py", 1), "b");
});

test("a table of numbers holds what a Map would hold", () => {
  const key = fc.oneof(
    fc.integer({ min: -3, max: 200 }),
    fc.maxSafeInteger(),
    fc.nat(500).map(addressOf),
  );
  const law = fc.property(
    fc.array(fc.tuple(key, fc.maxSafeInteger()), { maxLength: 400 }),
    (rows) => {
      const table = new NumberTable(2);
      const map = new Map<number, number>();
      for (const [at, value] of rows) {
        table.set(at, value, -value);
        map.set(at, value);
      }
      assert.is(table.size, map.size);
      for (const [at, value] of map) {
        assert.is(table.lookup(at, 0), value);
        assert.is(table.lookup(at, 1), -value);
        assert.is(table.lookup(at + 0x1000, 0), map.get(at + 0x1000) ?? null);
      }
    },
  );
  fc.assert(law, { seed: 97, numRuns: 300 });
});

function addressOf(index: number): number {
  return 0x7f32_0000_0000 + index * 96;
}

test.run();
