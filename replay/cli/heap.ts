/**
 * `jitreel heap S.reel`: the code heap after an event, as text, data or a picture. Everything comes
 * from the reel's events.
 */

import { UserError } from "../../sim/base/errors.ts";
import { PAGE_SIZE } from "../../sim/memory/address-space.ts";
import { CHUNK_SIZE, FILLER } from "../../sim/memory/code-heap.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelEnding, ReelReader } from "../format/reader.ts";
import type { HeapMoment } from "../replayer/heap-map.ts";
import { findBlock, readHeapMoment } from "../replayer/heap-map.ts";
import { drawHeap } from "../replayer/heap-svg.ts";
import { describeOutside, printBlockAt, printHeap, printHeapJson } from "../replayer/heap-text.ts";
import { printJson } from "../format/event-json.ts";
import type { CommandAction } from "./command.ts";
import type { Console } from "./console.ts";
import { missingEvent, openReel } from "./input-file.ts";
import { naturalOption, textOption } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { reportEnding } from "./reel-ending.ts";

export const heap: CommandAction = async ({ operands, options, console }) => {
  const at = naturalOption(options, "at");
  const address = naturalOption(options, "address");
  const svg = textOption(options, "svg");
  const reader = openReel(operands[0]!);
  const { moment, ending } = readMoment(reader, at);
  if (address !== null) printAddressed(moment, address, options.json === true, reader, console);
  else if (svg !== undefined) writePicture(moment, svg, reader, console);
  else if (options.json === true) console.line(printHeapJson(moment));
  else for (const line of printHeap(moment, console.style)) console.line(line);
  return reportEnding(reader, ending, console);
};

function readMoment(
  reader: ReelReader,
  at: number | null,
): { readonly moment: HeapMoment; readonly ending: ReelEnding } {
  const events = reader.events();
  let ending: ReelEnding | null = null;
  function* numbered(): Generator<NumberedEvent> {
    ending = yield* events;
  }
  const moment = readHeapMoment(numbered(), at, {
    chunkBytes: CHUNK_SIZE,
    pageBytes: PAGE_SIZE,
    capacityBytes: reader.header.limits.heapBytes,
    filler: FILLER,
  });
  const { eventCount } = moment;
  if (at !== null && at >= eventCount) {
    throw missingEvent(at, eventCount, reader.file);
  }
  return { moment, ending: ending ?? { kind: "complete" } };
}

function printAddressed(
  { map }: HeapMoment,
  address: number,
  isJson: boolean,
  reader: ReelReader,
  console: Console,
): void {
  const block = findBlock(map, address);
  if (block === null) throw new UserError(describeOutside(map, address), { file: reader.file });
  if (isJson) console.line(printJson(block));
  else for (const line of printBlockAt(block, address, console.style)) console.line(line);
}

function writePicture(
  moment: HeapMoment,
  path: string,
  reader: ReelReader,
  console: Console,
): void {
  const name = reader.file.split("/").at(-1) as string;
  const picture = Buffer.from(drawHeap(moment, name, CHUNK_SIZE));
  writeOutput(path, console, (write) => write(picture));
}
