/** The simulated processor does what the processor of this machine does. */

import * as fc from "fast-check";
import type { StepCase } from "../../../sim/x86/native/compare.ts";
import { compareCases } from "../../../sim/x86/native/compare.ts";
import { canRunNative } from "../../../sim/x86/native/native-sequences.ts";
import { runSimulated } from "../../../sim/x86/native/simulated-sequences.ts";
import { writeSteps } from "../../../sim/x86/native/write-steps.ts";
import { disassemble } from "../../../sim/x86/print.ts";
import { instructionSequences } from "../../generators/instructions.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

const HAS_PROCESSOR = canRunNative();

function check(cases: readonly StepCase[]): Verdict {
  if (!HAS_PROCESSOR) return holds({ "no gcc": 1 });
  const { problem, endings } = compareCases(runSimulated, cases);
  const totals: Record<string, number> = { sequence: cases.length };
  for (const ending of endings)
    totals[`ends by ${ending}`] = (totals[`ends by ${ending}`] ?? 0) + 1;
  if (problem === undefined) return holds(totals);
  const difference = problem.split("\n").find((line) => line.includes("the processor has"));
  return broken(processorAsHardware.name, problem, totals, { difference: difference ?? problem });
}

export const processorAsHardware: Law<readonly StepCase[]> = {
  name: "processor-as-hardware",
  says:
    "A sequence of instructions leaves registers, defined flags, memory and faults of the simulated " +
    "processor as it leaves those of the real one.",
  subjects: "sequences of x86-64 instructions with the state they start in",
  arbitrary: fc.array(instructionSequences, { minLength: 1, maxLength: 12, size: "max" }),
  check,
  describe: (cases) => {
    const texts = cases.map(({ steps, start }) => {
      const { code } = writeSteps(steps, start.rip);
      const registers = start.registers.map((word) => `0x${word.toString(16)}`).join(" ");
      const lines = disassemble(code, start.rip).map(({ text }) => `  ${text}`);
      return [`registers ${registers}`, ...lines].join("\n");
    });
    return texts.join("\n");
  },
  planted: {
    file: "sim/x86/cpu/flags.ts",
    find: "((a ^ r) & (b ^ r)) < 0",
    replace: "((a ^ r) | (b ^ r)) < 0",
  },
  secondsMax: 60,
};
