/**
 * Counts behaviours of which no event tells: what a probe hears. Laws over parts of the simulator
 * hand its parts to what they check:
 *
 *   const counts = new ProbeCounts();
 *   context.onRule = counts.probe.rule                    the optimizer
 *   services.executed = counts.probe.executed             an executor
 *   { program, probe: counts.probe, … }                   a blackhole
 *   counts.observeHeap(capacity).heapAction(action)       a code heap
 *   return holds(counts.totals())
 */

import type { ExitUse, RunProbe } from "../../sim/index.ts";
import { ExecutedOperations } from "../../sim/index.ts";
import type { ResumeData } from "../../sim/resume/resume-data.ts";
import { resumeDataOf } from "../../sim/resume/resume-data.ts";
import type { GuardDescr } from "../../sim/trace/descr.ts";
import { OP_NAMES } from "../../sim/trace/ops.ts";
import type { Totals } from "../totals.ts";
import { HeapObserver } from "./heap-observer.ts";
import { resumeFeatures } from "./resume-features.ts";

const EXECUTORS = ["oracle", "host", "machine"] as const;

export class ProbeCounts {
  readonly probe: RunProbe;
  private readonly counts = new Map<string, number>();
  private readonly executed = new ExecutedOperations();
  private readonly heaps: HeapObserver[] = [];
  private readonly onExit: (guard: GuardDescr) => void;

  /** `onExit` hears of each guard with which the blackhole goes on. */
  constructor(onExit: (guard: GuardDescr) => void = () => {}) {
    this.onExit = onExit;
    this.probe = {
      executed: this.executed,
      traced: (op) => this.add(`traced ${op}`),
      blackholed: (op) => this.add(`blackholed ${op}`),
      rule: (name) => this.add(`rule ${name}`),
      heapFull: () => this.heaps.at(-1)?.heapFull(),
      left: (guard, use) => this.countLeft(guard, use),
    };
  }

  /** Counts one behaviour by its name. */
  add(name: string, by = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by);
  }

  /** A heap to be observed from its first action on; `capacityBytes` null: no limit. */
  observeHeap(capacityBytes: number | null): HeapObserver {
    const heap = new HeapObserver((state) => this.add(`heap ${state}`), capacityBytes);
    this.heaps.push(heap);
    return heap;
  }

  /** What an exit rebuilds from its resume data. */
  addResume(data: ResumeData, use: ExitUse): void {
    for (const feature of resumeFeatures(data)) this.add(`resume ${use}: ${feature}`);
  }

  private countLeft(guard: GuardDescr, use: ExitUse): void {
    this.addResume(resumeDataOf(guard), use);
    if (use === "blackhole") this.onExit(guard);
  }

  /** What was reached, by behaviour, sorted. */
  totals(): Totals {
    for (const executor of EXECUTORS) {
      const counts = this.executed[executor];
      counts.forEach((count, index) => {
        if (count > 0) this.add(`${executor} ${OP_NAMES[index]}`, count);
      });
      counts.fill(0);
    }
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
