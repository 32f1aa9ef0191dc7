/**
 * Constant folding against pypy3: random operators on random constants, each in a function of its
 * own, must give the same code, be it folded or not.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { initParser } from "../parser/parse.ts";
import { type Comparison, compareCode } from "./compare-code.ts";
import { compileModule } from "./compile.ts";
import { dumpFiles, requirePypy } from "./pypy-oracle.ts";

const SEED = 20230107;
const COUNT = 1500;

const NUMBERS = (
  "0 1 2 -3 7 10 255 True False 0.5 -1.5 3.0 1e300 1e-300 5e-324 2.5 0.1 1.1 33.7 1e22 " +
  "9223372036854775807 (2**70) 1j (1+2j)"
).split(" ");
const OTHERS = ["''", "'a'", "'xyz'", "b'q'", "()", "(1,)", "(1, 'a')", "None", "..."];
const FORMATS = (
  "%d %5d| %-5d| %05d %+d %x %#x %X %o %s %r %a %c %f %.2f %8.3f %e %.3e %g %.10g %#g %G %10s| " +
  "%.1s %i %% %q % %08.2f %+.1e %s-%s"
).split(" ");
const REAL_BASES = "0.3 2.7 10.0 1.1 3 7 123.456 0.001 99 1e10 1.0000001 2 0.5".split(" ");
const REAL_EXPONENTS = "0.5 0.1 2.5 -0.5 -1.7 10 1e-3 0.333 77.7 -20 31 1.5".split(" ");

const pick = (items: readonly string[]) => fc.constantFrom(...items);
const constant = fc.oneof({ weight: 5, arbitrary: pick(NUMBERS) }, pick(OTHERS));
const join3 = (...parts: readonly string[]) => parts.join(" ");
const isComplex = (text: string) => text.includes("j");

const expression = fc.oneof(
  // Powers of complex numbers are folded for small integers only.
  fc
    .tuple(constant, pick("+ - * / // % ** << >> & | ^ @".split(" ")), constant)
    .filter(([a, op, b]) => op !== "**" || !(isComplex(a) || isComplex(b)))
    .map(([a, op, b]) => join3(a, op, b)),
  fc.tuple(pick(["-", "+", "~", "not "]), constant).map(([op, a]) => op + a),
  fc.tuple(pick(FORMATS), constant).map(([format, a]) => join3(`'${format}'`, "%", a)),
  fc.tuple(pick(REAL_BASES), pick(REAL_EXPONENTS)).map(([a, b]) => join3(a, "**", b)),
  fc.tuple(pick(OTHERS), pick(["0", "-1", "5", "True"])).map(([a, i]) => `${a}[${i}]`),
);

if (requirePypy("agreement of constant folding with pypy3")) {
  await initParser();
  test(`${COUNT} random constant expressions are folded as with pypy3`, () => {
    const expressions = fc.sample(expression, { seed: SEED, numRuns: COUNT });
    const source = expressions.map((e, i) => `def f${i}():\n    x = ${e}\n`).join("");
    const folder = mkdtempSync(join(tmpdir(), "fold-"));
    const file = join(folder, "fold.py");
    writeFileSync(file, source);
    const [theirs] = dumpFiles([file]);
    rmSync(folder, { recursive: true });
    const comparison: Comparison = { codeCount: 0, differentCount: 0, differences: [] };
    compareCode(compileModule(source, file), theirs!, "fold", comparison);
    const [first] = comparison.differences.filter(({ where }) => where.includes(".f"));
    const number = Number(first?.where.replace(/^.*\.f/, "") ?? 0);
    assert.is(first?.ours, first?.theirs, first === undefined ? "" : expressions[number]);
    assert.is(comparison.codeCount, COUNT + 1);
  });
}

test.run();
