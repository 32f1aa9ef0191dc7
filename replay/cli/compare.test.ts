/** `jitreel compare` as a user calls it: against recorded sides, and against pypy3 where it is. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

const FIXTURES = "fixtures/compare";
const program = (name: string): string => `${FIXTURES}/programs/${name}.py`;
const real = (name: string): string => `${FIXTURES}/real/${name}.real.json.gz`;
const hasPypy = spawnSync("pypy3", ["--version"]).status === 0;

test("events, operations, counters, run counts and scores stand side by side", async () => {
  const { code, out, err } = await jitreel(
    "compare",
    "--real",
    real("int-for"),
    program("int-for"),
  );
  assert.is(code, 0, err);
  assert.match(out, /^ {2}loop main\+\d+ loop 1 +loop main\+\d+ loop 1$/m);
  assert.match(out, /^ {4}int_add_ovf +2 +2$/m);
  assert.match(out, /^ {2}unit 1 {2}loop main\+\d+ loop 1 +\d+ +\d+ +\d\.\d{3}$/m);
  assert.match(out, /^ {2}mean +\d\.\d{3}$/m);
  assert.match(out, /^ {2}TRACING +1 +1$/m);
  assert.match(out, /^ {2}entry 1: 1 +entry 1: 1$/m);
  assert.match(out, /^ {2}events +equal$/m);
  assert.match(out, /^ {2}operations +1\.000$/m);
});

test("--unit prints one unit with its operations beside each other", async () => {
  const { code, out } = await jitreel(
    "compare",
    "--real",
    real("branch"),
    "--unit",
    "2",
    program("branch"),
  );
  assert.ok(code === 0 || code === 1);
  assert.match(out, /^ {2}unit 2 {2}bridge from Guard\d+ loop 1: /);
  assert.match(out, /^ {2}jump\(.* jump\(/m);
  assert.not.match(out, "counters");
});

test("--json is one line with the same", async () => {
  const { out } = await jitreel("compare", "--json", "--real", real("call"), program("call"));
  const data = JSON.parse(out) as { scores: object; units: object[]; counters: object };
  assert.equal(Object.keys(data.scores), ["events", "runCounts", "operations"]);
  assert.is(data.units.length, 1);
  assert.is(Object.keys(data.counters).length, 26);
});

test("a difference of events is exit code 1", async () => {
  const text = "n = 0\nfor i in range(100): n += i\nprint(n)\n";
  const path = makeFile(folder, "cold.py", text);
  const stored = join(folder, "cold.real.json");
  const { createHash } = await import("node:crypto");
  const settings = {
    pypy: "7.3.11",
    jit: "",
    argv: [],
    program: createHash("sha256").update(text).digest("hex"),
  };
  const event = { kind: "compile", type: "loop", driver: "pypyjit", key: "<module>+8", loopNo: 1 };
  const side = {
    status: 0,
    stdout: "4950\n",
    events: [{ ...event, from: "", asmlen: 1, operations: [] }],
    runCounts: [],
    counters: {},
  };
  writeFileSync(stored, JSON.stringify({ format: "jitreel real side 1", settings, side }));
  const { code, out } = await jitreel("compare", "--real", stored, path);
  assert.is(code, 1);
  assert.match(out, /^- loop <module>\+8 loop 1$/m);
  assert.match(out, /^ {2}events +differ$/m);
});

test("what cannot be compared is refused", async () => {
  const other = await jitreel("compare", "--real", real("call"), program("branch"));
  checkRefused(other, "recorded with another program");
  const jit = await jitreel(
    "compare",
    "--jit",
    "threshold=9",
    "--real",
    real("call"),
    program("call"),
  );
  checkRefused(jit, 'recorded with --jit "", not "threshold=9"');
  checkRefused(
    await jitreel("compare", "--real", program("call"), program("call")),
    "not a recorded real side",
  );
  checkRefused(
    await jitreel("compare", "--unit", "9", "--real", real("call"), program("call")),
    "no unit 9",
  );
  checkRefused(
    await jitreel("compare", "fixtures/programs/tiny/sum.tiny"),
    "only Python programs can be compared",
  );
});

test("without pypy3 it says what to do", async () => {
  const path = process.env.PATH;
  process.env.PATH = folder;
  const outcome = await jitreel("compare", program("call"));
  process.env.PATH = path;
  checkRefused(outcome, "there is no pypy3");
  assert.match(outcome.err, "--real");
});

if (hasPypy) {
  test("a program with arguments, output and a status is run unchanged and recorded", async () => {
    const path = makeFile(
      folder,
      "status.py",
      "import sys, pypyjit\nn = 0\nkinds = []\n" +
        "pypyjit.set_compile_hook(lambda info: kinds.append(info.type))\n" +
        "for i in range(3000): n += i\nprint(n, sys.argv[1:], kinds)\nsys.exit(3)\n",
    );
    const first = await jitreel("compare", path, "--record", folder, "--", "one", "two");
    assert.is(first.code, 0, first.out + first.err);
    const stored = join(folder, "status.real.json.gz");
    const second = await jitreel("compare", path, "--real", stored, "--", "one", "two");
    assert.is(second.out, first.out);
    const none = await jitreel("compare", path, "--real", stored);
    checkRefused(none, "recorded with the arguments [one, two]");
    assert.ok(readFileSync(stored).length > 100);
  });
}

test.run();
