/**
 * Which events of a reel are shown: a range of numbers, and types. A type is a kind of event, a
 * type of compiled code, or one of a few groups.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import { EVENT_FIELDS } from "../format/event-schema.ts";
import type { JitEvent } from "../format/events.ts";

/** A part of a reel; `to` is inclusive, null = to the end. */
export interface Selection {
  readonly from: number;
  readonly to: number | null;
  /** Null = all types. */
  readonly types: ReadonlySet<string> | null;
  /** Asked of every event in the range; null = all. */
  readonly matches: ((numbered: NumberedEvent) => boolean) | null;
}

export const EVERYTHING: Selection = { from: 0, to: null, types: null, matches: null };

/** Types that stand for several kinds of events. */
const GROUPS: Readonly<Record<string, (event: JitEvent) => boolean>> = {
  loop: (event) => event.kind === "compile" && event.type === "loop",
  bridge: (event) => event.kind === "compile" && event.type === "bridge",
  entry: (event) => event.kind === "compile" && event.type === "entry bridge",
  heap: (event) => event.kind.startsWith("heap_"),
  io: (event) => event.kind === "input" || event.kind === "output",
};

/** All types, for messages. */
export const TYPE_NAMES: readonly string[] = [...Object.keys(GROUPS), ...Object.keys(EVENT_FIELDS)];

/** The type that is not known among `types`, or null. */
export function findUnknownType(types: Iterable<string>): string | null {
  for (const type of types) {
    if (!TYPE_NAMES.includes(type)) return type;
  }
  return null;
}

/** Tells whether an event is of a type; null for a type that is not known. */
export function typeTest(type: string): ((event: JitEvent) => boolean) | null {
  if (Object.hasOwn(GROUPS, type)) return GROUPS[type]!;
  return Object.hasOwn(EVENT_FIELDS, type) ? (event) => event.kind === type : null;
}

/** Whether an event is of one of the selected types. */
export function isSelected(event: JitEvent, types: ReadonlySet<string> | null): boolean {
  if (types === null || types.has(event.kind)) return true;
  for (const [name, has] of Object.entries(GROUPS)) {
    if (types.has(name) && has(event)) return true;
  }
  return false;
}

/** The selected ones of `events`, which begin at `selection.from`; keeps what they return. */
export function* select<R>(
  events: Generator<NumberedEvent, R>,
  selection: Selection,
): Generator<{ readonly number: number; readonly event: JitEvent }, R | null> {
  for (;;) {
    const step = events.next();
    if (step.done) return step.value;
    const { number, event } = step.value;
    if (selection.to !== null && number > selection.to) return null;
    if (selection.matches?.(step.value) === false) continue;
    if (event !== null && isSelected(event, selection.types)) yield { number, event };
  }
}
