/**
 * Random instruction sequences at length, on the simulated and on the real processor.
 *
 *     npx tsx properties/x86-campaign.ts [--count N] [--seed S]
 */

import { parseArgs } from "node:util";
import { compareSequences, printReport } from "../sim/x86/native/compare.ts";
import { runSimulated } from "../sim/x86/native/simulated-sequences.ts";
import { hasTool } from "../sim/x86/objdump.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
  },
});

if (hasTool("gcc")) {
  const options = { count: Number(values.count), seed: Number(values.seed) };
  const report = compareSequences(runSimulated, options);
  console.log(`seed ${options.seed}: ${printReport(report)}`);
  if (report.problem !== undefined) process.exitCode = 1;
}
