/**
 * States at exits: wherever a run leaves compiled code, or enters it, all that the program can see
 * is as the plain interpreter has it at that bytecode.
 *
 * The oracle backend tells each merge point of compiled code, so the place is known exactly; host
 * and machine must show the same states at the same ticks.
 */

import type { SeenState } from "../../../replay/verify/state-comparison.ts";
import {
  compareSeen,
  describeStateDifference,
  ExitStates,
  OutputCount,
  PlainStates,
} from "../../../replay/verify/state-comparison.ts";
import type { BackendName, StateListener } from "../../../sim/index.ts";
import { Simulator } from "../../../sim/index.ts";
import type { Law, Statement, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import { JIT_SETTINGS, makeSpec } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PROGRAMS, programSubjects } from "./program-subject.ts";

const LAW_NAME = "each-exit";

const SAME_STATES: Statement = {
  name: "same-exits",
  says: "Host and machine leave compiled code at the oracle's ticks, with the oracle's states.",
  planted: {
    file: "sim/backend/host/host.ts",
    find: "return { descr, values, exception: state.takeException()",
    replace:
      "return { descr, values: values.map((v) => (v === 3 ? 4 : v)), exception: state.takeException()",
  },
};

async function look(
  subject: ProgramSubject,
  jit: string,
  backend: BackendName,
  makeStates: (output: OutputCount) => StateListener,
): Promise<number> {
  const output = new OutputCount();
  const states = makeStates(output);
  const simulator = new Simulator(makeSpec(subject, jit, { backend }), {
    onOutput: output.listen,
    states,
  });
  await simulator.run();
  return output.bytes;
}

async function seenStates(
  subject: ProgramSubject,
  jit: string,
  backend: BackendName,
): Promise<readonly SeenState[]> {
  let seen: readonly SeenState[] = [];
  await look(subject, jit, backend, (output) => {
    const exits = new ExitStates(output);
    seen = exits.states;
    return exits;
  });
  return seen;
}

async function check(subject: ProgramSubject): Promise<Verdict> {
  const totals = { programs: 1, states: 0 };
  const bySettings: (readonly SeenState[])[] = [];
  for (const jit of JIT_SETTINGS) {
    const seen = await seenStates(subject, jit, "oracle");
    totals.states += seen.length;
    bySettings.push(seen);
    for (const backend of ["host", "machine"] as const) {
      const difference = compareSeen(seen, await seenStates(subject, jit, backend));
      if (difference === null) continue;
      return broken(SAME_STATES.name, `${jit}, ${backend}: ${difference}`, totals, { difference });
    }
  }
  for (const [k, seen] of bySettings.entries()) {
    const verdict = await compareWithPlain(subject, seen, totals);
    if (verdict.problem !== null) {
      return { ...verdict, problem: `${verdict.problem}\n${JIT_SETTINGS[k]}` };
    }
  }
  return holds(totals);
}

async function compareWithPlain(
  subject: ProgramSubject,
  seen: readonly SeenState[],
  totals: Record<string, number>,
): Promise<Verdict> {
  const compared: PlainStates[] = [];
  await look(subject, "off", "oracle", (output) => {
    const plain = new PlainStates(seen, output);
    compared.push(plain);
    return plain;
  });
  const [plain] = compared;
  plain?.finish();
  const [first] = plain?.differences ?? [];
  if (first === undefined) return holds(totals);
  const difference = `${first.plain} against ${first.found}`;
  return broken(LAW_NAME, describeStateDifference(first), totals, { difference });
}

export const eachExit: Law<ProgramSubject> = {
  name: LAW_NAME,
  says:
    "Where compiled code is left or entered, frames, variables, value stacks, blocks, the exception " +
    "being handled and all objects that they lead to are the plain interpreter's at that bytecode.",
  subjects: PROGRAMS,
  arbitrary: programSubjects,
  statements: [SAME_STATES],
  check,
  describe: describeProgram,
  // Nobody but a traceback would notice.
  planted: {
    file: "sim/metainterp/virtualizable.ts",
    find: "    writeField(field, object, values[i] as RtValue);\n  });",
    replace:
      '    if (!field.name.endsWith("last_instr")) writeField(field, object, values[i] as RtValue);\n  });',
  },
  secondsMax: 120,
};
