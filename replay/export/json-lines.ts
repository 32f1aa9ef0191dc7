/**
 * JSON Lines: one event a line, as `jitreel replay --json` prints it. Bytes are hexadecimal text,
 * so a line holds all of its event.
 */

import { printEventJson } from "../format/event-json.ts";
import type { ByteSink, ExportSource } from "./export-format.ts";

export function writeJsonLines({ events }: ExportSource, sink: ByteSink): void {
  for (const { number, event } of events()) {
    if (event !== null) sink(Buffer.from(`${printEventJson(number, event)}\n`));
  }
}
