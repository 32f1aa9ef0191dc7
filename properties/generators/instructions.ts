/** x86-64 instructions of all forms that the assembler knows, and sequences with a state to run in. */

import * as fc from "fast-check";
import type { SweepCase } from "../../sim/x86/instruction-sweep.ts";
import { operandChoices } from "../../sim/x86/instruction-sweep.ts";
import { listForms } from "../../sim/x86/instruction-table.ts";
import type { StepCase } from "../../sim/x86/native/compare.ts";
import { caseOf } from "../../sim/x86/native/compare.ts";
import { StepSource } from "../../sim/x86/native/random-steps.ts";
import { SeedSource, seedTapes } from "./choices.ts";

/** A form with operands that it takes: registers, memory of every shape, edges of immediates. */
export const instructions: fc.Arbitrary<SweepCase> = fc
  .tuple(fc.constantFrom(...listForms()), fc.array(fc.nat(9999), { minLength: 4, maxLength: 4 }))
  .map(([form, picks]) => {
    const operands = form.operands.map((spec, k) => {
      const list = operandChoices(spec);
      const at = Math.floor(((picks[k] ?? 0) * list.length) / 10_000);
      return list[at] as (typeof list)[number];
    });
    return { form, operands };
  });

/** Up to 16 steps over all forms: jumps, calls, memory that is there or not; and a processor's state. */
export const instructionSequences: fc.Arbitrary<StepCase> = seedTapes(17).map((seeds) =>
  caseOf(new StepSource(new SeedSource(seeds))),
);
