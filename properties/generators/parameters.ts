/**
 * Parameters of a run: all of PARAM_TABLE, and faults of the code heap. None of them may change what
 * a program does. Each case sets some parameters only and leaves the others (swarm testing: what
 * always comes together is never seen apart).
 */

import * as fc from "fast-check";
import type { IntParamName, ParamName } from "../../sim/metainterp/params.ts";
import { PARAM_TABLE } from "../../sim/metainterp/params.ts";
import { ALL_OPTS } from "../../sim/optimizer/context.ts";

/** Values that change something soon, the simplest first. */
const INT_VALUES: Readonly<Record<IntParamName, readonly number[]>> = {
  threshold: [3, 2, 5, 20, 100, 0, -1],
  function_threshold: [4, 2, 9, 30, 150, 0, -1],
  trace_eagerness: [1, 0, 2, 5, 20],
  decay: [40, 0, 1, 500, 1000],
  trace_limit: [6000, 1000, 400, 120, 16384, 30],
  inlining: [1, 0],
  loop_longevity: [1000, 1, 2, 5, 20],
  retrace_limit: [0, 1, 2, 5],
  pureop_historylength: [16, 0, 1, 4],
  max_retrace_guards: [15, 0, 1, 3],
  max_unroll_loops: [0, 1, 3],
  disable_unrolling: [200, 0, 25, 60],
  max_unroll_recursion: [7, 1, 2, 3],
  vec: [0, 1],
  vec_all: [0, 1],
  vec_cost: [0, 1],
};

/** Passes of the optimizer: all, all but one, some. `rewrite` is always there. */
export const optimizerPasses: fc.Arbitrary<string> = fc.oneof(
  fc.constant("all"),
  fc
    .constantFrom(...ALL_OPTS.filter((pass) => pass !== "rewrite"))
    .map((left) => ALL_OPTS.filter((pass) => pass !== left).join(":")),
  fc.subarray<string>([...ALL_OPTS]).map((some) => {
    return ALL_OPTS.filter((pass) => pass === "rewrite" || some.includes(pass)).join(":");
  }),
);

/** Some parameters, by name. */
export type Parameters = Readonly<Partial<Record<ParamName, number | string>>>;

const PARAM_NAMES = Object.keys(PARAM_TABLE) as ParamName[];

function valuesOf(name: ParamName): fc.Arbitrary<number | string> {
  return name === "enable_opts" ? optimizerPasses : fc.constantFrom(...INT_VALUES[name]);
}

/** One to six parameters, the others left alone. */
export const parameterSets: fc.Arbitrary<Parameters> = fc
  .uniqueArray(
    fc.constantFrom(...PARAM_NAMES).chain((name) => fc.tuple(fc.constant(name), valuesOf(name))),
    { minLength: 1, maxLength: 6, selector: ([name]) => name },
  )
  .map((pairs) => Object.fromEntries(pairs));

/** As `--jit` takes them; "" when there are none. */
export function printParameters(parameters: Parameters): string {
  return PARAM_NAMES.filter((name) => parameters[name] !== undefined)
    .map((name) => `${name}=${parameters[name]}`)
    .join(",");
}

/** Faults of the code heap: none, or up to three, soon or late. */
export const faultMixes: fc.Arbitrary<readonly string[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 3 },
  {
    arbitrary: fc
      .tuple(
        fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 2 }),
        fc.option(fc.integer({ min: 1, max: 60 })),
      )
      .map(([single, all]) => [
        ...single.map((count) => `alloc-fail@${count}`),
        ...(all === null ? [] : [`heap-full@${all}`]),
      ]),
    weight: 2,
  },
);

/** Sizes of the code heap: mostly not limited (null). */
export const heapSizes: fc.Arbitrary<number | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 9 },
  { arbitrary: fc.constantFrom(65536, 16384, 4096), weight: 1 },
);
