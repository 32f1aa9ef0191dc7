/** The compiler by its text form, where no pypy3 is at hand: source, `==>`, disassembly. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../../../base/errors.ts";
import { initParser } from "../parser/parse.ts";
import type { CodeTemplate } from "./code.ts";
import { CODE_FLAGS } from "./code.ts";
import { compileModule } from "./compile.ts";
import { reprFloat } from "./constant-repr.ts";
import { disassemble } from "./disassemble.ts";
import { unparseExpression } from "./unparse.ts";

await initParser();

function innerCode(source: string): CodeTemplate {
  const found = compileModule(source, "f.py").co_consts.find((c) => c.kind === "code");
  if (found?.kind !== "code") throw new Error("no code object");
  return found.code;
}

test("a loop with a call is compiled to PyPy's bytecodes", () => {
  const text = disassemble(compileModule("for i in x:\n    if i: print(i.f(1))\n", "f.py"));
  assert.is(
    text,
    `  1           0 LOAD_NAME                0 (x)
              2 GET_ITER
        >>    4 FOR_ITER                22 (to 28)
              6 STORE_NAME               1 (i)

  2           8 LOAD_NAME                1 (i)
             10 POP_JUMP_IF_FALSE        4
             12 LOAD_NAME                2 (print)
             14 LOAD_NAME                1 (i)
             16 LOAD_METHOD              3 (f)
             18 LOAD_CONST               0 (1)
             20 CALL_METHOD              1
             22 CALL_FUNCTION            1
             24 POP_TOP
             26 JUMP_ABSOLUTE            4
        >>   28 LOAD_CONST               1 (None)
             30 RETURN_VALUE
`,
  );
});

test("nested code objects are numbered where addresses differ", () => {
  const text = disassemble(compileModule("f = lambda: 1\n", "f.py"));
  const name = '<code object <lambda> at 0x0000000000000001, file "f.py", line 1>';
  assert.ok(text.includes(`(${name})`) && text.includes(`\nDisassembly of ${name}:\n`));
});

test("variables are found in their places", () => {
  const code = innerCode("def f(a, *b, c=1, **d):\n    g = 1\n    return lambda: (a, g)\n");
  assert.equal(code.co_varnames, ["a", "c", "b", "d"]);
  assert.equal(code.co_cellvars, ["a", "g"]);
  assert.is(code.co_argcount, 1);
  assert.is(code.co_kwonlyargcount, 1);
  const flags = CODE_FLAGS.CO_VARARGS | CODE_FLAGS.CO_VARKEYWORDS;
  assert.is(code.co_flags & flags, flags);
});

test("a generator is marked, with its yields inside a try", () => {
  const { CO_GENERATOR, CO_YIELD_INSIDE_TRY } = CODE_FLAGS;
  const code = innerCode("def f():\n    try: yield 1\n    finally: pass\n");
  assert.is(
    code.co_flags & (CO_GENERATOR | CO_YIELD_INSIDE_TRY),
    CO_GENERATOR | CO_YIELD_INSIDE_TRY,
  );
});

test("constants are shared by value, type and sign of zero", () => {
  const { co_consts } = compileModule(
    "[1, 1.0, True, 0.0, -0.0, 1, 0.0, 'a', b'a', 'a']\n",
    "f.py",
  );
  const kinds = co_consts.map((constant) => constant.kind).join(" ");
  assert.is(kinds, "int float bool float float str bytes none");
});

test("arithmetic that fails or grows is left to run time", () => {
  for (const source of ["1 / 0", "1 << 2000", "'a' * 21", "2 ** 5001", "'a' + 1", "'%d' % 'x'"]) {
    const names = disassemble(compileModule(`x = ${source}\n`, "f.py"));
    assert.match(names, /BINARY_/, source);
  }
  for (const source of ["1 / 3", "1 << 900", "'a' * 20", "2 ** 2500", "'%5.2f' % 2.675"]) {
    const names = disassemble(compileModule(`x = ${source}\n`, "f.py"));
    assert.not.match(names, /BINARY_/, source);
  }
});

test("an argument above 255 is extended", () => {
  const items = Array.from({ length: 300 }, (_, i) => `a${i}`).join("\n");
  assert.match(disassemble(compileModule(`${items}\n`, "f.py")), /EXTENDED_ARG {13}1\n/);
});

test("floats are shown by their shortest digits", () => {
  const shown = [0.1, 1, 1e16, 1e15, 1e-4, 1e-5, 123456.789, -0, Infinity, 5e-324].map(reprFloat);
  const expected = "0.1 1.0 1e+16 1000000000000000.0 0.0001 1e-05 123456.789 -0.0 inf 5e-324";
  assert.is(shown.join(" "), expected);
});

test("a nonlocal name that a class only passes on is found (PyPy fails on it)", () => {
  const outer = innerCode(
    "def f():\n  x = 1\n  class B:\n    nonlocal x\n    def g(self): return x\n",
  );
  const inner = outer.co_consts.find((constant) => constant.kind === "code");
  assert.ok(inner?.kind === "code");
  assert.equal(inner.code.co_freevars, ["x"]);
});

test("nesting beyond all limits is a user's error", () => {
  const sum = Array.from({ length: 50000 }, () => "a").join(" + ");
  assert.throws(
    () => compileModule(`x = ${sum}\n`, "f.py"),
    (error: unknown) => error instanceof UserError && /recursion depth/.test(error.message),
  );
  const lists = `x = ${"[".repeat(1001)}${"]".repeat(1001)}\n`;
  assert.throws(() => compileModule(lists, "f.py"), "too many nested parentheses");
  const blocks = Array.from({ length: 501 }, (_, i) => `${" ".repeat(i)}if a:\n`).join("");
  assert.throws(() => compileModule(blocks, "f.py"), "too many levels of indentation");
});

test("an assignment expression has a text, for annotations kept as text", () => {
  const at = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const target = { kind: "Name", id: "a", ctx: "Store", ...at } as const;
  const value = { kind: "Constant", value: { kind: "int", value: 1n }, ...at } as const;
  assert.is(unparseExpression({ kind: "NamedExpr", target, value, ...at }), "(a := 1)");
});

test.run();
