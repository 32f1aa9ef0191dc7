/**
 * The help of the language: what `jitreel query --help` prints, its table of fields made from THE
 * table of fields. The same table stands in QUERY.md.
 */

import { COUNTER_WORDS } from "../format/event-schema.ts";
import type { FieldOf, FieldSpec, OwnFieldName } from "./field-table.ts";
import { FIELD_TABLE, GROUP_FLAGS, KIND_WORDS } from "./field-table.ts";

const TITLES: Readonly<Record<FieldOf, string>> = {
  event: "Fields of events",
  operation: "Fields of operations",
  place: "Places: of the event's green key, and of operations by the merge point before them",
};

const LANGUAGE = `
The language:
  A and B   A or B   not A   (A)
  FIELD = VALUE   also !=  <  <=  >  >=  ~ (contains)  !~
  FIELD in (V, W, 1..9)   FIELD not in 1..9   FLAG   has FIELD
  any(A)  all(A)  none(A)   the operations of one event: A is asked of each alone
  count(A) > 2              how many of its operations are as A says

  Numbers: 12  -1  1_000  0x7f00  10k 2M 1G (thousands)  4Ki 1Mi (times 1024).
  Texts: "…" or '…'; * stands for any characters, ? for one; \\n \\t \\\\ \\" \\* \\x41.
  = asks for the whole text, ~ for a part of it.

  A comparison holds when one value of the field is as it says: op = "int_add"
  when some operation is an int_add. != and !~ hold when there are values and
  none is equal, or alike. Without a value (asmlen of an output) nothing holds.
  Outside of any(…) two conditions can hold for two different operations.
`;

const EXAMPLES = `
Examples:
  jitreel query S.reel 'bridge and op = "int_add_ovf" and runs > 100'
  jitreel query S.reel 'loop and line in 10..20' --ops
  jitreel query S.reel 'any(guard and attached and source ~ "total")'
  jitreel query S.reel 'count(op = "call_*") >= 2 or abort' --json
  jitreel query S.reel 'kind = "stats" and ABORT_TOO_LONG > 0' --count
  jitreel replay S.reel --where 'not heap and not io'

Exit codes: 0 some events are as the query says; 1 none is; 2 a bad query, shown
with a caret, or bad input. replay/query/QUERY.md explains more.`;

/** The whole help of `jitreel query`. */
export function printQueryHelp(): string {
  return [LANGUAGE, ...printFields().map((line) => `${line}\n`), EXAMPLES].join("");
}

const NAME_WIDTH = 16;
const TYPE_WIDTH = 8;

/** All fields, a line each, under a title for each group. */
export function printFields(): string[] {
  const entries = Object.entries(FIELD_TABLE) as [OwnFieldName, FieldSpec][];
  const groups = (["event", "place", "operation"] as const).flatMap((of) => [
    "",
    `${TITLES[of]}:`,
    ...entries.filter(([, spec]) => spec.of === of).map(([name, spec]) => printField(name, spec)),
  ]);
  const [first] = COUNTER_WORDS;
  return [
    ...groups,
    "",
    "(+) The reel is read once before, to its end, for what comes later than the event.",
    "Run counts are there when the program turned them on (pypyjit.enable_debug()), or",
    "`jitreel record --count-runs`.",
    "",
    "Flags for types of events:",
    ...Object.entries(GROUP_FLAGS).map(([name, about]) => `  ${name.padEnd(NAME_WIDTH)}${about}`),
    ...wrap(KIND_WORDS),
    "",
    `Counters as of the last stats event; with end. (end.${first}) those of the last one of all:`,
    ...wrap(COUNTER_WORDS),
  ].map((line) => line.trimEnd());
}

function printField(name: string, { type, about, needs = [], words }: FieldSpec): string {
  const marks = needs.some((need) => need !== "past") ? " (+)" : "";
  const isShort = words !== undefined && words.length < KIND_WORDS.length;
  const known = isShort ? `: ${words.join(", ")}` : "";
  const lines = wrapWords(`${about}${known}${marks}`.split(" "), LINE_WIDTH - ABOUT_COLUMN);
  const head = `  ${name.padEnd(NAME_WIDTH)}${type.padEnd(TYPE_WIDTH)}`;
  return lines.map((line, i) => `${i === 0 ? head : " ".repeat(ABOUT_COLUMN)}${line}`).join("\n");
}

const LINE_WIDTH = 90;
const ABOUT_COLUMN = 2 + NAME_WIDTH + TYPE_WIDTH;

function wrap(words: readonly string[]): string[] {
  return wrapWords(words, LINE_WIDTH - 2).map((line) => `  ${line}`);
}

function wrapWords(words: readonly string[], width: number): string[] {
  const lines = [""];
  for (const word of words) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
