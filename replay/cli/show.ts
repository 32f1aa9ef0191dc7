/**
 * `jitreel show S.reel --loop N | --bridge N`: one unit of compiled code, with `--asm` beside its
 * machine code, as it was after an event. Without a number, the list of all units.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import { printEventJson } from "../format/event-json.ts";
import type { ReelReader } from "../format/reader.ts";
import type { NoteContext } from "../replayer/code-notes.ts";
import { listSections, sectionToJson } from "../replayer/code-rows.ts";
import type { CompiledUnit } from "../replayer/code-state.ts";
import { printCode } from "../replayer/print-code.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import { lineOf } from "../replayer/source-texts.ts";
import { printJson } from "../format/event-json.ts";
import { findUnitAt, makeNoteContext, nameOption, readCodeAt } from "./code-view.ts";
import type { CommandAction } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel } from "./input-file.ts";
import { naturalOption } from "./options.ts";
import { reportEnding } from "./reel-ending.ts";

export const show: CommandAction = async ({ operands, options, console }) => {
  const name = nameOption(options);
  const at = naturalOption(options, "at");
  const reader = openReel(operands[0]!);
  const isJson = options.json === true;
  const hasAsm = options.asm === true;
  if (name === null) return listCompiled(reader, at, isJson, console);
  const { unit, state, ending } = findUnitAt(reader, name, at);
  const notes = makeNoteContext(state, reader.header.seed);
  if (isJson) console.line(printUnitJson(unit, notes, hasAsm));
  else {
    const view = hasAsm ? "machine code" : "operations";
    for (const line of printCode(unit, view, { ...notes, style: console.style })) {
      console.line(line);
    }
  }
  return reportEnding(reader, ending, console);
};

function* compiled(reader: ReelReader, at: number | null): Generator<NumberedEvent> {
  for (const one of reader.events()) {
    if (at !== null && one.number > at) return;
    if (one.event?.kind === "compile") yield one;
  }
}

/** Without a number: all there is to show. */
function listCompiled(
  reader: ReelReader,
  at: number | null,
  isJson: boolean,
  console: Console,
): number {
  const { ending } = readCodeAt(reader, at);
  if (!isJson) console.line(printEventTitles(console.style));
  for (const { number, event } of compiled(reader, at)) {
    if (event === null) continue;
    console.line(isJson ? printEventJson(number, event) : printEvent(number, event, console.style));
  }
  return reportEnding(reader, ending, console);
}

/** The event and its code; with `hasAsm` also the sections, and the source line of each bytecode. */
function printUnitJson(unit: CompiledUnit, notes: NoteContext, hasAsm: boolean): string {
  const { event, eventNumber, block } = unit;
  const start = event.asmaddr - (block?.address ?? 0);
  const code = block?.bytes.subarray(start, start + event.asmlen);
  const hex = code === undefined ? null : Buffer.from(code).toString("hex");
  const plain = { eventNumber, ...event, code: hex };
  if (!hasAsm) return printJson(plain);
  const sections = block === null ? [] : listSections(block, notes).map(sectionToJson);
  return printJson({ ...plain, source: listSource(unit, notes), sections });
}

/** The source line of each merge point among the operations. */
function listSource({ event }: CompiledUnit, { state }: NoteContext): object[] {
  return event.operations.flatMap(({ mergePoint }, operation) => {
    const line = mergePoint === null ? null : lineOf(mergePoint.greenKey);
    if (mergePoint === null || line === null) return [];
    const { fileName } = mergePoint.greenKey;
    return [{ operation, fileName, line, text: state.sources.lookup(fileName, line) ?? null }];
  });
}
