/**
 * The events of two reels in step: a stream of pairs, and of events without a partner. Equal heads
 * go together at once; else a window of both sides is aligned and given out up to its last quarter,
 * so that the memory does not grow with the reels. Events further apart than a window do not meet
 * here (units do, see `match-units.ts`).
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import { alignByKeys } from "./align-by-keys.ts";
import type { EventKeys } from "./event-keys.ts";

/** An event with its keys. */
export interface KeyedEvent extends NumberedEvent {
  /** Of events that bring a unit: its index; else -1. */
  readonly unit: number;
  readonly keys: EventKeys;
}

/** What stands beside each other; one of both may be missing. */
export interface EventStep {
  readonly a: KeyedEvent | null;
  readonly b: KeyedEvent | null;
}

/** Windows grow from the first to the second size until they share something. */
const WINDOW_COUNT_MIN = 256;
const WINDOW_COUNT_MAX = 16_384;

/** A window ends with this many operations, too. */
const WINDOW_OPERATION_COUNT = 30_000;

/** The next events of one side. */
class Window {
  readonly events: KeyedEvent[] = [];
  private readonly source: Iterator<KeyedEvent>;
  private isAtEnd = false;

  constructor(source: Iterable<KeyedEvent>) {
    this.source = source[Symbol.iterator]();
  }

  /** Whether the window holds everything that is left. */
  get isLast(): boolean {
    return this.isAtEnd;
  }

  head(): KeyedEvent | null {
    if (this.events.length === 0) this.readOne();
    return this.events[0] ?? null;
  }

  fill(count: number): void {
    let operations = 0;
    for (const { event } of this.events) operations += sizeOf(event);
    while (this.events.length < count && operations < WINDOW_OPERATION_COUNT) {
      if (!this.readOne()) return;
      operations += sizeOf(this.events.at(-1)!.event);
    }
  }

  private readOne(): boolean {
    if (this.isAtEnd) return false;
    const next = this.source.next();
    if (next.done) this.isAtEnd = true;
    else this.events.push(next.value);
    return !this.isAtEnd;
  }
}

function sizeOf(event: NumberedEvent["event"]): number {
  return event !== null && (event.kind === "compile" || event.kind === "abort")
    ? event.operations.length
    : 1;
}

export function* alignEvents(
  a: Iterable<KeyedEvent>,
  b: Iterable<KeyedEvent>,
): Generator<EventStep, void> {
  const left = new Window(a);
  const right = new Window(b);
  for (;;) {
    const headA = left.head();
    const headB = right.head();
    if (headA === null && headB === null) return;
    if (headA !== null && headB !== null && areAlike(headA.keys, headB.keys)) {
      left.events.shift();
      right.events.shift();
      yield { a: headA, b: headB };
    } else yield* alignWindows(left, right);
  }
}

function areAlike(a: EventKeys, b: EventKeys): boolean {
  return a.exact !== null && a.exact === b.exact;
}

function* alignWindows(left: Window, right: Window): Generator<EventStep, void> {
  const steps = nextSteps(left, right);
  left.events.splice(0, steps.filter(({ a }) => a !== null).length);
  right.events.splice(0, steps.filter(({ b }) => b !== null).length);
  yield* steps;
}

/** Of windows that share nothing however large they are, everything. */
function nextSteps(left: Window, right: Window): EventStep[] {
  for (let count = WINDOW_COUNT_MIN; ; count *= 4) {
    left.fill(count);
    right.fill(count);
    const steps = alignedSteps(left.events, right.events);
    if (left.isLast && right.isLast) return steps;
    const settled = settledCount(steps, left.events, right.events);
    if (settled > 0) return steps.slice(0, settled);
    if (count >= WINDOW_COUNT_MAX) return steps;
  }
}

function alignedSteps(a: readonly KeyedEvent[], b: readonly KeyedEvent[]): EventStep[] {
  const exact = (one: KeyedEvent): string | null => one.keys.exact;
  const coarse = (one: KeyedEvent): string | null => one.keys.coarse;
  const rows = alignByKeys([
    [a.map(exact), b.map(exact)],
    [a.map(coarse), b.map(coarse)],
  ]);
  return rows.map(([i, j]) => ({
    a: i === null ? null : a[i]!,
    b: j === null ? null : b[j]!,
  }));
}

/** Steps up to the last pair in the first three quarters of both windows; 0 when there is none. */
function settledCount(
  steps: readonly EventStep[],
  a: readonly KeyedEvent[],
  b: readonly KeyedEvent[],
): number {
  let countA = 0;
  let countB = 0;
  let count = 0;
  for (const [index, step] of steps.entries()) {
    if (step.a !== null) countA++;
    if (step.b !== null) countB++;
    const isBoth = step.a !== null && step.b !== null;
    if (isBoth && countA * 4 <= a.length * 3 && countB * 4 <= b.length * 3) count = index + 1;
  }
  return count;
}
