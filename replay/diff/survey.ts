/**
 * The first pass over one reel: what its units look like, how often they ran and what they cost,
 * and the counters at the end. Of a very large reel only the first units are kept, so that the
 * memory is bounded; operations are not kept at all, they are read again where they are needed.
 */

import { createHash } from "node:crypto";
import { COUNTER_WORDS } from "../format/event-schema.ts";
import type { EventOf } from "../format/event-schema.ts";
import type { JitEvent } from "../format/events.ts";
import type { UnitPrint } from "../replayer/match-units.ts";
import { printOfUnit } from "../replayer/match-units.ts";
import type { UnitIdentity } from "../replayer/unit-identity.ts";
import { UnitIdentifier } from "../replayer/unit-identity.ts";
import type { DiffSource } from "./diff-source.ts";

/** Units whose identity is kept for matching. */
export const UNIT_COUNT_MAX = 10_000;

/** Guards that are remembered, so that their bridges are known by them. */
export const GUARD_COUNT_MAX = 50_000;

/** One unit as the survey leaves it. */
export interface SurveyedUnit extends UnitPrint {
  readonly eventNumber: number;
}

/** What was counted for one unit; null where it was not. */
export interface UnitCounts {
  readonly runs: number | null;
  readonly instructions: number | null;
  readonly cycles: number | null;
}

/** All that was written to one stream. */
class StreamText {
  readonly event: number;
  private readonly hash = createHash("sha256");
  private length = 0;

  /** `event` is the number of the first event that writes to it. */
  constructor(event: number) {
    this.event = event;
  }

  add(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.length += bytes.length;
  }

  /** Its length and digest; more can be added afterwards. */
  print(): string {
    return `${this.length} bytes, SHA-256 ${this.hash.copy().digest("hex").slice(0, 12)}…`;
  }
}

const NO_COUNTS: UnitCounts = { runs: null, instructions: null, cycles: null };

export class Survey {
  /** The first {@link UNIT_COUNT_MAX} ones. */
  readonly units: SurveyedUnit[] = [];
  /** Indexes of units by the numbers that events call them. */
  readonly loops = new Map<number, number>();
  readonly bridges = new Map<number, number>();
  readonly tokens = new Map<string, number>();
  /** Names and values of everything that is counted for the whole run. */
  readonly totals = new Map<string, number>();
  /** What was written, by stream. */
  readonly output = new Map<"stdout" | "stderr", StreamText>();
  unitCount = 0;
  eventCount = 0;
  unknownCount = 0;
  private readonly runs = new Map<string, number>();
  private readonly costs: EventOf<"cost">[] = [];

  static of(source: DiffSource, onEvent: () => void): Survey {
    const survey = new Survey();
    const identifier = new UnitIdentifier(GUARD_COUNT_MAX);
    for (const { number, event } of source.events()) {
      survey.eventCount++;
      if (event === null) survey.unknownCount++;
      else survey.add(number, event, identifier);
      onEvent();
    }
    return survey;
  }

  countsOf(unit: SurveyedUnit): UnitCounts {
    const cost = this.costs[unit.index];
    const runs = unit.counter === null ? null : (this.runs.get(unit.counter) ?? null);
    if (cost === undefined) return { ...NO_COUNTS, runs };
    return { runs, instructions: cost.instructions, cycles: cost.cycles };
  }

  /** Index of the unit that is called so; undefined when it is not known. */
  unitOf(kind: "loop" | "bridge", number: number): number | undefined {
    return (kind === "loop" ? this.loops : this.bridges).get(number);
  }

  private add(number: number, event: JitEvent, identifier: UnitIdentifier): void {
    this.totals.set("ticks", event.ticks);
    if (event.kind === "compile" || event.kind === "tmp_callback") {
      this.unitCount++;
      if (this.units.length < UNIT_COUNT_MAX) this.addUnit(number, event, identifier.add(event));
    } else if (event.kind === "stats") this.addStats(event);
    else if (event.kind === "cost") this.addCost(event);
    else if (event.kind === "output") this.addOutput(number, event);
  }

  private addOutput(number: number, { stream, bytes }: EventOf<"output">): void {
    const text = this.output.get(stream) ?? new StreamText(number);
    this.output.set(stream, text);
    text.add(bytes);
  }

  private addUnit(
    number: number,
    event: EventOf<"compile"> | EventOf<"tmp_callback">,
    unit: UnitIdentity,
  ): void {
    const operations = event.kind === "compile" ? event.operations : [];
    this.units.push({ ...printOfUnit(unit, operations), eventNumber: number });
    if (event.kind === "tmp_callback") return;
    if (event.type === "bridge") this.bridges.set(event.bridgeNo, unit.index);
    else this.loops.set(event.loopNo, unit.index);
    for (const { name, descr } of operations) {
      if (name === "label") this.tokens.set(tokenOf(descr), unit.index);
    }
  }

  private addStats(event: EventOf<"stats">): void {
    const values = new Map<string, number>(event.counters);
    for (const name of COUNTER_WORDS) this.setTotal(name, values.get(name));
    this.totals.set("tracing nanoseconds", event.tracingNanoseconds);
    this.totals.set("backend nanoseconds", event.backendNanoseconds);
    if (!event.atEnd) return;
    for (const [kind, id, count] of event.loopRunTimes.slice(0, UNIT_COUNT_MAX)) {
      if (kind !== "l") this.runs.set(`${kind} ${id}`, count);
    }
  }

  private setTotal(name: string, value: number | undefined): void {
    if (value !== undefined) this.totals.set(name, value);
  }

  private addCost(event: EventOf<"cost">): void {
    if (event.unit === null) {
      this.totals.set("instructions", event.instructions);
      this.totals.set("cycles", event.cycles);
    } else if (this.costs.length < UNIT_COUNT_MAX) this.costs.push(event);
  }
}

/** `139640124211200` of `TargetToken(139640124211200)`. */
export function tokenOf(descr: string): string {
  return /^TargetToken\((\d+)\)$/.exec(descr)?.[1] ?? descr;
}
