/**
 * `jitreel test --new`: a fixture of a program in somebody's own project.
 */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadFixture } from "../../fixtures/store/fixture.ts";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const test = suite("jitreel test --new");

const ci = process.env.CI;
let project = "";

test.before.each(() => {
  delete process.env.CI;
  project = mkdtempSync(join(tmpdir(), "jitreel-project-"));
});

test.after.each(() => {
  if (ci !== undefined) process.env.CI = ci;
  rmSync(project, { recursive: true, force: true });
});

const PROGRAM = `import sys
from helper import add

def main():
    i = s = 0
    while i < 300:
        s = add(s, i)
        i += 1
    return s

print(main(), sys.argv[1:], input())
sys.exit(3)
`;

test("makes a folder that is complete, with what the program reads, pending until accepted", async () => {
  const program = makeFile(project, "My_Loop.py", PROGRAM);
  makeFile(project, "helper.py", "def add(a, b):\n    return a + b\n");
  makeFile(project, "unused.py", "");
  const stdin = makeFile(project, "in.txt", "a line\n");
  const root = join(project, "jit");
  const made = await jitreel(
    ...["test", "--new", program, "--into", root, "--jit", "threshold=20"],
    ...["--seed", "7", "--stdin", stdin, "--", "one", "--two"],
  );
  assert.is(made.code, 0, made.err);
  assert.match(made.out, "my-loop: a new fixture");
  const folder = join(root, "my-loop");
  const { settings } = loadFixture(folder, "my-loop", root);
  assert.equal(settings, {
    about: "my loop",
    jit: "threshold=20",
    args: ["one", "--two"],
    stdin: "a line\n",
    seed: 7,
    status: 3,
  });
  assert.is(readFileSync(join(folder, "expected.out"), "utf8"), "44850 ['one', '--two'] a line\n");
  assert.equal(readdirSync(folder).sort(), [
    "expected.out",
    "fixture.json",
    "helper.py",
    "pending.json",
    "pending.reel",
    "pending.txt",
    "program.py",
  ]);
  const tested = await jitreel("test", project, "--workers", "1");
  assert.is(tested.code, 1);
  assert.match(tested.out, "my-loop/pending.reel: a change waits for review");
  checkRefused(await jitreel("test", "--new", program, "--into", root), "fixture of that name");
});

test("leaves nothing behind when the program is no good", async () => {
  const root = join(project, "jit");
  const bad = makeFile(project, "bad.py", "def f(:\n");
  const options = ["--into", root];
  checkRefused(await jitreel("test", "--new", bad, ...options), /bad\.py:1:6: SyntaxError/);
  const absent = join(project, "absent.py");
  checkRefused(await jitreel("test", "--new", absent, ...options), "there is no such program");
  const good = makeFile(project, "good.py", "print(1)\n");
  const named = await jitreel("test", "--new", good, ...options, "--name", "../x");
  checkRefused(named, "is no name of a fixture");
  process.env.CI = "1";
  checkRefused(await jitreel("test", "--new", good, ...options), "--new writes nothing in CI");
  delete process.env.CI;
  assert.not.ok(existsSync(root));
});

test("takes a program of the other guest, and an output that pypy3 agrees with", async () => {
  const root = join(project, "jit");
  const sum = "fixtures/programs/tiny/sum.tiny";
  const made = await jitreel("test", "--new", sum, "--into", root, "--name", "tiny/sum");
  assert.is(made.code, 0, made.err);
  const { settings } = loadFixture(join(root, "tiny/sum"), "tiny/sum", root);
  assert.is(settings.program, "program.tiny");
  assert.is(settings.guest, "tiny");
});

test("refuses an output that pypy3 does not print", async () => {
  const root = join(project, "jit");
  const program = makeFile(
    project,
    "engine.py",
    "import pypyjit\nprint(hasattr(pypyjit, 'enable_debug'))\n",
  );
  const options = ["--into", root, "--expect-from", "pypy3"];
  const made = await jitreel("test", "--new", program, ...options);
  assert.is(made.code, 2);
  // Where there is no pypy3, that is said.
  assert.match(made.err, /pypy3 prints something else from line 1|cannot run pypy3/);
  assert.not.ok(existsSync(root));
});

test.run();
