/**
 * A first look through a PYPYLOG: which sections it has. Only with that can be said what a recorded
 * trace is, and what is missing.
 */

import type { LogHandler } from "./log-walker.ts";
import { LogWalker } from "./log-walker.ts";

/** Categories that name are remembered; a log of PyPy's has a few dozen. */
const CATEGORIES_MAX = 1000;

export class LogSurvey implements LogHandler {
  private readonly walker = new LogWalker(this);
  private readonly categories = new Map<string, number>();

  readonly addLogLine = (line: Buffer): void => this.walker.addLine(line);

  startSection(category: string): void {
    const count = this.categories.get(category);
    if (count === undefined && this.categories.size >= CATEGORIES_MAX) return;
    this.categories.set(category, (count ?? 0) + 1);
  }

  addLine(): void {}

  stopSection(): void {}

  /** Whether the log has one of these sections. */
  has(...names: readonly string[]): boolean {
    return names.some((name) => this.categories.has(name));
  }

  /** Whether it has optimized traces, or addresses of code. */
  get hasUnits(): boolean {
    return this.has("jit-log-opt-loop", "jit-log-opt-bridge", "jit-backend-addr");
  }

  get lineCount(): number {
    return this.walker.lineCount;
  }

  /** Whether it is a log at all. */
  get hasSections(): boolean {
    return this.categories.size > 0;
  }

  get strayEnds(): number {
    return this.walker.strayEnds;
  }

  /** Sections that have no end. */
  get openSections(): readonly string[] {
    return this.walker.openSections;
  }

  /** What a whole log would have and this one has not, and what comes of it. */
  *missing(): Generator<string> {
    const isJit = [...this.categories.keys()].some((name) => name.startsWith("jit"));
    if (!isJit) {
      yield "no section of the JIT: PYPYLOG=jit:FILE writes them";
      return;
    }
    if (!this.has("jit-log-opt-loop", "jit-log-opt-bridge")) {
      yield "no jit-log-opt: the operations of loops and bridges are not known";
    }
    if (!this.has("jit-backend-addr")) yield "no jit-backend-addr: addresses of code are not known";
    if (!this.has("jit-backend-dump")) yield "no jit-backend-dump: the bytes of code are not known";
    if (!this.has("jit-backend-counts")) {
      yield "no jit-backend-counts: it is not known how often code ran";
    }
    if (!this.has("jit-summary")) yield "no jit-summary: there are no counters";
  }
}
