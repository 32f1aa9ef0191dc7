/**
 * The tree of compiled units: loops and entry bridges, bridges under the unit that their guard is
 * in, and who jumps to or calls whom. Nothing of the operations is kept, so it takes little memory.
 *
 * Every unit up to the last selected event is in it; run counts are those of the last `stats` event.
 */

import type { CompileEvent, JitEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import { countGuards } from "../replayer/print-value.ts";
import type { Cost } from "../replayer/unit-costs.ts";
import type { UnitIdentity } from "../replayer/unit-identity.ts";
import { guardAddress, UnitIdentifier } from "../replayer/unit-identity.ts";
import type { ExportSource, MarkedEvent } from "./export-format.ts";

/** A unit; index in {@link UnitTree.units} and identity's index are the same. */
export interface TreeUnit {
  readonly identity: UnitIdentity;
  readonly eventNumber: number;
  readonly isSelected: boolean;
  readonly loopNo: number;
  /** Address of the guard; -1 for what is no bridge. */
  readonly bridgeNo: number;
  /** Name of the guard's operation, "" when it is not known or there is none. */
  readonly guardName: string;
  readonly operationCount: number;
  readonly guardCount: number;
  readonly codeSize: number;
  /** Its labels, e.g. `TargetToken(139640124211200)`. */
  readonly labels: readonly string[];
  /** The label that it jumps to in the end, or "". */
  readonly target: string;
  /** How often its operations call each loop. */
  readonly calls: ReadonlyMap<number, number>;
}

export class UnitTree {
  readonly units: readonly TreeUnit[];
  /** What units have cost, in their order; empty when the reel does not tell. */
  readonly costs: readonly Cost[];
  /** Number of the event that freed a loop and its bridges, by the loop's number. */
  readonly freed: ReadonlyMap<number, number>;
  private readonly runs: ReadonlyMap<string, number>;
  private readonly byLabel = new Map<string, TreeUnit>();
  private readonly byLoop = new Map<number, TreeUnit>();

  constructor(parts: TreeParts) {
    this.units = parts.units;
    this.costs = parts.costs;
    this.freed = parts.freed;
    this.runs = parts.runs;
    for (const unit of this.units) {
      for (const label of unit.labels) this.byLabel.set(label, unit);
      const { type } = unit.identity;
      if (type === "loop" || type === "entry bridge") this.byLoop.set(unit.loopNo, unit);
    }
  }

  /** The unit that a bridge's guard is in; null for others, and when it is not known. */
  ownerOf({ identity }: TreeUnit): TreeUnit | null {
    return this.units[identity.owner] ?? null;
  }

  /** Entries, when the run counted them; for labels, use {@link labelRunsOf}. */
  runsOf({ identity }: TreeUnit): number | null {
    return identity.counter === null ? null : (this.runs.get(identity.counter) ?? null);
  }

  /** How often a label was passed. */
  labelRunsOf(label: string): number | null {
    const number = /^TargetToken\((\d+)\)$/.exec(label)?.[1];
    return this.runs.get(`l ${number}`) ?? null;
  }

  lookupLabel(label: string): TreeUnit | null {
    return this.byLabel.get(label) ?? null;
  }

  lookupLoop(loopNo: number): TreeUnit | null {
    return this.byLoop.get(loopNo) ?? null;
  }
}

interface TreeParts {
  readonly units: TreeUnit[];
  readonly costs: Cost[];
  readonly freed: Map<number, number>;
  readonly runs: Map<string, number>;
}

export function readUnitTree({ marked }: ExportSource): UnitTree {
  const parts: TreeParts = { units: [], costs: [], freed: new Map(), runs: new Map() };
  const identifier = new UnitIdentifier();
  const wanted = findBridgeGuards(marked());
  const guardNames = new Map<number, string>();
  for (const { number, event, isSelected } of marked()) {
    if (event?.kind === "compile" || event?.kind === "tmp_callback") {
      const identity = identifier.add(event);
      const place = { identity, eventNumber: number, isSelected };
      if (event.kind === "tmp_callback") parts.units.push({ ...place, ...CALLBACK });
      else {
        parts.units.push({ ...place, ...describeUnit(event, guardNames.get(event.bridgeNo)) });
        addGuardNames(event, wanted, guardNames);
      }
    } else if (event !== null) addOther(event, number, parts);
  }
  return new UnitTree(parts);
}

/** Guards that some bridge leaves from; only their names are worth keeping. */
function findBridgeGuards(events: Iterable<MarkedEvent>): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { event } of events) {
    if (event?.kind === "compile" && event.type === "bridge") found.add(event.bridgeNo);
  }
  return found;
}

function addGuardNames(
  { operations }: CompileEvent,
  wanted: ReadonlySet<number>,
  names: Map<number, string>,
): void {
  for (const { name, descr } of operations) {
    const address = guardAddress(descr);
    if (address !== null && wanted.has(address)) names.set(address, name);
  }
}

type UnitFacts = Omit<TreeUnit, "identity" | "eventNumber" | "isSelected">;

const CALLBACK: UnitFacts = {
  loopNo: -1,
  bridgeNo: -1,
  guardName: "",
  operationCount: 0,
  guardCount: 0,
  codeSize: 0,
  labels: [],
  target: "",
  calls: new Map(),
};

function describeUnit(event: CompileEvent, guardName: string | undefined): UnitFacts {
  const { type, loopNo, bridgeNo, operations, asmlen } = event;
  const calls = new Map<number, number>();
  for (const { name, descr } of operations) {
    if (!name.startsWith("call_assembler")) continue;
    const called = /^<Loop(-?\d{1,15})>$/.exec(descr)?.[1];
    if (called !== undefined) calls.set(Number(called), (calls.get(Number(called)) ?? 0) + 1);
  }
  const last = operations.at(-1);
  return {
    loopNo,
    bridgeNo: type === "bridge" ? bridgeNo : -1,
    guardName: type === "bridge" ? (guardName ?? "") : "",
    operationCount: operations.length,
    guardCount: countGuards(operations),
    codeSize: asmlen,
    labels: operations.filter(({ name }) => name === "label").map(({ descr }) => descr),
    target: last?.name === "jump" ? last.descr : "",
    calls,
  };
}

function addOther(event: JitEvent, number: number, { costs, freed, runs }: TreeParts): void {
  if (event.kind === "free_loop") freed.set(event.loopNo, number);
  else if (event.kind === "cost" && event.unit !== null) {
    costs.push({ instructions: event.instructions, cycles: event.cycles });
  } else if (event.kind === "stats") addRuns(event, runs);
}

function addRuns({ loopRunTimes }: EventOf<"stats">, runs: Map<string, number>): void {
  for (const [kind, id, count] of loopRunTimes) runs.set(`${kind} ${id}`, count);
}
