/**
 * Divergences of input and output: which reading, which write, at which byte.
 */

import type { EventOf } from "../format/event-schema.ts";
import type { JitEvent } from "../format/events.ts";
import { decodeClockReading } from "../recorder/recorded-inputs.ts";
import { printBytes, printCount, printPlural, printText } from "../replayer/print-value.ts";
import type { Decision, Situation } from "./decision.ts";
import type { SamePart } from "./same-part.ts";

type InputEvent = EventOf<"input">;
type OutputEvent = EventOf<"output">;

const NOUNS: Readonly<Record<InputEvent["source"], string>> = {
  clock: "clock reading",
  random: "random reading",
  stdin: "line of standard input",
  file: "reading of a file",
  module: "reading of a module",
  signal: "signal",
};

/** The reading that one side, or each of them, makes here. */
export function decideInput({ divergence: { recorded, live }, same }: Situation): Decision[] {
  const [was, is] = [asInput(recorded), asInput(live)];
  if (was === null && is === null) return [];
  const text = `recorded, ${printInput(was, same)}; live, ${printInput(is, same)}`;
  return [{ about: "input", text }];
}

function asInput(event: JitEvent | null): InputEvent | null {
  return event?.kind === "input" ? event : null;
}

function printInput(event: InputEvent | null, same: SamePart): string {
  if (event === null) return "nothing is read";
  const which = `${NOUNS[event.source]} ${printCount(same.countOf(event.source) + 1)}`;
  const name = event.name === "" ? "" : ` (${printText(event.name)})`;
  return `${which}${name}, ${printValue(event)}`;
}

function printValue({ source, bytes }: InputEvent): string {
  if (source === "clock") return `${decodeClockReading(bytes)} ns`;
  return bytes.length === 0 ? "nothing" : printBytes(bytes);
}

/** Which write of which stream, where it differs, and what was read before it. */
export function decideOutput({ divergence: { recorded, live }, same }: Situation): Decision[] {
  const [was, is] = [asOutput(recorded), asOutput(live)];
  if (was === null && is === null) return [];
  const differs =
    was !== null && is !== null && was.stream === is.stream
      ? printParting(was, is, same)
      : `recorded, ${printWrite(was, same)}; live, ${printWrite(is, same)}`;
  return [{ about: "output", text: `${differs}; before it ${printReadings(same)}` }];
}

function asOutput(event: JitEvent | null): OutputEvent | null {
  return event?.kind === "output" ? event : null;
}

function printWrite(event: OutputEvent | null, same: SamePart): string {
  if (event === null) return "nothing is written";
  const { writes } = same.writtenTo(event.stream);
  return `write ${printCount(writes + 1)} to ${event.stream}, ${printBytes(event.bytes)}`;
}

function printParting(was: OutputEvent, is: OutputEvent, same: SamePart): string {
  const { writes, bytes } = same.writtenTo(was.stream);
  const at = countSame(was.bytes, is.bytes);
  const where = `parts at byte ${printCount(bytes + at)} of the stream`;
  const [before, after] = [was, is].map((one) => printBytes(one.bytes.subarray(at)));
  const which = `write ${printCount(writes + 1)} to ${was.stream}`;
  return `${which} ${where}: recorded, ${before}; live, ${after}`;
}

function countSame(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length : at;
}

function printReadings(same: SamePart): string {
  const counts = same.inputCounts().map(([source, count]) => printPlural(count, NOUNS[source]));
  return counts.length === 0 ? "nothing was read" : `both sides had read ${counts.join(", ")}`;
}
