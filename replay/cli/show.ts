/**
 * `jitreel show S.reel --loop N | --bridge N`: one unit of compiled code,
 * in all its forms. Without a number, the list of all units.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelReader } from "../format/reader.ts";
import type { CodeName, FoundCode } from "../replayer/find-code.ts";
import { findCode } from "../replayer/find-code.ts";
import type { CodeContext } from "../replayer/print-code.ts";
import { printCode } from "../replayer/print-code.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import { printEventJson } from "../format/event-json.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { disassembleCode, splitSource } from "./disassembler.ts";
import { openReel } from "./input-file.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption } from "./options.ts";

export const show: CommandAction = async ({ operands, options, console }) => {
  const name = nameOption(options);
  const reader = openReel(operands[0]!);
  const isJson = options.json === true;
  if (name === null) {
    listCompiled(reader, isJson, console);
    return EXIT.fine;
  }
  const found = findCode(reader.events(), name);
  if (found === null) throw new UserError(describeMissing(reader, name), { file: reader.file });
  if (isJson) console.line(printFoundJson(found));
  else for (const line of printCode(found, makeContext(reader, console))) console.line(line);
  return EXIT.fine;
};

function nameOption(options: RawOptions): CodeName | null {
  const loop = naturalOption(options, "loop");
  const bridge = naturalOption(options, "bridge");
  if (loop !== null && bridge !== null) {
    throw new UserError("--loop and --bridge: give only one of them");
  }
  if (loop !== null) return { kind: "loop", number: loop };
  return bridge === null ? null : { kind: "bridge", number: bridge };
}

function* compiled(reader: ReelReader): Generator<NumberedEvent> {
  for (const one of reader.events()) {
    if (one.event?.kind === "compile") yield one;
  }
}

/** Without a number: all there is to show. */
function listCompiled(reader: ReelReader, isJson: boolean, console: Console): void {
  if (!isJson) console.line(printEventTitles(console.style));
  for (const { number, event } of compiled(reader)) {
    if (event === null) continue;
    console.line(isJson ? printEventJson(number, event) : printEvent(number, event, console.style));
  }
}

function describeMissing(reader: ReelReader, name: CodeName): string {
  const numbers: number[] = [];
  let bridgeCount = 0;
  for (const { event } of compiled(reader)) {
    if (event?.kind !== "compile") continue;
    if (event.type === "bridge") bridgeCount++;
    else numbers.push(event.loopNo);
  }
  if (name.kind === "loop") {
    const there = numbers.length === 0 ? "it has none" : `it has ${numbers.join(", ")}`;
    return `the reel has no loop ${name.number}; ${there}`;
  }
  const there = bridgeCount === 0 ? "it has none" : `it has bridges 1 to ${bridgeCount}`;
  return `the reel has no bridge ${name.number}; ${there}`;
}

function printFoundJson(found: FoundCode): string {
  const { event, code, eventNumber } = found;
  const hex = code === null ? null : Buffer.from(code).toString("hex");
  return JSON.stringify({ eventNumber, ...event, code: hex });
}

function makeContext(reader: ReelReader, console: Console): CodeContext {
  const { programText, programName } = reader.header;
  const sourceLines = splitSource(programText);
  return { sourceLines, programName, disassemble: disassembleCode, style: console.style };
}
