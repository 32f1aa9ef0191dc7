/**
 * The examples of fixtures/traces/README.md, and the names of pypy-tests.decl.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareWithExpected } from "./compare-trace-file.ts";
import { optimizeTraceFile } from "./run-trace-file.ts";
import type { TraceFile } from "./trace-file.ts";
import { parseTraceFile, SETTINGS } from "./trace-file.ts";
import { DECLARATION_WORDS } from "../trace/declarations.ts";
import { checkInputs, checkOutput } from "./verify-trace-file.ts";

const ROOT = new URL("../../fixtures/traces", import.meta.url).pathname;
const README = readFileSync(join(ROOT, "README.md"), "utf8");

function read(text: string): TraceFile {
  const include = (name: string) => {
    const file = join(ROOT, `${name}.decl`);
    return { text: readFileSync(file, "utf8"), file };
  };
  return parseTraceFile(text, { file: "README", include });
}

const EXAMPLES = [...README.matchAll(/```trace\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

test("the README's examples are what it says", () => {
  assert.is(EXAMPLES.length, 3);
  let compared = 0;
  for (const text of EXAMPLES) {
    const result = optimizeTraceFile(read(text));
    checkInputs(result.file);
    checkOutput(result);
    for (const { actual, expected } of compareWithExpected(result)) {
      assert.is(actual, expected);
      compared += 1;
    }
  }
  assert.is(compared, 2);
});

test("the README names every declaration and every setting", () => {
  for (const word of [...DECLARATION_WORDS, ...Object.keys(SETTINGS), "include"]) {
    assert.match(README, new RegExp(`\`${word}\\b`), word);
  }
});

test("every name in the README's table of test descrs is declared", () => {
  const { context } = read("include pypy-tests\n---\n[]\nfinish()\n");
  const [, table = ""] = README.split("## PyPy's test descrs");
  let names = 0;
  for (const [, cell = ""] of table.matchAll(/^\| (`.*?) \|/gm)) {
    for (const [, name = ""] of cell.matchAll(/`([a-z]\w*)`/g)) {
      const isKnown =
        context.lookupDescr(name) !== undefined ||
        context.classes.has(name) ||
        context.objects.has(name) ||
        context.nulls.has(name);
      assert.ok(isKnown, name);
      names += 1;
    }
  }
  assert.ok(names > 100, String(names));
});

/** A use of each kind of descr and constant of those tests; `==` is what it becomes. */
const USES = `include pypy-tests
mode simple
---
[i0, p0, p1, f0]
p2 = new_with_vtable(descr=nodesize)
p3 = new_with_vtable(descr=nodesize3)
p4 = new(descr=ssize)
p5 = new_array(i0, descr=arraydescr)
p6 = new_array_clear(3, descr=complexarraydescr)
setfield_gc(p0, i0, descr=valuedescr)
setfield_gc(p0, f0, descr=floatdescr)
setfield_gc(p4, p2, descr=bdescr)
setarrayitem_gc(p5, 0, i0, descr=arraydescr)
setinteriorfield_gc(p6, 1, f0, descr=compleximagdescr)
f1 = getinteriorfield_gc_f(p6, 1, descr=compleximagdescr)
i1 = getarrayitem_raw_i(i0, 3, descr=rawarraydescr_char)
i2 = raw_load_i(i0, 16, descr=rawarraydescr)
i3 = getfield_gc_i(p1, descr=chardescr)
i4 = int_lt(i3, 256)
guard_true(i4) [p2, p4]
quasiimmut_field(ConstPtr(quasiptr), descr=quasiimmutdescr)
guard_not_invalidated() []
i5 = getfield_gc_i(ConstPtr(quasiptr), descr=quasifielddescr)
i6 = call_i(i5, p1, descr=elidablecalldescr)
p7 = call_r(0, p0, p1, descr=strconcatdescr)
guard_no_exception() []
i8 = call_i(0, p7, "abc", descr=strequaldescr)
i9 = getfield_gc_i(ConstPtr(myptr3), descr=valuedescr3)
guard_gc_type(p1, ConstInt(node_tid)) []
escape_n(f1, i1, i2, i6, i8, i9, ConstClass(node_vtable2), ConstPtr(nullptr), p3)
jump(i0, p0, p1, f1)
`;

test("each kind of PyPy's test descrs can be used", () => {
  const result = optimizeTraceFile(read(USES));
  checkInputs(result.file);
  checkOutput(result);
  assert.is(result.invalid, null);
});

test.run();
