/**
 * What two imports of one program's runs must agree on, whichever logs they are of: addresses and
 * the numbers of boxes are not part of it.
 */

import type { CompileEvent, JitEvent } from "../format/events.ts";
import { ofKind } from "./testing.ts";

/** A unit without its addresses. */
export interface UnitSummary {
  readonly name: string;
  readonly asmlen: number;
  /** Name, guard, number of fail arguments. */
  readonly operations: readonly string[];
  /** Offsets of the operations that have one. */
  readonly offsets: readonly number[];
}

/** How much shorter the code of a jitlog's bridge is: the check of the frame's size is left out. */
export const FRAME_CHECK_SIZE = 14;

/** The units in order. `isJitlog`: bridges begin behind their check of the frame. */
export function summarizeUnits(events: readonly JitEvent[], isJitlog = false): UnitSummary[] {
  const guards = new Map<string, number>();
  const number = (descr: string): string => {
    if (!guards.has(descr)) guards.set(descr, guards.size);
    return `guard ${guards.get(descr)}`;
  };
  return ofKind(events, "compile").map((unit) => {
    const missing = isJitlog && unit.type === "bridge" ? FRAME_CHECK_SIZE : 0;
    const coded = unit.operations.filter(({ mergePoint }) => mergePoint === null);
    const from = unit.bridgeNo < 0 ? "" : number(`<Guard0x${unit.bridgeNo.toString(16)}>`);
    return {
      name: `${unit.type} ${unit.loopNo} ${placeOf(unit)} ${from}`,
      asmlen: unit.asmlen + missing,
      operations: coded.map(({ name, descr, failArgs }) => {
        const guard = descr.startsWith("<Guard") ? number(descr) : "";
        return `${name} ${guard} ${failArgs?.length ?? "-"}`;
      }),
      offsets: coded.map(({ offset }) => (offset < 0 ? offset : offset + missing)),
    };
  });
}

function placeOf({ greenKey }: CompileEvent): string {
  if (greenKey === null || greenKey.codeName === "") return "";
  return `${greenKey.codeName}+${greenKey.position}`;
}

/** Run counts without addresses, and without callbacks, which only text logs have. */
export function summarizeRuns(events: readonly JitEvent[]): string[] {
  const last = ofKind(events, "stats").at(-1);
  const counted = (last?.loopRunTimes ?? []).filter(([, id]) => id >= 0);
  return counted.map(([kind, id, count]) => {
    return `${kind} ${kind === "e" ? id : ""} ${count}`;
  });
}
