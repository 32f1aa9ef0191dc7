/**
 * The state of a run after one of its events: the nearest checkpoint before it, and the events from
 * there on. Without a usable checkpoint it is gathered from the first event on.
 */

import { isSameState } from "./checkpoint.ts";
import type { ReelDamage, ReelReader } from "./reader.ts";
import { ReelError } from "./reel-error.ts";
import { ReelState } from "./reel-state.ts";

/**
 * After event `number`, or after the last one that can be reached: its `eventNumber` says which. The
 * checkpoint is believed; `jitreel check` compares all of them with the events.
 */
export function readState(reader: ReelReader, number: number): ReelState {
  return goOn(reader, findCheckpoint(reader, number), number);
}

/**
 * Like {@link readState}, but event `number` must be reached, and the checkpoint must be what the
 * one before it, or the start, leads to: throws a ReelError when it is not.
 */
export function readCheckedState(reader: ReelReader, number: number): ReelState {
  const state = goOnFromChecked(reader, number);
  if (state.eventNumber === number) return state;
  const message = `what is alive after event ${number} is not known: events before it are lost`;
  throw new ReelError(reader.file, message, undefined, HINT);
}

const HINT = "`jitreel check` says what is wrong with the reel";

function goOnFromChecked(reader: ReelReader, number: number): ReelState {
  const checkpoint = findCheckpoint(reader, number);
  const { eventNumber } = checkpoint;
  if (eventNumber < 0) return goOn(reader, checkpoint, number);
  const found = goOn(reader, findCheckpoint(reader, eventNumber - 1), eventNumber);
  if (!isSameState(found, checkpoint)) {
    const message = `the checkpoint after event ${eventNumber} does not match the events before it`;
    throw new ReelError(reader.file, message, undefined, HINT);
  }
  return goOn(reader, checkpoint, number);
}

/** The state in the last usable checkpoint up to event `number`, or that before all events. */
function findCheckpoint(reader: ReelReader, number: number): ReelState {
  const index = reader.storedIndex();
  const listed = index === null ? null : new Set(index.checkpoints);
  for (let next = number + 1; next > 0; ) {
    const { offset, first } = reader.blockOf(next);
    const state = listed === null || listed.has(first) ? reader.checkpointAt(offset) : null;
    if (state?.eventNumber === first - 1) return state;
    next = first - 1;
  }
  return new ReelState();
}

function goOn(reader: ReelReader, state: ReelState, number: number): ReelState {
  if (state.eventNumber >= number) return state;
  let isLost = false;
  const onDamage = ({ firstLost }: ReelDamage): void => {
    isLost ||= firstLost !== null;
  };
  for (const event of reader.events(state.eventNumber + 1, onDamage)) {
    if (event.number > number || isLost) break;
    state.add(event);
  }
  return state;
}
