/** The literals of the dispatch loop against the opcode table. */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { OPCODES } from "../compiler/opcodes.ts";

const SOURCE = ["./dispatch.ts", "./opcode-async.ts"]
  .map((file) => readFileSync(new URL(file, import.meta.url), "utf8"))
  .join("\n");
const CASES = [...SOURCE.matchAll(/case (\d+): (?:\{\s*)?\/\/ ([A-Z_]+)/g)];

/** Bytecodes of the reverse debugger, which raise NotImplementedError. */
const UNSUPPORTED = ["LOAD_REVDB_VAR"];

test("every case label is the number of the opcode named beside it", () => {
  for (const [, number, name] of CASES) {
    assert.is(Number(number), (OPCODES as Record<string, number>)[name!], name);
  }
});

test("every opcode has a case, except prefixes and those refused by name", () => {
  const handled = new Set(CASES.map((match) => match[2]));
  const missing = Object.keys(OPCODES).filter((name) => !handled.has(name));
  assert.equal(missing.sort(), [...UNSUPPORTED, "EXTENDED_ARG"].sort());
});

test("the prefix that widens arguments has its own number", () => {
  assert.ok(SOURCE.includes(`opcode === ${OPCODES.EXTENDED_ARG}`));
});

test.run();
