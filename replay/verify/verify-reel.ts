/**
 * Executes a recorded program again, with the recorded inputs, and compares every event as it comes.
 * The program, its parameters and so on may be changed: then a difference is an answer, not an
 * error. The run is stopped a little behind the first one.
 */

import type { JitEvent } from "../format/events.ts";
import { NATIVE_ENGINE } from "../format/header.ts";
import { ReelError } from "../format/reel-error.ts";
import type { ReelReader } from "../format/reader.ts";
import type { MissingInput } from "../recorder/recorded-inputs.ts";
import { RecordedInputs } from "../recorder/recorded-inputs.ts";
import { makeRunSpec } from "../recorder/run-header.ts";
import type { RunProgram } from "../recorder/run-program.ts";
import { printText } from "../replayer/print-value.ts";
import type { RunSpec } from "../../sim/index.ts";
import type { ComparisonResult } from "./event-comparison.ts";
import { EventComparison } from "./event-comparison.ts";

/** What is to be otherwise than in the recorded run. */
export type RunChanges = Partial<Pick<RunSpec, "source" | "jit" | "seed" | "limits" | "faults">>;

export interface VerifyRequest {
  readonly backend: RunSpec["backend"];
  readonly changes?: RunChanges;
  /** Told after each event how many there were. */
  readonly onCompared?: (eventCount: number) => void;
}

/** A random word that the run has drawn. */
export interface RandomDraw {
  readonly word: bigint;
  readonly ticks: number;
}

export interface VerifyResult extends ComparisonResult {
  /** How many random words the run had drawn when it differed, and the last of them. */
  readonly drawCount: number;
  readonly lastDraw: RandomDraw | null;
  /** What the run asked for up to there that is not recorded; each once. */
  readonly missing: readonly MissingInput[];
}

/** Ends a run whose further events mean nothing; never leaves this file. */
class ComparisonOver extends Error {
  override name = "ComparisonOver";
}

/** How long a run that has differed may go on until there are a few more events to show. */
const AFTER_TICKS = 10_000_000;
const LOOK_TICKS = 1 << 20;

/** Recorded inputs; at backward jumps it also looks whether the run is to be ended. */
class WatchedInputs extends RecordedInputs {
  look: (ticks: number) => void = () => {};

  override takeInterrupt(ticks: number): boolean {
    this.look(ticks);
    return super.takeInterrupt(ticks);
  }

  override nextInterruptLook(ticks: number): number {
    return Math.min(super.nextInterruptLook(ticks), ticks + LOOK_TICKS);
  }
}

/** Runs the program of `reader`'s reel with `runProgram`; gives the result of the comparison. */
export async function verifyReel(
  reader: ReelReader,
  request: VerifyRequest,
  runProgram: RunProgram,
): Promise<VerifyResult> {
  checkRepeatable(reader);
  const run = new ComparedRun(reader);
  const spec = makeRunSpec(reader.header, run.inputs, request.backend);
  let eventCount = 0;
  const onEvent = (event: JitEvent): void => {
    run.add(event);
    request.onCompared?.(++eventCount);
  };
  const onRandom = (word: bigint, ticks: number): void => run.draw(word, ticks);
  try {
    await runProgram({ ...spec, ...request.changes }, { onEvent, onRandom });
  } catch (error) {
    if (!run.isExpected(error)) throw error;
  }
  return run.finish();
}

/** One run that is compared, with what it has asked for. */
class ComparedRun {
  readonly inputs: WatchedInputs;
  private readonly comparison: EventComparison;
  private readonly missing = new Map<string, MissingInput>();
  private drawCount = 0;
  private lastDraw: RandomDraw | null = null;
  private endTicks = Number.POSITIVE_INFINITY;

  constructor(reader: ReelReader) {
    this.comparison = new EventComparison(reader.events());
    this.inputs = new WatchedInputs(recordedEvents(reader), (missing) => {
      if (this.comparison.hasDiverged) return;
      this.missing.set(`${missing.source} ${missing.name}`, missing);
    });
    this.inputs.look = (ticks) => {
      if (ticks >= this.endTicks) throw new ComparisonOver("there is nothing more to show");
    };
  }

  add(event: JitEvent): void {
    const { comparison } = this;
    comparison.add(event);
    if (comparison.isOver) throw new ComparisonOver("the comparison is over");
    if (comparison.hasDiverged) this.endTicks = Math.min(this.endTicks, event.ticks + AFTER_TICKS);
  }

  draw(word: bigint, ticks: number): void {
    if (this.comparison.hasDiverged) return;
    this.drawCount++;
    this.lastDraw = { word, ticks };
  }

  /** A run that was stopped, or that fails where nothing is compared any more. */
  isExpected(error: unknown): boolean {
    return error instanceof ComparisonOver || this.comparison.hasDiverged || this.comparison.isOver;
  }

  finish(): VerifyResult {
    const { drawCount, lastDraw } = this;
    const missing = [...this.missing.values()];
    return { ...this.comparison.finish(), drawCount, lastDraw, missing };
  }
}

/** What `jitreel pack` calls the removal of home folders. */
export const PATHS = "paths";

/** Throws a ReelError for reels whose run cannot be repeated here. */
function checkRepeatable({ header, file }: ReelReader): void {
  if (header.engine !== NATIVE_ENGINE) {
    throw new ReelError(
      file,
      `a run of ${printText(header.engine)} cannot be repeated here`,
      undefined,
      "`jitreel diff` compares two reels; `jitreel compare PROG.py` runs a program here and there",
    );
  }
  // Home folders are replaced the same way in the program, its inputs and its output, so the run
  // mostly gives what the reel holds.
  const missing = header.redacted.filter((what) => what !== PATHS);
  if (missing.length > 0) {
    const what = missing.map(printText).join(", ");
    throw new ReelError(
      file,
      `the run cannot be repeated: parts of the reel were taken out (${what})`,
      undefined,
      "verify the reel that it was made from; `jitreel diff` compares two reels",
    );
  }
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
