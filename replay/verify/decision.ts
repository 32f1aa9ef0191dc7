/**
 * The decisions behind a divergence: which counter's tick, which reservation of code memory, which
 * input, which random draw, which operation. All events before it are the same on both sides, so
 * what led there is to be found in the two events themselves, in those that follow, and in what is
 * no event: random draws, and what was asked for that is not recorded.
 */

import { Prng } from "../../sim/base/prng.ts";
import type { AbortEvent, CompileEvent, JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import { printCount, printPlural } from "../replayer/print-value.ts";
import { decideCode } from "./decide-code.ts";
import { decideInput, decideOutput } from "./decide-io.ts";
import { decideMemory } from "./decide-memory.ts";
import { decideNumbers } from "./decide-numbers.ts";
import type { Divergence } from "./event-comparison.ts";
import { concernsJit } from "./event-comparison.ts";
import { printTracing } from "./print-tracing.ts";
import { SamePart } from "./same-part.ts";
import type { VerifyResult } from "./verify-reel.ts";

/** One thing that was decided otherwise. */
export interface Decision {
  readonly about:
    | "counter"
    | "allocation"
    | "input"
    | "random"
    | "operation"
    | "code"
    | "output"
    | "time"
    | "numbers"
    | "end";
  /** Sentences; escaped. */
  readonly text: string;
}

/** What is known of a divergence. */
export interface Situation {
  readonly divergence: Divergence;
  readonly same: SamePart;
}

/** The decisions behind the divergence of `result`, the most telling one first. */
export function findDecisions(reader: ReelReader, result: VerifyResult): Decision[] {
  const { divergence } = result;
  if (divergence === null) return [];
  const situation = { divergence, same: SamePart.read(reader, divergence.number) };
  return [
    ...decideTracing(situation),
    ...decideMemory(situation),
    ...decideCode(situation),
    ...decideInput(situation),
    ...decideOutput(situation),
    ...decideNumbers(situation),
    ...decideTime(situation),
    ...decideEnd(situation),
    ...decideRandom(reader, result),
  ];
}

/** Which tick of which counter has started the traces on both sides. */
function decideTracing({ divergence, same }: Situation): Decision[] {
  const { recorded, live, afterRecorded, afterLive } = divergence;
  if (!concernsJit(divergence)) return [];
  const was = findTraced([recorded, ...afterRecorded]);
  const is = findTraced([live, ...afterLive]);
  if (was === null && is === null) return [];
  const print = (event: CompileEvent | AbortEvent | null): string =>
    event === null ? "no trace follows soon" : printTracing(event, same.identifier);
  const [before, after] = [print(was), print(is)];
  const text =
    before === after
      ? `both sides trace after ${before}`
      : `what is traced: recorded, after ${before}; live, after ${after}`;
  return [{ about: "counter", text }];
}

/** What a block was reserved for is told a few events later. */
function findTraced(events: readonly (JitEvent | null)[]): CompileEvent | AbortEvent | null {
  for (const event of events) {
    if (event?.kind === "compile" || event?.kind === "abort") return event;
  }
  return null;
}

/** How long it took from the last equal event on. */
function decideTime({ divergence: { recorded, live, before, number } }: Situation): Decision[] {
  if (recorded === null || live === null || recorded.ticks === live.ticks) return [];
  const start = before.at(-1)?.event?.ticks ?? 0;
  const since = number === 0 ? "the start" : `event ${number - 1}`;
  const text =
    `virtual time since ${since}: recorded, ${printPlural(recorded.ticks - start, "tick")}; ` +
    `live, ${printPlural(live.ticks - start, "tick")}`;
  return [{ about: "time", text }];
}

function decideEnd({ divergence: { recorded, live } }: Situation): Decision[] {
  if (recorded !== null && live !== null) return [];
  const [over, on] = recorded === null ? ["recorded", "live"] : ["live", "recorded"];
  return [{ about: "end", text: `the ${over} run is over here, the ${on} one goes on` }];
}

/** Random words follow from the seed, so the recorded ones can be drawn again. */
function decideRandom({ header }: ReelReader, { drawCount, lastDraw }: VerifyResult): Decision[] {
  if (lastDraw === null) return [];
  const prng = new Prng(header.seed);
  let word = 0n;
  for (let i = 0; i < drawCount; i++) word = prng.nextWord();
  const which = `random draw ${printCount(drawCount)} (the last one, at tick ${printCount(lastDraw.ticks)})`;
  const text =
    word === lastDraw.word
      ? `${which} gave both sides the same`
      : `${which}: recorded, ${printWord(word)}; live, ${printWord(lastDraw.word)}: the seed decides it`;
  return [{ about: "random", text }];
}

function printWord(word: bigint): string {
  return `0x${word.toString(16).padStart(16, "0")}`;
}
