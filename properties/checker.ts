/**
 * Checks programs in a process of its own, so that one that never ends or takes all memory is a
 * verdict like any other. The process is started again after that.
 */

import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Subject } from "./check-program.ts";
import type { Verdict } from "./laws/law.ts";

const IS_SOURCE = import.meta.url.endsWith(".ts");
const WORKER = fileURLToPath(
  new URL(IS_SOURCE ? "check-worker.ts" : "check-worker.js", import.meta.url),
);

/** After a first program that did not end, those that are smaller get less time. */
const SECONDS_MAX_SHRINKING = 20;

export class Checker {
  private secondsMax: number;
  private child: ChildProcess | null = null;

  constructor(secondsMax: number) {
    this.secondsMax = secondsMax;
  }

  check(subject: Subject): Promise<Verdict> {
    const child = this.child ?? this.start();
    return new Promise((resolve) => {
      const finish = (problem: string | null, verdict?: Verdict): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (problem !== null) this.stop();
        resolve(verdict ?? { problem, totals: {} });
      };
      const timer = setTimeout(() => {
        finish(`it did not end within ${this.secondsMax} s`);
        this.secondsMax = Math.min(this.secondsMax, SECONDS_MAX_SHRINKING);
      }, this.secondsMax * 1000);
      child.on("message", (verdict: Verdict) => finish(null, verdict));
      child.on("exit", (code, signal) => finish(`the process ended: ${code ?? signal}`));
      child.send(subject);
    });
  }

  private start(): ChildProcess {
    const execArgv = [...(IS_SOURCE ? ["--import", "tsx"] : []), "--stack-size=3900"];
    this.child = fork(WORKER, [], { execArgv });
    return this.child;
  }

  stop(): void {
    this.child?.kill("SIGKILL");
    this.child = null;
  }
}
