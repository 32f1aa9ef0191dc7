/**
 * What the optimizer costs and brings: `npm run bench -- --optimizer`. Traces are recorded from the
 * programs of this folder and from loops of growing length, and optimized again and again in this
 * process, warm. Times are processor time per *recorded* operation.
 *
 * V8 learns from thousands of repetitions that what the optimizer allocates lives long, and then
 * allocates it in the old generation, where only a full collection finds it dead. No real run
 * repeats a trace, so that is turned off here; it would double the figures.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { makeRunSpec, Simulator } from "../../sim/index.ts";
import { Counters } from "../../sim/hooks/counters.ts";
import type { RecordedTrace } from "../../sim/index.ts";
import type { OptimizerContext } from "../../sim/optimizer/context.ts";
import { ALL_OPTS, GiveUp, InvalidLoop } from "../../sim/optimizer/context.ts";
import { optimizeBridge, optimizeLoop, RetraceNeeded } from "../../sim/optimizer/optimize.ts";
import { LoopToken } from "../../sim/trace/descr.ts";
import { OPS } from "../../sim/trace/ops.ts";
import { PROGRAMS_FOLDER } from "./engines.ts";

/** Each measurement runs at least this long. */
const MILLISECONDS = 200;
/** So long that V8 has compiled everything that matters. */
const WARM_UP_MILLISECONDS = 3000;
/** Loops of about these lengths, up to the trace limit of 6,000 operations. */
const STATEMENTS = [10, 20, 40, 80, 160, 220];
const ITERATIONS = "3000";

/** A recorded trace, and whether it closes a loop of its own. */
interface Sample extends RecordedTrace {
  readonly isLoop: boolean;
}

async function record(name: string, source: Uint8Array): Promise<Sample[]> {
  const samples: Sample[] = [];
  const onTrace = (recorded: RecordedTrace): void => {
    const descr = recorded.trace.ops.at(-1)?.descr;
    const isLoop = descr?.descrKind === "loop" && descr.targets.length === 0;
    samples.push({ ...recorded, isLoop });
  };
  const spec = makeRunSpec({ programName: name, source, argv: [ITERATIONS] });
  await new Simulator(spec, { onTrace }).run();
  return samples;
}

function withOpts(context: OptimizerContext, opts: readonly string[]): OptimizerContext {
  let hash = 0;
  return {
    ...context,
    counters: new Counters(),
    enableOpts: new Set(opts),
    nextGuardHash: () => (hash += 8),
  };
}

/** The optimized operations; null for a trace that contradicts itself under these passes. */
function optimize(sample: Sample, opts: readonly string[]) {
  const { trace } = sample;
  const context = withOpts(sample.context, opts);
  const token = new LoopToken();
  try {
    const unit = (sample.isLoop ? optimizeLoop : optimizeBridge)(trace, token, context);
    return unit instanceof RetraceNeeded ? null : unit.ops;
  } catch (signal) {
    if (signal instanceof InvalidLoop || signal instanceof GiveUp) return null;
    throw signal;
  }
}

/** Optimizes the samples again and again; nanoseconds of processor time per recorded operation. */
function runFor(samples: readonly Sample[], opts: readonly string[], milliseconds: number): number {
  const start = process.cpuUsage();
  let rounds = 0;
  let spent = 0;
  do {
    for (const sample of samples) optimize(sample, opts);
    rounds += 1;
    const { user, system } = process.cpuUsage(start);
    spent = user + system;
  } while (spent < milliseconds * 1000);
  return (spent * 1000) / (rounds * countRecorded(samples));
}

/** The best of three, after a first run that does not count. */
function timePerOperation(samples: readonly Sample[], opts: readonly string[] = ALL_OPTS): number {
  const times = Array.from({ length: 4 }, () => runFor(samples, opts, MILLISECONDS));
  return Math.min(...times.slice(1));
}

/** A loop whose body is `count` statements on integers, floats, lists, attributes and calls. */
function longLoop(count: number): string {
  const forms = [
    (n: number) => `        a${n % 7} = a${(n + 3) % 7} + i * ${n % 5}`,
    (n: number) => `        x = x * 0.5 + a${n % 7}`,
    (n: number) => `        if a${n % 7} < ${n}: a${n % 7} += ${n % 11}`,
    (n: number) => `        items[${n % 4}] = items[${(n + 1) % 4}] + ${n % 3}`,
    (n: number) => `        p.v = add(p.v, ${n % 9})`,
  ];
  const body = Array.from({ length: count }, (_, n) =>
    (forms[n % forms.length] as (typeof forms)[0])?.(n),
  );
  return `
class P: pass
def add(a, b):
    return (a + b) & 0xffff
def main():
    p = P()
    p.v = 0
    items = [1, 2, 3, 4]
    x = 0.0
    i = a0 = a1 = a2 = a3 = a4 = a5 = a6 = 0
    while i < 3000:
${body.join("\n")}
        a0 = a1 = a2 = a3 = a4 = a5 = a6 = i & 255
        i += 1
main()
`;
}

function row(cells: readonly (string | number)[]): void {
  console.log(
    cells
      .map((cell, index) => (index === 0 ? String(cell).padEnd(26) : String(cell).padStart(12)))
      .join(""),
  );
}

async function recordPrograms(): Promise<Map<string, Sample[]>> {
  const byProgram = new Map<string, Sample[]>();
  for (const name of readdirSync(PROGRAMS_FOLDER).sort()) {
    const samples = await record(name, readFileSync(join(PROGRAMS_FOLDER, name)));
    if (samples.length > 0) byProgram.set(name, samples);
  }
  return byProgram;
}

function countRecorded(samples: readonly Sample[]): number {
  return samples.reduce((sum, { trace }) => sum + trace.ops.length, 0);
}

function measurePrograms(byProgram: ReadonlyMap<string, readonly Sample[]>): void {
  row(["recorded traces of", "traces", "operations", "ns per op"]);
  for (const [name, samples] of [...byProgram, ["all", [...byProgram.values()].flat()]] as const) {
    row([name, samples.length, countRecorded(samples), timePerOperation(samples).toFixed(0)]);
  }
}

async function measureGrowth(): Promise<void> {
  console.log("\nGrowth with the length of the trace (one loop each):");
  row(["", "operations", "ns per op"]);
  for (const count of STATEMENTS) {
    const source = new TextEncoder().encode(longLoop(count));
    const loop = (await record("long.py", source)).find(({ isLoop }) => isLoop);
    if (loop === undefined) throw new Error(`no loop of ${count} statements was recorded`);
    row([`${count} statements`, loop.trace.ops.length, timePerOperation([loop]).toFixed(0)]);
  }
}

/** Operations, guards and allocations that are left with the first passes of the chain. */
function measurePasses(samples: readonly Sample[]): void {
  console.log("\nWhat each pass brings (all traces above; passes up to and with the one named):");
  row(["passes", "operations", "guards", "allocations", "calls", "ns per op"]);
  const before = samples.flatMap(({ trace }) => trace.ops);
  row(["recorded", ...countOps(before), ""]);
  ALL_OPTS.forEach((pass, index) => {
    const opts = ALL_OPTS.slice(0, index + 1);
    const ops = samples.flatMap((sample) => optimize(sample, opts) ?? []);
    row([
      index === 0 ? pass : `+ ${pass}`,
      ...countOps(ops),
      timePerOperation(samples, opts).toFixed(0),
    ]);
  });
  console.log("(unroll makes two of each loop: the preamble and the peeled loop)");
}

function countOps(ops: readonly { opname: keyof typeof OPS }[]): number[] {
  const real = ops.filter(({ opname }) => !OPS[opname].isDebug);
  const count = (property: "isGuard" | "isMalloc" | "isCall") =>
    real.filter(({ opname }) => OPS[opname][property]).length;
  return [real.length, count("isGuard"), count("isMalloc"), count("isCall")];
}

/** Prints the three tables. */
export async function measureOptimizer(): Promise<void> {
  setFlagsFromString("--no-allocation-site-pretenuring");
  console.log("The optimizer, warm:");
  const byProgram = await recordPrograms();
  const samples = [...byProgram.values()].flat();
  runFor(samples, ALL_OPTS, WARM_UP_MILLISECONDS);
  measurePrograms(byProgram);
  await measureGrowth();
  measurePasses(samples);
}
