/**
 * Texts that are no Python 3.9: syntax-errors.txt holds programs, each followed by `==>` and the
 * error as pypy3 7.3.11 gives it: kind, line, offset, message. DIFFERS: PyPy's words are not always
 * those of CPython 3.9 ("Perhaps you forgot a comma?").
 */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { initParser } from "../parser/parse.ts";
import { PythonSyntaxError } from "../parser/source-text.ts";
import { compileModule } from "./compile.ts";

await initParser();

function compileError(source: string): PythonSyntaxError {
  try {
    compileModule(source, "f.py");
  } catch (error) {
    if (error instanceof PythonSyntaxError) return error;
    throw error;
  }
  throw new Error(`compiles: ${source}`);
}

const text = readFileSync(new URL("./syntax-errors.txt", import.meta.url), "utf8");
const cases = [...text.matchAll(/([\s\S]*?)==> (.*)\n\n/g)];

test("the table holds its cases", () => {
  assert.ok(cases.length > 600, `${cases.length} cases`);
});

for (const [, source, expected] of cases) {
  test(`refuses ${JSON.stringify(source)}`, () => {
    const error = compileError(source!);
    assert.is(`${error.kind} ${error.line}:${error.column} ${error.message}`, expected);
  });
}

test("an error carries its file and source line", () => {
  const error = compileError("x = 1\ny = (2]\n");
  assert.is(error.file, "f.py");
  assert.is(error.sourceLine, "y = (2]");
  assert.equal(error.position, { file: "f.py", line: 2, column: 7 });
  assert.is(
    error.print(),
    "f.py:2:7: closing parenthesis ']' does not match opening parenthesis '('",
  );
});

test("escapes that name no character are refused, those that do are decoded", () => {
  assert.match(compileError('"\\N{NO SUCH}"\n').message, "unknown Unicode character name");
  const code = compileModule('x = "\\N{BULLET}"\n', "f.py");
  assert.equal(code.co_consts[0], { kind: "str", value: "•" });
});

test("constructs of other versions of Python are refused", () => {
  for (const source of [
    "match x:\n    case 1: pass\n",
    "type X = int\n",
    "def f[T](): pass\n",
    "try: pass\nexcept* A: pass\n",
    "except_ = 1 if 2\n",
    "f'{x['a']}'\n",
    "f'{\"a\" 'b'}'\n",
    "print x\n",
    "exec 'x'\n",
    "raise A, b\n",
    "a[*b]\n",
  ]) {
    assert.is(compileError(source).kind, "SyntaxError", source);
  }
});

test.run();
