/**
 * Hooks: who is called, in which order, and what happens while one runs. Guest programs print what
 * their hooks saw; on pypy3 they must print the same.
 */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { JitEvent, StatsSnapshot } from "../sim/index.ts";
import { makeRunSpec, Simulator } from "../sim/index.ts";
import { hasPypy, runPypy } from "./pypy.ts";

const JIT = "threshold=12,function_threshold=1000,trace_eagerness=4";

const COLLATZ = new Uint8Array(readFileSync("fixtures/programs/tiny/collatz.tiny"));

interface GuestRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly JitEvent[];
}

async function runPython(source: string): Promise<GuestRun> {
  const events: JitEvent[] = [];
  const output = { stdout: "", stderr: "" };
  const spec = makeRunSpec({
    programName: "program.py",
    source: new TextEncoder().encode(source),
    jit: JIT,
  });
  const simulator = new Simulator(spec, {
    onEvent: (event) => events.push(event),
    onOutput: (stream, bytes) => {
      output[stream] += new TextDecoder().decode(bytes);
    },
  });
  await simulator.run();
  return { ...output, events };
}

/** Runs it here, and on pypy3 when there is one: both print `expected`. */
async function checkPrints(source: string, expected: string): Promise<GuestRun> {
  const run = await runPython(source);
  assert.is(run.stdout, expected, run.stderr);
  if (hasPypy()) assert.is(runPypy(source, JIT).stdout, expected, "on pypy3");
  return run;
}

test("hooks of the TypeScript API get every event in order, before the listener does", async () => {
  const spec = makeRunSpec({ guest: "tiny", programName: "c.tiny", source: COLLATZ, jit: JIT });
  const told: string[] = [];
  const simulator = new Simulator(spec, {
    onEvent: ({ kind }) => {
      if (kind === "compile" || kind === "abort") told.push(`listener ${kind}`);
    },
  });
  simulator.setCompileHook(() => told.push("hook compile"));
  simulator.setAbortHook(() => told.push("hook abort"));
  await simulator.run();
  assert.ok(told.length >= 4, `${told.length} calls`);
  for (let i = 0; i < told.length; i += 2) {
    assert.is(told[i]?.replace("hook ", "listener "), told[i + 1]);
    assert.ok(told[i]?.startsWith("hook "));
  }
});

test("counters only grow, and a snapshot does not change afterwards", async () => {
  const spec = makeRunSpec({ guest: "tiny", programName: "c.tiny", source: COLLATZ, jit: JIT });
  const simulator = new Simulator(spec);
  const snapshots: { readonly live: StatsSnapshot; readonly copy: string }[] = [];
  simulator.setCompileHook(() => {
    const live = simulator.getStatsSnapshot();
    snapshots.push({ live, copy: JSON.stringify(live) });
  });
  const { stats } = await simulator.run();
  assert.ok(snapshots.length >= 2, `${snapshots.length} snapshots`);
  let before = new Map<string, number>();
  for (const { live, copy } of [...snapshots, { live: stats, copy: JSON.stringify(stats) }]) {
    assert.is(JSON.stringify(live), copy);
    for (const [name, value] of live.counters) assert.ok(value >= (before.get(name) ?? 0), name);
    before = new Map(live.counters);
  }
});

test("while a hook runs, what is compiled in it is not delivered", async () => {
  const source = `
import pypyjit
seen = []
depth = [0]
def hook(info):
    depth[0] += 1
    seen.append((info.type, depth[0]))
    total = 0
    for i in range(50):
        total += i
    depth[0] -= 1
pypyjit.set_compile_hook(hook)
def work():
    total = 0
    for i in range(200):
        total += i if i % 3 else 1
    return total
print(work())
pypyjit.set_compile_hook(None)
print(sorted(set(seen)))
`;
  const { events } = await checkPrints(source, "13334\n[('bridge', 1), ('loop', 1)]\n");
  const compiled = events.filter((event) => event.kind === "compile");
  assert.ok(compiled.some((event) => event.delivered));
  assert.ok(compiled.some((event) => !event.delivered));
});

test("setting a hook inside of a hook makes hooks nest", async () => {
  const source = `
import pypyjit
deepest = [0]
depth = [0]
def hook(info):
    depth[0] += 1
    deepest[0] = max(deepest[0], depth[0])
    if depth[0] < 3:
        pypyjit.set_compile_hook(hook)
        for i in range(40):
            pass
    depth[0] -= 1
pypyjit.set_compile_hook(hook)
def work():
    total = 0
    for i in range(100):
        total += i
    return total
print(work())
print(deepest[0] > 1)
`;
  await checkPrints(source, "4950\nTrue\n");
});

test("an exception in a hook is reported, and the program goes on", async () => {
  const source = `
import pypyjit
def hook(info):
    raise ValueError("boom")
pypyjit.set_compile_hook(hook)
total = 0
for i in range(100):
    total += i
print(total)
`;
  const { stderr } = await checkPrints(source, "4950\n");
  assert.match(stderr, /^Exception ignored in: jit hook {2}<function hook at 0x[0-9a-f]+>\n/);
  assert.match(stderr, /ValueError: boom\n$/);
});

test("a hook sees operations only when it asked for them", async () => {
  const source = `
import pypyjit
seen = []
def hook(info):
    seen.append(info.operations is None)
pypyjit.set_compile_hook(hook, operations=False)
for i in range(50):
    pass
pypyjit.set_compile_hook(hook)
while i < 150:
    i += 1
print(seen[0], seen[-1])
`;
  await checkPrints(source, "True False\n");
});

test.run();
