/**
 * Patterns have the code that pypy3 gives them, and match what they match there.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { VirtualClock } from "../../../base/clock.ts";
import { Prng } from "../../../base/prng.ts";
import { requirePypy, runPypy } from "../compiler/pypy-oracle.ts";
import { newtext } from "../objects/unicode-object.ts";
import { compileTree } from "./compile.ts";
import { ReDrivers } from "./drivers.ts";
import { parsePattern } from "./parse.ts";
import { randomPattern, randomText } from "./random-patterns.ts";
import { type MatchData, type MatchMode, Regex } from "./regex.ts";
import { SubjectText } from "./subject.ts";

const SEED = 11;
const PATTERN_COUNT = 500;
const TEXTS_PER_PATTERN = 4;
/** As many as fit into one argument of a process. */
const CASES_PER_CALL = 250;
const MODES: readonly MatchMode[] = ["match", "search", "fullmatch"];

/** Pattern, flags, code; recorded from pypy3. */
const CODES: readonly (readonly [string, number, string])[] = [
  ["a+b", 0, "15 4 0 2 4294967295 25 6 1 4294967295 17 97 1 17 98 1"],
  ["abcab", 0, "15 16 3 5 5 5 5 97 98 99 97 98 0 0 0 1 2 17 97 17 98 17 99 17 97 17 98 1"],
  ["(ab)|cd", 0, "15 4 0 2 2 7 11 18 0 17 97 17 98 18 1 16 9 7 17 99 17 100 16 2 0 1"],
  ["[a-x]*?y", 0, "15 4 0 1 4294967295 27 10 0 4294967295 14 5 23 97 120 0 1 17 121 1"],
  [
    "(?:ab|c){2,}?d",
    0,
    "15 4 0 3 4294967295 24 17 2 4294967295 7 7 17 97 17 98 16 7 5 17 99 16 2 0 20 17 100 1",
  ],
  ["[^a-z]", 0, "15 9 4 1 1 22 23 97 122 0 14 6 22 23 97 122 0 1"],
  ["[abdfhx]", 0, "15 14 4 1 1 10 0 0 0 16777558 0 0 0 0 0 14 11 10 0 0 0 16777558 0 0 0 0 0 1"],
  ["(?i)s", 0, "15 4 0 1 1 37 6 17 115 17 383 0 1"],
  ["(a)(?(1)b|c)\\1", 0, "15 8 1 3 3 1 0 97 0 18 0 17 97 18 1 13 0 6 17 98 16 3 17 99 12 0 1"],
  ["(?<=ab)c(?!d)$", 0, "15 4 0 1 1 4 7 2 17 97 17 98 1 17 99 5 5 0 17 100 1 6 5 1"],
  ["\\w\\B.", 16, "15 7 4 2 2 9 14 0 14 4 9 14 0 6 11 3 1"],
  ["(?a:\\d)^", 8, "15 7 4 1 1 9 10 0 14 4 9 0 0 6 1 1"],
];

function codeOf(pattern: string, flags: number): readonly number[] {
  const { tree, state } = parsePattern(pattern, true, flags);
  return compileTree(tree, state.flags);
}

for (const [pattern, flags, code] of CODES) {
  test(`the code of ${pattern} with flags ${flags}`, () => {
    assert.is(codeOf(pattern, flags).join(" "), code);
  });
}

/** What both sides say of one pattern: null when it is refused, else its code and its matches. */
type Verdict = { readonly code: readonly number[]; readonly matches: readonly string[] } | null;

interface Case {
  readonly pattern: string;
  readonly flags: number;
  readonly texts: readonly string[];
}

function makeCases(): Case[] {
  const random = new Prng(SEED);
  return Array.from({ length: PATTERN_COUNT }, () => ({
    pattern: randomPattern(random),
    flags: [0, 0, 2, 8, 16, 256][random.nextBelow(6)]!,
    texts: Array.from({ length: TEXTS_PER_PATTERN }, () => randomText(random)),
  }));
}

const PYPY_SIDE = `
import json, re, sre_compile, sre_parse, warnings
warnings.simplefilter('ignore')
def text(m):
    if m is None: return '-'
    return ' '.join('%d-%d' % m.span(i) for i in range(m.re.groups + 1)) + ' ' + str(m.lastindex or 0)
out = []
for case in json.loads(CASES):
    try:
        code = sre_compile._code(sre_parse.parse(case['pattern'], case['flags']), case['flags'])
        p = re.compile(case['pattern'], case['flags'])
    except re.error:
        out.append(None)
        continue
    out.append({'code': code, 'matches': [text(f(t)) for t in case['texts']
                                          for f in (p.match, p.search, p.fullmatch)]})
print(json.dumps(out))
`;

function ofPypy(cases: readonly Case[]): Verdict[] {
  const literal = `CASES = ${JSON.stringify(JSON.stringify(cases))}\n`;
  return JSON.parse(runPypy(literal + PYPY_SIDE)) as Verdict[];
}

function textOf(data: MatchData | null, groupCount: number): string {
  if (data === null) return "-";
  const spans = Array.from({ length: groupCount + 1 }, (_, group) => {
    return `${data.startOf(group)}-${data.endOf(group)}`;
  });
  return `${spans.join(" ")} ${data.lastIndex}`;
}

function ofOurs({ pattern, flags, texts }: Case, drivers: ReDrivers): Verdict {
  let regex: Regex;
  try {
    regex = new Regex(parsePattern(pattern, true, flags), true, drivers);
  } catch {
    return null;
  }
  const matches = texts.flatMap((text) => {
    const subject = new SubjectText(newtext(text), false);
    return MODES.map((mode) => {
      return textOf(regex.exec(subject, 0, subject.length, mode), regex.groupCount);
    });
  });
  return { code: regex.words, matches };
}

test("random patterns have pypy3's code and match as they match there", () => {
  if (!requirePypy("random patterns")) return;
  const cases = makeCases();
  const drivers = new ReDrivers(new VirtualClock());
  let accepted = 0;
  for (let start = 0; start < cases.length; start += CASES_PER_CALL) {
    const part = cases.slice(start, start + CASES_PER_CALL);
    const theirs = ofPypy(part);
    for (const [i, one] of part.entries()) {
      assert.equal(ofOurs(one, drivers), theirs[i], JSON.stringify(one));
      if (theirs[i] !== null) accepted++;
    }
  }
  assert.ok(accepted > PATTERN_COUNT / 2);
});

test.run();
