/**
 * One event as a query sees it: with its operations and where each stands in the program, and with
 * what the rest of the reel says about it.
 */

import type { GreenKeyRecord, JitEvent, OperationRecord } from "../format/events.ts";
import { bytecodeOf, lineOf } from "../replayer/source-texts.ts";

/** A place in the program. */
export class Place {
  readonly greenKey: GreenKeyRecord;
  /** Calls inlined around it. */
  readonly depth: number;
  private foundLine: number | null | undefined = undefined;

  constructor(greenKey: GreenKeyRecord, depth: number) {
    this.greenKey = greenKey;
    this.depth = depth;
  }

  /** Null when the green key names none. */
  get line(): number | null {
    if (this.foundLine === undefined) this.foundLine = lineOf(this.greenKey);
    return this.foundLine;
  }

  get bytecode(): string {
    return bytecodeOf(this.greenKey);
  }
}

/** An operation of an event. */
export interface PlacedOperation {
  readonly operation: OperationRecord;
  readonly index: number;
  /** That of the last merge point up to it; null before the first. */
  readonly place: Place | null;
}

/** A guard that a bridge leaves from. */
export interface GuardSite {
  readonly name: string;
  readonly place: Place | null;
}

/** What stood in the reel before an event. */
export interface Past {
  /** A source line, undefined when the reel does not hold it. */
  lookupSource(fileName: string, line: number): string | undefined;
  /** A counter as of the last stats event, that at the event included. */
  lookupCounter(name: string): number | null;
  lookupGuard(address: number): GuardSite | null;
}

/** Run counts of a unit. */
export interface UnitRuns {
  readonly runs: number;
  /** Null when only labels were counted. */
  readonly entries: number | null;
}

/** What is known at the end of the reel. Units are named by the number of their event. */
export interface Future {
  /** Whether the reel has run counts at all. */
  readonly hasRuns: boolean;
  lookupRuns(number: number): UnitRuns | null;
  lookupCost(number: number): { readonly instructions: number; readonly cycles: number } | null;
  lookupCounter(name: string): number | null;
  /** The first bridge of a guard of the unit. */
  lookupBridge(number: number, guardAddress: number): AttachedBridge | null;
}

export interface AttachedBridge {
  /** Number of its compile event. */
  readonly number: number;
  /** Failures of the guard when it was made. */
  readonly failures: number;
}

export class Moment {
  readonly number: number;
  readonly event: JitEvent;
  readonly past: Past;
  readonly future: Future;
  private placed: readonly PlacedOperation[] | null = null;
  private start: Place | null | undefined = undefined;

  constructor(number: number, event: JitEvent, past: Past, future: Future) {
    this.number = number;
    this.event = event;
    this.past = past;
    this.future = future;
  }

  /** None for events without operations. */
  get operations(): readonly PlacedOperation[] {
    this.placed ??= hasOperations(this.event) ? placeOperations(this.event.operations) : [];
    return this.placed;
  }

  /** The guard that a bridge, or a trace that was given up, leaves from. */
  get guard(): GuardSite | null {
    const address = leftGuard(this.event);
    return address === null ? null : this.past.lookupGuard(address);
  }

  /** Where the event's own green key is; of a trace from a guard, where that guard is. */
  get key(): Place | null {
    if (this.start === undefined) this.start = this.findKey();
    return this.start;
  }

  /** The event's own green key. */
  get ownKey(): Place | null {
    const { event } = this;
    const greenKey = "greenKey" in event ? event.greenKey : null;
    return greenKey === null ? null : new Place(greenKey, 0);
  }

  private findKey(): Place | null {
    const { ownKey } = this;
    return ownKey ?? this.guard?.place ?? null;
  }
}

type EventWithOperations = JitEvent & { readonly operations: readonly OperationRecord[] };

export function hasOperations(event: JitEvent): event is EventWithOperations {
  return event.kind === "compile" || event.kind === "abort";
}

export function placeOperations(operations: readonly OperationRecord[]): PlacedOperation[] {
  let place: Place | null = null;
  return operations.map((operation, index) => {
    const { mergePoint } = operation;
    if (mergePoint !== null) place = new Place(mergePoint.greenKey, mergePoint.callDepth);
    return { operation, index, place };
  });
}

/** Address of the guard that a trace began at, or null. */
export function leftGuard(event: JitEvent): number | null {
  if (event.kind === "compile") return event.type === "bridge" ? event.bridgeNo : null;
  if (event.kind !== "abort" || event.counting === null) return null;
  return event.counting.guard < 0 ? null : event.counting.guard;
}

export function isGuard(operation: OperationRecord): boolean {
  return operation.name.startsWith("guard_");
}

/** The address that a guard's descr names, or null. */
export function guardAddress(operation: OperationRecord): number | null {
  const address = /^<Guard(0x[0-9a-f]{1,13})>$/.exec(operation.descr)?.[1];
  return address === undefined ? null : Number(address);
}
