/**
 * Divergences of statistics and costs: which counter, whose runs.
 */

import type { EventOf } from "../format/event-schema.ts";
import { printOwner } from "../replayer/print-event.ts";
import { printAddress, printCount } from "../replayer/print-value.ts";
import type { Decision, Situation } from "./decision.ts";

type StatsEvent = EventOf<"stats">;

const SHOWN_MAX = 10;

/** Nothing unless both events are statistics or costs. */
export function decideNumbers({ divergence: { recorded, live } }: Situation): Decision[] {
  if (recorded?.kind === "cost" && live?.kind === "cost") {
    const whose = recorded.unit === null ? "the whole run" : printOwner(recorded.unit);
    const text =
      `what compiled code has cost, ${whose}: recorded, ${printCount(recorded.instructions)} ` +
      `instructions; live, ${printCount(live.instructions)}`;
    return [{ about: "numbers", text }];
  }
  if (recorded?.kind !== "stats" || live?.kind !== "stats") return [];
  const changed = compareNumbers(namedNumbers(recorded), namedNumbers(live));
  if (changed.length === 0) return [];
  const more = changed.length > SHOWN_MAX ? ", …" : "";
  const text = `counters, recorded → live: ${changed.slice(0, SHOWN_MAX).join(", ")}${more}`;
  return [{ about: "numbers", text }];
}

const RUN_NOUNS = { e: "entry of loop", l: "label", b: "bridge of guard" } as const;

function namedNumbers(event: StatsEvent): Map<string, number> {
  const runs = event.loopRunTimes.map(([kind, id, count]) => {
    const name = kind === "e" ? String(id) : printAddress(id);
    return [`runs of ${RUN_NOUNS[kind]} ${name}`, count] as const;
  });
  return new Map<string, number>([...event.counters, ...runs]);
}

function compareNumbers(
  recorded: ReadonlyMap<string, number>,
  live: ReadonlyMap<string, number>,
): string[] {
  const names = new Set([...recorded.keys(), ...live.keys()]);
  const print = (value: number | undefined): string =>
    value === undefined ? "none" : printCount(value);
  return [...names]
    .filter((name) => recorded.get(name) !== live.get(name))
    .map((name) => `${name} ${print(recorded.get(name))} → ${print(live.get(name))}`);
}
