/**
 * `jitreel opt`: optimizing traces in text form, and what is said of those that are malformed.
 */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { allRules } from "../../sim/optimizer/rules/rules.ts";
import { diffLines } from "./line-diff.ts";
import { checkRefused, jitreel, jitreelProcess, makeFile as makeFileIn } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-opt-"));
test.after(() => rmSync(folder, { recursive: true }));

const makeFile = (name: string, content: string) => makeFileIn(folder, name, content);

const LOOP = `class Node value:i next:r
---
[p0, i1]
guard_nonnull_class(p0, ConstClass(Node)) [p0, i1]
i2 = getfield_gc_i(p0, descr=Node.value)
i3 = int_add(i2, 0)
p4 = new_with_vtable(descr=Node)
setfield_gc(p4, i3, descr=Node.value)
i5 = int_lt(i3, i1)
guard_true(i5) [p4, i1]
jump(p4, i1)
`;

test("a trace without declarations needs nothing but itself", async () => {
  const path = makeFile("plain.trace", "[i0]\ni1 = int_add(i0, 0)\nfinish(i1)\n");
  const { code, out, err } = await jitreel("opt", path);
  assert.is(err, "");
  assert.is(out, "[i0]\nfinish(i0)\n");
  assert.is(code, 0);
});

test("a trace comes from standard input, too", async () => {
  const { code, out } = await jitreelProcess(["opt", "--simple", "-"], "[i0]\njump(i0)\n");
  assert.is(code, 0);
  const text = "[i0]\nlabel(i0, descr=TargetToken(1))\njump(i0, descr=TargetToken(1))\n";
  assert.is(out, text);
});

test("--show prints the parts, each a trace of its own", async () => {
  const path = makeFile("loop.trace", LOOP);
  const { out } = await jitreel("opt", "--show", "preamble,loop,short,state,counters,rules", path);
  const titles = out.match(/^# \w+$/gm);
  assert.equal(titles, ["# preamble", "# loop", "# short", "# state", "# counters", "# rules"]);
  assert.match(out, /# loop\n\[(.*)\]\nlabel\(\1, descr=TargetToken\(2\)\)/);
  assert.match(out, "0: virtual Node\n    1: value: int");
  assert.match(out, /^OPT_GUARDS=\d+$/m);
  assert.match(out, /^new_with_vtable_is_virtual$/m);
  for (const part of ["preamble", "loop", "short"]) {
    const { out: one } = await jitreel("opt", "--show", part, path);
    assert.match(out, one);
    assert.match(one, /jump\(.*\)\n$/);
  }
});

test("the command line says what the file would say", async () => {
  const path = makeFile("loop.trace", LOOP);
  const simple = (await jitreel("opt", "--simple", path)).out;
  assert.not.match(simple, "TargetToken(2)");
  assert.is((await jitreel("opt", "--mode", "simple", path)).out, simple);
  assert.match((await jitreel("opt", "--unroll", path)).out, "TargetToken(2)");
  const { out } = await jitreel("opt", "--simple", "--passes", "intbounds", path);
  assert.match(out, "int_add");
  const jit = await jitreel("opt", "--simple", "--jit", "enable_opts=rewrite", path);
  assert.not.match(jit.out, "int_add");
  assert.match(jit.out, "new_with_vtable");
});

test("--values gives boxes the values that they had", async () => {
  const path = makeFile(
    "values.trace",
    `class Node value:i\nobject nodeA Node\n---\n[p0]\np1 = escape_r(p0)\njump(p1)\n`,
  );
  assert.is((await jitreel("opt", "--values", "p1=nodeA", path)).code, 0);
  checkRefused(await jitreel("opt", "--values", "p1=nodeB", path), "nodeB is no constant");
  checkRefused(await jitreel("opt", "--values", "p7=nodeA", path), "there is no box p7");
});

test("an invalid loop is the answer no, with its reason", async () => {
  const path = makeFile("no.trace", "[]\nguard_true(0) []\nfinish()\n");
  const { code, out } = await jitreel("opt", path);
  assert.is(code, 1);
  assert.match(out, /^InvalidLoop: \w/);
});

test("--json has everything", async () => {
  const path = makeFile("loop.trace", LOOP);
  const { out } = await jitreel("opt", "--json", path);
  const json = JSON.parse(out);
  assert.is(json.mode, "loop");
  assert.is(json.invalid, null);
  assert.equal(json.whole.operations[0].name, "label");
  assert.equal(json.loop.inputargs, json.loop.operations[0].args);
  assert.is(json.short.operations.at(-1).name, "jump");
  assert.ok(json.counters.OPT_GUARDS > 1);
  assert.ok(json.rules.includes("new_with_vtable_is_virtual"));
  assert.match(json.state[0], "virtual Node");
});

test("--trace-passes says what each pass brings", async () => {
  const path = makeFile("loop.trace", LOOP);
  const { out } = await jitreel("opt", "--trace-passes", path);
  const titles = out.match(/^# .*$/gm) ?? [];
  assert.is(titles.length, 9);
  assert.match(titles[0] as string, /^# no pass: 9 operations$/);
  assert.match(titles[3] as string, /^# virtualize: \d operations \([+-]\d\)$/);
  assert.is((await jitreel("opt", "--verify", path)).code, 0);
});

test("--check tells pass from fail, with the difference", async () => {
  const sub = join(folder, "sub");
  mkdirSync(sub);
  makeFile("sub/good.trace", "[i0]\ni1 = int_add(i0, 0)\nfinish(i1)\n==>\n[i7]\nfinish(i7)\n");
  const good = await jitreel("opt", "--check", sub);
  assert.is(good.code, 0);
  assert.match(good.out, /^pass .*good\.trace\n1 file, all as expected\n$/);
  const bad = makeFile("sub/bad.trace", "[i0]\nfinish(i0)\n==>\n[i0]\nfinish(1)\n");
  const both = await jitreel("opt", "--check", sub);
  assert.is(both.code, 1);
  assert.match(both.out, "FAIL ");
  assert.match(both.out, "  - finish(1)\n  + finish(i0)");
  assert.match(both.out, "2 files, 1 not as expected");
  assert.is((await jitreel("opt", "--check", bad)).code, 1);
});

test("--check compares parts, loops without labels, and reasons", async () => {
  const path = makeFile(
    "parts.trace",
    `${LOOP}==> loop
[i0, i1]
i3 = int_lt(i0, i1)
guard_true(i3) [i0, i1]
jump(i0, i1)
==> short
[i0, p1, i2]
jump()
`,
  );
  const { code, out } = await jitreel("opt", "--check", path);
  assert.match(out, "loop: - expected, + came out");
  assert.is(code, 1);
  const invalid = makeFile(
    "inv.trace",
    "[]\nguard_true(0) []\nfinish()\n==>\nInvalidLoop: a guard",
  );
  const refused = await jitreel("opt", "--check", invalid);
  assert.is(refused.code, 1);
  const [reason = ""] = /InvalidLoop: .*/.exec(refused.out.split("+ ").at(-1) ?? "") ?? [];
  makeFile("inv.trace", `[]\nguard_true(0) []\nfinish()\n==>\n${reason}\n`);
  assert.is((await jitreel("opt", "--check", invalid)).code, 0);
});

test("--rules prints the table, and all rules fire in the package's files", async () => {
  const { out } = await jitreel("opt", "--rules");
  assert.is(out.trimEnd().split("\n").length, allRules().length);
  const unfired = await jitreel("opt", "--rules", "--unfired");
  assert.is(unfired.out, "");
  assert.is(unfired.code, 0);
  const path = makeFile("plain.trace", "[i0]\nfinish(i0)\n");
  const most = await jitreel("opt", "--rules", "--unfired", path);
  assert.is(most.code, 1);
  assert.is(most.out.trimEnd().split("\n").length, allRules().length);
});

test("an included file stands beside the trace, or is the package's", async () => {
  makeFile("mine.decl", "class Cell content:i\n");
  const path = makeFile(
    "include.trace",
    `include mine
include pypy-tests
---
[p0]
i1 = getfield_gc_i(p0, descr=Cell.content)
i2 = getfield_gc_i(p0, descr=Cell.content)
p3 = new_with_vtable(descr=nodesize)
setfield_gc(p3, i2, descr=valuedescr)
i4 = getfield_gc_i(p3, descr=valuedescr)
finish(i4)
`,
  );
  const { out, err } = await jitreel("opt", path);
  assert.is(err, "");
  assert.is(out, "[p0]\ni1 = getfield_gc_i(p0, descr=Cell.content)\nfinish(i1)\n");
});

test("--set gives any setting of a file", async () => {
  const text =
    "call f i>i EF=0\n---\n[]\ni0 = call_pure_i(ConstClass(f), 2, descr=f)\nfinish(i0)\n";
  const path = makeFile("pure.trace", text);
  assert.match((await jitreel("opt", path)).out, "call_i(ConstClass(f), 2, descr=f)");
  assert.is((await jitreel("opt", "--set", "pure f 2 = 7", path)).out, "[]\nfinish(7)\n");
  checkRefused(await jitreel("opt", "--set", "purr f 2", path), "there is no setting purr");
});

test("a label of all arguments in front is left out", async () => {
  const text = "[i0]\nlabel(i0, descr=7)\ni1 = int_add(i0, 1)\njump(i1, descr=7)\n";
  const { code, out } = await jitreel("opt", "--simple", makeFile("label.trace", text));
  assert.is(code, 0);
  assert.is(out.match(/label/g)?.length, 1);
  assert.match(out, "jump(i2, descr=TargetToken(1))");
});

test("--include declares names for a trace that declares none", async () => {
  const path = makeFile(
    "bare.trace",
    "[p0]\n  i1=getfield_gc_i(p0,descr=valuedescr)\n  i2=getfield_gc_i(p0,descr=valuedescr)\n" +
      "  escape_n(i1,i2)\n  jump(p0)\n",
  );
  checkRefused(await jitreel("opt", path), "unknown descr valuedescr");
  const { out } = await jitreel("opt", "--include", "pypy-tests", "--simple", path);
  assert.match(out, "i1 = getfield_gc_i(p0, descr=valuedescr)\nescape_n(i1, i1)\n");
  checkRefused(await jitreel("opt", "--include", "nope", path), "include nope: there is no such");
});

/** Malformed texts, and what is said of them: exit code 2. */
const REFUSED: readonly (readonly [text: string, message: string])[] = [
  ["[i0]\ni1 = int_add(i0, i2)\nfinish(i1)", ":2:18: i2 is not defined"],
  [
    "[i0]\ni1 = int_add(i0, i2)\ni2 = int_neg(i0)\nfinish(i1)",
    "used before its definition in line 3",
  ],
  [
    "[p0]\ni1 = int_add(p0, 1)\nfinish(i1)",
    ":2: argument 0 has kind r instead of i: i1 = int_add(p0, 1)",
  ],
  ["[i0]\nguard_true(i0)\nfinish(i0)", ":2:15: guard_true needs fail arguments"],
  ["[i0]\nfinish(i0)\nfinish(i0)", ":2: is not the last operation: finish(i0)"],
  ["[i0]\ni1 = int_neg(i0)", ":2: does not end a trace: i1 = int_neg(i0)"],
  ["[p0]\nguard_class(p0, 5) []\nfinish(p0, descr=int)", 'ends with kinds "r" instead of "i"'],
  ["[p0]\ni1 = getfield_gc_i(p0, descr=Nod.value)\nfinish(i1)", "unknown descr Nod.value"],
  [
    "class Node a:i\n---\n[p0]\ni1 = getfield_gc_i(p0, descr=Node)\nfinish(i1)",
    ":4: needs a descr of kind field, has one of kind size",
  ],
  [
    "struct Pair a:i\n---\n[]\np1 = new_with_vtable(descr=Pair)\nfinish(p1)",
    ":4: needs the size of a class",
  ],
  ["[i0]\njump(i0, i0)", ':2: the jump passes kinds "ii", the loop takes "i"'],
  ["[i0]\ni1 = int_neg(i0)\nlabel(i1)\njump(i1)", ":3: a trace to optimize has no label inside"],
  [
    "[i0, i1]\nlabel(i0, descr=1)\njump(i1, descr=1)",
    ":2: a trace to optimize has no label inside",
  ],
  [
    "clas Node\n---\n[]\nfinish()",
    ":1:1: clas is no declaration and no setting; did you mean class?",
  ],
  ["mode loopy\n---\n[]\nfinish()", "mode loopy: expected one of loop, simple"],
  ["opts rewrite:hep\n---\n[]\nfinish()", "there is no pass hep; passes: intbounds"],
  ["params retrace_limit=x\n---\n[]\nfinish()", "params retrace_limit=x: expected a number"],
  ["include nowhere\n---\n[]\nfinish()", ":1:1: include nowhere: there is no such file"],
  ["class A x:i", "clas"],
  ["[]\nfinish()\n==> middle\n[]", "expected one of whole, preamble, loop, short"],
];

test("a malformed trace is refused with its place", async () => {
  for (const [text, message] of REFUSED.filter(([, said]) => said !== "clas")) {
    checkRefused(await jitreel("opt", makeFile("bad.trace", text)), message);
  }
  checkRefused(await jitreel("opt", makeFile("none.trace", "class A x:i\n")), "there is no trace");
});

test("wrong usage is refused", async () => {
  const path = makeFile("loop.trace", LOOP);
  checkRefused(await jitreel("opt"), "missing required argument 'FILE'");
  checkRefused(await jitreel("opt", "--show", "midst", path), "--show: expected whole, preamble");
  checkRefused(await jitreel("opt", "--mode", "x", path), "--mode: expected loop, simple");
  checkRefused(await jitreel("opt", "--simple", "--unroll", path), "only one of them");
  checkRefused(await jitreel("opt", "--passes", "nope", path), "there is no pass nope");
  checkRefused(await jitreel("opt", "--jit", "nope=3", path), "--jit: error in JIT parameters");
  checkRefused(await jitreel("opt", "--check", path), "nothing is expected: there is no ==>");
  checkRefused(await jitreel("opt", join(folder, "absent.trace")), "no such file");
  checkRefused(await jitreel("opt", "--rules", path), "--rules takes files only with --unfired");
});

test("a difference of texts is shown line by line", () => {
  assert.equal(diffLines("a\nb\nc", "a\nc\nd"), ["  a", "- b", "  c", "+ d"]);
  assert.equal(diffLines("", "x"), ["- ", "+ x"]);
  assert.equal(diffLines("same", "same"), ["  same"]);
});

test.run();
