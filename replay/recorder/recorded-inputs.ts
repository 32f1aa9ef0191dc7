/**
 * The inputs of a recorded run, given again in the order in which the run asked for them. A run
 * that asks for more than was recorded has diverged; it gets the end of the input.
 */

import type { JitEvent } from "../format/events.ts";
import type { InputSource } from "../../sim/index.ts";

/** A clock reading as an `input` event holds it: 8 bytes, big-endian, signed nanoseconds. */
export function encodeClockReading(nanoseconds: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, nanoseconds);
  return bytes;
}

/** The inverse of {@link encodeClockReading}; 0 when the bytes are no reading. */
export function decodeClockReading(bytes: Uint8Array): bigint {
  if (bytes.length !== 8) return 0n;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0);
}

/** What a run has asked for that is not among the recorded inputs; it was told that there is none. */
export interface MissingInput {
  readonly source: "stdin" | "module" | "file" | "clock";
  /** Path of a module, file or folder; "" for the others. */
  readonly name: string;
}

/** Inputs from the `input` events among `events`. */
export class RecordedInputs implements InputSource {
  private readonly onMissing: (missing: MissingInput) => void;
  private readonly lines: Uint8Array[] = [];
  private readonly modules = new Map<string, Uint8Array>();
  private readonly files = new Map<string, Uint8Array>();
  private readonly readings: Uint8Array[] = [];
  /** When the program was interrupted. */
  private readonly interrupts: number[] = [];

  constructor(events: Iterable<JitEvent>, onMissing: (missing: MissingInput) => void = () => {}) {
    this.onMissing = onMissing;
    for (const event of events) {
      if (event.kind !== "input") continue;
      if (event.source === "stdin") this.lines.push(event.bytes);
      else if (event.source === "clock") this.readings.push(event.bytes);
      else if (event.source === "file") this.files.set(event.name, event.bytes);
      else if (event.source === "module") this.modules.set(event.name, event.bytes);
      else if (event.source === "signal") this.interrupts.push(event.ticks);
    }
  }

  /** A recorded line without bytes is the end of the input. */
  stdin(): Uint8Array | null {
    const line = this.lines.shift();
    if (line === undefined) this.onMissing({ source: "stdin", name: "" });
    return line === undefined || line.length === 0 ? null : line;
  }

  readModule(path: string): Uint8Array | null {
    return this.find(this.modules, "module", path);
  }

  readFile(path: string): Uint8Array | null {
    return this.find(this.files, "file", path);
  }

  readFolder(path: string): readonly string[] | null {
    const bytes = this.find(this.files, "file", `${path}/`);
    if (bytes === null) return null;
    return bytes.length === 0 ? [] : new TextDecoder().decode(bytes).split("\n");
  }

  private find(
    inputs: ReadonlyMap<string, Uint8Array>,
    source: MissingInput["source"],
    name: string,
  ): Uint8Array | null {
    const bytes = inputs.get(name);
    if (bytes === undefined) this.onMissing({ source, name });
    return bytes ?? null;
  }

  nowNanoseconds(): bigint {
    const reading = this.readings.shift();
    if (reading === undefined) this.onMissing({ source: "clock", name: "" });
    return reading === undefined ? 0n : decodeClockReading(reading);
  }

  /** Recorded was the tick of the very backward jump, so the same one comes first at or after it. */
  takeInterrupt(ticks: number): boolean {
    if (this.interrupts[0] === undefined || ticks < this.interrupts[0]) return false;
    this.interrupts.shift();
    return true;
  }

  nextInterruptLook(_ticks: number): number {
    return this.interrupts[0] ?? Number.POSITIVE_INFINITY;
  }
}
