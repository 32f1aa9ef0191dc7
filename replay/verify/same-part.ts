/**
 * What both runs have in common before they part, counted: reservations of code memory, inputs,
 * output, and the state after the last equal event. It is read from the reel once there is a
 * difference, so that comparing costs nothing more.
 */

import type { EventOf } from "../format/event-schema.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import { ReelState } from "../format/reel-state.ts";
import type { StateRecord } from "../format/state-schema.ts";
import { UnitIdentifier } from "../replayer/unit-identity.ts";

type InputEvent = EventOf<"input">;
type Stream = EventOf<"output">["stream"];

export class SamePart {
  readonly identifier = new UnitIdentifier();
  /** Reservations of code memory, those included that a fault let fail. */
  reservations = 0;
  private readonly inputs = new Map<InputEvent["source"], number>();
  private readonly written = new Map<Stream, { writes: number; bytes: number }>();
  private readonly state = new ReelState();

  private constructor() {}

  /** The events of `reader` before number `end`. */
  static read(reader: ReelReader, end: number): SamePart {
    const part = new SamePart();
    for (const numbered of reader.events()) {
      if (numbered.number >= end) break;
      part.state.add(numbered);
      if (numbered.event !== null) part.add(numbered.event);
    }
    return part;
  }

  private add(event: JitEvent): void {
    if (event.kind === "heap_reserve" || event.kind === "fault") this.reservations++;
    else if (event.kind === "compile" || event.kind === "tmp_callback") this.identifier.add(event);
    else if (event.kind === "input") this.inputs.set(event.source, this.countOf(event.source) + 1);
    else if (event.kind === "output") {
      const { writes, bytes } = this.writtenTo(event.stream);
      this.written.set(event.stream, { writes: writes + 1, bytes: bytes + event.bytes.length });
    }
  }

  countOf(source: InputEvent["source"]): number {
    return this.inputs.get(source) ?? 0;
  }

  /** Every source that something was read from, with how often. */
  inputCounts(): readonly (readonly [InputEvent["source"], number])[] {
    return [...this.inputs];
  }

  writtenTo(stream: Stream): { readonly writes: number; readonly bytes: number } {
    return this.written.get(stream) ?? { writes: 0, bytes: 0 };
  }

  readState(): StateRecord {
    return this.state.read();
  }
}
