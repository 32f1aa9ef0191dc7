/**
 * A recorded session as a hook script meets it: which events its hooks are called with, and what
 * the records say of everything else at that moment.
 *
 * Statistics are the recorded ones where the recorded program has asked for them at the same point
 * (a script that ran in it gets its own numbers again). Elsewhere they are the last ones before,
 * with those counters brought up to date that follow from the events: what was compiled, freed and
 * given up.
 */

import type {
  CodePlace,
  CounterName,
  HookEvent,
  JitEvent,
  RecordedSession,
  StatsSnapshot,
} from "../../sim/index.ts";
import { COUNTER_NAMES } from "../../sim/index.ts";
import { ReelState } from "../format/reel-state.ts";
import type { StateRecord, StatsState } from "../format/state-schema.ts";
import type { Reel, ReelEvent } from "./reel.ts";

/** How far events are read ahead for statistics that a hook has asked for. */
const AHEAD_COUNT_MAX = 4096;

export class ScriptSession implements RecordedSession {
  readonly capacityBytes: number | null;
  private readonly events: Iterator<ReelEvent>;
  /** Events that were read ahead. */
  private readonly ahead: ReelEvent[] = [];
  private readonly state = new ReelState();
  private readonly sources = new Map<string, Uint8Array>();
  /** Hooks that the recorded program has set. */
  private readonly recordedHooks = new Set<string>();
  private lastAbortHasStart = false;
  /** The event whose hook runs, if the recorded program's hook was called with it, too. */
  private deliveredEvent: HookEvent | null = null;
  /** The statistics that a running hook has got last. */
  private lastTaken = -1;

  constructor(reel: Reel) {
    const { programName, programText, limits } = reel.header;
    this.capacityBytes = limits.heapBytes;
    if (programText.length > 0) this.sources.set(programName, programText);
    this.events = reel.events();
  }

  /** The recorded source of a file by its name in messages, or null. */
  readonly sourceOf = (fileName: string): Uint8Array | null => this.sources.get(fileName) ?? null;

  /** Goes through all events and calls `tell` with those that hooks are called with. */
  feed(tell: (event: HookEvent) => void): void {
    for (let next = this.take(); next !== null; next = this.take()) {
      const { event } = next;
      this.state.add(next);
      this.note(event);
      if (!isHookEvent(event) || !this.isTold(event)) continue;
      this.deliveredEvent = event.delivered ? event : null;
      tell(event);
      this.deliveredEvent = null;
    }
  }

  private take(): ReelEvent | null {
    const known = this.ahead.shift();
    if (known !== undefined) return known;
    const step = this.events.next();
    return step.done === true ? null : step.value;
  }

  private note(event: JitEvent): void {
    if (event.kind === "set_hook") {
      if (event.isSet) this.recordedHooks.add(event.hook);
      else this.recordedHooks.delete(event.hook);
    } else if (event.kind === "abort") {
      this.lastAbortHasStart = event.greenKey !== null;
    } else if (event.kind === "input" && event.name.endsWith(".py")) {
      this.sources.set(event.name, event.bytes);
    }
  }

  /**
   * Whether a hook of the program would have been called. Where it had one that was not called,
   * another hook was running, or the trace had no start.
   */
  private isTold(event: HookEvent): boolean {
    if (event.delivered || this.recordedHooks.has(event.kind)) return event.delivered;
    if (event.kind === "abort") return event.greenKey !== null;
    return event.kind === "compile" || this.lastAbortHasStart;
  }

  getStatsSnapshot(): StatsSnapshot {
    const asked = this.deliveredEvent === null ? null : this.findAsked();
    if (asked !== null) return snapshotOf(asked, asked.counters);
    const record = this.state.read();
    return snapshotOf(record.stats, upToDate(record));
  }

  /** The next statistics that the recorded program has asked for while the hook ran. */
  private findAsked(): (JitEvent & { kind: "stats" }) | null {
    for (let i = 0; i < AHEAD_COUNT_MAX; i++) {
      if (i === this.ahead.length) {
        const step = this.events.next();
        if (step.done === true) return null;
        this.ahead.push(step.value);
      }
      const { number, event } = this.ahead[i]!;
      if (isHookEvent(event) && event.delivered) return null;
      if (event.kind !== "stats" || event.atEnd || number <= this.lastTaken) continue;
      this.lastTaken = number;
      return event;
    }
    return null;
  }

  codeBytes(): { readonly reached: number; readonly used: number } {
    const { heapBase, heapTop, blocks } = this.state.read();
    const used = blocks.reduce((sum, { size }) => sum + size, 0);
    return { reached: heapTop - heapBase, used };
  }

  hasCell({ codeName, fileName, firstLine, position }: CodePlace): boolean {
    return this.state
      .read()
      .cells.some(
        ({ greenKey: key }) =>
          key.position === position &&
          key.codeName === codeName &&
          key.fileName === fileName &&
          key.firstLine === firstLine,
      );
  }
}

function isHookEvent(event: JitEvent): event is HookEvent {
  return event.kind === "compile" || event.kind === "abort" || event.kind === "too_long";
}

type StatsNumbers = Pick<
  StatsState,
  "counters" | "tracingNanoseconds" | "backendNanoseconds" | "loopRunTimes"
>;

function snapshotOf(
  stats: StatsNumbers | null,
  counters: StatsSnapshot["counters"],
): StatsSnapshot {
  return {
    counters,
    counterTimes: {
      TRACING: (stats?.tracingNanoseconds ?? 0) / 1e9,
      BACKEND: (stats?.backendNanoseconds ?? 0) / 1e9,
    },
    loopRunTimes: (stats?.loopRunTimes ?? []).map(([kind, number, count]) => ({
      kind,
      number,
      count,
    })),
  };
}

/** The last recorded counters, those that follow from events as they are by now. */
export function upToDate(record: StateRecord): (readonly [CounterName, number])[] {
  const { totals, aborts, stats } = record;
  const last = new Map<CounterName, number>(stats?.counters);
  const counted = new Map<CounterName, number>([
    ["TOTAL_COMPILED_LOOPS", totals.loops + totals.entryBridges + totals.callbacks],
    ["TOTAL_COMPILED_BRIDGES", totals.bridges],
    ["TOTAL_FREED_LOOPS", totals.freedLoops],
    ["TOTAL_FREED_BRIDGES", totals.freedBridges],
    ...aborts.map(({ reason, count }) => [reason, count] as const),
  ]);
  const countOf = (name: CounterName): number =>
    Math.max(last.get(name) ?? 0, counted.get(name) ?? 0);
  return COUNTER_NAMES.map((name) => [name, countOf(name)] as const);
}
