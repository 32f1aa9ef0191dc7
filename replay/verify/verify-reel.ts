/**
 * Executes a recorded program again, with the recorded inputs, and compares every event as it comes.
 */

import type { JitEvent } from "../format/events.ts";
import { ReelError } from "../format/reel-error.ts";
import type { ReelReader } from "../format/reader.ts";
import { RecordedInputs } from "../recorder/recorded-inputs.ts";
import { makeRunSpec } from "../recorder/run-header.ts";
import type { RunProgram } from "../recorder/run-program.ts";
import type { RunSpec } from "../../sim/index.ts";
import type { ComparisonResult } from "./event-comparison.ts";
import { EventComparison } from "./event-comparison.ts";

/** Ends a run whose further events mean nothing; never leaves this file. */
class ComparisonOver extends Error {
  override name = "ComparisonOver";
}

/**
 * Runs the program of `reader`'s reel with `runProgram` and gives the result of the comparison.
 * `onCompared` is told after each event how many there were.
 */
export async function verifyReel(
  reader: ReelReader,
  backend: RunSpec["backend"],
  runProgram: RunProgram,
  onCompared: (eventCount: number) => void = () => {},
): Promise<ComparisonResult> {
  const inputs = new RecordedInputs(recordedEvents(reader));
  const comparison = new EventComparison(reader.events());
  let eventCount = 0;
  const onEvent = (event: JitEvent): void => {
    comparison.add(event);
    onCompared(++eventCount);
    if (comparison.isOver) throw new ComparisonOver("the comparison is over");
  };
  try {
    await runProgram(makeRunSpec(reader.header, inputs, backend), { onEvent });
  } catch (error) {
    if (!comparison.isOver) throw error;
  }
  return comparison.finish();
}

function* recordedEvents(reader: ReelReader): Generator<JitEvent> {
  for (const { number, event } of reader.events()) {
    if (event === null) {
      const message = `event ${number} is of a kind that this version does not know`;
      throw new ReelError(reader.file, `cannot verify: ${message}`);
    }
    yield event;
  }
}
