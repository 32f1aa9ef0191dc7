/**
 * The lines that `replay` prints: which events the options select, and how they are shown.
 */

import { UserError } from "../../sim/base/errors.ts";
import { printEventJson } from "../format/event-json.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import type { Selection } from "../replayer/selection.ts";
import { findUnknownType, TYPE_NAMES } from "../replayer/selection.ts";
import type { CommandCall } from "./command.ts";
import type { Console } from "./console.ts";
import type { RawOptions } from "./options.ts";
import { naturalOption, textOption } from "./options.ts";
import { whereOption } from "./where.ts";

export class EventListing {
  private readonly console: Console;
  private readonly isJson: boolean;
  private readonly range: Omit<Selection, "matches">;
  private readonly where: ReturnType<typeof whereOption>;
  private printed = 0;

  /** Throws a UserError when the options make no sense. */
  constructor({ options, console }: CommandCall) {
    this.console = console;
    this.isJson = options.json === true;
    this.range = makeRange(options);
    this.where = whereOption(options);
  }

  /** How many events were printed. */
  get count(): number {
    return this.printed;
  }

  /** What of the reel is selected. Prints the titles. */
  selectionOf(reader: ReelReader): Selection {
    const matches = this.where?.(reader, this.console) ?? null;
    if (!this.isJson && this.printed === 0) this.console.line(printEventTitles(this.console.style));
    return { ...this.range, matches };
  }

  print({ number, event }: { readonly number: number; readonly event: JitEvent }): void {
    this.printed++;
    const { console, isJson } = this;
    console.line(isJson ? printEventJson(number, event) : printEvent(number, event, console.style));
  }
}

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
