/**
 * What a guest may reach of the outside: outputs become events, readings become recorded inputs.
 */

import type { InterruptWatch, VirtualClock } from "./base/clock.ts";
import { TIME_MODEL } from "./base/clock.ts";
import { Prng } from "./base/prng.ts";
import type { Guest, GuestHost } from "./hints/guest.ts";
import type { EventSink } from "./metainterp/event-sink.ts";
import type { RunSpec } from "./run-spec.ts";

/** Receives what the guest writes. */
export type OutputListener = (stream: "stdout" | "stderr", bytes: Uint8Array) => void;

const NANOSECONDS_PER_SECOND = 1_000_000_000n;

export class RunHost implements GuestHost {
  private readonly spec: RunSpec;
  private readonly clock: VirtualClock;
  private readonly sink: Pick<EventSink, "emit">;
  private readonly onOutput: OutputListener;
  private readonly onRandom: (word: bigint, ticks: number) => void;
  private readonly prng: Prng;

  constructor(
    spec: RunSpec,
    clock: VirtualClock,
    sink: Pick<EventSink, "emit">,
    onOutput: OutputListener,
    onRandom: (word: bigint, ticks: number) => void = () => {},
  ) {
    this.spec = spec;
    this.clock = clock;
    this.sink = sink;
    this.onOutput = onOutput;
    this.onRandom = onRandom;
    this.prng = new Prng(spec.seed);
  }

  write(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.sink.emit({ kind: "output", stream, bytes });
    this.onOutput(stream, bytes);
  }

  /** The end of the input is recorded as an empty line. */
  readLine(): Uint8Array | null {
    const line = this.spec.inputs.stdin();
    this.sink.emit({ kind: "input", source: "stdin", name: "", bytes: line ?? new Uint8Array() });
    return line;
  }

  /** A module that does not exist leaves no event. */
  readModule(path: string): Uint8Array | null {
    const bytes = this.spec.inputs.readModule(path);
    if (bytes !== null) this.sink.emit({ kind: "input", source: "module", name: path, bytes });
    return bytes;
  }

  /** A file that does not exist leaves no event. */
  readFile(path: string): Uint8Array | null {
    const bytes = this.spec.inputs.readFile(path);
    if (bytes !== null) this.sink.emit({ kind: "input", source: "file", name: path, bytes });
    return bytes;
  }

  /** Recorded as a file whose name ends with a slash and whose lines are the names. */
  readFolder(path: string): readonly string[] | null {
    const names = this.spec.inputs.readFolder(path);
    if (names === null) return null;
    const bytes = new TextEncoder().encode(names.join("\n"));
    this.sink.emit({ kind: "input", source: "file", name: `${path}/`, bytes });
    return names;
  }

  nowNanoseconds(): bigint {
    if (this.spec.timeMode === "virtual") {
      const start = BigInt(TIME_MODEL.epochSeconds) * NANOSECONDS_PER_SECOND;
      return start + BigInt(this.clock.ticks * TIME_MODEL.nanosecondsPerTick);
    }
    const now = this.spec.inputs.nowNanoseconds();
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, now);
    this.sink.emit({ kind: "input", source: "clock", name: "", bytes });
    return now;
  }

  /** Interrupts are recorded where the program is told of them. */
  watchInterrupts(guest: Guest): InterruptWatch {
    const { inputs } = this.spec;
    return {
      look: (ticks) => {
        if (inputs.takeInterrupt?.(ticks) !== true) return;
        const bytes = new Uint8Array();
        this.sink.emit({ kind: "input", source: "signal", name: "SIGINT", bytes });
        guest.interrupt?.(() => inputs.interruptRaised?.());
      },
      nextLook: (ticks) => inputs.nextInterruptLook?.(ticks) ?? Number.POSITIVE_INFINITY,
    };
  }

  randomWord(): bigint {
    const word = this.prng.nextWord();
    this.onRandom(word, this.clock.ticks);
    return word;
  }
}
