/**
 * `jitreel test` in folders of its own: every way in which a fixture can be wrong has its message,
 * at its place, and nothing is written but what `--update` makes.
 */

import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { makeManifestLine, updateManifest } from "../../fixtures/store/manifest.ts";
import type { FixtureResult } from "../../fixtures/store/result.ts";
import { discover, makeTestRoot } from "../../fixtures/store/test-roots.ts";
import { checkRefused, jitreel } from "./test-cli.ts";

const test = suite("jitreel test");

const ci = process.env.CI;
let root = "";

test.before.each(() => {
  delete process.env.CI;
});

test.after.each(() => {
  if (ci !== undefined) process.env.CI = ci;
  rmSync(root, { recursive: true, force: true });
});

/** A root with copies of one small fixture under these names, all of them good. */
function makeRoot(names: readonly string[]): void {
  root = makeTestRoot(["range-loop"]);
  for (const name of names) cpSync(join(root, "range-loop"), join(root, name), { recursive: true });
  rmSync(join(root, "range-loop"), { recursive: true });
  const lines = discover(root).fixtures.map((fixture) => {
    const golden = readFileSync(join(fixture.folder, "golden.reel"));
    return [fixture.name, makeManifestLine(fixture, golden)] as const;
  });
  updateManifest(root, new Map([...lines, ["range-loop", null]]));
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(root, path);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

function hashOfTree(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" }).sort()) {
    const file = join(root, name);
    hash.update(name);
    if (statSync(file).isFile()) hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

interface Report {
  readonly fixtures: readonly FixtureResult[];
}

/** One line for each problem: `name status check file:line:column: message`. */
async function report(
  ...options: string[]
): Promise<{ code: number | null; lines: string[]; err: string }> {
  // A thread takes a second or two to load the sources, so there is only one unless it matters.
  const workers = options.includes("--workers") ? [] : ["--workers", "1"];
  const { code, out, err } = await jitreel("test", root, "--json", ...workers, ...options);
  const { fixtures } = JSON.parse(out) as Report;
  const lines = fixtures.flatMap(({ name, status, problems }) =>
    problems.map(({ check, message, file, line, column }) => {
      const place = [file === undefined ? "" : relative(root, file), line, column];
      const where = place.filter((one) => one !== undefined).join(":");
      return `${name} ${status} ${check} ${where}: ${message}`;
    }),
  );
  return { code, lines, err };
}

/** Breaks a fixture in a way, and what is said. */
const WAYS: Readonly<Record<string, readonly [breakIt: () => void, said: RegExp]>> = {
  "bad-key": [
    () => edit("bad-key/fixture.json", (text) => text.replace('"jit"', '"jitt"')),
    /^bad-key refused program bad-key\/fixture.json:1:\d+: "jitt" is no key .* mean "jit"\?$/,
  ],
  "bad-parameter": [
    () => edit("bad-parameter/fixture.json", (text) => text.replace("threshold", "treshold")),
    /^bad-parameter refused program bad-parameter\/fixture.json:1:\d+: bad --jit parameters /,
  ],
  "bad-pattern": [
    () => writeFileSync(join(root, "bad-pattern/expect.jit"), "run: no aborts\nrun: fast\n"),
    /^bad-pattern refused pattern bad-pattern\/expect.jit:2:\d+: /,
  ],
  "broken-pattern": [
    () => writeFileSync(join(root, "broken-pattern/expect.jit"), "run: 77 loops\n"),
    /^broken-pattern failed pattern broken-pattern\/expect.jit:1:\d+: /,
  ],
  "cut-golden": [
    () => {
      const file = join(root, "cut-golden/golden.reel");
      writeFileSync(file, readFileSync(file).subarray(0, -300));
    },
    /^cut-golden failed golden cut-golden\/golden.reel: the golden is cut off at byte \d+/,
  ],
  "newer-golden": [
    () => {
      const file = join(root, "newer-golden/golden.reel");
      const bytes = readFileSync(file);
      bytes.writeUInt16BE(99, 8);
      writeFileSync(file, bytes);
    },
    /^newer-golden refused golden newer-golden\/golden.reel: .*format 99.*newer jitreel/,
  ],
  "no-output": [
    () => rmSync(join(root, "no-output/expected.out")),
    /^no-output failed output no-output\/expected.out: its expected output is gone/,
  ],
  "no-program": [
    () => rmSync(join(root, "no-program/program.py")),
    /^no-program refused program no-program\/program.py: .*program is gone/,
  ],
  "other-output": [
    () => edit("other-output/expected.out", (text) => text.replace(/\d/, "x")),
    /^other-output failed output other-output\/expected.out:1: its output is not the expected one/,
  ],
  "other-text": [
    () => edit("other-text/golden.txt", (text) => text.replace("loop", "lop")),
    /^other-text failed text other-text\/golden.txt:\d+: it is not the golden's text/,
  ],
  "syntax-error": [
    () => edit("syntax-error/program.py", (text) => `${text}\ndef f(:\n`),
    /^syntax-error refused program syntax-error\/program.py:\d+:\d+: /,
  ],
};

test("says of each wrong fixture what is wrong and where, and writes nothing", async () => {
  makeRoot(["good", ...Object.keys(WAYS)]);
  for (const [breakIt] of Object.values(WAYS)) breakIt();
  const before = hashOfTree();
  const { code, lines, err } = await report();
  assert.is(code, 2);
  for (const [name, [, said]] of Object.entries(WAYS)) {
    assert.ok(
      lines.some((line) => said.test(line)),
      `${name}:\n${lines.join("\n")}`,
    );
  }
  assert.not.ok(lines.some((line) => line.startsWith("good ")));
  assert.is(hashOfTree(), before);
  assert.match(err, /^jitreel: .*no-program\/program\.py: .*gone.*$/m);
  assert.not.match(err, /^ +at /m);
});

test("a change is shown by meaning, becomes pending, and is gone when it is taken back", async () => {
  makeRoot(["changed", "same", "wrong"]);
  edit("wrong/program.py", (text) => `${text}\nprint("more")\n`);
  const program = readFileSync(join(root, "changed/program.py"), "utf8");
  edit("changed/fixture.json", (text) => text.replace("threshold=30", "threshold=31"));
  const before = hashOfTree();
  const plain = await report();
  assert.is(plain.code, 1);
  assert.match(plain.lines.join("\n"), "changed failed golden changed/golden.reel: it is not rec");
  assert.is(hashOfTree(), before);

  process.env.CI = "true";
  checkRefused(await jitreel("test", root, "--update"), "--update writes nothing in CI");
  assert.is(hashOfTree(), before);
  delete process.env.CI;

  const updated = await report("--update");
  assert.is(updated.code, 1);
  assert.match(updated.lines.join("\n"), "changed failed pending changed/pending.reel: a change");
  const pending = readdirSync(join(root, "changed")).filter((name) => name.startsWith("pending"));
  assert.equal(pending.sort(), ["pending.json", "pending.reel", "pending.txt"]);
  // A wrong output is no reason for another golden.
  assert.match(updated.lines.join("\n"), "wrong failed output wrong/expected.out:");
  assert.not.ok(readdirSync(join(root, "wrong")).some((name) => name.startsWith("pending")));
  edit("changed/fixture.json", (text) => text.replace("threshold=31", "threshold=30"));
  edit("wrong/program.py", () => program);
  assert.equal(await report("--update"), { code: 0, lines: [], err: "" });
  assert.not.ok(readdirSync(join(root, "changed")).some((name) => name.startsWith("pending")));
});

test("reports are in the order of names for any number of threads; --bail ends early", async () => {
  const names = ["a", "b", "c", "d", "e"];
  makeRoot(names);
  for (const name of ["b", "d"]) rmSync(join(root, name, "expected.out"));
  const one = await report();
  assert.equal(await report("--workers", "3"), one);
  assert.equal(
    one.lines.map((line) => line[0]),
    ["b", "d"],
  );
  const bail = await jitreel("test", "--bail", root, "--reporter", "tap", "--workers", "2");
  assert.is(bail.code, 1);
  assert.match(bail.out, "1..5\nok 1 - a\n");
  assert.match(bail.out, "not ok 2 - b");
  assert.match(bail.out, "Bail out! 3 of 5 fixtures were not run");
  const second = await jitreel("test", "--bail", "2", root, "--workers", "1");
  assert.match(second.out, "2 failed, 1 not run");
});

test("fixtures are chosen by name or what they are about, and listed", async () => {
  makeRoot(["alpha", "beta"]);
  edit("beta/fixture.json", (text) => text.replace(/"about": "[^"]*"/, '"about": "Some words"'));
  const list = async (grep: string): Promise<string> =>
    (await jitreel("test", root, "--list", "--grep", grep)).out;
  assert.match(await list(""), /^alpha {2}for over range.*\nbeta {3}Some words\n$/);
  assert.match(await list("some WORDS"), /^beta .*\n$/);
  assert.match(await list("/^al.h/"), /^alpha .*\n$/);
  checkRefused(await jitreel("test", root, "--grep", "gamma"), "no fixture has that");
  checkRefused(await jitreel("test", root, "--grep", "/(/"), "--grep: ");
});

test("bad usage is refused in a line", async () => {
  makeRoot(["a"]);
  checkRefused(await jitreel("test", join(root, "b")), "there is no such folder");
  checkRefused(await jitreel("test", root, "--workers", "0"), "--workers: expected at least 1");
  checkRefused(await jitreel("test", root, "--backend", "gpu"), "--backend: expected host, oracle");
  checkRefused(await jitreel("test", root, "--reporter", "xml"), "--reporter: expected pretty");
});

test("a report can go to a file; other backends verify the golden", async () => {
  makeRoot(["a"]);
  const file = join(root, "report.xml");
  const { code, out } = await jitreel(
    ...[
      "test",
      root,
      "--workers",
      "1",
      "--backend",
      "all",
      "--reporter",
      "junit",
      "--output",
      file,
    ],
  );
  assert.is(code, 0, out);
  assert.match(out, "1 fixture: 1 passed");
  assert.match(readFileSync(file, "utf8"), '<testcase name="a" classname=');
});

test.run();
