/** Random programs are well-formed, differ from each other, and hold what they are meant to hold. */

import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseTiny } from "../../sim/guests/tiny/program.ts";
import { hasPypy } from "../pypy.ts";
import { pythonProgram } from "./python-program.ts";
import { tinyProgram } from "./tiny-program.ts";

const SAMPLES = { seed: 80, numRuns: 300 };

test("tiny programs parse, and are not all the same", () => {
  const programs = fc.sample(tinyProgram, SAMPLES);
  for (const program of programs) assert.is(parseTiny(program, "p.tiny").length, 4);
  assert.ok(new Set(programs).size > 110);
});

test("Python programs hold all that can go wrong in a trace", () => {
  const programs = fc.sample(pythonProgram, SAMPLES);
  assert.ok(new Set(programs).size > 110);
  const wanted = [
    "9223372036854775807",
    "9007199254740991",
    "2147483647",
    "isinstance(a, float)",
    "raise Odd",
    "except Odd",
    "finally:",
    "while i1",
    "for i2 in range",
    "box.bump(",
    "Twin(2, 3)",
    "xs.append(",
    "s = s + ",
    "d.get(",
    "rec_safe(",
    "break",
    "set_global(G)",
    "class Own(Mixed)",
    "super().bump(",
    "own.size",
    "g0(",
    "chained(",
    "e.send(",
    "e.throw(",
    "step(by=",
    "lambda *args, **kw",
    "if any(",
    "for k, v in d.items()",
    "st ^= ",
    'w = f"',
    ".format(",
    "xs[1:3] = ",
    "[::-1]",
    "spread(*",
    "first, *middle, last",
    "with Guard(",
    "raise KeyError(it) from",
    "p.norm = ",
    "+= (clamp(",
  ];
  for (const text of wanted) {
    const count = programs.filter((one) => one.slice(one.indexOf("def f0")).includes(text)).length;
    assert.ok(count > 0, `${text} is in no program`);
  }
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
