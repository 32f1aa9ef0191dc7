/**
 * Runs a command in a thread of its own. The thread has the large stack that deep recursion of a
 * guest needs, and this one stays free to notice Ctrl-C while the program runs; then the reel that
 * was being written is finished, and the process ends by the signal, as its caller expects.
 */

import { Worker } from "node:worker_threads";
import type { CommandSpec } from "./command.ts";
import { EXIT } from "./command.ts";
import type { PlainCall } from "./execute.ts";

/** Far more than a guest's own limit of recursion needs; only what is used takes memory. */
const STACK_SIZE_MB = 256;

/** How long a thread may take to stop; one that waits for input never does. */
const STOP_MILLISECONDS = 500;

/** What the thread is started with. */
export interface ThreadCall extends PlainCall {
  readonly name: string;
}

/** What the thread tells. */
export type ThreadMessage =
  | { readonly kind: "recording"; readonly partialPath: string }
  | { readonly kind: "exit"; readonly code: number };

/** Executes the command in a thread; gives its exit code. */
export function runInThread(command: CommandSpec, call: PlainCall): Promise<number> {
  const worker = startWorker({ name: command.name, ...call });
  const state: { partialPath: string | null } = { partialPath: null };
  const stop = (signal: NodeJS.Signals): void => {
    void stopBySignal(worker, state.partialPath, signal);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return new Promise((resolve) => {
    worker.on("message", (message: ThreadMessage) => {
      if (message.kind === "recording") state.partialPath = message.partialPath;
      else resolve(message.code);
    });
    worker.on("error", (error) => resolve(reportFailure(error)));
  });
}

/** Errors of commands are reported in the thread; here arrive only those of the thread itself. */
function reportFailure(error: unknown): number {
  const isMemory =
    error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  const text = error instanceof Error ? error.stack : String(error);
  const message = isMemory ? "out of memory" : `internal error, please report it\n${text}`;
  process.stderr.write(`jitreel: ${message}\n`);
  return isMemory ? EXIT.bad : EXIT.internal;
}

function startWorker(call: ThreadCall): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(isSource ? "thread-source.mjs" : "thread.js", import.meta.url);
  return new Worker(entry, { workerData: call, resourceLimits: { stackSizeMb: STACK_SIZE_MB } });
}

async function stopBySignal(
  worker: Worker,
  partialPath: string | null,
  signal: NodeJS.Signals,
): Promise<void> {
  process.removeAllListeners("SIGINT");
  process.removeAllListeners("SIGTERM");
  const timeout = new Promise((resolve) => setTimeout(resolve, STOP_MILLISECONDS));
  await Promise.race([worker.terminate(), timeout]);
  if (partialPath !== null) await finishRecording(partialPath);
  process.kill(process.pid, signal);
}

/** Loaded only now, so that it costs no other call any time. */
async function finishRecording(partialPath: string): Promise<void> {
  const { finishPartial } = await import("../recorder/finish-partial.ts");
  if (!finishPartial(partialPath)) return;
  process.stderr.write(`\njitreel: interrupted; ${partialPath} has what was recorded\n`);
}
