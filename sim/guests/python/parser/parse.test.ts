/** The parser by its text form: source, `==>`, tree. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeSource } from "./decode-source.ts";
import { initParser, parse } from "./parse.ts";
import { printTree } from "./print-tree.ts";

await initParser();

function check(source: string, expected: string): void {
  const lines = printTree(parse(source, "f.py")).trimEnd().split("\n").slice(1);
  assert.is(lines.map((line) => line.slice(2)).join("\n"), expected.replace(/^\n|\n *$/g, ""));
}

test("a function has its parameters in their groups", () => {
  check(
    "def f(a, /, b: int = 1, *c, d=2, e, **g) -> None: pass\n",
    `
body[0]: FunctionDef 1:1 name=f decoratorList=[]
  args: 
    posonlyargs[0]: 1:7 arg=a annotation=null
    args[0]: 1:13 arg=b
      annotation: Name 1:16 id=int ctx=Load
    vararg: 1:26 arg=c annotation=null
    kwonlyargs[0]: 1:29 arg=d annotation=null
    kwonlyargs[1]: 1:34 arg=e annotation=null
    kwDefaults[0]: Constant 1:31 value=2
    kwDefaults[1]: null
    kwarg: 1:39 arg=g annotation=null
    defaults[0]: Constant 1:22 value=1
  body[0]: Pass 1:51
  returns: Constant 1:45 value=none
`,
  );
});

test("f-strings are split into texts and fields where they stand", () => {
  check(
    "x = f'a{{{b!r:>{w}}' 'z'\n",
    `
body[0]: Assign 1:1
  targets[0]: Name 1:1 id=x ctx=Store
  value: JoinedStr 1:5
    values[0]: Constant 1:5 value="a{"
    values[1]: FormattedValue 1:5 conversion=r
      value: Name 1:11 id=b ctx=Load
      formatSpec: JoinedStr 1:5
        values[0]: Constant 1:5 value=">"
        values[1]: FormattedValue 1:5 conversion=null formatSpec=null
          value: Name 1:17 id=w ctx=Load
    values[2]: Constant 1:5 value="z"
`,
  );
});

test("boolean operators are flat, comparisons are chains", () => {
  check(
    "a and b and not c < d is not e\n",
    `
body[0]: Expr 1:1
  value: BoolOp 1:1 op=And
    values[0]: Name 1:1 id=a ctx=Load
    values[1]: Name 1:7 id=b ctx=Load
    values[2]: UnaryOp 1:13 op=Not
      operand: Compare 1:17 ops=[Lt IsNot]
        left: Name 1:17 id=c ctx=Load
        comparators[0]: Name 1:21 id=d ctx=Load
        comparators[1]: Name 1:30 id=e ctx=Load
`,
  );
});

test("stars take whole operators outside of brackets", () => {
  check(
    "x = *a | b, *f(c)\n",
    `
body[0]: Assign 1:1
  targets[0]: Name 1:1 id=x ctx=Store
  value: Tuple 1:5 ctx=Load
    elts[0]: Starred 1:5 ctx=Load
      value: BinOp 1:6 op=BitOr
        left: Name 1:6 id=a ctx=Load
        right: Name 1:10 id=b ctx=Load
    elts[1]: Starred 1:13 ctx=Load
      value: Call 1:14 keywords=[]
        func: Name 1:14 id=f ctx=Load
        args[0]: Name 1:16 id=c ctx=Load
`,
  );
});

test("annotations are expressions, whatever they look like", () => {
  check(
    "x: a[b:c][d] = 1\n",
    `
body[0]: AnnAssign 1:1 simple=true
  target: Name 1:1 id=x ctx=Store
  annotation: Subscript 1:4 ctx=Load
    value: Subscript 1:4 ctx=Load
      value: Name 1:4 id=a ctx=Load
      slice: Slice 1:6 step=null
        lower: Name 1:6 id=b ctx=Load
        upper: Name 1:8 id=c ctx=Load
    slice: Name 1:11 id=d ctx=Load
  value: Constant 1:16 value=1
`,
  );
});

test("literals are decoded", () => {
  check(
    "(0x_ff, 1_0.5e1, 2j, 'a\\x41\\u00e9\\n' r'\\n', b'\\xff\\0', ..., None, 1<<70, -0.0)\n",
    `
body[0]: Expr 1:1
  value: Tuple 1:1 ctx=Load
    elts[0]: Constant 1:2 value=255
    elts[1]: Constant 1:9 value=float 105
    elts[2]: Constant 1:18 value=0+2j
    elts[3]: Constant 1:22 value="aAé\\n\\\\n"
    elts[4]: Constant 1:45 value=bytes[255 0]
    elts[5]: Constant 1:56 value=ellipsis
    elts[6]: Constant 1:61 value=none
    elts[7]: BinOp 1:67 op=LShift
      left: Constant 1:67 value=1
      right: Constant 1:70 value=70
    elts[8]: UnaryOp 1:74 op=USub
      operand: Constant 1:75 value=float 0
`,
  );
});

test("words of other versions are plain names", () => {
  for (const source of [
    "print >> f, x\n",
    "match[0] = case\n",
    "type(x).__name__ = type\n",
    "exec = print = 1\n",
  ]) {
    assert.is(parse(source, "f.py").body.length, 1, source);
  }
});

test("newlines of all systems and a byte order mark are understood", () => {
  assert.is(parse("\uFEFFx = 1\r\ny = 2\rz = 3", "f.py").body.length, 3);
});

test("source bytes are decoded by mark, cookie or as UTF-8", () => {
  const bytes = (text: string) => Uint8Array.from(text, (ch) => ch.charCodeAt(0));
  assert.is(decodeSource(bytes("x = '\xc3\xa9'"), "f.py"), "x = 'é'");
  assert.is(decodeSource(bytes("# -*- coding: latin-1 -*-\n'\xe9'"), "f.py").slice(-3), "'é'");
  assert.is(decodeSource(bytes("\n# coding: latin-1\n'\xe9'"), "f.py").slice(-3), "'é'");
  assert.throws(() => decodeSource(bytes("x\n'\xe9'"), "f.py"), /f.py|decode/);
  assert.throws(
    () => decodeSource(bytes("# coding: klingon\n"), "f.py"),
    "Unknown encoding: klingon",
  );
});

test.run();
