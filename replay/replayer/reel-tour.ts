/**
 * What looking around in a reel needs: events by number, their neighbours, the last one there is,
 * and the texts of the program.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelReader } from "../format/reader.ts";
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
  const index = reader.storedIndex();
  if (index !== null && !index.kinds.some(({ kind }) => kind === "input")) return sources;
  for (const { event } of reader.events()) {
    if (event?.kind === "input" && event.source === "module") sources.add(event.name, event.bytes);
  }
  return sources;
}
