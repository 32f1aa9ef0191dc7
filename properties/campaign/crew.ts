/**
 * The threads that check cases. A thread whose case does not end in time, or that dies of it, is
 * replaced; its task's answer is how that happened, and at which case.
 *
 * The memory of a thread is limited, so that a case that takes all of it ends its thread alone.
 */

import type { ResourceLimits } from "node:worker_threads";
import { Worker } from "node:worker_threads";
import { STACK_SIZE_MB } from "../../replay/cli/thread-settings.ts";
import type { Task, TaskResult, ThreadMessage, ThreadSetup } from "./messages.ts";
import type { ShrinkState } from "./shrink.ts";

const LIMITS: ResourceLimits = { stackSizeMb: STACK_SIZE_MB, maxOldGenerationSizeMb: 2048 };

const LOOK_MILLISECONDS = 100;

/** The thread did not survive its task. */
export interface Death {
  readonly kind: "dead";
  readonly how: string;
  /** How many cases or steps of the task were begun: the last of them is the one. */
  readonly begun: number;
}

export interface Assignment {
  readonly task: Task;
  /** Processor time of one case or step. */
  readonly secondsMax: number;
  readonly onTaken?: (state: ShrinkState) => void;
}

export class Crew {
  private readonly laws: string | null;
  private readonly idle: CaseThread[] = [];
  private readonly busy = new Set<CaseThread>();

  /** `laws`: module of the table of laws; null: the usual one. */
  constructor(laws: string | null) {
    this.laws = laws;
  }

  /** At most as many at a time as there shall be threads: one is started when none is idle. */
  async perform(assignment: Assignment, isFresh = false): Promise<TaskResult | Death> {
    const known = isFresh ? undefined : this.idle.pop();
    const thread = known ?? new CaseThread(this.laws);
    this.busy.add(thread);
    const result = await thread.perform(assignment, () => this.busy.size);
    this.busy.delete(thread);
    if (result.kind === "dead" || isFresh) await thread.stop();
    else this.idle.push(thread);
    return result;
  }

  /** Ends all threads, whatever they do; tasks that are not done get no answer. */
  async stop(): Promise<void> {
    await Promise.all([...this.idle, ...this.busy].map((thread) => thread.stop()));
  }
}

class CaseThread {
  private readonly begun = new SharedArrayBuffer(4);
  private readonly worker: Worker;
  private readonly ready: Promise<void>;
  private timer: NodeJS.Timeout | undefined;

  constructor(laws: string | null) {
    const isSource = import.meta.url.endsWith(".ts");
    const name = isSource ? "case-thread-source.mjs" : "case-thread.js";
    const workerData: ThreadSetup = { laws, begun: this.begun };
    this.worker = new Worker(new URL(name, import.meta.url), {
      workerData,
      resourceLimits: LIMITS,
    });
    this.ready = new Promise((resolve, reject) => {
      this.worker.once("message", () => resolve());
      this.worker.once("error", reject);
    });
  }

  async perform(
    { task, secondsMax, onTaken }: Assignment,
    threadCount: () => number,
  ): Promise<TaskResult | Death> {
    await this.ready;
    const { worker } = this;
    const begun = new Int32Array(this.begun);
    begun[0] = 0;
    return new Promise((resolve) => {
      const finish = (result: TaskResult | Death): void => {
        clearInterval(this.timer);
        forget(worker);
        resolve(result);
      };
      const die = (how: string): void => {
        finish({ kind: "dead", how, begun: Atomics.load(begun, 0) });
      };
      this.timer = watch(begun, secondsMax, threadCount, () =>
        die(`it did not end within ${secondsMax} s`),
      );
      worker.on("message", (message: ThreadMessage) => {
        if (message.kind === "taken") onTaken?.(message.state);
        if (message.kind === "result") finish(message.result);
      });
      worker.on("error", (error) => die(describeDeath(error)));
      worker.on("exit", (code) => die(`its thread ended with status ${code}`));
      worker.postMessage(task);
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    forget(this.worker);
    this.worker.on("error", () => {});
    await this.worker.terminate();
  }
}

/** Only these: a worker has listeners of its own. */
function forget(worker: Worker): void {
  for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
}

/** A case that waits for something else may take so many times longer by the clock. */
const WAITING_FACTOR = 20;

/**
 * Calls `onHang` when the count stays the same for too long: in processor time, of which each thread
 * is taken to have an equal part, so that a machine with much else to do makes no failures.
 */
function watch(
  begun: Int32Array,
  secondsMax: number,
  threadCount: () => number,
  onHang: () => void,
): NodeJS.Timeout {
  let seen = -1;
  let since = performance.now();
  let usedSeconds = 0;
  let before = processorSeconds();
  return setInterval(() => {
    const count = Atomics.load(begun, 0);
    const now = processorSeconds();
    if (count === seen) usedSeconds += (now - before) / Math.max(1, threadCount());
    else {
      seen = count;
      since = performance.now();
      usedSeconds = 0;
    }
    before = now;
    const clockSeconds = (performance.now() - since) / 1000;
    if (usedSeconds > secondsMax || clockSeconds > secondsMax * WAITING_FACTOR) onHang();
  }, LOOK_MILLISECONDS);
}

/** Of all threads of this process. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function describeDeath(error: unknown): string {
  const isMemory = error instanceof Error && "code" in error && error.code === OUT_OF_MEMORY;
  if (isMemory) return "its thread used up its memory";
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `its thread died: ${text}`;
}

const OUT_OF_MEMORY = "ERR_WORKER_OUT_OF_MEMORY";
