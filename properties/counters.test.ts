/**
 * Each of the 26 counters where it is incremented: small programs with exact numbers, here and, if
 * there is one, on pypy3. Where pypy3 has another number, both are given: those counters depend on
 * how the interpreter is written (see fixtures/compare for how near they come).
 */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CounterName } from "../sim/index.ts";
import { COUNTER_NAMES, makeRunSpec, Simulator } from "../sim/index.ts";
import { hasPypy, runPypy } from "./pypy.ts";

/** The same on both sides, or [here, on pypy3]. */
type Expected = number | readonly [here: number, pypy: number];

interface Case {
  readonly about: string;
  readonly source: string;
  readonly counters: Readonly<Partial<Record<CounterName, Expected>>>;
}

function fixture(name: string): string {
  return readFileSync(`fixtures/compare/programs/${name}.py`, "utf8");
}

const INT_LOOP = `
def main():
    i = total = 0
    while i < 5000:
        total += i
        i += 1
    return total

main()
`;

const CALL = `
def f(x, y):
    return x + y

def main():
    total = 0
    for i in range(3000):
        total = f(total, i)

main()
`;

const FORCED = `
import sys

class Watch:
    n = 0

    def __eq__(self, other):
        self.n += 1
        if self.n % 100 == 0:
            sys._getframe(1).f_lineno
        return True

def main():
    watches = [Watch()]
    for i in range(3000):
        watches.count(i)

main()
`;

const BRANCHES = `
def main():
    a = b = c = 0
    for i in range(6000):
        if i % 2:
            a += 1
        elif i % 3:
            b += 2
        else:
            c += i

main()
`;

const CASES: readonly Case[] = [
  {
    about: "one loop: executed and recorded operations, guards, what the optimizer emits",
    source: INT_LOOP,
    counters: {
      TRACING: 1,
      BACKEND: 1,
      OPS: [91, 113],
      HEAPCACHED_OPS: [13, 27],
      RECORDED_OPS: [12, 14],
      GUARDS: 13,
      // 66 operations, without labels and the 10 loads before; 2 guards took another one's place.
      OPT_OPS: 56,
      OPT_GUARDS: 15,
      OPT_GUARDS_SHARED: 11,
      OPT_FORCINGS: 0,
      OPT_VECTORIZE_TRY: 0,
      OPT_VECTORIZED: 0,
      NVIRTUALS: 2,
      NVHOLES: 0,
      NVREUSED: 0,
      TOTAL_COMPILED_LOOPS: 1,
      TOTAL_COMPILED_BRIDGES: 0,
    },
  },
  {
    about: "an inlined call: frames are virtuals in resume data, and the next guard has them again",
    source: CALL,
    counters: { TRACING: 1, NVIRTUALS: 9, NVREUSED: 2, FORCE_VIRTUALIZABLES: 0 },
  },
  {
    about: "each bridge is a session and a piece of code",
    source: BRANCHES,
    counters: { TRACING: 4, BACKEND: 4, TOTAL_COMPILED_LOOPS: 1, TOTAL_COMPILED_BRIDGES: 3 },
  },
  {
    about: "a frame that compiled code holds is looked at, every hundredth time",
    source: FORCED,
    counters: { FORCE_VIRTUALIZABLES: 20 },
  },
  {
    about: "an inlined function is too long; by itself it is cut",
    source: fixture("too-long-inlined"),
    counters: { TRACING: 7, BACKEND: 4, ABORT_TOO_LONG: 3, ABORT_SEGMENTED_TRACE: 2 },
  },
  {
    about:
      "more fail arguments than failargs_limit: given up at the fifth operation that is emitted",
    source: fixture("fail-arguments"),
    counters: { TRACING: 2, BACKEND: 0, OPT_OPS: 4, ABORT_BRIDGE: 2 },
  },
  {
    about: "what the trace relies on was changed when it is optimized",
    source: readFileSync("fixtures/runs/abort-bad-loop/program.py", "utf8"),
    counters: { TRACING: 3, BACKEND: 1, ABORT_BAD_LOOP: 2 },
  },
  {
    about: "a call that stands in no trace raises",
    source: readFileSync("fixtures/runs/abort-escape/program.py", "utf8"),
    counters: { TRACING: 3, BACKEND: 1, ABORT_ESCAPE: 2 },
  },
  {
    about: "the interpreter writes a quasi-immutable field that the trace has read",
    source: fixture("force-quasi-immut"),
    counters: { ABORT_FORCE_QUASIIMMUT: 2, OPT_OPS: 0, BACKEND: 0 },
  },
  {
    about: "a temporary callback is a loop, too, but not sent to the backend like others",
    source: fixture("recursion-unroll-limit"),
    counters: { BACKEND: 5, TOTAL_COMPILED_LOOPS: 3, TOTAL_COMPILED_BRIDGES: 3 },
  },
  {
    about: "freed when nothing holds them and a collection comes",
    source: `${BRANCHES}
import gc
import pypyjit
gc.collect()
pypyjit.releaseall()
gc.collect()
gc.collect()
`,
    counters: { TOTAL_FREED_LOOPS: 1, TOTAL_FREED_BRIDGES: 3 },
  },
];

/** Printed after the program. */
const EPILOGUE = `
import pypyjit
_counters = pypyjit.get_stats_snapshot().counters
print("counters", *["%s=%d" % item for item in _counters.items()])
`;

function parseCounters(stdout: string): Map<string, number> {
  const line = stdout.split("\n").find((text) => text.startsWith("counters ")) ?? "";
  const pairs = line.split(" ").slice(1);
  return new Map(pairs.map((pair) => pair.split("=")).map(([name, n]) => [name ?? "", Number(n)]));
}

async function countHere(source: string): Promise<Map<string, number>> {
  let stdout = "";
  const spec = makeRunSpec({
    programName: "program.py",
    source: new TextEncoder().encode(source + EPILOGUE),
  });
  const onOutput = (_stream: string, bytes: Uint8Array) => {
    stdout += new TextDecoder().decode(bytes);
  };
  await new Simulator(spec, { onOutput }).run();
  return parseCounters(stdout);
}

function countOnPypy(source: string): Map<string, number> {
  return parseCounters(runPypy(source + EPILOGUE, "").stdout);
}

function check(found: ReadonlyMap<string, number>, { counters }: Case, side: 0 | 1): void {
  const names = Object.keys(counters) as CounterName[];
  const expected = names.map((name) => {
    const value = counters[name] as Expected;
    return `${name}=${typeof value === "number" ? value : value[side]}`;
  });
  assert.equal(
    names.map((name) => `${name}=${found.get(name)}`),
    expected,
  );
}

const onPypy = hasPypy();

for (const entry of CASES) {
  test(entry.about, async () => {
    check(await countHere(entry.source), entry, 0);
  });
  if (onPypy) {
    test(`${entry.about}: on pypy3`, () => {
      check(countOnPypy(entry.source), entry, 1);
    });
  }
}

test("every counter has a program that says where it is incremented", () => {
  const told = new Set(CASES.flatMap(({ counters }) => Object.keys(counters)));
  assert.equal(
    COUNTER_NAMES.filter((name) => !told.has(name)),
    [],
  );
});

test.run();
