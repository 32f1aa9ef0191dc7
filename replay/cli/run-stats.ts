/**
 * `--stats`: what the JIT did in a run, for standard error, so that it
 * never mixes with the program's output.
 */

import type { RunResult } from "../../sim/index.ts";
import type { EventListener, JitEvent } from "../format/events.ts";
import { printEvent } from "../replayer/print-event.ts";
import { printJson } from "../format/event-json.ts";
import { printCount, printPlural } from "../replayer/print-value.ts";
import { printCosts } from "../replayer/print-costs.ts";
import type { Style } from "../replayer/style.ts";
import { CostCollector } from "../replayer/unit-costs.ts";

/** An event that `--stats` lists, without its operations. */
type Listed = Extract<JitEvent, { kind: "compile" | "abort" }>;

const NAME_WIDTH = 24;

/** Collects the loops, bridges and aborts of a run. */
export class RunStats {
  private readonly listed: { readonly number: number; readonly event: Listed }[] = [];
  private readonly costs = new CostCollector();
  private eventCount = 0;
  private ticks = 0;

  readonly onEvent: EventListener = (event) => {
    if (event.kind === "compile" || event.kind === "abort") {
      this.listed.push({ number: this.eventCount, event });
    }
    this.costs.onEvent(event);
    this.eventCount++;
    this.ticks = event.ticks;
  };

  private count(is: (event: Listed) => boolean): number {
    return this.listed.filter(({ event }) => is(event)).length;
  }

  private totals(): { loops: number; bridges: number; aborts: number } {
    return {
      loops: this.count((event) => event.kind === "compile" && event.type !== "bridge"),
      bridges: this.count((event) => event.kind === "compile" && event.type === "bridge"),
      aborts: this.count((event) => event.kind === "abort"),
    };
  }

  /** The lines for a person. */
  print(result: RunResult, style: Style): string[] {
    const { loops, bridges, aborts } = this.totals();
    const { counters, counterTimes } = result.stats;
    const parts = [
      printPlural(loops, "loop"),
      printPlural(bridges, "bridge"),
      printPlural(aborts, "abort"),
      printPlural(this.ticks, "tick"),
    ];
    return [
      style.strong(parts.join(", ")),
      ...this.listed.map(({ number, event }) => printEvent(number, event, style)),
      style.strong("machine code run"),
      ...printCosts(this.costs.read(), style).map((line) => `  ${line}`),
      style.strong("counters"),
      ...counters.map(([name, value]) => `  ${name.padEnd(NAME_WIDTH)}${printCount(value)}`),
      style.strong("virtual seconds"),
      ...Object.entries(counterTimes).map(
        ([name, value]) => `  ${name.padEnd(NAME_WIDTH)}${value.toFixed(9)}`,
      ),
    ];
  }

  /** One line of JSON. */
  printJson(result: RunResult): string {
    const { status, outcome, exception, stats } = result;
    return printJson({
      status,
      outcome,
      exception,
      ticks: this.ticks,
      ...this.totals(),
      counters: Object.fromEntries(stats.counters),
      counterTimes: stats.counterTimes,
      loopRunTimes: stats.loopRunTimes,
      costs: this.costs.read(),
    });
  }
}
