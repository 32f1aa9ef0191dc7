/**
 * For tests of the probe: runs `sum.tiny` and a run with a full code heap under each backend, and
 * prints what was counted, as JSON. A program of its own, so that it can be built with probe calls
 * taken out.
 */

import { readFileSync } from "node:fs";
import { recordRun } from "../../fixtures/recording.ts";
import { BACKEND_NAMES, makeRunSpec } from "../../sim/index.ts";
import type { Totals } from "../totals.ts";
import { mergeTotals } from "../totals.ts";
import { findAbove } from "./corpus.ts";
import { RunObserver } from "./run-observer.ts";

const JIT = "threshold=20,function_threshold=30,trace_eagerness=6";

/** What a run of the program counts under one backend, or with a small heap. */
async function countSum(source: Uint8Array, changes: object): Promise<Totals> {
  const program = { guest: "tiny", programName: "sum.tiny", source } as const;
  const spec = makeRunSpec({ ...program, jit: JIT, ...changes });
  const observer = new RunObserver(spec);
  await recordRun(spec, (event) => observer.onEvent(event), observer.probe);
  return observer.totals();
}

const path = process.argv[2] ?? findAbove("fixtures/programs/tiny/sum.tiny");
if (path === null) throw new Error("sum.tiny is missing");
const source = readFileSync(path);
const counted: Record<string, Totals> = {};
for (const backend of BACKEND_NAMES) counted[backend] = await countSum(source, { backend });
const limits = { maxSteps: null, memoryBytes: null, heapBytes: 0 };
counted.full = await countSum(source, { limits });
const all: Totals = {};
for (const totals of Object.values(counted)) mergeTotals(all, totals);
console.log(JSON.stringify({ ...counted, all }));
