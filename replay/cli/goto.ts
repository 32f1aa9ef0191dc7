/**
 * `jitreel goto S.reel N`: one event with everything that is in it and what happened around it;
 * with `--state` what is alive after it, with `--why` why the trace that it belongs to was started.
 */

import { UserError } from "../../sim/base/errors.ts";
import { printJson } from "../format/event-json.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelReader } from "../format/reader.ts";
import { readCheckedState } from "../format/state-at.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import { printFullEvent } from "../replayer/print-full-event.ts";
import { printState, stateToJson } from "../replayer/print-state.ts";
import { printWhy, whyToJson } from "../replayer/print-why.ts";
import { eventsBetween, lastEventNumber, readSources } from "../replayer/reel-tour.ts";
import type { Style } from "../replayer/style.ts";
import { explainDecision, findDecision } from "../replayer/why.ts";
import type { CommandAction } from "./command.ts";
import { openReel } from "./input-file.ts";
import { reportEnding } from "./reel-ending.ts";

/** So many events are shown before and after. */
const NEIGHBOURS = 3;

export const goTo: CommandAction = async ({ operands, options, console }) => {
  const [path, wanted] = operands as [string, string];
  const number = parseNumber(wanted);
  const reader = openReel(path);
  const here = getEvent(reader, number ?? lastEventNumber(reader));
  const around = eventsBetween(reader, here.number - NEIGHBOURS, here.number + NEIGHBOURS);
  const parts = {
    state: options.state === true ? readCheckedState(reader, here.number) : null,
    why: options.why === true ? findWhy(reader, here) : null,
  };
  if (options.json === true) {
    const sources = readSources(reader);
    const { state, why } = parts;
    console.line(
      printJson({
        number: here.number,
        event: here.event,
        around: around.map(({ number: one, event }) => ({ number: one, event })),
        ...(state === null ? {} : { state: stateToJson(state) }),
        ...(why === null ? {} : { why: whyToJson(why, sources) }),
      }),
    );
    return reportEnding(reader, null, console);
  }
  const { style } = console;
  for (const line of printAround(here, around, style)) console.line(line);
  if (parts.state !== null) {
    for (const line of ["", ...printState(parts.state, style)]) console.line(line);
  }
  if (parts.why !== null) {
    const context = { sources: readSources(reader), style };
    for (const line of ["", ...printWhy(parts.why, context)]) console.line(line);
  }
  return reportEnding(reader, null, console);
};

/** Null stands for the last event. */
function parseNumber(text: string): number | null {
  if (text === "last") return null;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new UserError(`expected the number of an event, or last, got "${text}"`);
}

/** Throws a UserError when the reel has no such event. */
function getEvent(reader: ReelReader, number: number): NumberedEvent {
  const numbered = number < 0 ? null : reader.at(number);
  if (numbered !== null) return numbered;
  const last = lastEventNumber(reader);
  const what =
    last < 0 ? "the reel has no events" : `there is no event ${number}; the last is ${last}`;
  throw new UserError(`${reader.file}: ${what}`);
}

function findWhy(reader: ReelReader, here: NumberedEvent) {
  const decision = findDecision(reader, here);
  if (decision !== null) return explainDecision(reader, decision.number, decision.event);
  const kind = here.event?.kind ?? "unknown";
  const message = `event ${here.number} belongs to no trace: it is of kind ${kind}`;
  throw new UserError(message, undefined, "--why explains compilations, aborts and what they made");
}

/** The neighbours as lines, the event itself in full. */
function printAround(
  here: NumberedEvent,
  around: readonly NumberedEvent[],
  style: Style,
): string[] {
  const lines = around.flatMap(({ number, event }) => {
    if (event === null) return [`${String(number).padStart(6)}  of an unknown kind`];
    if (number !== here.number) return [printEvent(number, event, style)];
    return ["", ...printFullEvent(number, event, style), ""];
  });
  return [printEventTitles(style), ...lines];
}
