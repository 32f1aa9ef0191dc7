/** Random programs are well-formed, differ from each other, and hold what they are meant to hold. */

import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isInt } from "../../sim/base/int.ts";
import { parseTiny } from "../../sim/guests/tiny/program.ts";
import { JitParams, PARAM_TABLE } from "../../sim/metainterp/params.ts";
import { hasPypy } from "../pypy.ts";
import { TapeSource, tapes } from "./choices.ts";
import { parameterSets, printParameters } from "./parameters.ts";
import { DEFINITIONS, FEATURES } from "./python/features.ts";
import { PRELUDE } from "./python/prelude.ts";
import { pythonProgram, pythonPrograms } from "./python-program.ts";
import { tinyProgram } from "./tiny-program.ts";
import { ints, safeInts, unsafeInts, words } from "./words.ts";

const SAMPLES = { seed: 80, numRuns: 200 };

/** What a failing check of programs shrinks to. */
function shrunk(programs: fc.Arbitrary<string>, fails: (text: string) => boolean): string {
  const law = fc.property(programs, (text) => !fails(text));
  const details = fc.check(law, { seed: 5, numRuns: 2000 });
  assert.ok(details.failed, "something fails");
  return details.counterexample?.[0] ?? "";
}

test("tiny programs parse, and are not all the same", () => {
  const programs = fc.sample(tinyProgram, SAMPLES);
  for (const program of programs) assert.is(parseTiny(program, "p.tiny").length, 4);
  assert.ok(new Set(programs).size > 75);
});

/** The longest piece of a template between its holes. */
function longestPiece(template: string): string {
  const pieces = template.split(/\$[a-zA-Z]|\n/).map((piece) => piece.trim().replace(/^[!?]/, ""));
  return pieces.sort((a, b) => b.length - a.length)[0] ?? "";
}

test("Python programs use every template and definition there is, each program some features", () => {
  const programs = fc.sample(pythonPrograms({ size: 2 }), { seed: 80, numRuns: 800 });
  const all = programs.join("\n");
  const templates = Object.values(FEATURES).flatMap((feature) => Object.values(feature).flat());
  const missing = templates.map(longestPiece).filter((piece) => !all.includes(piece));
  assert.equal(missing, []);
  for (const name of [...PRELUDE.keys(), ...Object.keys(DEFINITIONS)]) {
    const count = programs.filter((one) => one.includes(` ${name}`)).length;
    assert.ok(count > 0 && (count < programs.length || name === "clamp"), `${name}: ${count}`);
  }
  assert.is(new Set(programs).size, programs.length);
});

test("programs of some features hold nothing else", () => {
  const plain = fc.sample(pythonPrograms({ features: ["bits"] }), SAMPLES);
  assert.not.ok(plain.some((one) => /class|yield|box|xs/.test(one)));
  assert.ok(plain.some((one) => one.includes(">> 31")));
});

test("a program that fails shrinks to a few lines", () => {
  const cases: readonly (readonly [lines: number, fails: (text: string) => boolean])[] = [
    [6, (text) => text.includes(" * 0.5")],
    [8, (text) => text.includes("9223372036854775807") && text.includes(" - ")],
    [9, (text) => text.includes("ys[0] = ") && text.includes("xs[0]")],
    [12, (text) => text.includes("e.send(")],
    [9, (text) => /except \w+:\n +a /.test(text)],
  ];
  for (const [lines, fails] of cases) {
    const text = shrunk(pythonProgram, fails);
    assert.ok(text.trim().split("\n").length <= lines, text);
  }
});

test("a tape shrinks to the steps and choices that matter", () => {
  const shape = { stepsMax: 30, choicesMax: 6 };
  const fails = (tape: readonly (readonly number[])[]): boolean => {
    const source = new TapeSource(tape);
    let found = 0;
    while (source.beginStep()) if (source.nextBelow(10) === 7 && source.nextBelow(5) > 1) found++;
    return found > 1;
  };
  const law = fc.property(tapes(shape), (tape) => !fails(tape));
  const { counterexample } = fc.check(law, { seed: 1, numRuns: 500 });
  const [tape = []] = counterexample ?? [];
  assert.is(tape.length, 3);
  assert.equal(
    tape.map((row) => row.filter((choice) => choice > 0).length),
    [0, 2, 2],
  );
});

test("words are what they say, with their edges among them", () => {
  fc.assert(
    fc.property(ints, safeInts, unsafeInts, words, (int, safe, unsafe, word) => {
      assert.ok(isInt(int) && isInt(unsafe) && word >= 0n && word < 2n ** 64n);
      assert.ok(Number.isSafeInteger(safe));
    }),
    { seed: 3, numRuns: 1000 },
  );
  const sample = new Set(fc.sample(ints, { seed: 3, numRuns: 4000 }).map(BigInt));
  for (const bits of [31n, 53n, 63n]) {
    for (const value of [2n ** bits - 1n, -(2n ** bits)]) assert.ok(sample.has(value), `${value}`);
  }
});

test("every set of parameters is taken, and every parameter is in one", () => {
  const sets = fc.sample(parameterSets, SAMPLES);
  for (const set of sets) assert.is(new JitParams().setString(printParameters(set)), null);
  const names = new Set(sets.flatMap((set) => Object.keys(set)));
  assert.equal([...names].sort(), Object.keys(PARAM_TABLE).sort());
});

if (hasPypy()) {
  test("Python programs compile on pypy3", () => {
    const check = "import sys, json\nfor p in json.load(sys.stdin): compile(p, 'p', 'exec')";
    const input = JSON.stringify(fc.sample(pythonProgram, SAMPLES));
    const run = spawnSync("pypy3", ["-c", check], { input, encoding: "utf8" });
    assert.is(run.status, 0, run.stderr);
  });
}

test.run();
