/**
 * Random sequences leave the simulated processor as they leave the real one: registers, defined
 * flags, memory, faults. A sample of what `properties/x86-campaign.ts` does at length; cases that
 * differed once are in cpu.test.ts.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { listForms } from "../instruction-table.ts";
import { hasTool } from "../objdump.ts";
import { compareSequences, printReport } from "./compare.ts";
import type { MemoryMap, Sequence } from "./sequence.ts";
import { runSimulated } from "./simulated-sequences.ts";

test("random sequences do the same on the simulated and on the real processor", () => {
  if (!hasTool("gcc")) return;
  const report = compareSequences(runSimulated, { count: 4000, seed: 20261 });
  console.log(printReport(report));
  assert.is(report.problem, undefined);
  assert.is(report.forms.size, listForms().length);
});

test("a processor that gets one instruction wrong is found out, and the case is small", () => {
  if (!hasTool("gcc")) return;
  const CLEAR_CARRY = 1;
  const wrong = (maps: readonly MemoryMap[], sequences: readonly Sequence[]) => {
    return runSimulated(maps, sequences).map((outcome) => {
      const { state } = outcome;
      return { ...outcome, state: { ...state, flags: state.flags & ~CLEAR_CARRY } };
    });
  };
  const { problem } = compareSequences(wrong, { count: 1000, seed: 1 });
  assert.match(problem ?? "", /flags: the processor has 0x\w*[13579bdf], we have/);
  assert.ok((problem ?? "").split("\n").length < 14, problem);
});

test.run();
