/**
 * Random Python programs that end, as arbitraries that shrink to a few lines: a loop that is long
 * enough for everything in it to be compiled, functions, classes and generators that it uses. Each
 * program has some features of the language and not others (see python/features.ts); all are biased
 * towards what tracing finds hard. They print what goes wrong, and their variables at the end.
 */

import * as fc from "fast-check";
import { Chooser } from "./choices.ts";
import type { PythonOptions } from "./python/generate.ts";
import { writeProgram } from "./python/generate.ts";
import type { ProgramTree } from "./python/program-tree.ts";
import { printProgram } from "./python/program-tree.ts";
import { shrinkProgram } from "./python/shrink.ts";

class ProgramArbitrary extends fc.Arbitrary<ProgramTree> {
  private readonly options: PythonOptions;

  constructor(options: PythonOptions) {
    super();
    this.options = options;
  }

  generate(random: fc.Random): fc.Value<ProgramTree> {
    return new fc.Value(writeProgram(new Chooser(random), this.options), undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is ProgramTree {
    return false;
  }

  shrink(tree: ProgramTree): fc.Stream<fc.Value<ProgramTree>> {
    return fc.stream(shrinkProgram(tree)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

/** Programs as trees. */
export function pythonTrees(options: PythonOptions = {}): fc.Arbitrary<ProgramTree> {
  return new ProgramArbitrary(options);
}

/** Programs as text. */
export function pythonPrograms(options: PythonOptions = {}): fc.Arbitrary<string> {
  return pythonTrees(options).map(printProgram);
}

/** The text of a random program of the usual size. */
export const pythonProgram: fc.Arbitrary<string> = pythonPrograms();
