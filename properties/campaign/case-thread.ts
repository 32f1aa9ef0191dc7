/**
 * The entry of a thread that checks cases: it takes tasks, one at a time, and answers each with its
 * result. Before each case it counts, so that the thread that watches sees which one does not end.
 */

import { parentPort, workerData } from "node:worker_threads";
import { tuneThread } from "../../replay/cli/thread-settings.ts";
import { decodeSubject, encodeSubject } from "../failures/subject-json.ts";
import type { AnyLaw } from "../laws/law.ts";
import { checkLaw } from "../laws/law.ts";
import type { Totals } from "../totals.ts";
import { mergeTotals } from "../totals.ts";
import { caseSeed, draw, drawAt } from "./draw.ts";
import type {
  RangeFailure,
  RangeResult,
  RangeTask,
  SingleResult,
  SingleTask,
  Task,
  TaskResult,
  ThreadMessage,
  ThreadSetup,
} from "./messages.ts";
import { failureOf } from "./outcome.ts";
import { shrink } from "./shrink.ts";

tuneThread();

const setup = workerData as ThreadSetup;
const begun = new Int32Array(setup.begun);
const { LAWS: laws } = (
  setup.laws === null ? await import("../laws/index.ts") : await import(setup.laws)
) as { LAWS: readonly AnyLaw[] };

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

function countOne(): void {
  Atomics.add(begun, 0, 1);
}

function sizeOf(law: AnyLaw, subject: unknown): number {
  return Buffer.byteLength(law.describe(subject));
}

async function checkRange(law: AnyLaw, task: RangeTask): Promise<RangeResult> {
  const totals: Totals = {};
  const failures: RangeFailure[] = [];
  for (let i = 0; i < task.count; i++) {
    countOne();
    const index = task.first + i * task.stride;
    const subject = draw(law.arbitrary, caseSeed(task.campaignSeed, law.name, index));
    const verdict = await checkLaw(law, subject.value);
    mergeTotals(totals, verdict.totals);
    const failure = failureOf(verdict);
    if (failure === null) continue;
    failures.push({ ...failure, index, bytes: sizeOf(law, subject.value) });
  }
  return { kind: "range", totals, failures };
}

const NOTHING = {
  kind: "single",
  json: null,
  failure: null,
  reel: null,
  golden: null,
  totals: {},
} as const;

async function checkSingle(law: AnyLaw, task: SingleTask): Promise<SingleResult> {
  const { source } = task;
  countOne();
  const found =
    "json" in source
      ? { value: decodeSubject(source.json) }
      : drawAt(law.arbitrary, source.seed, source.path);
  if (found === undefined) return { ...NOTHING, text: null };
  const text = law.describe(found.value);
  const json = encodeSubject(found.value);
  if (!task.isChecked) return { ...NOTHING, text, json };
  const verdict = await checkLaw(law, found.value);
  const { reel = null, golden = null, totals } = verdict;
  return { kind: "single", text, json, failure: failureOf(verdict), reel, golden, totals };
}

async function perform(task: Task): Promise<TaskResult> {
  const law = laws.find(({ name }) => name === task.law);
  if (law === undefined) throw new Error(`there is no law ${task.law}`);
  switch (task.kind) {
    case "range":
      return checkRange(law, task);
    case "single":
      return checkSingle(law, task);
    case "shrink": {
      const onTaken = (state: { path: string; steps: number }): void =>
        tell({ kind: "taken", state });
      return { kind: "shrink", ...(await shrink(law, task, { onStep: countOne, onTaken })) };
    }
  }
}

parentPort?.on("message", (task: Task) => {
  void perform(task).then((result) => tell({ kind: "result", result }));
});
tell({ kind: "ready" });
