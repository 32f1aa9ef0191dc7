import { test } from "uvu";
import * as assert from "uvu/assert";
import { Prng } from "../../sim/base/prng.ts";
import { printTrace } from "../../sim/trace/print.ts";
import type { RtValue } from "../../sim/trace/values.ts";
import { generateLoopProgram } from "./loop-generator.ts";
import { LoopJit, runDirectly } from "./loop-runs.ts";

const SEED = Number(process.env.SEED ?? 20261122);
const RUNS = Number(process.env.RUNS ?? 400);
const OPTS: readonly string[][] = [
  ["intbounds", "rewrite", "virtualize", "string", "pure", "earlyforce", "heap", "unroll"],
  ["intbounds", "rewrite", "virtualize", "string", "pure", "earlyforce", "heap"],
  ["rewrite", "pure", "unroll"],
  ["rewrite", "virtualize", "heap", "unroll"],
];

/** Runs a program directly and compiled; the latter's statistics, null if it cannot be. */
function compareRuns(
  program: ReturnType<typeof generateLoopProgram>,
  inputs: RtValue[],
  opts: readonly string[],
  seed: number,
) {
  const heap = program.saveHeap();
  const expected = runDirectly(program, inputs);
  heap.restore();
  const jit = new LoopJit(program, opts);
  const isCompiled = jit.compile(inputs);
  heap.restore();
  if (!isCompiled) return null;
  const run = jit.run(inputs);
  heap.restore();
  const { descrName, objectName } = program.context;
  const print = () =>
    jit.units.map((unit) => printTrace(unit, { descrName, constName: objectName })).join("\n");
  if (run.result !== expected) {
    assert.unreachable(`seed ${seed}\n${print()}\nexpected ${expected}\ngot ${run.result}`);
  }
  return run;
}

for (const opts of OPTS) {
  test(`optimized loops do what their programs say: ${opts.join(":")}`, () => {
    let compiled = 0;
    let bridges = 0;
    for (let i = 0; i < RUNS; i++) {
      const { program, inputs } = prepare(SEED + i);
      const run = compareRuns(program, inputs, opts, SEED + i);
      if (run === null) continue;
      compiled += 1;
      bridges += run.bridges;
    }
    assert.ok(compiled > RUNS * 0.6, `only ${compiled} of ${RUNS} programs could be compiled`);
    assert.ok(bridges > RUNS / 10, `only ${bridges} bridges were made`);
  });
}

/** A random program, and its initial values. */
function prepare(seed: number) {
  const prng = new Prng(seed);
  const program = generateLoopProgram(prng, 4 + prng.nextBelow(30));
  return { program, inputs: program.inputs.map((input) => input.value) as RtValue[] };
}

test.run();
