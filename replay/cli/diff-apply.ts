/**
 * `jitreel diff --apply D.json A.reel -o B.reel`: the reel that a diff was made for.
 */

import { UserError } from "../../sim/base/errors.ts";
import { applyEvents, applyHeader } from "../diff/delta.ts";
import type { Delta } from "../diff/reel-diff.ts";
import { EventFrameWriter } from "../format/event-frame.ts";
import { EVENT_FIELDS } from "../format/event-schema.ts";
import type { JitEvent } from "../format/events.ts";
import { SchemaError } from "../format/value-type.ts";
import { ReelWriter } from "../format/writer.ts";
import type { ReelReader } from "../format/reader.ts";
import type { CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { openReel, readInputFile } from "./input-file.ts";
import { textOption } from "./options.ts";
import { writeOutput } from "./output-file.ts";

/** Events between two flushes. */
const FLUSH_EVENT_COUNT = 64;

export function applyDiff({ operands, options, console }: CommandCall): number {
  const path = textOption(options, "apply") ?? "";
  const output = textOption(options, "output");
  if (output === undefined)
    throw new UserError("--apply: say with -o where the reel is to be written");
  if (operands.length !== 1) throw new UserError("--apply: give the first reel, and no other one");
  const delta = readDelta(path);
  const reader = openReel(operands[0]!);
  try {
    writeOutput(output, console, (write) => writeReel(reader, delta, write));
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new UserError(`the diff makes no reel: ${error.message}`, { file: path });
  }
  return EXIT.fine;
}

function writeReel(reader: ReelReader, delta: Delta, write: (bytes: Uint8Array) => void): void {
  const writer = new ReelWriter(write, applyHeader(reader.header, delta), reader.toolVersion());
  for (const event of applyEvents(reader, delta)) {
    checkEvent(event);
    writer.add(event);
    if (writer.pendingCount >= FLUSH_EVENT_COUNT) writer.flush();
  }
  writer.finish();
}

/** What a file says is an event may be anything; a writer takes events only. */
function checkEvent(event: unknown): void {
  const kind = isRecord(event) ? event.kind : undefined;
  if (typeof kind !== "string" || !Object.hasOwn(EVENT_FIELDS, kind)) {
    throw new SchemaError("an event of no kind, or of one that is not known");
  }
  try {
    new EventFrameWriter().add(event as unknown as JitEvent);
  } catch (error) {
    // Fields of other types end the encoder anywhere; nothing of it is used afterwards.
    if (error instanceof TypeError) throw new SchemaError(error.message);
    throw error;
  }
}

function readDelta(path: string): Delta {
  const found: unknown = parseJson(path);
  const delta = isRecord(found) ? found.delta : undefined;
  if (delta === null) {
    throw new UserError("this diff cannot be applied: the difference was too large to be carried", {
      file: path,
    });
  }
  if (!isRecord(delta) || !Array.isArray(delta.events)) {
    throw new UserError("this is not what `jitreel diff --json` writes", { file: path });
  }
  return delta as unknown as Delta;
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(Buffer.from(readInputFile(path)).toString("utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError("this is not JSON", { file: path });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
