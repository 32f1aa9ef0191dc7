/**
 * Every program of the syntax corpus compiles to what pypy3 compiles, field by field, and its
 * disassembly reads as `pypy3 -m dis` prints it.
 */

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { initParser } from "../parser/parse.ts";
import { type Comparison, compareCode } from "./compare-code.ts";
import { compileModule } from "./compile.ts";
import { disassemble } from "./disassemble.ts";
import { disassembleWithPypy, dumpFiles, maskAddresses, requirePypy } from "./pypy-oracle.ts";

const CORPUS = fileURLToPath(
  new URL("../../../../fixtures/programs/python/syntax", import.meta.url),
);

await initParser();
const files = readdirSync(CORPUS)
  .filter((name) => name.endsWith(".py"))
  .sort()
  .map((name) => join(CORPUS, name));

test("the corpus holds its programs", () => {
  assert.ok(files.length >= 40, `${files.length} programs`);
});

if (requirePypy("agreement of the compiler with pypy3")) {
  const dumps = dumpFiles(files);
  for (const [index, file] of files.entries()) {
    test(`${basename(file)} compiles as with pypy3`, () => {
      const comparison: Comparison = { codeCount: 0, differentCount: 0, differences: [] };
      const code = compileModule(readFileSync(file, "utf8"), file);
      compareCode(code, dumps[index]!, basename(file), comparison);
      const [first] = comparison.differences;
      const told = first === undefined ? "" : `${first.where} ${first.field}`;
      assert.is(first?.ours, first?.theirs, told);
      assert.is(comparison.differences.length, 0);
    });
    test(`${basename(file)} is disassembled as pypy3 prints it`, () => {
      const ours = disassemble(compileModule(readFileSync(file, "utf8"), file));
      assert.is(maskAddresses(ours), disassembleWithPypy(file));
    });
  }

  test("a difference is found", () => {
    const comparison: Comparison = { codeCount: 0, differentCount: 0, differences: [] };
    const index = files.findIndex((file) => file.endsWith("loops.py"));
    compareCode(compileModule("for i in x: pass\n", "a.py"), dumps[index]!, "a", comparison);
    const fields = comparison.differences.map((difference) => difference.field);
    assert.ok(fields.includes("co_code") && fields.includes("co_consts"));
  });
}

test.run();
