/**
 * `jitreel export`: every format, the same bytes every time; ranges and queries; whole files only.
 */

import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { EXPORT_FORMATS } from "../export/formats.ts";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

const RUNS = join(import.meta.dirname, "../../fixtures/runs");
const BRIDGE = join(RUNS, "bridge/golden.reel");

/** What one format makes of a reel, in a file. */
async function exportFile(format: string, reel: string, ...argv: string[]): Promise<Buffer> {
  const file = join(folder, "exported");
  const { code, err } = await jitreel("export", reel, "--format", format, "-o", file, ...argv);
  assert.is(code, 0, err);
  return readFileSync(file);
}

/** The start of every path of this checkout: `/home/`. */
const HERE = `/${import.meta.dirname.split("/")[1]}/`;

test("help names every format, each at the start of a line", async () => {
  const { out } = await jitreel("export", "--help");
  for (const { name } of EXPORT_FORMATS) assert.match(out, new RegExp(`^  ${name} +\\S`, "m"));
});

test("every format gives the same bytes again, from a copy with another name, and no path", async () => {
  for (const run of ["bridge", "abort-too-long", "release-all"]) {
    const reel = join(RUNS, run, "golden.reel");
    const copy = join(folder, "copy.reel");
    copyFileSync(reel, copy);
    for (const { name } of EXPORT_FORMATS) {
      const bytes = await exportFile(name, reel);
      assert.ok(bytes.equals(await exportFile(name, copy)), `${run} ${name}`);
      assert.not.ok(bytes.includes(folder));
      assert.not.ok(bytes.includes(HERE), `${run} ${name}`);
    }
  }
});

test("a reel of every backend is exported to the same bytes", async () => {
  const program = makeFile(folder, "p.py", "i = 0\nwhile i < 300:\n  i += 1 + i % 2\nprint(i)\n");
  const made = new Map<string, Buffer[]>();
  for (const backend of ["host", "oracle", "machine"]) {
    const reel = join(folder, `${backend}.reel`);
    const argv = ["--backend", backend, "--jit", "threshold=20,trace_eagerness=5", "-o", reel];
    const { code, err } = await jitreel("record", ...argv, program);
    assert.is(code, 0, err);
    for (const { name } of EXPORT_FORMATS) {
      made.set(name, [...(made.get(name) ?? []), await exportFile(name, reel)]);
    }
  }
  for (const [name, [first, ...others]] of made) {
    assert.ok(first!.length > 40);
    for (const other of others) assert.ok(first!.equals(other), name);
  }
});

test("--from, --to and --where choose what every format is about", async () => {
  const whole = new Map<string, Buffer>();
  for (const { name } of EXPORT_FORMATS) whole.set(name, await exportFile(name, BRIDGE));
  for (const selection of [
    ["--from", "11"],
    ["--to", "16"],
    ["--where", "loop"],
  ]) {
    for (const { name } of EXPORT_FORMATS) {
      const part = await exportFile(name, BRIDGE, ...selection);
      assert.ok(part.length < whole.get(name)!.length, `${name} ${selection}`);
    }
  }
  const bridges = (await exportFile("jsonl", BRIDGE, "--where", "bridge")).toString();
  assert.is(bridges.trimEnd().split("\n").length, 4);
  const map = (await exportFile("perf", BRIDGE, "--where", "bridge", "--to", "16")).toString();
  assert.not.match(map, "loop 1");
  assert.equal([...map.matchAll(/\w+ \w+ bridge of \S+$/gm)].length, 1);
});

test("-o - and no -o are standard output", async () => {
  const { out } = await jitreel("export", BRIDGE, "--format", "dot");
  assert.is((await jitreel("export", BRIDGE, "--format", "dot", "-o", "-")).out, out);
  assert.is(readFileSync(join(RUNS, "bridge/golden.reel")).length > 0, true);
  assert.is((await exportFile("dot", BRIDGE)).toString(), out);
  assert.not.ok(readdirSync(".").includes("-"));
});

test("a good file is not replaced by half of one, and nothing is left behind", async () => {
  const own = join(folder, "own");
  mkdirSync(own);
  const file = join(own, "out.dot");
  writeFileSync(file, "good");
  const damaged = readFileSync(BRIDGE);
  damaged.fill(0xff, 20, 60);
  const reel = makeFile(folder, "damaged.reel", damaged);
  checkRefused(await jitreel("export", reel, "--format", "dot", "-o", file), "damaged.reel");
  const flipped = readFileSync(BRIDGE);
  flipped[flipped.length >> 1]! ^= 0xff;
  const bad = makeFile(folder, "flipped.reel", flipped);
  checkRefused(await jitreel("export", bad, "--format", "dot", "-o", file), "damaged");
  const wrong = ["--format", "dot", "-o", file, "--where", "no_such_field = 1"];
  checkRefused(await jitreel("export", BRIDGE, ...wrong), "no_such_field");
  assert.is(readFileSync(file, "utf8"), "good");
  assert.equal(readdirSync(own), ["out.dot"]);
  assert.is((await jitreel("export", BRIDGE, "--format", "dot", "-o", file)).code, 0);
  assert.match(readFileSync(file, "utf8"), "digraph");
  assert.equal(readdirSync(own), ["out.dot"]);
  assert.is((await jitreel("export", BRIDGE, "--format", "dot", "-o", "/dev/null")).code, 0);
});

test("bad options are refused with what is right", async () => {
  const names = EXPORT_FORMATS.map(({ name }) => name).join(", ");
  checkRefused(await jitreel("export", BRIDGE, "--format", "svg"), `there are ${names}`);
  checkRefused(await jitreel("export", BRIDGE), `--format: not given; there are ${names}`);
  const dot = ["--format", "dot"];
  checkRefused(await jitreel("export", BRIDGE, ...dot, "-o", folder), "it is a folder");
  const nowhere = join(folder, "no/such.dot");
  checkRefused(await jitreel("export", BRIDGE, ...dot, "-o", nowhere), "its folder does not exist");
  checkRefused(
    await jitreel("export", BRIDGE, ...dot, "--from", "9", "--to", "8"),
    "--from: event",
  );
  checkRefused(await jitreel("export", BRIDGE, ...dot, "--at", "9", "--to", "8"), "only one");
  checkRefused(await jitreel("export", BRIDGE, ...dot, "--at", "999"), "no event 999");
  checkRefused(await jitreel("export", BRIDGE, ...dot, "--where", "bridge and"), "query:1:11");
});

test("what is there of a truncated reel is exported, and said to be incomplete", async () => {
  const bytes = readFileSync(BRIDGE);
  const reel = makeFile(folder, "cut.reel", bytes.subarray(0, bytes.length - 2000));
  for (const { name } of EXPORT_FORMATS) {
    const { code, err } = await jitreel("export", reel, "--format", name);
    assert.is(code, 0);
    assert.match(err, "incomplete");
  }
});

test.run();
