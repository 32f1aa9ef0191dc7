/**
 * Syntax trees as text.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { compilePython } from "./python-stages.ts";
import { printTree } from "./print-tree.ts";

async function treeOf(source: string): Promise<readonly string[]> {
  return (await compilePython(Buffer.from(source), "t.py")).tree;
}

test("a program's tree has a line per node, with its place and its plain fields", async () => {
  assert.equal(await treeOf("def f(a, *, b=1.5):\n    return a < -0.0 or 'é'\n"), [
    "Module",
    '  body[0]: FunctionDef @1:1 name="f"',
    "    args: ",
    '      args[0]: @1:7 arg="a"',
    '      kwonlyargs[0]: @1:13 arg="b"',
    "      kwDefaults[0]: Constant @1:15 value=float 1.5",
    "    body[0]: Return @2:5",
    '      value: BoolOp @2:12 op="Or"',
    "        values[0]: Compare @2:12 ops=[Lt]",
    '          left: Name @2:12 id="a" ctx="Load"',
    '          comparators[0]: UnaryOp @2:16 op="USub"',
    "            operand: Constant @2:17 value=float 0",
    '        values[1]: Constant @2:24 value=str "é"',
  ]);
});

test("values of every sort are shown, control characters escaped", () => {
  const node = {
    kind: "N",
    big: 2n ** 70n,
    minus: -0,
    none: null,
    flag: true,
    text: "a\n\u0085",
    raw: Uint8Array.of(1, 255),
    holes: [null, { kind: "M" }],
    empty: [],
    pair: { kind: "tuple", items: ["a", "b"] },
  };
  assert.equal(printTree(node), [
    'N big=1180591620717411303424 minus=-0.0 flag=true text="a\\n\\x85" raw=bytes 01ff ' +
      "pair=tuple [a, b]",
    "  holes[0]: ",
    "  holes[1]: M",
  ]);
});

test.run();
