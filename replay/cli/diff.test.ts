/**
 * `jitreel diff`: two parameter sets, two versions of a program, two versions of the simulator, ours
 * and PyPy's; what the exit code says, `--json` and `--apply`, refusals.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ReelDiff } from "../diff/reel-diff.ts";
import { fromPlain } from "../diff/patch.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import { ReelReader } from "../format/reader.ts";
import { ReelWriter } from "../format/writer.ts";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const test = suite("diff");
const folder = mkdtempSync(join(tmpdir(), "jitreel-diff-"));
test.after(() => rmSync(folder, { recursive: true }));

const FIXTURES = join(import.meta.dirname, "../../fixtures");
const inFolder = (name: string): string => join(folder, name);

async function record(program: string, reel: string, ...options: string[]): Promise<string> {
  const source = join(FIXTURES, "diff", program);
  const { code, err } = await jitreel("record", ...options, source, "-o", inFolder(reel));
  assert.is(code, 0, err);
  return inFolder(reel);
}

async function diffJson(...argv: string[]): Promise<ReelDiff> {
  const { out, err } = await jitreel("diff", "--json", ...argv);
  assert.is(err, "");
  return JSON.parse(out);
}

/** Classes of which there is something, with the number of units. */
function unitClasses({ unitCounts }: ReelDiff): Record<string, number> {
  return Object.fromEntries(Object.entries(unitCounts).filter(([, count]) => count > 0));
}

const before = await record("before.py", "before.reel");

test("a reel does not differ from itself", async () => {
  const { code, out } = await jitreel("diff", before, before);
  assert.is(code, 0);
  assert.match(out, /no difference/);
  assert.not.match(out, /first divergence/);
});

test("another seed: addresses only, which can be accepted", async () => {
  const seeded = await record("before.py", "seed.reel", "--seed", "5");
  const found = await diffJson(before, seeded);
  assert.equal(unitClasses(found), { addresses: 3 });
  assert.equal(found.header, [{ field: "seed", a: 0, b: 5 }]);
  assert.is(found.first?.class, "addresses");
  assert.is(found.firstBeyondAddresses, null);
  assert.is((await jitreel("diff", before, seeded)).code, 1);
  const others = "counters,code,operations,new,gone,events";
  assert.is((await jitreel("diff", "--fail-on", others, before, seeded)).code, 0);
  assert.is((await jitreel("diff", "--fail-on", "addresses", before, seeded)).code, 1);
});

test("another threshold: the same code, other counters", async () => {
  const early = await record("before.py", "early.reel", "--jit", "threshold=200");
  const found = await diffJson(before, early);
  assert.equal(unitClasses(found), { counters: 3 });
  const loop = found.units[0]!;
  assert.is(loop.stage, "exact");
  const threshold = loop.changes.find(({ field }) => field === "cause.threshold");
  assert.equal(threshold, { field: "cause.threshold", a: 1039, b: 200 });
  assert.equal(found.header, [{ field: "jit", a: "", b: "threshold=200" }]);
  const { out } = await jitreel("diff", "--only", "counters", before, early);
  assert.match(out, /cause\.threshold: 1,039 → 200/);
  assert.match(out, /^TOTAL_COMPILED_LOOPS +2 +2$/m);
  assert.not.match(out, /^header$/m);
});

test("another version of the program: the changed loop, aligned", async () => {
  const after = await record("after.py", "after.reel");
  const found = await diffJson(before, after);
  assert.equal(unitClasses(found), { operations: 1, counters: 2 });
  const loop = found.units.find((unit) => unit.class === "operations")!;
  assert.is(loop.stage, "position");
  assert.match(loop.a!.location, /^total;before\.py:1-3~#12/);
  assert.match(loop.b!.location, /^total;after\.py:3-5~#12/);
  const added = loop.listing!.rows.flatMap((row) => (row?.mark === "new" ? [row.text] : []));
  assert.is(added.filter((text) => text.includes("int_and(")).length, 2, added.join("\n"));
  assert.is(loop.listing!.counts.gone, 0);
  const bridge = found.units.find(({ a }) => a!.name === "bridge of loop 1")!;
  assert.is(bridge.stage, "guard");
  assert.ok(bridge.aspects.includes("source"));
  assert.equal(
    found.events.filter((one) => one.class === "events").map(({ changes }) => changes.at(-1)!.b),
    ['"4000\\n"'],
  );
});

test("as text: a listing has the places on both sides, and no change of an address", async () => {
  const after = await record("after.py", "after.reel", "--seed", "5");
  const { out } = await jitreel("diff", "--only", "operations", before, after);
  assert.match(out, /^ {6}11 {3}11 {3}p18 = getarrayitem_gc_r/m);
  assert.match(out, /^ {11}12 \+ p20' = getarrayitem_gc_r/m);
  assert.match(out, /^ {6}12 {6}- label\(/m);
  assert.match(out, /^ {6}14 {3}15 ! guard_value\(.* \+p20', p19\]$/m);
  assert.match(out, /^ {4}cycles: [\d,]+ → [\d,]+$/m);
  assert.not.match(out, /^ {4}(asmaddr|blockAddress|bridgeNo): /m);
});

test("another version of the simulator: a reel of format 1.0", async () => {
  const old = join(FIXTURES, "diff/bridge-1.0.reel");
  const golden = join(FIXTURES, "runs/bridge/golden.reel");
  const found = await diffJson(old, golden);
  assert.is(found.unitCounts.new + found.unitCounts.gone, 0);
  assert.is(found.units.length, 5);
  for (const unit of found.units) assert.ok(unit.aspects.includes("code"), unit.a!.name);
  const header = found.header.map(({ field }) => field);
  assert.ok(header.includes("formatVersion") && header.includes("behaviourRevision"));
});

/** Writes the reel whose header and events stand in a file of JSON lines, in today's format. */
function writeReelOf(lines: string, path: string): string {
  const [header, ...events] = lines.trimEnd().split("\n");
  const pieces: Uint8Array[] = [];
  const ours = new ReelReader(readFileSync(before), before).header;
  const theirs = fromPlain(JSON.parse(header!)) as ReelHeader;
  const made: ReelHeader = { ...ours, ...theirs, formatVersion: ours.formatVersion };
  const writer = new ReelWriter((bytes) => void pieces.push(new Uint8Array(bytes)), made, "");
  for (const line of events) writer.add(fromPlain(JSON.parse(line)) as JitEvent);
  writer.finish();
  writeFileSync(path, Buffer.concat(pieces));
  return path;
}

test("ours and PyPy's: what one engine does not tell is left out", async () => {
  const lines = readFileSync(join(FIXTURES, "diff/before.pypy3.jsonl"), "utf8");
  const real = writeReelOf(lines, inFolder("real.reel"));
  const found = await diffJson(before, real);
  // Two loops are PyPy's, operation by operation; the bridge checks a range that PyPy's does not.
  assert.equal(unitClasses(found), { same: 2, operations: 1 });
  assert.equal(found.units[0]!.listing!.counts, { same: 20, changed: 0, gone: 2, new: 0 });
  assert.equal(found.eventCounts.events, 0);
  assert.equal(found.header, []);
  assert.ok(found.leftOut.length > 0);
  assert.not.ok(found.counters.some(({ field }) => field === "cycles"));
});

test("what --json has written makes the second reel from the first", async () => {
  const after = await record("after.py", "after.reel");
  const file = inFolder("d.json");
  const made = inFolder("made.reel");
  assert.is((await jitreel("diff", "--json", "-o", file, before, after)).code, 1);
  const { code, err } = await jitreel("diff", "--apply", file, before, "-o", made);
  assert.is(code, 0, err);
  assert.is((await jitreel("diff", after, made)).code, 0);
  assert.match((await jitreel("check", made)).out, /whole/);
  const wrong = await jitreel("diff", "--apply", file, after, "-o", inFolder("wrong.reel"));
  checkRefused(wrong, /diff/);
});

test("bad usage and bad input are refused", async () => {
  const broken = makeFile(folder, "broken.json", "{");
  const other = makeFile(folder, "other.json", "[1]");
  const made = inFolder("none.reel");
  checkRefused(await jitreel("diff", before), "only one is given");
  checkRefused(await jitreel("diff", "--only", "loops", before, before), 'no class "loops"');
  checkRefused(await jitreel("diff", "--fail-on", "same", before, before), "--fail-on");
  checkRefused(await jitreel("diff", before, broken), /broken\.json/);
  checkRefused(await jitreel("diff", "--apply", broken, before, "-o", made), "not JSON");
  checkRefused(await jitreel("diff", "--apply", other, before, "-o", made), "diff --json");
  checkRefused(await jitreel("diff", "--apply", other, before), "-o");
  for (const added of [
    5,
    null,
    { kind: "gone" },
    { kind: "compile" },
    { kind: "output", ticks: "x" },
  ]) {
    const delta = { digestA: "", digestB: "", header: null, events: [{ "+": [added] }] };
    const hostile = makeFile(folder, "hostile.json", JSON.stringify({ delta }));
    checkRefused(
      await jitreel("diff", "--apply", hostile, before, "-o", made),
      /hostile\.json|diff/,
    );
  }
  for (const patch of [{ "[]": 3 }, { "{}": { __proto__x: { "=": 1 } } }, 7, { "=": [] }]) {
    const delta = { digestA: "", digestB: "", header: patch, events: [] };
    const hostile = makeFile(folder, "hostile.json", JSON.stringify({ delta }));
    checkRefused(await jitreel("diff", "--apply", hostile, before, "-o", made), /./);
  }
  const damaged = Buffer.from(readFileSync(before));
  damaged[damaged.length >> 1]! ^= 0x55;
  const damagedReel = makeFile(folder, "damaged.reel", damaged);
  checkRefused(await jitreel("diff", before, damagedReel), /damaged\.reel/);
});

test.run();
