/**
 * The commands that run programs: run, record, verify, show, explain, in this
 * process and as processes of their own.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompileEvent } from "../../sim/hooks/events.ts";
import { ReelReader } from "../format/reader.ts";
import { EventRecorder } from "../recorder/recorder.ts";
import { checkRefused, jitreel, jitreelProcess, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

/** Sums the numbers below 300: hot with a low threshold. */
const SUM = makeFile(
  folder,
  "sum.tiny",
  `def main 0 2 2
loop:
    load 1
    load 0
    add
    store 1
    load 0
    push 1
    add
    store 0
    load 0
    push 300
    lt
    jump_if loop
    load 1
    print
    push 0
    return
`,
);

/** Prints once, then never ends. */
const ENDLESS = makeFile(
  folder,
  "endless.tiny",
  "def main 0 1 2\n push 7\n print\nloop:\n push 1\n jump_if loop\n push 0\n return\n",
);

const TINY = ["--guest", "tiny", "--jit", "threshold=20"];

async function recordSum(name: string, ...options: string[]): Promise<string> {
  const path = join(folder, name);
  const { code, err } = await jitreel("record", ...TINY, ...options, SUM, "-o", path);
  assert.is(code, 0, err);
  return path;
}

test("run gives the program's output and status, whatever executes it", async () => {
  for (const backend of ["host", "oracle", "machine"]) {
    const { code, out, err } = await jitreel("run", ...TINY, "--backend", backend, SUM);
    assert.equal({ code, out, err }, { code: 0, out: "44850\n", err: "" });
  }
  const off = await jitreel("run", SUM, "--jit", "off");
  assert.is(off.out, "44850\n");
});

test("--stats tells loops and counters on standard error", async () => {
  const { out, err } = await jitreel("run", ...TINY, SUM, "--stats");
  assert.is(out, "44850\n");
  assert.match(err, /^1 loop, 0 bridges, 0 aborts, [\d,]+ ticks$/m);
  assert.match(err, /^ {2}TOTAL_COMPILED_LOOPS +1$/m);
  const json = await jitreel("run", ...TINY, SUM, "--stats", "--json");
  const stats = JSON.parse(json.err) as { loops: number; counters: Record<string, number> };
  assert.is(stats.loops, 1);
  assert.is(stats.counters.TRACING, 1);
});

test("a reel has the run's events and is the same on every backend and in every folder", async () => {
  const path = await recordSum("a.reel");
  const reader = new ReelReader(readFileSync(path), path);
  const events = [...reader.events()].map((one) => one.event);
  const loop = events.find((one): one is CompileEvent => one?.kind === "compile");
  assert.is(loop?.type, "loop");
  assert.is(events.at(-1)?.kind, "end");
  assert.is(reader.header.programName, "sum.tiny");
  assert.is(reader.header.jit, "threshold=20");
  for (const backend of ["oracle", "machine"]) {
    const other = await recordSum("b.reel", "--backend", backend);
    assert.equal(readFileSync(other), readFileSync(path));
  }
  const inner = join(folder, "inner");
  mkdirSync(inner);
  const copy = makeFile(inner, "sum.tiny", readFileSync(SUM));
  const third = join(folder, "c.reel");
  await jitreel("record", ...TINY, copy, "-o", third);
  assert.equal(readFileSync(third), readFileSync(path));
});

test("verify finds a recorded run the same, on every backend", async () => {
  const path = await recordSum("v.reel");
  for (const backend of ["host", "oracle", "machine"]) {
    const { code, out } = await jitreel("verify", path, "--backend", backend);
    assert.is(code, 0);
    assert.match(out, /v\.reel: the same: \d+ events/);
  }
  const json = JSON.parse((await jitreel("verify", "--json", path)).out) as { same: boolean };
  assert.is(json.same, true);
});

test("verify names the first event in which a reel lies", async () => {
  const path = await recordSum("lie.reel");
  const reader = new ReelReader(readFileSync(path), path);
  const chunks: Uint8Array[] = [];
  const recorder = new EventRecorder((bytes) => chunks.push(bytes), reader.header, "1");
  let lie = -1;
  for (const { number, event } of reader.events()) {
    if (event?.kind === "compile") {
      lie = number;
      recorder.onEvent({ ...event, cause: { ...event.cause, count: 19 } });
    } else if (event !== null) recorder.onEvent(event);
  }
  recorder.finish();
  const changed = makeFile(folder, "lie2.reel", Buffer.concat(chunks));
  const { code, out } = await jitreel("verify", changed);
  assert.is(code, 1);
  assert.match(out, `first divergence: event ${lie}`);
  assert.match(out, /cause\.count\n {4}recorded {2}19\n {4}live {6}21\n/);
  const json = JSON.parse((await jitreel("verify", "--json", changed)).out) as object;
  assert.match(JSON.stringify(json), '"path":"cause.count","recorded":"19","live":"21"');
});

test("verify says when a reel is of another behaviour revision", async () => {
  const path = await recordSum("revision.reel");
  const reader = new ReelReader(readFileSync(path), path);
  const chunks: Uint8Array[] = [];
  const header = { ...reader.header, behaviourRevision: 0 };
  const recorder = new EventRecorder((bytes) => chunks.push(bytes), header, "1");
  for (const { event } of reader.events()) if (event !== null) recorder.onEvent(event);
  recorder.finish();
  const other = makeFile(folder, "revision2.reel", Buffer.concat(chunks));
  const { code, err } = await jitreel("verify", other);
  assert.is(code, 0);
  assert.match(err, /behaviour revision 0, this version has \d+: events may differ/);
});

test("verify of a prefix compares what there is", async () => {
  const bytes = readFileSync(await recordSum("prefix.reel"));
  const path = makeFile(folder, "prefix2.reel", bytes.subarray(0, bytes.length - 300));
  const { code, out, err } = await jitreel("verify", path);
  assert.is(code, 0);
  assert.match(out, "the same");
  assert.match(err, "incomplete");
});

test("show prints a recorded loop with its operations and instructions", async () => {
  const path = await recordSum("show.reel");
  const { out } = await jitreel("show", path, "--loop", "1");
  assert.match(out, /^sum\.tiny:1 in main {2}def main 0 2 2$/m);
  assert.match(out, /^ +\+\d+ +i\d+ = int_add_ovf\(i\d+, i\d+\)$/m);
  const beside = await jitreel("show", path, "--loop", "1", "--asm");
  assert.match(beside.out, / i\d+ = int_add_ovf\(i\d+, i\d+\) +\+\d+ {2}(mov|add|lea) /);
  assert.match(beside.out, / guard_no_overflow\( +\+\d+ {2}jo +0x[0-9a-f]+ +; stub of Guard0x/);
  assert.match(beside.out, /^failure stubs$/m);
});

test("explain prints all there is to see", async () => {
  const { code, out } = await jitreel("explain", ...TINY, SUM);
  assert.is(code, 0);
  const parts = ["source: sum.tiny", "recorded trace", "loop 1", "end"];
  const places = parts.map((part) => out.indexOf(`== ${part} ==`));
  assert.ok(
    places.every((place, i) => place > (places[i - 1] ?? -1)),
    String(places),
  );
  assert.match(out.slice(places[1], places[2]), /^i\d+ = int_add_ovf\(i\d+, i\d+\)$/m);
  assert.match(out.slice(places[2]), /machine code, from 0x[0-9a-f]+$/m);
  const cold = await jitreel("explain", "--guest", "tiny", SUM);
  assert.match(cold.out, "nothing was compiled");
});

test("--max-steps ends a run; its reel is complete and verifies", async () => {
  const path = join(folder, "steps.reel");
  const argv = ["--guest", "tiny", "--max-steps", "5000", ENDLESS];
  const { code, out, err } = await jitreel("record", "-o", path, ...argv);
  assert.is(code, 1);
  assert.is(out, "7\n");
  assert.match(err, "ended by --max-steps");
  assert.is((await jitreel("check", path)).code, 0);
  assert.match((await jitreel("replay", path)).out, /end +status 1 {2}steps\n$/);
  assert.is((await jitreel("verify", path)).code, 0);
});

test("what cannot run is refused, and no reel is left or lost", async () => {
  const good = await recordSum("good.reel");
  const before = readFileSync(good);
  const wrong = makeFile(folder, "wrong.tiny", "def main 0 0\n  zigzag\n  return\n");
  const record = (...argv: string[]): ReturnType<typeof jitreel> =>
    jitreel("record", "-o", good, ...TINY, ...argv);
  checkRefused(await record(wrong), `${wrong}:2`);
  checkRefused(await record(SUM, "--jit", "threshold=x"), "threshold=x");
  checkRefused(await record(join(folder, "missing.tiny")), "no such file");
  checkRefused(await record(folder), "it is a folder");
  checkRefused(await record(SUM, "--seed", "-1"), "--seed: expected a number");
  checkRefused(
    await record(SUM, "--backend", "zigzag"),
    "--backend: expected host, oracle, machine",
  );
  checkRefused(await record(SUM, "--memory", "much"), "--memory: expected a size");
  assert.equal(readFileSync(good), before);
  assert.not.ok(existsSync(`${good}.partial`));
  const nowhere = join(folder, "nowhere", "s.reel");
  const unwritable = await jitreel("record", ...TINY, SUM, "-o", nowhere);
  checkRefused(unwritable, `${nowhere}: cannot write the reel`);
  assert.is(unwritable.out, "");
});

test("as a process, a program runs in its thread and gives its status", async () => {
  const { code, out, err } = await jitreelProcess(["run", ...TINY, SUM]);
  assert.equal({ code, out, err }, { code: 0, out: "44850\n", err: "" });
  checkRefused(await jitreelProcess(["run", ...TINY, join(folder, "missing")]), "no such file");
});

test("Ctrl-C ends a process by the signal and leaves a whole partial reel", async () => {
  const path = join(folder, "endless.reel");
  const argv = ["record", "--guest", "tiny", "--jit", "off", ENDLESS, "-o", path];
  const { code, signal, err } = await jitreelProcess(argv, "", "7\n");
  assert.is(code, null);
  assert.is(signal, "SIGINT");
  assert.match(err, `interrupted; ${path}.partial has what was recorded`);
  assert.not.ok(existsSync(path));
  assert.is((await jitreel("check", `${path}.partial`)).code, 0);
});

test("a program that uses up the memory ends with status 1 and a whole partial reel", async () => {
  const program = join(folder, "grow.py");
  writeFileSync(program, "kept = []\nwhile True:\n    kept.append([0.5] * 1000)\n");
  const path = join(folder, "grow.reel");
  const { code, err } = await jitreelProcess(["record", "--memory", "8M", program, "-o", path]);
  assert.is(code, 1);
  assert.match(err, "the memory is used up");
  assert.match(err, `${path}.partial has what was recorded`);
  assert.is((await jitreel("check", `${path}.partial`)).code, 0);
});

test.run();
