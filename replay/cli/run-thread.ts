/**
 * Runs a command in a thread of its own. The thread has the large stack that deep recursion of a
 * guest needs, and this one stays free to notice Ctrl-C while the program runs.
 *
 * Ctrl-C is told to the program, which may handle it (KeyboardInterrupt in Python). If it does not
 * notice, or a second one follows at once, the thread is stopped and the reel that was being written
 * is finished. A process that Ctrl-C has ended either way ends by the signal, as its caller expects.
 */

import { type ResourceLimits, Worker } from "node:worker_threads";
import type { CommandSpec } from "./command.ts";
import { EXIT } from "./command.ts";
import type { PlainCall } from "./execute.ts";
import { InterruptFlag } from "./interrupt-flag.ts";
import { sizeOption } from "./options.ts";
import { STACK_SIZE_MB } from "./thread-settings.ts";

/** How long a thread may take to stop; one that waits for input never does. */
const STOP_MILLISECONDS = 500;

/** A program that has not noticed Ctrl-C by then is stopped; so is one that gets a second one. */
const NOTICE_MILLISECONDS = 1000;

/** Status of a program that was ended by the exception that Ctrl-C raises. */
const INTERRUPTED_STATUS = 130;

/** What the thread is started with. */
export interface ThreadCall extends PlainCall {
  readonly name: string;
  readonly interruptMemory: SharedArrayBuffer;
}

/** What the thread tells. */
export type ThreadMessage =
  | { readonly kind: "recording"; readonly partialPath: string }
  | { readonly kind: "exit"; readonly code: number };

/** Executes the command in a thread; gives its exit code. */
export function runInThread(command: CommandSpec, call: PlainCall): Promise<number> {
  const interrupts = new InterruptFlag();
  const worker = startWorker({
    name: command.name,
    ...call,
    interruptMemory: interrupts.memory,
  });
  const state: { partialPath: string | null } = { partialPath: null };
  const stop = (signal: NodeJS.Signals): void => {
    void stopBySignal(worker, state.partialPath, signal);
  };
  const ctrlC = new CtrlC(interrupts, () => stop("SIGINT"));
  process.on("SIGINT", () => ctrlC.press());
  process.on("SIGTERM", stop);
  return new Promise((resolve) => {
    worker.on("message", (message: ThreadMessage) => {
      if (message.kind === "recording") state.partialPath = message.partialPath;
      else if (ctrlC.hasEnded(message.code)) endBySignal("SIGINT");
      else resolve(message.code);
    });
    worker.on("error", (error) => {
      if (isMemoryError(error)) resolve(reportMemory(state.partialPath));
      else resolve(reportFailure(error));
    });
  });
}

/** What is done about Ctrl-C. */
class CtrlC {
  private readonly interrupts: InterruptFlag;
  private readonly stop: () => void;
  private timer: NodeJS.Timeout | null = null;
  private isTold = false;

  constructor(interrupts: InterruptFlag, stop: () => void) {
    this.interrupts = interrupts;
    this.stop = stop;
  }

  press(): void {
    if (this.timer !== null) {
      this.stop();
      return;
    }
    this.isTold = true;
    this.interrupts.send();
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.interrupts.isWaiting) this.stop();
    }, NOTICE_MILLISECONDS);
    this.timer.unref();
  }

  /** Whether a program that ended with `code` was ended by it. */
  hasEnded(code: number): boolean {
    return this.isTold && code === INTERRUPTED_STATUS;
  }
}

function isMemoryError(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** The host ended the thread because its memory was used up; what was recorded is kept. */
async function reportMemory(partialPath: string | null): Promise<number> {
  const what = "ended: the memory is used up; --memory sets its limit";
  if (partialPath === null || !(await finishRecording(partialPath, what))) {
    process.stderr.write(`jitreel: ${what}\n`);
  }
  return EXIT.no;
}

/** Errors of commands are reported in the thread; here arrive only those of the thread itself. */
function reportFailure(error: unknown): number {
  const text = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`jitreel: internal error, please report it\n${text}\n`);
  return EXIT.internal;
}

const BYTES_PER_MB = 1 << 20;
/** What the simulator itself and its code take of the thread's memory. */
const OWN_MEMORY_MB = 128;

/** The limits of the thread; a limit of the program's memory is one of the whole thread. */
function resourceLimits(call: ThreadCall): ResourceLimits {
  const memoryBytes = sizeOption(call.options, "memory");
  if (memoryBytes === null) return { stackSizeMb: STACK_SIZE_MB };
  const maxOldGenerationSizeMb = OWN_MEMORY_MB + Math.ceil(memoryBytes / BYTES_PER_MB);
  return { stackSizeMb: STACK_SIZE_MB, maxOldGenerationSizeMb };
}

function startWorker(call: ThreadCall): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = new URL(isSource ? "thread-source.mjs" : "thread.js", import.meta.url);
  return new Worker(entry, { workerData: call, resourceLimits: resourceLimits(call) });
}

async function stopBySignal(
  worker: Worker,
  partialPath: string | null,
  signal: NodeJS.Signals,
): Promise<void> {
  const timeout = new Promise((resolve) => setTimeout(resolve, STOP_MILLISECONDS));
  await Promise.race([worker.terminate(), timeout]);
  if (partialPath !== null) await finishRecording(partialPath, "interrupted");
  endBySignal(signal);
}

function endBySignal(signal: NodeJS.Signals): void {
  process.removeAllListeners("SIGINT");
  process.removeAllListeners("SIGTERM");
  process.kill(process.pid, signal);
}

/** Says why and what is kept; false when nothing is. Loaded only now, so it costs no other call. */
async function finishRecording(partialPath: string, what: string): Promise<boolean> {
  const { finishPartial } = await import("../recorder/finish-partial.ts");
  if (!finishPartial(partialPath)) return false;
  process.stderr.write(`\njitreel: ${what}; ${partialPath} has what was recorded\n`);
  return true;
}
