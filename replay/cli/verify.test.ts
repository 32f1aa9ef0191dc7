/**
 * `jitreel verify` as a question: changed programs and parameters, reports, what is refused.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "verify-"));
process.on("exit", () => rmSync(FOLDER, { recursive: true }));

const PROGRAM = `def main(n):
    total = 0
    for i in range(n):
        total += i % 3
    return total
print(main(300))
`;

const REEL = join(FOLDER, "s.reel");
const PATH = makeFile(FOLDER, "prog.py", PROGRAM);
await jitreel("record", PATH, "-o", REEL, "--jit", "threshold=30");

test("other parameters are a question with an answer", async () => {
  const { code, out, err } = await jitreel("verify", REEL, "--jit", "threshold=50");
  assert.is(code, 1);
  assert.is(err, "");
  assert.match(out, "s.reel: with parameters: threshold=30 → threshold=50: a difference after 0");
  assert.match(out, /counter: .*counted to 30 .*counted to 50 /);
  assert.match(out, /^around it\nrecorded\n( +\d.*\n){6}live\n( +\d.*\n){6}$/m);
  const same = await jitreel(
    "verify",
    REEL,
    "--jit",
    "threshold=30,decay=40",
    "--max-steps",
    "1000000",
  );
  assert.is(same.code, 0);
  assert.match(same.out, "no difference: ");
});

test("parameters that are the recorded ones are no change", async () => {
  const { code, out } = await jitreel("verify", REEL, "--jit", "threshold=30", "--seed", "0");
  assert.is(code, 0);
  assert.match(out, /s\.reel: the same: \d+ events/);
});

test("another program runs under the recorded name", async () => {
  const other = makeFile(FOLDER, "other.py", PROGRAM.replace("% 3", "% 5"));
  const { code, out } = await jitreel("verify", REEL, "--program", other);
  assert.is(code, 1);
  assert.match(out, "with program: prog.py → other.py: a difference");
  assert.match(out, /operation: the traces part at operation \d+ \(in main;prog\.py:/);
  const json = JSON.parse((await jitreel("verify", REEL, "--program", other, "--json")).out) as {
    readonly changes: unknown;
    readonly decisions: readonly { readonly about: string }[];
    readonly before: readonly unknown[];
    readonly afterLive: readonly unknown[];
  };
  assert.equal(json.changes, ["program: prog.py → other.py"]);
  assert.ok(json.decisions.some(({ about }) => about === "operation"));
  assert.ok(json.afterLive.length >= 5);
});

test("a report has everything in it and names no folder", async () => {
  const report = join(FOLDER, "r.md");
  const { code } = await jitreel("verify", REEL, "--jit", "threshold=50", "--report", report);
  assert.is(code, 1);
  const text = readFileSync(report, "utf8");
  assert.not.match(text, FOLDER);
  assert.match(text, /^# `s\.reel`: different from event 0 on$/m);
  assert.match(text, /^jitreel verify s\.reel --jit threshold=50$/m);
  assert.match(text, /^\| verified by \| `jitreel \d/m);
  assert.match(text, /^counter +what is traced/m);
  const whole = await jitreel("verify", REEL, "--report", "-");
  assert.is(whole.code, 0);
  assert.match(whole.out, /^# `s\.reel`: the same, \d+ events\n/);
});

test("what cannot be asked is refused", async () => {
  const broken = makeFile(FOLDER, "broken.py", "def f(:\n");
  checkRefused(await jitreel("verify", REEL, "--program", broken), /broken\.py:1:6: SyntaxError/);
  const none = join(FOLDER, "none.py");
  checkRefused(await jitreel("verify", REEL, "--program", none), /none\.py: cannot read it/);
  checkRefused(await jitreel("verify", REEL, "--jit", "treshold=3"), /treshold/);
  checkRefused(await jitreel("verify", REEL, "--seed", "x"), /--seed: expected a number/);
  const nowhere = join(FOLDER, "no/r.md");
  checkRefused(await jitreel("verify", REEL, "--report", nowhere), /cannot write it/);
});

test.run();
