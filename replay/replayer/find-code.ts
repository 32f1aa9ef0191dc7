/**
 * Finds one compiled loop or bridge in a reel, with its machine code as it was when it was compiled.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { CompileEvent } from "../format/events.ts";
import { CodeImage } from "./code-image.ts";

/**
 * Which code: a loop by its number, a bridge by its guard's address or by its place among the
 * bridges, counted from 1.
 */
export interface CodeName {
  readonly kind: "loop" | "bridge";
  readonly number: number;
}

/** A compiled unit; `code` is null when its bytes are not in the reel. */
export interface FoundCode {
  readonly eventNumber: number;
  readonly event: CompileEvent;
  readonly code: Uint8Array | null;
}

/** The last unit of that name, or null. */
export function findCode(events: Iterable<NumberedEvent>, name: CodeName): FoundCode | null {
  const image = new CodeImage();
  let found: FoundCode | null = null;
  let bridgeCount = 0;
  for (const { number, event } of events) {
    if (event === null) continue;
    image.add(event);
    if (event.kind === "compile" && event.type === "bridge") bridgeCount++;
    if (event.kind === "compile" && isNamed(event, name, bridgeCount)) {
      found = { eventNumber: number, event, code: image.read(event.asmaddr, event.asmlen) };
    } else if (found !== null && found.code === null && event.kind === "heap_commit") {
      found = withCode(found, image);
    }
  }
  return found;
}

function withCode(found: FoundCode, image: CodeImage): FoundCode {
  return { ...found, code: image.read(found.event.asmaddr, found.event.asmlen) };
}

function isNamed(event: CompileEvent, name: CodeName, bridgeCount: number): boolean {
  if (event.type !== "bridge") return name.kind === "loop" && event.loopNo === name.number;
  const isNumber = bridgeCount === name.number || event.bridgeNo === name.number;
  return name.kind === "bridge" && isNumber;
}

/** All loops or bridges of a reel, for a message that says what there is. */
export function listCode(
  events: Iterable<NumberedEvent>,
  kind: CodeName["kind"],
): readonly CompileEvent[] {
  const found: CompileEvent[] = [];
  for (const { event } of events) {
    const isCompile = event?.kind === "compile";
    if (isCompile && (event.type === "bridge") === (kind === "bridge")) found.push(event);
  }
  return found;
}
