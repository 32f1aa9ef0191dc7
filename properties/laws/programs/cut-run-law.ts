/** A run that is cut by a limit of ticks is the beginning of the whole run, under every backend. */

import * as fc from "fast-check";
import { describeFirstDifference } from "../../../fixtures/recording.ts";
import { listDifferences } from "../../../replay/verify/differences.ts";
import type { JitEvent } from "../../../sim/index.ts";
import type { Totals } from "../../totals.ts";
import type { Law, Statement, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";
import { BACKENDS, JIT_SETTINGS, makeSpec, runPlain, runSpec } from "./program-run.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { describeProgram, PROGRAMS, programSubjects } from "./program-subject.ts";

const LAW_NAME = "cut-run-is-a-beginning";

const CUT_ALIKE: Statement = {
  name: "cut-alike",
  says: "Under host, oracle and machine a limit of ticks ends a run at the same tick, in one reel.",
  planted: {
    file: "sim/backend/host/host.ts",
    find: "if (this.state.clock.ticks >= this.state.limit) this.state.checkLimit();",
    replace: "",
  },
};

/** A program, and the share of its ticks after which it is cut. */
interface CutProgram {
  readonly program: ProgramSubject;
  readonly thousandths: number;
}

/** What stands at the end of every run. */
const LAST_KINDS: ReadonlySet<JitEvent["kind"]> = new Set(["stats", "cost", "end"]);

async function check({ program, thousandths }: CutProgram): Promise<Verdict> {
  if ((await runPlain(program)) === null) return holds({ "too long": 1 });
  const totals: Totals = { programs: 1 };
  const jit = JIT_SETTINGS[thousandths % 2] as string;
  const whole = await runSpec(makeSpec(program, jit), totals);
  const ticks = whole.events.at(-1)?.ticks ?? 0;
  const maxSteps = Math.max(1, Math.floor((ticks * thousandths) / 1000));
  const reels: Uint8Array[] = [];
  for (const backend of BACKENDS) {
    const spec = makeSpec(program, jit, { backend });
    const limits = { ...spec.limits, maxSteps };
    const { recording, events } = await runSpec({ ...spec, limits }, {});
    reels.push(recording.reel);
    if (recording.result.outcome === "steps") totals.cut = (totals.cut ?? 0) + 1;
    const difference = findAfterCut(whole.events, events);
    if (difference === null) continue;
    const { reel } = recording;
    return broken(LAW_NAME, `${jit}, ${backend}, ${maxSteps} ticks: ${difference}`, totals, {
      difference,
      reel,
    });
  }
  for (const reel of reels.slice(1)) {
    const difference = describeFirstDifference(reels[0] as Uint8Array, reel);
    if (difference !== "") return broken(CUT_ALIKE.name, difference, totals, { reel });
  }
  return holds(totals);
}

/** How the events of a run that was cut are no beginning of the whole run's. */
function findAfterCut(whole: readonly JitEvent[], cut: readonly JitEvent[]): string | null {
  const last = cut.findLastIndex(({ kind }) => !LAST_KINDS.has(kind));
  for (const [number, event] of cut.slice(0, last + 1).entries()) {
    const [difference] = listDifferences(whole[number], event);
    if (difference === undefined) continue;
    const { path, recorded, live } = difference;
    return `event ${number}, ${path}: ${recorded} in the whole run, ${live} when it is cut`;
  }
  return null;
}

export const cutRunIsBeginning: Law<CutProgram> = {
  name: LAW_NAME,
  says: "The events of a run that a limit of ticks ends are the first ones of the whole run.",
  subjects: `${PROGRAMS}, and a moment`,
  arbitrary: fc.record({ program: programSubjects, thousandths: fc.integer({ min: 1, max: 999 }) }),
  statements: [CUT_ALIKE],
  check,
  describe: ({ program, thousandths }) =>
    `${describeProgram(program)}# cut at ${thousandths} thousandths\n`,
  planted: {
    file: "sim/vm.ts",
    find: "makeMemoryLayout(spec.seed)",
    replace: "makeMemoryLayout(spec.seed + (spec.limits.maxSteps === null ? 0 : 1))",
  },
  secondsMax: 120,
};
