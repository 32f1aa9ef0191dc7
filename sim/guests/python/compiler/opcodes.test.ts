/** The tables of bytecodes against the `opcode` module of pypy3. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  ARGUMENT_KINDS,
  COMPARE_OPERATORS,
  HAVE_ARGUMENT,
  OPCODE_NAMES,
  OPCODES,
} from "./opcodes.ts";
import { requirePypy, runPypy } from "./pypy-oracle.ts";

test("a number that is no opcode is named by itself", () => {
  assert.is(OPCODE_NAMES[0], "<0>");
  assert.is(OPCODE_NAMES[OPCODES.LOAD_CONST], "LOAD_CONST");
});

if (requirePypy("tables of bytecodes")) {
  const program = [
    "import json, opcode as o",
    "kinds = dict((k, getattr(o, 'has' + k)) for k in",
    "  'const name jrel jabs local compare free'.split())",
    "print(json.dumps([o.opmap, kinds, o.HAVE_ARGUMENT, o.cmp_op]))",
  ].join("\n");
  const [opmap, kinds, haveArgument, compareOperators] = JSON.parse(runPypy(program)) as [
    Record<string, number>,
    Record<string, number[]>,
    number,
    string[],
  ];

  test("numbers and names are those of pypy3", () => {
    assert.equal({ ...OPCODES }, opmap);
    assert.is(HAVE_ARGUMENT, haveArgument);
    assert.equal([...COMPARE_OPERATORS], compareOperators);
  });

  test("kinds of arguments are those of pypy3", () => {
    const ours: Record<string, number[]> = {};
    ARGUMENT_KINDS.forEach((kind, op) => {
      if (kind !== undefined) ours[kind] = [...(ours[kind] ?? []), op];
    });
    for (const [kind, ops] of Object.entries(kinds)) {
      assert.equal(
        ours[kind],
        [...ops].sort((a, b) => a - b),
        kind,
      );
    }
  });
}

test.run();
