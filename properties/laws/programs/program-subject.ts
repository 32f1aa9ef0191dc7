/** Whole programs as subjects of laws: a random program, and what is unusual in its runs. */

import * as fc from "fast-check";
import type { GuestName } from "../../../sim/index.ts";
import {
  faultMixes,
  heapSizes,
  parameterSets,
  printParameters,
} from "../../generators/parameters.ts";
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
    { arbitrary: fc.constant(""), weight: 1 },
    { arbitrary: parameterSets.map((set) => `,${printParameters(set)}`), weight: 1 },
  ),
  heapBytes: heapSizes,
  seed: fc.constantFrom(0, 0, 7),
  faults: faultMixes,
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
