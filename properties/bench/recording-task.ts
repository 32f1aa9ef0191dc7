/**
 * One run in a process of its own, for reels.ts: `recording-task.js PROGRAM ITERATIONS FILE`, with
 * `-` for FILE it is not recorded. Prints as JSON how much processor time the run took, in seconds,
 * and how much of it the recorder did. V8's own threads count, too.
 */

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { ReelRecorder } from "../../replay/recorder/recorder.ts";
import { makeHeader } from "../../replay/recorder/run-header.ts";
import { makeRunSpec, Simulator } from "../../sim/index.ts";
import type { EventListener } from "../../replay/format/events.ts";

/** What the task prints. */
export interface RecordingTimes {
  readonly run: number;
  readonly recorder: number;
}

/** Processor time of this process so far, in seconds. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const [path = "", iterations = "", file = "-"] = process.argv.slice(2);
const source = new Uint8Array(readFileSync(path));
const spec = makeRunSpec({ programName: basename(path), source, argv: [iterations] });

/** Time within the recorder. */
let inside = 0;
const timed = <T>(act: () => T): T => {
  const start = cpuSeconds();
  const result = act();
  inside += cpuSeconds() - start;
  return result;
};

async function runOnce(): Promise<RecordingTimes> {
  const start = cpuSeconds();
  const listeners = { onOutput: () => {} };
  if (file === "-") {
    await new Simulator(spec, listeners).run();
    return { run: cpuSeconds() - start, recorder: 0 };
  }
  const recorder = timed(() => new ReelRecorder(file, makeHeader(spec), "bench"));
  const onEvent: EventListener = (event) => timed(() => recorder.onEvent(event));
  await new Simulator(spec, { ...listeners, onEvent }).run();
  timed(() => recorder.complete());
  return { run: cpuSeconds() - start, recorder: inside };
}

console.log(JSON.stringify(await runOnce()));
