/**
 * `jitreel goto`: an event in full, what is alive then, and why something was compiled. What the
 * counters of a small program must have stood at is computed here from the program alone.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { generateRun } from "../format/long-run.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

const THRESHOLD = 20;
const EAGERNESS = 5;
const DECAY = 100;

/** `slow` runs 12 times, `fast` gets hot (which decays), `slow` gets hot; a guard fails. */
const PROGRAM = `import pypyjit
pypyjit.set_param("threshold=${THRESHOLD},function_threshold=1000000")
pypyjit.set_param("trace_eagerness=${EAGERNESS},decay=${DECAY}")

def slow(n):
    i = 0
    while i < n:
        i += 1
    return i

def fast(n):
    i = s = 0
    while i < n:
        i += 1
        if i % 10 == 0:
            s += i
    return s

slow(12)
fast(90)
slow(30)
`;

/** What a counter comes to in float32: ticks until it fires, and its value before the last one. */
function count(threshold: number, ticksBeforeDecay: number | null): [count: number, value: number] {
  const increment = 1 / (threshold - 0.001);
  let value = 0;
  for (let ticks = 1; ; ticks++) {
    if (value + increment >= 1) return [ticks, Math.floor(value * 1e9)];
    value = Math.fround(value + increment);
    if (ticks === ticksBeforeDecay) value = Math.fround(value * Math.fround(1 - DECAY * 0.001));
  }
}

interface WhyJson {
  readonly why: {
    readonly cause: { readonly kind: string; readonly count: number; readonly decays: number };
    readonly counting: Readonly<Record<string, number>>;
    readonly threshold: { readonly name: string; readonly value: number; readonly event: number };
    readonly guards: readonly {
      readonly event: number;
      readonly operation: string;
      readonly source: { readonly line: number; readonly text: string };
    }[];
  };
}

async function why(reel: string, number: number): Promise<WhyJson["why"]> {
  const outcome = await jitreel("goto", reel, String(number), "--why", "--json");
  assert.is(outcome.code, 0, outcome.err);
  return (JSON.parse(outcome.out) as WhyJson).why;
}

/** Numbers of the events of a type. */
async function numbersOf(reel: string, type: string): Promise<number[]> {
  const { out } = await jitreel("replay", reel, "--type", type, "--json");
  const lines = out.split("\n").filter((line) => line !== "");
  return lines.map((line) => (JSON.parse(line) as { number: number }).number);
}

test("why: counters, decays and failures are those that the program must have led to", async () => {
  const program = makeFile(folder, "hot.py", PROGRAM);
  const reel = join(folder, "hot.reel");
  assert.is((await jitreel("record", program, "-o", reel)).code, 0);
  const [fast, slow] = (await numbersOf(reel, "loop")) as [number, number];
  const [bridge] = (await numbersOf(reel, "bridge")) as [number];

  const first = await why(reel, fast);
  const [fastCount, fastValue] = count(THRESHOLD, null);
  assert.equal(first.cause, { kind: "loop", threshold: THRESHOLD, count: fastCount, decays: 1 });
  assert.is(first.counting.value, fastValue);
  assert.is(first.counting.decayed, 0);
  assert.equal(first.threshold, { name: "threshold", value: THRESHOLD, event: 0 });

  const second = await why(reel, slow);
  const [slowCount, slowValue] = count(THRESHOLD, 12);
  assert.is.not(slowCount, fastCount);
  assert.equal(second.cause, { kind: "loop", threshold: THRESHOLD, count: slowCount, decays: 2 });
  assert.is(second.counting.value, slowValue);
  assert.is(second.counting.decayed, 1);

  // After 20 iterations in the interpreter `i % 10 == 0` holds at 30, 40 … 70: five failures.
  const third = await why(reel, bridge);
  const [guardCount, guardValue] = count(EAGERNESS, null);
  assert.is(third.cause.count, guardCount);
  assert.is(third.counting.value, guardValue);
  assert.is(third.counting.failures, EAGERNESS);
  assert.is(third.threshold.name, "trace_eagerness");
  assert.is(third.guards.length, 1);
  assert.is(third.guards[0]!.event, fast);
  const line = PROGRAM.split("\n").findIndex((text) => text.includes("i % 10")) + 1;
  assert.is(third.guards[0]!.source.line, line);
});

test("why: a trace that was given up, what came of it, and what had been tried before", async () => {
  const calls = Array.from({ length: 12 }, () => "        x = x + i % 3 + n % 5\n").join("");
  const program = makeFile(
    folder,
    "long.py",
    `import pypyjit
pypyjit.set_param("threshold=8,function_threshold=1000000,trace_limit=150")
def long(n, i):
    x = 0
    if n >= 0:
${calls}    return x
def main():
    for i in range(100):
        long(i, i)
main()
`,
  );
  const reel = join(folder, "long.reel");
  assert.is((await jitreel("record", program, "-o", reel)).code, 0);
  const [abort] = (await numbersOf(reel, "abort")) as [number];
  const [tooLong] = (await numbersOf(reel, "too_long")) as [number];
  const { out } = await jitreel("goto", reel, String(abort), "--why", "--json");
  const given = (JSON.parse(out) as { why: { after: { event: number; kind: string }[] } }).why;
  assert.is(given.after[0]!.kind, "too_long");
  assert.is(given.after[0]!.event, tooLong);
  const next = given.after[1]!.event;
  const text = (await jitreel("goto", reel, String(next), "--why")).out;
  assert.match(text, /^\d trace.? from here given up before:$/m);
  assert.match(text, new RegExp(`^ +${abort} .*ABORT_TOO_LONG`, "m"));
  // The function that is too long says the same as the trace that it was in.
  const [asked, same] = await Promise.all([why(reel, tooLong), why(reel, abort)]);
  assert.equal(asked, same);
});

test("an event stands in full between its neighbours; the state is of that moment", async () => {
  const events = [...generateRun(300)];
  const reel = makeFile(folder, "s.reel", sampleReel(events));
  const at = events.findIndex(({ kind }, i) => i > 100 && kind === "compile");
  const text = (await jitreel("goto", reel, String(at))).out;
  assert.match(text, new RegExp(`^ +${at - 3} `, "m"));
  assert.match(text, new RegExp(`^ +${at + 3} `, "m"));
  assert.match(text, /^ +\+12 {2}guard_true\(i4, descr=<Guard0x[0-9a-f]+>\) \[p0, i3\]$/m);
  const { out } = await jitreel("goto", reel, String(at), "--state", "--json");
  const { event, state } = JSON.parse(out) as {
    event: { blockAddress: number };
    state: { event: number; units: { event: number }[]; blocks: { address: number }[] };
  };
  assert.is(state.event, at);
  assert.is(state.units.at(-1)!.event, at);
  const compiled = events.slice(0, at + 1).filter(({ kind }) => kind === "compile").length;
  assert.is(state.units.length, compiled);
  assert.ok(state.blocks.some(({ address }) => address === event.blockAddress));
});

test("the heap's figures are those of `heap --at`", async () => {
  const reel = join(folder, "hot.reel");
  for (const at of [10, 14, 18, 21]) {
    const goto = await jitreel("goto", reel, String(at), "--state", "--json");
    const { state } = JSON.parse(goto.out) as { state: { heap: object; blocks: object[] } };
    const drawn = await jitreel("heap", reel, "--at", String(at), "--json");
    const map = JSON.parse(drawn.out) as { used: number; span: number; blocks: object[] };
    assert.equal(state.blocks.length, map.blocks.length);
    assert.equal(state.heap, { used: map.used, span: map.span, holes: 0 });
  }
});

test("a wrong number, an event that belongs to no trace, and a wrong checkpoint are refused", async () => {
  const reel = makeFile(folder, "r.reel", sampleReel([...generateRun(40)]));
  checkRefused(await jitreel("goto", reel, "40"), /there is no event 40; the last is 39/);
  checkRefused(await jitreel("goto", reel, "x"), /expected the number of an event/);
  checkRefused(await jitreel("goto", reel, "-1"), /./);
  const outputs = [...generateRun(40)].findIndex(({ kind }) => kind === "output");
  checkRefused(await jitreel("goto", reel, String(outputs), "--why"), /belongs to no trace/);
  const last = await jitreel("goto", reel, "last");
  assert.is(last.code, 0);
  assert.match(last.out, /^ +39 /m);
  assert.ok(readFileSync(reel).length > 0);
});

test.run();
