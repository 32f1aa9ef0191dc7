/**
 * `jitreel heap`: the map of a run in which code was freed and its place used again, against what
 * the run's own heap says; and what is said about numbers that mean nothing.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { HeapMap } from "../replayer/heap-map.ts";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-heap-"));
test.after(() => rmSync(folder, { recursive: true }));

/** Prints (mapped, used) when its heap has a hole, and leaves no other code behind. */
const PROGRAM = `
import gc, pypyjit

def ints(n):
    s = 0
    for i in range(n):
        if i % 3:
            s += i
    return s

def floats(n):
    s = 0.0
    while n > 0:
        s += n * 0.5
        n -= 1
    return s

print(ints(300))
print(floats(300))
pypyjit.releaseall()
print(floats(300))
gc.collect()
memory = pypyjit.get_stats_asmmemmgr()
print(memory[0], memory[1])
`;

const program = makeFile(folder, "holes.py", PROGRAM);
const reel = join(folder, "holes.reel");

/** Records the program; gives the last line that it prints. */
async function record(file: string, ...options: string[]): Promise<string> {
  const jit = "threshold=20,trace_eagerness=5";
  const { code, out, err } = await jitreel("record", "-o", file, "--jit", jit, ...options, program);
  assert.is(code, 0, err);
  return out.trimEnd().split("\n").at(-1) as string;
}

const printed = await record(reel);

test("the totals are those that get_stats_asmmemmgr gives", async () => {
  const map = JSON.parse((await jitreel("heap", reel, "--json")).out) as HeapMap;
  assert.is(`${map.mapped} ${map.used}`, printed);
  assert.is(map.mapped, 2 ** 20);
  assert.ok(map.holes.length === 1 && map.fragmentation > 0.1, JSON.stringify(map.holes));
  const owned = [...map.blocks, ...map.free].reduce((sum, { size }) => sum + size, 0);
  assert.is(owned, map.mapped);
  const limited = join(folder, "limited.reel");
  const last = await record(limited, "--heap", "14K");
  const small = JSON.parse((await jitreel("heap", limited, "--json")).out) as HeapMap;
  assert.is(`${small.mapped} ${small.used}`, last);
  assert.is(small.mapped, 12288);
});

test("the text names every owner and draws what is free as free", async () => {
  const { code, out } = await jitreel("heap", reel);
  assert.is(code, 0);
  assert.match(out, /^mapped +1,048,576 bytes at 0x7f3200000000$/m);
  assert.match(out, /^a {2}0x7f3200000000 +\d+ {2}recovery 0/m);
  assert.match(out, /^[c-z] .* loop \d+ floats;holes\.py:\d+-\d+~#\d+ .* operations \d+, stubs/m);
  assert.match(out, /^\. {2}0x[0-9a-f]+ +[\d,]+ {2}free$/m);
  assert.match(out, /^fragmentation \d+\.\d %: [\d,]+ of [\d,]+ bytes in 1 hole$/m);
  assert.match(out, /^0x7f3200000000 {2}a+b+[a-z.]+$/m);
  assert.match(out, /^0x[0-9a-f]+ {2}\.*[a-z]*\.\.\.\.[.a-z]*$/m);
});

test("--at shows the heap as it was then, a reservation that is being written included", async () => {
  const lines = (await jitreel("replay", reel, "--type", "heap")).out.split("\n");
  const numberOf = (text: RegExp): string =>
    lines
      .find((line) => text.test(line))!
      .trim()
      .split(" ")[0]!;
  const open = numberOf(/heap_reserve .*loop 1/);
  const before = (await jitreel("heap", reel, "--at", open)).out;
  assert.match(before, `after event ${open} (heap_reserve, `);
  assert.match(before, /loop 1 ints;.* {2}reserved, being written/);
  // The event that names the block comes after its commit.
  const filled = (await jitreel("heap", reel, "--at", String(Number(open) + 1))).out;
  assert.match(filled, /loop 1 ints;holes\.py:\d+/);
  assert.not.match(filled, "being written");
  const none = (await jitreel("heap", reel, "--at", "0")).out;
  assert.match(none, "recovery 0");
  assert.not.match(none, "loop");
});

test("--address tells whose the byte is, and refuses one that is nobody's", async () => {
  const map = JSON.parse((await jitreel("heap", reel, "--json")).out) as HeapMap;
  const asked = `0x${(map.blocks[1]!.address + 1).toString(16)}`;
  const { code, out } = await jitreel("heap", reel, "--address", asked);
  assert.is(code, 0);
  assert.match(out, `${asked} is byte 1 of its block`);
  assert.match(out, "recovery 1");
  const hole = String(map.holes[0]!.address);
  checkRefused(await jitreel("heap", reel, "--address", hole), "no block holds 0x");
  checkRefused(
    await jitreel("heap", reel, "--address", hole),
    /it is in [\d,]+ free bytes from 0x/,
  );
  checkRefused(
    await jitreel("heap", reel, "--address", "5"),
    "code memory is 0x7f3200000000 to 0x",
  );
});

test("an event past the end is refused with how many there are", async () => {
  checkRefused(
    await jitreel("heap", reel, "--at", "9999"),
    /has no event 9999; it has events 0 to \d+/,
  );
  checkRefused(await jitreel("heap", reel, "--at", "x"), "--at: expected a number");
  checkRefused(await jitreel("heap", program), "holes.py");
});

test("a callback that stands for code to come belongs to no loop", async () => {
  const golden = join(import.meta.dirname, "../../fixtures/runs/deep-recursion/golden.reel");
  const map = JSON.parse((await jitreel("heap", golden, "--json")).out) as HeapMap;
  const callbacks = map.blocks.filter(({ name }) => name.startsWith("callback "));
  assert.ok(callbacks.length > 0);
  for (const { loopNo, code } of callbacks) assert.equal([loopNo, code], [-1, null]);
});

test("the picture is XML with a tooltip for every block and every free range", async () => {
  const file = join(folder, "heap.svg");
  assert.is((await jitreel("heap", reel, "--svg", file)).code, 0);
  const picture = readFileSync(file, "utf8");
  assert.is((await jitreel("heap", reel, "--svg", "-")).out, picture);
  const map = JSON.parse((await jitreel("heap", reel, "--json")).out) as HeapMap;
  for (const { address } of map.blocks) {
    assert.match(picture, new RegExp(`<title>[^<]* at 0x${address.toString(16)}\n`));
  }
  assert.match(picture, `free: `);
  assert.match(picture, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
  const opened = [...picture.matchAll(/<(\w+)[^>]*[^/]>/g)].length;
  assert.is(opened, [...picture.matchAll(/<\/(\w+)>/g)].length);
  assert.not.match(picture, /NaN|undefined/);
  checkRefused(
    await jitreel("heap", reel, "--svg", join(folder, "no", "x.svg")),
    "cannot write it",
  );
});

/** Everything is let go and collected inside of a call that compiled code makes. */
const COLLECTING = `
import gc, pypyjit

def freed():
    return pypyjit.get_stats_snapshot().counters["TOTAL_FREED_LOOPS"]

def probe(i):
    if i == 250:
        pypyjit.releaseall()
        gc.collect()
        print("inside", freed())
    return i

def down(n):
    return 0 if n == 0 else 1 + down(n - 1)

def work(n):
    s = 0
    for i in range(n):
        s += sorted([i, 0], key=probe)[1] + down(3)
    return s

print(work(300))
pypyjit.releaseall()
gc.collect()
print("after", freed() > 1)
print(work(300))
`;

test("code is not freed while it runs, in whatever is called from it", async () => {
  const file = makeFile(folder, "collecting.py", COLLECTING);
  const jit = "threshold=20,function_threshold=30,trace_eagerness=5";
  for (const backend of ["host", "oracle", "machine"]) {
    const path = join(folder, `${backend}.reel`);
    const run = await jitreel("record", "-o", path, "--backend", backend, "--jit", jit, file);
    assert.is(run.code, 0, run.err);
    const lines = run.out.trimEnd().split("\n");
    assert.match(lines[0] as string, /^inside \d+$/);
    assert.equal(
      lines.slice(1),
      ["45750", "after True", "inside", "45750"].flatMap((line) =>
        line === "inside" ? [lines[3] as string] : [line],
      ),
    );
    const listed = (await jitreel("replay", path, "--type", "loop,free_loop,output")).out.split(
      "\n",
    );
    const outputs = listed.findIndex((line) => line.includes("inside"));
    const work = listed.find((line) => / loop .* work;collecting/.test(line)) as string;
    const number = / loop +(\d+)/.exec(work)?.[1] as string;
    const freedAt = listed.findIndex((line) => line.includes(`free_loop     loop ${number} `));
    assert.ok(freedAt > outputs, listed.join("\n"));
  }
});

test("a reel without code has an empty heap", async () => {
  const plain = join(folder, "plain.reel");
  const quiet = makeFile(folder, "quiet.py", "print(1)\n");
  assert.is((await jitreel("record", "-o", plain, quiet)).code, 0);
  assert.match((await jitreel("heap", plain)).out, "mapped        0 bytes\n");
  assert.match((await jitreel("heap", plain, "--svg", "-")).out, "no block");
});

test("a run with faults prints the same, tells them, and verifies", async () => {
  const faulty = join(folder, "faulty.reel");
  await record(faulty, "--fault", "alloc-fail@5", "--fault", "heap-full@8");
  const { out } = await jitreel("replay", faulty);
  assert.match(out, /fault +alloc-fail@5 +[\d,]+ bytes +for loop 1/);
  assert.match(out, /fault +heap-full@8 /);
  assert.match((await jitreel("info", faulty)).out, /faults +alloc-fail@5, heap-full@8/);
  assert.is((await jitreel("verify", faulty)).code, 0);
  assert.is((await jitreel("verify", faulty, "--backend", "oracle")).code, 0);
  const refused = await jitreel("run", "--fault", "disk-full@3", program);
  checkRefused(refused, 'unknown fault "disk-full@3"; there are alloc-fail@N and heap-full@N');
});

test.run();
