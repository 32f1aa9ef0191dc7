/**
 * Why a trace was started that was compiled or given up: the counter that fired, what it was
 * compared with, the guards on the way to a bridge, what had been tried before, and what followed.
 * All of it from recorded decisions; nothing is computed again.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { EventOf } from "../format/event-schema.ts";
import type { CauseRecord, CountingRecord, GreenKeyRecord, JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import type { ReelState } from "../format/reel-state.ts";
import type { CellState } from "../format/state-schema.ts";
import type { GuardOrigin } from "./guard-origin.ts";
import { findGuard } from "./guard-origin.ts";
import type { ParameterSource } from "./parameter-source.ts";
import { findParameter } from "./parameter-source.ts";
import { eventAt } from "./reel-tour.ts";

/** A trace that was compiled or given up. */
export type Decision = EventOf<"compile"> | EventOf<"abort">;

/** Another event that belongs to the story. */
export interface RelatedEvent {
  readonly number: number;
  readonly event: JitEvent;
}

/** A guard that led to a trace, and why the unit that holds it was compiled. */
export interface GuardLink {
  readonly address: number;
  /** Null when no living unit holds it, or when the reel does not say which guard it was. */
  readonly origin: GuardOrigin | null;
}

export interface Why {
  readonly number: number;
  readonly event: Decision;
  readonly cause: CauseRecord;
  /** Null in reels before 2.0 and of other engines. */
  readonly counting: CountingRecord | null;
  /** The parameter that was compared with, and that of decays. */
  readonly threshold: ParameterSource;
  readonly decay: ParameterSource;
  /** From the guard that failed outwards, up to one of a loop; empty for loops and functions. */
  readonly guards: readonly GuardLink[];
  /** Green key of the trace's start, as it was before: null for traces from guards. */
  readonly cell: CellState | null;
  /** Traces from the same start that were given up before, the latest first. */
  readonly earlier: readonly RelatedEvent[];
  readonly earlierCount: number;
  /** The function that starts here is not inlined since this event. */
  readonly notInlined: RelatedEvent | null;
  /** Entry bridges: what the trace has run into. */
  readonly joined: { readonly target: string; readonly unit: RelatedEvent | null } | null;
  /** Of a trace that was given up: what came of it. */
  readonly after: readonly RelatedEvent[];
}

const EARLIER_MAX = 8;

/** So many events are looked through for what came of an abort. */
export const AFTER_EVENTS_MAX = 20_000;

/** A chain of bridges of bridges is followed so far. */
const GUARDS_MAX = 64;

const THRESHOLDS: Readonly<Record<CauseRecord["kind"], string>> = {
  loop: "threshold",
  function: "function_threshold",
  guard: "trace_eagerness",
};

/**
 * The compilation or abort that an event belongs to: itself, for a block of code or a callback what
 * it was made for, for a function that is too long the trace that it was in. Null for others.
 */
export function findDecision(
  reader: ReelReader,
  numbered: NumberedEvent,
): (RelatedEvent & { readonly event: Decision }) | null {
  const { number, event } = numbered;
  if (event === null) return null;
  if (isDecision(event)) return { number, event };
  if (event.kind === "too_long") return decisionBefore(reader, number);
  if (!MADE_FOR_A_TRACE.has(event.kind)) return null;
  for (const next of reader.events(number + 1)) {
    if (next.event === null || next.event.ticks !== event.ticks) return null;
    if (isDecision(next.event)) return { number: next.number, event: next.event };
  }
  return null;
}

const MADE_FOR_A_TRACE: ReadonlySet<JitEvent["kind"]> = new Set([
  "heap_reserve",
  "heap_commit",
  "heap_abort",
  "heap_patch",
  "tmp_callback",
  "fault",
]);

function isDecision(event: JitEvent): event is Decision {
  return event.kind === "compile" || event.kind === "abort";
}

function decisionBefore(reader: ReelReader, number: number) {
  const event = eventAt(reader, number - 1);
  return event !== null && isDecision(event) ? { number: number - 1, event } : null;
}

export function explainDecision(reader: ReelReader, number: number, event: Decision): Why {
  const { cause, counting } = event;
  const state = reader.stateAt(number - 1);
  const cell = cause.kind === "guard" || event.greenKey === null ? null : startCell(state, event);
  const record = state.read();
  const address = cause.kind === "guard" ? guardOf(event) : -1;
  const tried = address < 0 ? cell : (state.guard(address) ?? null);
  const earlier = listEarlier(reader, address, event, tried?.lastAbort ?? -1);
  return {
    number,
    event,
    cause,
    counting,
    threshold: findParameter(reader.header, record, THRESHOLDS[cause.kind]),
    decay: findParameter(reader.header, record, "decay"),
    guards: cause.kind === "guard" ? followGuards(reader, state, event) : [],
    cell,
    earlier,
    earlierCount: tried?.aborted ?? 0,
    notInlined: cell === null ? null : related(reader, cell.notInlined),
    joined:
      event.kind === "compile" && event.type === "entry bridge"
        ? findJoined(reader, state, event)
        : null,
    after: event.kind === "abort" ? listAfter(reader, number, event) : [],
  };
}

function startCell(state: ReelState, { jitdriverName, greenKey }: Decision): CellState | null {
  return (greenKey === null ? undefined : state.cell(jitdriverName, greenKey)) ?? null;
}

/** Address of the guard whose failures led to a trace; -1 when the reel does not say. */
function guardOf(event: Decision): number {
  return isBridge(event) ? event.bridgeNo : (event.counting?.guard ?? -1);
}

/** The loop that this guard belongs to. */
function loopOf(event: Decision): number {
  return isBridge(event) ? event.loopNo : (event.counting?.loopNo ?? -1);
}

function isBridge(event: Decision): event is EventOf<"compile"> {
  return event.kind === "compile" && event.type === "bridge";
}

function related(reader: ReelReader, number: number): RelatedEvent | null {
  const event = eventAt(reader, number);
  return event === null ? null : { number, event };
}

/** From the guard that has failed to the loop: each bridge on the way was compiled for a guard. */
function followGuards(reader: ReelReader, state: ReelState, event: Decision): GuardLink[] {
  const links: GuardLink[] = [];
  let address = guardOf(event);
  const loopNo = loopOf(event);
  while (links.length < GUARDS_MAX) {
    const origin = address < 0 ? null : findGuard(reader, state, loopNo, address);
    links.push({ address, origin });
    if (origin === null || origin.unit.type !== "bridge") return links;
    address = origin.unit.bridgeNo;
  }
  return links;
}

/** Each abort leads to the one before it, through the state before it. */
function listEarlier(
  reader: ReelReader,
  guard: number,
  start: Decision,
  lastAbort: number,
): RelatedEvent[] {
  const found: RelatedEvent[] = [];
  for (let number = lastAbort; number >= 0 && found.length < EARLIER_MAX; ) {
    const one = related(reader, number);
    if (one === null) return found;
    found.push(one);
    const state = reader.stateAt(number - 1);
    const before = guard < 0 ? startCell(state, start) : state.guard(guard);
    number = before?.lastAbort ?? -1;
  }
  return found;
}

/** The unit with the label that an entry bridge jumps to. */
function findJoined(
  reader: ReelReader,
  state: ReelState,
  event: EventOf<"compile">,
): Why["joined"] {
  const jump = event.operations.at(-1);
  if (jump?.name !== "jump" || jump.descr === "") return null;
  for (const { event: number } of state.allUnits()) {
    const unit = related(reader, number);
    if (unit?.event.kind !== "compile") continue;
    const hasLabel = unit.event.operations.some(
      ({ name, descr }) => name === "label" && descr === jump.descr,
    );
    if (hasLabel) return { target: jump.descr, unit };
  }
  return { target: jump.descr, unit: null };
}

/**
 * What came of a trace that was given up: the function that is not inlined any more, then the next
 * trace from the same start.
 */
function listAfter(reader: ReelReader, number: number, event: EventOf<"abort">): RelatedEvent[] {
  const found: RelatedEvent[] = [];
  for (const next of reader.events(number + 1)) {
    if (next.event === null) continue;
    if (next.number === number + 1 && next.event.kind === "too_long") {
      found.push({ number: next.number, event: next.event });
    }
    if (isDecision(next.event) && isSameStart(event, next.event)) {
      found.push({ number: next.number, event: next.event });
      break;
    }
    if (next.number - number >= AFTER_EVENTS_MAX) break;
  }
  return found;
}

function isSameStart(a: Decision, b: Decision): boolean {
  if ((a.cause.kind === "guard") !== (b.cause.kind === "guard")) return false;
  if (a.cause.kind === "guard") return guardOf(a) >= 0 && guardOf(a) === guardOf(b);
  return a.jitdriverName === b.jitdriverName && isSameKey(a.greenKey, b.greenKey);
}

function isSameKey(a: GreenKeyRecord | null, b: GreenKeyRecord | null): boolean {
  if (a === null || b === null) return false;
  return a.codeNumber === b.codeNumber && a.position === b.position && a.text === b.text;
}
