import { test } from "uvu";
import * as assert from "uvu/assert";
import { Prng } from "../../sim/base/prng.ts";
import { ALL_OPTS } from "../../sim/optimizer/context.ts";
import { printTrace } from "../../sim/trace/print.ts";
import type { RtValue } from "../../sim/trace/values.ts";
import { generateLoopProgram } from "./loop-generator.ts";
import { LoopJit, runDirectly } from "./loop-runs.ts";

const SEED = Number(process.env.SEED ?? 20261122);
const RUNS = Number(process.env.RUNS ?? 400);
const FEWER_RUNS = Math.ceil(RUNS / 8);
/** The whole chain, the chain up to each pass, each pass alone, and two mixed ones. */
const OPTS: readonly (readonly string[])[] = [
  ALL_OPTS,
  ALL_OPTS.slice(0, -1),
  ["rewrite", "pure", "unroll"],
  ["rewrite", "virtualize", "heap", "unroll"],
  ...ALL_OPTS.slice(0, -2).map((_, index) => ALL_OPTS.slice(0, index + 1)),
  ...ALL_OPTS.slice(1).map((pass) => [pass]),
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
  const run = jit.run(inputs, expected);
  heap.restore();
  const { descrName, objectName } = program.context;
  const print = () =>
    jit.units.map((unit) => printTrace(unit, { descrName, constName: objectName })).join("\n");
  if (run.difference !== "") assert.unreachable(`seed ${seed}\n${print()}\n${run.difference}`);
  if (run.result !== expected.result) {
    assert.unreachable(`seed ${seed}\n${print()}\nexpected ${expected.result}\ngot ${run.result}`);
  }
  return run;
}

OPTS.forEach((opts, number) => {
  const runs = number < 4 ? RUNS : FEWER_RUNS;
  test(`optimized loops do what their programs say: ${opts.join(":")}`, () => {
    let compiled = 0;
    let bridges = 0;
    let retraces = 0;
    for (let i = 0; i < runs; i++) {
      const { program, inputs } = prepare(SEED + i);
      const run = compareRuns(program, inputs, opts, SEED + i);
      if (run === null) continue;
      compiled += 1;
      bridges += run.bridges;
      retraces += run.retraces;
    }
    assert.ok(compiled > runs * 0.6, `only ${compiled} of ${runs} programs could be compiled`);
    assert.ok(bridges > runs / 10, `only ${bridges} bridges were made`);
    if (number === 0) assert.ok(retraces > 0, "no bridge got a label of its own");
  });
});

/** A random program, and its initial values. */
function prepare(seed: number) {
  const prng = new Prng(seed);
  const program = generateLoopProgram(prng, 4 + prng.nextBelow(30));
  return { program, inputs: program.inputs.map((input) => input.value) as RtValue[] };
}

test.run();
