/**
 * Which source line each machine instruction belongs to: that of the last merge point before its
 * operation; the entry and the code before the first merge point belong to the line where the unit
 * begins, a stub to the line of what leaves through it.
 */

import type { CompileEvent, OperationRecord } from "../format/events.ts";
import type { CodeBlock } from "../replayer/code-image.ts";
import type { CodeState } from "../replayer/code-state.ts";
import { printText } from "../replayer/print-value.ts";
import { lineOf } from "../replayer/source-texts.ts";
import type { CodePart } from "../replayer/unit-parts.ts";
import { splitOperations } from "../replayer/unit-parts.ts";

export interface SourcePlace {
  readonly fileName: string;
  readonly line: number;
}

/** From this address on, up to the next mark or the end. */
export interface LineMark {
  readonly address: number;
  readonly place: SourcePlace;
}

/** The marks of a stretch of code, in address order. */
export interface LineSequence {
  readonly marks: readonly LineMark[];
  readonly end: number;
}

/** The sequences of all units that have a line at all. */
export function listLines(state: CodeState): LineSequence[] {
  const units = state.livingUnits().sort((a, b) => a.event.asmaddr - b.event.asmaddr);
  return units.flatMap((unit) => {
    const block = unit.block!;
    return listUnitLines(unit.event, block, state.partsOf(unit, block)) ?? [];
  });
}

/** The sequence of one unit; null when it has no line. */
export function listUnitLines(
  event: CompileEvent,
  block: CodeBlock,
  parts: readonly CodePart[],
): LineSequence | null {
  const places = placesOf(event.operations);
  const first = places.find((place) => place !== null);
  if (first === undefined || first === null) return null;
  const marks: LineMark[] = [];
  let end = event.asmaddr;
  for (const part of parts) {
    if (part.kind === "constants" || part.kind === "filler") continue;
    end = part.address + part.size;
    if (part.kind !== "operations") {
      const index = part.operation === null ? -1 : event.operations.indexOf(part.operation);
      marks.push({ address: part.address, place: places[index] ?? first });
      continue;
    }
    for (const { index, lines } of splitOperations(event, block.bytes, block.address)) {
      const address = lines[0]?.address;
      if (address !== undefined) marks.push({ address, place: places[index] ?? first });
    }
  }
  return { marks: withoutRepeats(marks), end };
}

/** The place of each operation; null before the first. */
function placesOf(operations: readonly OperationRecord[]): (SourcePlace | null)[] {
  let place: SourcePlace | null = null;
  return operations.map(({ mergePoint }) => {
    const line = mergePoint === null ? null : lineOf(mergePoint.greenKey);
    if (mergePoint !== null && line !== null) {
      place = { fileName: printText(mergePoint.greenKey.fileName), line };
    }
    return place;
  });
}

function withoutRepeats(marks: readonly LineMark[]): LineMark[] {
  return marks.filter(({ place }, i) => {
    const before = marks[i - 1]?.place;
    return before?.fileName !== place.fileName || before.line !== place.line;
  });
}
