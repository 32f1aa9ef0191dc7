/**
 * `jitreel replay S.reel`: the events of a reel, one line each; nothing
 * is executed again.
 */

import { UserError } from "../../sim/base/errors.ts";
import { printEventJson } from "../format/event-json.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import type { Selection } from "../replayer/selection.ts";
import { findUnknownType, select, TYPE_NAMES } from "../replayer/selection.ts";
import type { CommandAction } from "./command.ts";
import { openReel } from "./input-file.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption, textOption } from "./options.ts";
import { DamageReport } from "./reel-ending.ts";
import { whereOption } from "./where.ts";

export const replay: CommandAction = async ({ operands, options, console }) => {
  const range = makeRange(options);
  const where = whereOption(options);
  const reader = openReel(operands[0]!);
  const selection = { ...range, matches: where?.(reader, console) ?? null };
  const isJson = options.json === true;
  const { style } = console;
  if (!isJson) console.line(printEventTitles(style));
  const damage = new DamageReport(reader, console);
  const events = select(reader.events(selection.from, damage.add), selection);
  for (;;) {
    const step = events.next();
    if (step.done) return damage.end(step.value);
    const { number, event } = step.value;
    console.line(isJson ? printEventJson(number, event) : printEvent(number, event, style));
  }
};

function makeRange(options: RawOptions): Omit<Selection, "matches"> {
  const names = textOption(options, "type")?.split(",") ?? null;
  const unknown = names === null ? null : findUnknownType(names);
  if (unknown !== null) {
    const known = `known types: ${TYPE_NAMES.join(", ")}`;
    throw new UserError(`--type: there is no type "${unknown}"`, undefined, known);
  }
  return {
    from: naturalOption(options, "from") ?? 0,
    to: naturalOption(options, "to"),
    types: names === null ? null : new Set(names),
  };
}
