/**
 * Whole runs of the tiny guest through every stage, told as lines of text: what was compiled, with
 * which operations, what was aborted and why. Every program is run under both backends and without
 * the JIT; all three must print the same.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CompileEvent, JitEvent } from "./hooks/events.ts";
import type { RunSpec } from "./run-spec.ts";
import { makeRunSpec } from "./run-spec.ts";
import type { RunResult } from "./vm.ts";
import { Simulator } from "./vm.ts";

interface Recorded {
  readonly events: readonly JitEvent[];
  readonly output: string;
  readonly result: RunResult;
}

async function record(source: string, options: Partial<RunSpec> = {}): Promise<Recorded> {
  const events: JitEvent[] = [];
  let output = "";
  const spec = makeRunSpec({
    guest: "tiny",
    programName: "prog.tiny",
    source: new TextEncoder().encode(source),
    ...options,
  });
  const simulator = new Simulator(spec, {
    onEvent: (event) => events.push(event),
    onOutput: (_stream, bytes) => {
      output += new TextDecoder().decode(bytes);
    },
  });
  const result = await simulator.run();
  return { events, output, result };
}

/** Runs plainly, on the oracle and on the host; checks that they agree; gives the oracle's run. */
async function recordAll(source: string, jit: string): Promise<Recorded> {
  const plain = await record(source, { jit: "off" });
  const oracle = await record(source, { jit, backend: "oracle" });
  const host = await record(source, { jit, backend: "host" });
  assert.is(oracle.output, plain.output);
  assert.is(oracle.result.status, plain.result.status);
  assert.equal(host.events, oracle.events);
  return oracle;
}

function compiled(run: Recorded): CompileEvent[] {
  return run.events.filter((event) => event.kind === "compile");
}

function summary(run: Recorded): string[] {
  return run.events.flatMap((event) => {
    if (event.kind === "compile") {
      const from = event.greenKey === null ? "guard" : event.greenKey.text;
      return [`${event.type} ${event.loopNo} from ${from}`];
    }
    if (event.kind === "abort") return [`abort ${event.reason}`];
    return [];
  });
}

function names(event: CompileEvent): string[] {
  return event.operations.map((op) => op.name).filter((name) => name !== "debug_merge_point");
}

const LOOP = `
def main 0 2
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
    push 5000
    lt
    jump_if loop
    load 1
    print
    load 1
    return
`;

test("a loop is compiled once: loads, label, preamble, label, peeled loop, jump", async () => {
  const run = await recordAll(LOOP, "");
  assert.is(run.output, "12497500\n");
  assert.equal(summary(run), ["loop 1 from main;prog.tiny:2~#0 load"]);
  const [loop] = compiled(run) as [CompileEvent];
  const operations = names(loop);
  assert.is(operations.filter((name) => name === "label").length, 2);
  const peeled = operations.slice(operations.lastIndexOf("label"));
  assert.equal(peeled, [
    "label",
    "int_add_ovf",
    "guard_no_overflow",
    "int_add",
    "int_lt",
    "guard_true",
    "jump",
  ]);
  assert.ok(loop.asmaddr > loop.blockAddress);
  assert.ok(loop.asmaddr + loop.asmlen <= loop.blockAddress + loop.blockSize);
  assert.equal(loop.cause, { kind: "loop", threshold: 1039, count: 1040, decays: 1 });
  assert.is(loop.counting?.value, 999_641_835);
});

test("a guard that fails often enough gets a bridge to the loop", async () => {
  const source = LOOP.replace("load 1\n    load 0\n    add\n    store 1\n", "").replace(
    "loop:",
    `loop:
    load 0
    push 3000
    lt
    jump_if small
    load 1
    push 7
    add
    store 1
small:`,
  );
  const run = await recordAll(source, "threshold=100,trace_eagerness=10");
  assert.equal(summary(run), ["loop 1 from main;prog.tiny:2~#0 load", "bridge 1 from guard"]);
  const [loop, bridge] = compiled(run) as [CompileEvent, CompileEvent];
  const guards = loop.operations.map((op) => op.descr);
  assert.ok(guards.includes(`<Guard0x${bridge.bridgeNo.toString(16)}>`));
  assert.is(bridge.cause.count, 10);
  assert.is(names(bridge).at(-1), "jump");
});

const RECURSION = `
def main 0 1
again:
    push 12
    call fib
    print
    load 0
    push 1
    add
    store 0
    load 0
    push 3
    lt
    jump_if again
    push 0
    return

def fib 1 1
    load 0
    push 2
    lt
    jump_if small
    load 0
    push 1
    sub
    call fib
    load 0
    push 2
    sub
    call fib
    add
    return
small:
    load 0
    return
`;

test("a recursive function becomes an entry bridge that calls itself as assembler", async () => {
  const run = await recordAll(RECURSION, "function_threshold=50,trace_eagerness=20");
  assert.is(run.output, "144\n144\n144\n");
  const units = compiled(run);
  assert.is(units[0]?.type, "entry bridge");
  assert.ok(units.some((unit) => names(unit).includes("call_assembler_r")));
  assert.is(names(units[0] as CompileEvent).at(-1), "finish");
});

test("without inlining a call is a residual call that may force", async () => {
  const run = await recordAll(RECURSION, "function_threshold=50,inlining=0");
  assert.ok(compiled(run).some((unit) => names(unit).includes("call_may_force_r")));
});

test("a trace beyond the limit is given up, and the next one is cut in a segment", async () => {
  const long = Array.from({ length: 300 }, () => "    load 1\n    push 1\n    add\n    store 1\n");
  const source = LOOP.replace("loop:\n", `loop:\n${long.join("")}`).replace("5000", "400");
  const run = await recordAll(source, "threshold=20,trace_limit=900");
  assert.ok(summary(run).includes("abort ABORT_TOO_LONG"));
  assert.ok(summary(run).includes("abort ABORT_SEGMENTED_TRACE"));
  const segment = compiled(run)[0] as CompileEvent;
  assert.ok(names(segment).includes("guard_always_fails"));
});

const POWERS = `
def main 0 1
    push 1
    store 0
loop:
    load 0
    push 3
    mul
    store 0
    push 1
    jump_if loop
    load 0
    return
`;

test("an exception leaves compiled code as it leaves the interpreter", async () => {
  const run = await recordAll(POWERS, "threshold=5");
  assert.equal(summary(run), ["loop 1 from main;prog.tiny:2~#2 load"]);
  assert.is(run.result.outcome, "exception");
  assert.is(run.result.exception, "TinyOverflow");
});

test("a run out of steps ends at the same tick under every backend", async () => {
  const source = "def main 0 1\nloop:\n    push 1\n    jump_if loop\n    load 0\n    return\n";
  const limits = { maxSteps: 10_000, memoryBytes: null, heapBytes: null };
  const oracle = await record(source, { backend: "oracle", limits });
  const host = await record(source, { backend: "host", limits });
  assert.is(oracle.result.outcome, "steps");
  assert.equal(oracle.events.at(-1), host.events.at(-1));
});

test("a heap too small for the code costs the compilation, not the program", async () => {
  const limits = { maxSteps: null, memoryBytes: null, heapBytes: 0 };
  const run = await record(LOOP, { backend: "host", limits });
  assert.is(run.output, "12497500\n");
  assert.is(compiled(run).length, 0);
  assert.ok(summary(run).includes("abort ABORT_BRIDGE"));
});

test("the invariants of a session's counters hold at the end", async () => {
  const run = await recordAll(RECURSION, "threshold=3,function_threshold=4,trace_eagerness=1");
  const counters = Object.fromEntries(run.result.stats.counters);
  const aborts = summary(run).filter((line) => line.startsWith("abort")).length;
  const segmented = counters.ABORT_SEGMENTED_TRACE ?? 0;
  assert.is(counters.TRACING, (counters.BACKEND ?? 0) + aborts - segmented);
  assert.is(counters.BACKEND, compiled(run).length);
  const bridges = compiled(run).filter((unit) => unit.type === "bridge").length;
  assert.is(counters.TOTAL_COMPILED_BRIDGES, bridges);
  const callbacks = run.events.filter((event) => event.kind === "tmp_callback").length;
  const loops = compiled(run).length - bridges + callbacks;
  assert.is(counters.TOTAL_COMPILED_LOOPS, loops);
});

test("hooks from TypeScript get every compilation, and statistics work inside of them", async () => {
  const spec = makeRunSpec({
    guest: "tiny",
    programName: "prog.tiny",
    source: new TextEncoder().encode(LOOP),
  });
  const simulator = new Simulator(spec);
  const seen: string[] = [];
  simulator.setCompileHook((event) => {
    const { counters } = simulator.getStatsSnapshot();
    seen.push(`${event.type} ${Object.fromEntries(counters).BACKEND}`);
  });
  simulator.enableDebug();
  const { stats } = await simulator.run();
  assert.equal(seen, ["loop 1"]);
  assert.equal(
    stats.loopRunTimes.map(({ kind, count }) => [kind, count]),
    [
      ["e", 1],
      ["l", 1],
      ["l", 5000 - 1040 - 2],
    ],
  );
});

test("bad parameters are a user error", async () => {
  await rejects(record(LOOP, { jit: "threshold=abc" }), /bad --jit parameters 'threshold=abc'/);
});

async function rejects(promise: Promise<unknown>, pattern: RegExp): Promise<void> {
  let message = "";
  try {
    await promise;
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  assert.match(message, pattern);
}

test.run();
