/**
 * For tests: random queries whose types are right, and events that refer to each other: few loops,
 * guards and labels, so that bridges find their guards and run counts their units.
 */

import type { Arbitrary } from "fast-check";
import fc from "fast-check";
import { anyEvent, EVENT_ARBITRARIES } from "../format/event-arbitrary.ts";
import { COUNTER_WORDS } from "../format/event-schema.ts";
import type { JitEvent, OperationRecord } from "../format/events.ts";
import type { FieldSpec, FieldType } from "./field-table.ts";
import { FIELD_TABLE, GROUP_FLAGS, KIND_WORDS } from "./field-table.ts";
import type { Pattern, PatternPart } from "./pattern.ts";
import type {
  Choice,
  Comparison,
  Expression,
  FieldName,
  NumberLiteral,
  Subject,
  TextLiteral,
} from "./syntax.ts";

const AT = 0;

const SPECS = Object.entries(FIELD_TABLE) as [string, FieldSpec][];

/** Those that need other events several times, so that they are asked for more often. */
function fieldsOf(type: FieldType): string[] {
  return SPECS.filter(([, spec]) => spec.type === type).flatMap(([name, { needs }]) =>
    needs === undefined ? [name] : [name, name, name, name, name],
  );
}

const NUMBERS = [...fieldsOf("number"), "OPS", "ABORT_TOO_LONG", "end.OPS", "end.GUARDS"];
const FLAGS = [...fieldsOf("flag"), ...Object.keys(GROUP_FLAGS), ...KIND_WORDS];

function field(names: readonly string[]): Arbitrary<FieldName> {
  return fc.constantFrom(...names).map((name) => ({ kind: "field", name, at: AT }));
}

const numberLiteral: Arbitrary<NumberLiteral> = fc
  .oneof(
    { weight: 8, arbitrary: fc.integer({ min: -1, max: 9 }) },
    { weight: 1, arbitrary: fc.constantFrom(100, 1000, 2 ** 46) },
    { weight: 1, arbitrary: fc.maxSafeInteger() },
  )
  .map((value) => ({ kind: "number", value, at: AT }));

/** Pieces that occur in events, and some that hardly do. */
const PIECES = [
  "int_add",
  "guard_",
  "true",
  "label",
  "i",
  "p0",
  "program.py",
  "prog",
  "LOAD_FAST",
  "#4 ",
  "while",
  "main",
  "1",
  "<Guard0x",
  "\n",
  "é",
  "*",
  '"\\',
  "\ud800",
];

const patternPart: Arbitrary<PatternPart> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PIECES).map((literal) => ({ literal })) },
  { weight: 2, arbitrary: fc.constantFrom("*" as const, "?" as const).map(toWildcard) },
  {
    weight: 1,
    arbitrary: fc.string({ minLength: 1, maxLength: 3 }).map((literal) => ({ literal })),
  },
);

function toWildcard(wildcard: "*" | "?"): PatternPart {
  return { wildcard };
}

/** As the lexer makes them: no literal beside another. */
const pattern: Arbitrary<Pattern> = fc
  .array(patternPart, { maxLength: 4 })
  .map((parts) =>
    parts.filter((part, i) => !("literal" in part && i > 0 && "literal" in parts[i - 1]!)),
  )
  .map(joinLiterals);

function joinLiterals(parts: readonly PatternPart[]): Pattern {
  const joined: PatternPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if ("literal" in part && last !== undefined && "literal" in last) {
      joined[joined.length - 1] = { literal: last.literal + part.literal };
    } else joined.push(part);
  }
  return joined;
}

const textLiteral: Arbitrary<TextLiteral> = pattern.map((parts) => ({
  kind: "text",
  pattern: parts,
  at: AT,
}));

/** Of a field of few words, only one of these, or a pattern with a wildcard. */
function wordLiteral(name: string): Arbitrary<TextLiteral> {
  const words = SPECS.find(([known]) => known === name)?.[1].words;
  if (words === undefined) return textLiteral;
  const word = fc.constantFrom(...words).map((literal) => [{ literal }] as Pattern);
  const wild = pattern.map((parts) => [{ wildcard: "*" } as const, ...parts] as Pattern);
  return fc.oneof(word, wild).map((parts) => ({ kind: "text", pattern: parts, at: AT }));
}

const NUMBER_COMPARISONS: readonly Comparison[] = ["=", "!=", "<", "<=", ">", ">="];

function numberStatement(subject: Arbitrary<Subject>): Arbitrary<Expression> {
  const other = fc.oneof(
    { weight: 4, arbitrary: numberLiteral },
    { weight: 1, arbitrary: subject },
  );
  const compare = fc.record({
    kind: fc.constant("compare" as const),
    left: subject,
    comparison: fc.constantFrom(...NUMBER_COMPARISONS),
    right: other,
    at: fc.constant(AT),
  });
  const range = fc.tuple(numberLiteral, numberLiteral).map(([a, b]): Choice => {
    const [from, to] = a.value <= b.value ? [a, b] : [b, a];
    return { kind: "range", from, to };
  });
  const among = fc.record({
    kind: fc.constant("in" as const),
    left: subject,
    isNegated: fc.boolean(),
    choices: fc.array(fc.oneof(numberLiteral, range), { minLength: 1, maxLength: 3 }),
    at: fc.constant(AT),
  });
  return fc.oneof({ weight: 3, arbitrary: compare }, { weight: 1, arbitrary: among });
}

function textStatement(): Arbitrary<Expression> {
  return field(fieldsOf("text")).chain((left): Arbitrary<Expression> => {
    const base = { left: fc.constant(left), at: fc.constant(AT) };
    const equal = fc.record({
      ...base,
      kind: fc.constant("compare" as const),
      comparison: fc.constantFrom("=" as const, "!=" as const),
      right: fc.oneof(wordLiteral(left.name), field(fieldsOf("text"))),
    });
    const like = fc.record({
      ...base,
      kind: fc.constant("compare" as const),
      comparison: fc.constantFrom("~" as const, "!~" as const),
      right: fc.oneof(textLiteral, field(["function", "key", "op", "name"])),
    });
    const among = fc.record({
      ...base,
      kind: fc.constant("in" as const),
      isNegated: fc.boolean(),
      choices: fc.array(wordLiteral(left.name), { minLength: 1, maxLength: 2 }),
    });
    return fc.oneof(equal, like, among);
  });
}

const leaf: Arbitrary<Expression> = fc.oneof(
  { weight: 2, arbitrary: field(FLAGS).map((flag) => ({ kind: "flag", field: flag }) as const) },
  {
    weight: 1,
    arbitrary: field([...NUMBERS, ...fieldsOf("text")]).map(
      (named) => ({ kind: "has", field: named }) as const,
    ),
  },
  { weight: 3, arbitrary: numberStatement(field(NUMBERS)) },
  { weight: 3, arbitrary: textStatement() },
);

function combine(inner: Arbitrary<Expression>, depth: number): Arbitrary<Expression> {
  if (depth === 0) return inner;
  const deeper = combine(inner, depth - 1);
  const chain = fc.record({
    kind: fc.constantFrom("and" as const, "or" as const),
    items: fc.array(deeper, { minLength: 2, maxLength: 3 }),
  });
  const not = deeper.map((item) => ({ kind: "not", item }) as const);
  return fc.oneof(
    { weight: 2, arbitrary: inner },
    { weight: 2, arbitrary: chain },
    { weight: 1, arbitrary: not },
  );
}

const inBlock = combine(leaf, 2);

const block: Arbitrary<Expression> = fc.record({
  kind: fc.constant("block" as const),
  quantifier: fc.constantFrom("any" as const, "all" as const, "none" as const),
  item: inBlock,
  at: fc.constant(AT),
});

const count = inBlock.map((item): Subject => ({ kind: "count", item, at: AT }));

/** Queries that are right; their trees are those that the parser makes, all places being 0. */
export const anyExpression: Arbitrary<Expression> = combine(
  fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: block },
    { weight: 1, arbitrary: numberStatement(count) },
  ),
  2,
);

const few = fc.integer({ min: 1, max: 3 });

const linkedOperation: Arbitrary<OperationRecord> = fc
  .record({
    name: fc.constantFrom("guard_true", "guard_class", "label", "int_add", "debug_merge_point"),
    number: few,
    line: few,
    hash: fc.constantFrom("", "32"),
  })
  .map(({ name, number, line, hash }) => {
    const isGuard = name.startsWith("guard_");
    const descr = isGuard ? `<Guard0x${number}>` : name === "label" ? `TargetToken(${number})` : "";
    return {
      name,
      result: name === "int_add" ? "i1" : "",
      args: ["i0", "p0"].slice(0, number - 1),
      descr,
      failArgs: isGuard ? ["p0"] : null,
      offset: number - 2,
      hash,
      mergePoint: name === "debug_merge_point" ? mergePointAt(line) : null,
    };
  });

function mergePointAt(line: number): OperationRecord["mergePoint"] {
  const greenKey = {
    text: `main;program.py:1-${line}~#4 LOAD_FAST`,
    position: 4,
    codeName: "main",
    fileName: line === 3 ? "module.py" : "program.py",
    firstLine: 1,
    codeNumber: 0,
  };
  return { jitdriverName: "pypyjit", callDepth: line - 1, callId: 0, greenKey };
}

const linkedEvent: Arbitrary<JitEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        base: EVENT_ARBITRARIES.compile,
        loopNo: few,
        bridgeNo: few,
        operations: fc.array(linkedOperation, { maxLength: 5 }),
      })
      .map(({ base, ...linked }) => ({ ...base, ...linked })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ base: EVENT_ARBITRARIES.abort, guard: fc.integer({ min: -1, max: 3 }) })
      .map(({ base, guard }) => {
        const { counting } = base;
        return { ...base, counting: counting === null ? null : { ...counting, guard } };
      }),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ base: EVENT_ARBITRARIES.free_loop, loopNo: few })
      .map(({ base, loopNo }) => ({ ...base, loopNo })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        base: EVENT_ARBITRARIES.stats,
        counters: fc.array(fc.tuple(fc.constantFrom(...COUNTER_WORDS), fc.nat(9))),
        loopRunTimes: fc.array(fc.tuple(fc.constantFrom("e", "l", "b"), few, fc.nat(9)), {
          maxLength: 4,
        }),
      })
      .map(({ base, ...linked }) => ({ ...base, ...linked })),
  },
  { weight: 1, arbitrary: EVENT_ARBITRARIES.cost },
  { weight: 1, arbitrary: EVENT_ARBITRARIES.tmp_callback },
  {
    weight: 1,
    arbitrary: EVENT_ARBITRARIES.input.map((event) => ({
      ...event,
      source: "module" as const,
      name: "module.py",
      bytes: Buffer.from("def f():\n  while x:\n    int_add(1)\n"),
    })),
  },
  { weight: 2, arbitrary: anyEvent },
);

/** Some events in a row. */
export const linkedEvents: Arbitrary<readonly JitEvent[]> = fc.array(linkedEvent, {
  maxLength: 20,
});
