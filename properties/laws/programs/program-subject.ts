/** Whole programs as subjects of laws: a random program, and what is unusual in its runs. */

import * as fc from "fast-check";
import type { GuestName } from "../../../sim/index.ts";
import { pythonProgram } from "../../generators/python-program.ts";
import { tinyProgram } from "../../generators/tiny-program.ts";

/** What is unusual in a run: changes no result. */
export interface Setup {
  /** Further JIT parameters, "" or `,name=value…`. */
  readonly parameters: string;
  /** Size of the code heap; null = not limited. */
  readonly heapBytes: number | null;
  /** Reservations of code memory that fail. */
  readonly faults: readonly string[];
  readonly seed: number;
}

export interface ProgramSubject {
  readonly guest: GuestName;
  readonly source: string;
  readonly setup: Setup;
}

export const PLAIN_SETUP: Setup = { parameters: "", heapBytes: null, faults: [], seed: 0 };

/** Parameters that change what is compiled, and sizes of the code heap in which little has room. */
export const setups: fc.Arbitrary<Setup> = fc.record({
  parameters: fc.oneof(
    { arbitrary: fc.constant(""), weight: 8 },
    {
      arbitrary: fc.constantFrom(
        ",trace_limit=120",
        ",retrace_limit=5",
        ",max_unroll_loops=3",
        ",disable_unrolling=25",
        ",enable_opts=intbounds:rewrite:virtualize:string:pure:earlyforce:heap",
        ",enable_opts=rewrite:unroll",
        ",max_unroll_recursion=1",
        ",inlining=0",
        ",decay=0",
        ",loop_longevity=2",
        ",loop_longevity=2",
        ",loop_longevity=5",
        ",pureop_historylength=1",
        ",max_retrace_guards=0,retrace_limit=2",
      ),
      weight: 8,
    },
  ),
  heapBytes: fc.oneof(
    { arbitrary: fc.constant(null), weight: 9 },
    { arbitrary: fc.constantFrom(4096, 16384), weight: 1 },
  ),
  seed: fc.constantFrom(0, 0, 7),
  faults: fc.oneof(
    { arbitrary: fc.constant([]), weight: 12 },
    { arbitrary: fc.nat(20).map((n) => [`alloc-fail@${n + 1}`]), weight: 2 },
    { arbitrary: fc.nat(20).map((n) => [`heap-full@${n + 4}`]), weight: 1 },
  ),
});

function subjectsOf(
  guest: GuestName,
  programs: fc.Arbitrary<string>,
): fc.Arbitrary<ProgramSubject> {
  return fc.record({ guest: fc.constant(guest), source: programs, setup: setups });
}

/** Programs of both guests: two in three are Python. */
export const programSubjects: fc.Arbitrary<ProgramSubject> = fc.oneof(
  { arbitrary: subjectsOf("python", pythonProgram), weight: 2 },
  { arbitrary: subjectsOf("tiny", tinyProgram), weight: 1 },
);

/** What `subjects` of a law over them says. */
export const PROGRAMS = "Python and Tiny programs with parameters, faults, seeds";

/** The program, and below it what is unusual in its runs, as comments of its language. */
export function describeProgram({ guest, source, setup }: ProgramSubject): string {
  const { parameters, heapBytes, faults, seed } = setup;
  const notes = [
    ...(parameters === "" ? [] : [`jit ${parameters.slice(1)}`]),
    ...(heapBytes === null ? [] : [`heap ${heapBytes}`]),
    ...faults.map((fault) => `fault ${fault}`),
    ...(seed === 0 ? [] : [`seed ${seed}`]),
  ];
  const text = source.endsWith("\n") ? source : `${source}\n`;
  return text + [guest, ...notes].map((note) => `# ${note}\n`).join("");
}
