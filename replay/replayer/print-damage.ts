/**
 * What is said about something in a reel that is not as it should be: where, what, and which events
 * cannot be read because of it.
 */

import type { ReelDamage } from "../format/reader.ts";
import { printCount, printPlural, printText } from "./print-value.ts";

/** For example `byte 120: frame 3 (events): damaged: …; events 4 to 9 are lost`. */
export function printDamage(damage: ReelDamage): string {
  const { number, offset, frameKind, message } = damage;
  const kind = frameKind === "" ? "" : ` (${frameKind})`;
  const frame = number === null ? "" : `frame ${number}${kind}: `;
  const lost = printLost(damage);
  const parts = [printText(message), printWrongByte(damage), lost].filter((part) => part !== "");
  return `byte ${offset}: ${frame}damaged: ${parts.join("; ")}`;
}

/** For example `byte 177, in event 5, is 0x41, and 0x40 fits`. */
function printWrongByte({ wrongByte }: ReelDamage): string {
  if (wrongByte === undefined) return "";
  const { at, found, fits, event } = wrongByte;
  const where = event === null ? "" : `, in event ${printCount(event)},`;
  return `byte ${at}${where} is ${printHexByte(found)}, and ${printHexByte(fits)} fits`;
}

function printHexByte(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}

/** Which events are lost; "" when none are or when an earlier damage tells. */
export function printLost({
  firstLost,
  lostCount,
}: Pick<ReelDamage, "firstLost" | "lostCount">): string {
  if (firstLost === null) return "";
  if (lostCount === null) return `events from ${printCount(firstLost)} on are lost`;
  if (lostCount === 1) return `event ${printCount(firstLost)} is lost`;
  return `events ${printCount(firstLost)} to ${printCount(firstLost + lostCount - 1)} are lost`;
}

/** For example `12 events are lost`; null stands for a number that is not known. */
export function printLostCount(count: number | null): string {
  if (count === null) return "an unknown number of events is lost";
  return `${printPlural(count, "event")} ${count === 1 ? "is" : "are"} lost`;
}
