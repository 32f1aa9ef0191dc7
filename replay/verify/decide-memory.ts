/**
 * Divergences of the code heap: which reservation, what was asked for, what was free.
 */

import type { EventOf } from "../format/event-schema.ts";
import type { JitEvent } from "../format/events.ts";
import { printOwner } from "../replayer/print-event.ts";
import { printAddress, printCount, printPlural } from "../replayer/print-value.ts";
import type { Decision, Situation } from "./decision.ts";
import type { SamePart } from "./same-part.ts";

type Reservation = EventOf<"heap_reserve"> | EventOf<"fault">;

/** Nothing when no reservation is among the two events. */
export function decideMemory({ divergence: { recorded, live }, same }: Situation): Decision[] {
  const [was, is] = [asReservation(recorded), asReservation(live)];
  if (was === null && is === null) return [];
  const [before, after] = [printReservation(was), printReservation(is)];
  if (before === after) return [];
  const which = `allocation ${printCount(same.reservations + 1)} of code memory`;
  const text =
    `${which}: recorded, ${before}; live, ${after}; ` +
    `${describeFree(same)}${describeBase(was, is, same)}`;
  return [{ about: "allocation", text }];
}

function asReservation(event: JitEvent | null): Reservation | null {
  return event?.kind === "heap_reserve" || event?.kind === "fault" ? event : null;
}

function printReservation(event: Reservation | null): string {
  if (event === null) return "none is asked for";
  const asked = `${printPlural(event.size, "byte")} for ${printOwner(event.owner)}`;
  if (event.kind === "fault") return `${asked}, which a fault let fail`;
  return `${asked}, at ${printAddress(event.address)}`;
}

/** How many holes are named. */
const SHOWN_HOLES_MAX = 8;

function describeFree(same: SamePart): string {
  const { blocks, heapTop } = same.readState();
  if (blocks.length === 0) return "nothing was reserved before it";
  const holes: string[] = [];
  let end = blocks[0]!.address;
  for (const { address, size } of blocks) {
    if (address > end) holes.push(`${printCount(address - end)} at ${printAddress(end)}`);
    end = address + size;
  }
  if (heapTop > end) holes.push(`${printCount(heapTop - end)} at ${printAddress(end)}`);
  const shown = holes.slice(0, SHOWN_HOLES_MAX).join(", ");
  const more = holes.length > SHOWN_HOLES_MAX ? ", …" : "";
  const between = holes.length === 0 ? "nothing between blocks" : `${shown}${more}`;
  return `free before it: ${between}; everything from ${printAddress(heapTop)} on`;
}

/** The first block stands where code memory begins, which the seed decides. */
function describeBase(was: Reservation | null, is: Reservation | null, same: SamePart): string {
  const isFirst = was?.kind === "heap_reserve" && is?.kind === "heap_reserve";
  if (!isFirst || same.readState().heapTop >= 0 || was.address === is.address) return "";
  return "; code memory begins elsewhere: the seed decides where";
}
