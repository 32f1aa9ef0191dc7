/**
 * Random programs at length.
 *
 *     npm run properties -- [--kind tiny|python] [--runs N] [--seed S] [--path P] [--pypy]
 */

import { parseArgs } from "node:util";
import type { Kind } from "./campaign.ts";
import { KINDS, runCampaign } from "./campaign.ts";

const { values } = parseArgs({
  options: {
    kind: { type: "string" },
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    path: { type: "string" },
    pypy: { type: "boolean", default: false },
  },
});

const kinds = values.kind === undefined ? KINDS : KINDS.filter((kind) => kind === values.kind);
if (kinds.length === 0) {
  console.error(`--kind is one of ${KINDS.join(", ")}`);
  process.exit(2);
}

async function runAll(all: readonly Kind[]): Promise<void> {
  for (const kind of all) {
    const { passed, report } = await runCampaign(kind, {
      runs: Number(values.runs),
      seed: Number(values.seed),
      onPypy: values.pypy,
      ...(values.path === undefined ? {} : { path: values.path }),
    });
    console.log(report);
    if (!passed) process.exitCode = 1;
  }
}

await runAll(kinds);
