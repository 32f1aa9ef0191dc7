/** The code heap does what a plain model does, under any script and faults. */

import type { HeapScript } from "../../generators/heap-scripts.ts";
import { heapScripts, printHeapScript } from "../../generators/heap-scripts.ts";
import type { Law, Verdict } from "../law.ts";
import { holds } from "../law.ts";
import { brokenBy } from "./broken-by.ts";
import { HeapModel } from "./heap-model.ts";

function check(script: HeapScript): Verdict {
  const model = new HeapModel(script);
  try {
    model.run();
  } catch (error) {
    return brokenBy(codeHeapModel.name, error, model.totals);
  }
  return holds(model.totals);
}

export const codeHeapModel: Law<HeapScript> = {
  name: "code-heap-model",
  says:
    "Blocks never overlap, each byte has one owner, code is writable only inside its transaction, " +
    "the best fit is taken, what is freed coalesces, and every action and fault is told.",
  subjects: "scripts of reservations, commits, frees, patches, with faults",
  arbitrary: heapScripts,
  check,
  describe: printHeapScript,
  planted: {
    file: "sim/memory/free-ranges.ts",
    find: "candidate < this.ranges[best]!.size",
    replace: "candidate > this.ranges[best]!.size",
  },
  secondsMax: 60,
};
