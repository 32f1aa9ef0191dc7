/**
 * One piece of work on a large reel, in a process of its own, so that its memory can be measured:
 * `node big-reel-task.js write PATH EVENTS`, `… seek PATH COUNT`, or `… cli ARGUMENTS…`. The last
 * line on standard output is the result as JSON.
 */

import { runCli } from "../../replay/cli/cli.ts";
import { openReel } from "../../replay/cli/input-file.ts";
import { generateRun } from "../../replay/format/long-run.ts";
import { SAMPLE_HEADER } from "../../replay/format/sample-reel.ts";
import { ReelRecorder } from "../../replay/recorder/recorder.ts";

/** What a task has found out. */
export interface TaskResult {
  /** Processor time. */
  readonly seconds: number;
  /** The largest resident set of the process. */
  readonly residentBytes: number;
  /** Lines printed, for commands. */
  readonly lines: number;
  readonly code: number;
  /** The longest single step, for seeking. */
  readonly slowestMilliseconds: number;
}

function write(path: string, count: number): void {
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "bench");
  for (const event of generateRun(count)) recorder.onEvent(event);
  recorder.complete();
}

/** Looks up `count` events all over the reel; gives the time of the slowest look-up. */
function seek(path: string, count: number, act: "at" | "stateAt"): number {
  const reader = openReel(path);
  const events = reader.storedIndex()!.events;
  let slowest = 0;
  for (let i = 0, state = 1; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const number = Math.floor((state / 2 ** 32) * events);
    const start = process.cpuUsage();
    const found = act === "at" ? reader.at(number)?.number : reader.stateAt(number).eventNumber;
    slowest = Math.max(slowest, millisecondsSince(start));
    if (found !== number) throw new Error(`event ${number} was not found`);
  }
  return slowest;
}

/** Processor time: other processes do not count. */
function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

const [task, ...args] = process.argv.slice(2);
const result = { lines: 0, code: 0, slowestMilliseconds: 0 };
const start = process.cpuUsage();
if (task === "write") write(args[0]!, Number(args[1]));
else if (task === "at" || task === "stateAt") {
  result.slowestMilliseconds = seek(args[0]!, Number(args[1]), task);
} else {
  result.code = await runCli(args, {
    writeOut: (bytes) => {
      for (const byte of bytes) if (byte === 10) result.lines++;
    },
    writeErr: (bytes) => process.stderr.write(bytes),
    isOutTerminal: false,
    isErrTerminal: false,
    isColoured: false,
  });
}
const seconds = millisecondsSince(start) / 1000;
const residentBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ ...result, seconds, residentBytes } satisfies TaskResult));
