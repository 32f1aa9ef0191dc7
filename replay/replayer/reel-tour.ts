/**
 * What looking around in a reel needs: events by number, their neighbours, the last one there is,
 * and the texts of the program.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import { SourceTexts } from "./source-texts.ts";

/** Number of the last event that can be read, -1 when there is none. */
export function lastEventNumber(reader: ReelReader): number {
  let last = -1;
  const { first } = reader.blockOf(Number.MAX_SAFE_INTEGER);
  for (const { number } of reader.events(first, passOver)) last = number;
  return last;
}

/** What is damaged is told by who walks over it. */
function passOver(): void {}

/** An event that another one names; null when it is not there, not known or lost. */
export function eventAt(reader: ReelReader, number: number): JitEvent | null {
  if (number < 0) return null;
  try {
    return reader.at(number)?.event ?? null;
  } catch (error) {
    if (error instanceof ReelError) return null;
    throw error;
  }
}

/** Events `from` … `to`, those that there are. */
export function eventsBetween(reader: ReelReader, from: number, to: number): NumberedEvent[] {
  const found: NumberedEvent[] = [];
  for (const numbered of reader.events(Math.max(0, from), passOver)) {
    if (numbered.number > to) break;
    found.push(numbered);
  }
  return found;
}

/** The program's text, and those of the modules that the run has read. */
export function readSources(reader: ReelReader): SourceTexts {
  const { header } = reader;
  const sources = new SourceTexts(header.programName, header.programText);
  for (const module of reader.stateAt(lastEventNumber(reader)).readModules()) {
    const event = eventAt(reader, module.event);
    if (event?.kind === "input") sources.add(event.name, event.bytes);
  }
  return sources;
}
