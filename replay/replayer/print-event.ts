/**
 * One event as one line for a person: number, virtual time, kind, and what it says. The table of
 * printers has a line for every kind of event; a missing one does not compile.
 */

import type { CauseRecord, EventKind, JitEvent, OwnerRecord } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import {
  countGuards,
  printAddress,
  printBytes,
  printCount,
  printGreenKey,
  printPlural,
  printText,
} from "./print-value.ts";
import type { Style } from "./style.ts";

const NUMBER_WIDTH = 6;
const TICKS_WIDTH = 13;
const KIND_WIDTH = 12;

/** The titles of the columns. */
export function printEventTitles(style: Style): string {
  const titles = ["event".padStart(NUMBER_WIDTH), "ticks".padStart(TICKS_WIDTH), "what"];
  return style.faint(titles.join("  "));
}

/** The line of one event, without a newline. */
export function printEvent(number: number, event: JitEvent, style: Style): string {
  const columns = [
    style.faint(String(number).padStart(NUMBER_WIDTH)),
    style.faint(printCount(event.ticks).padStart(TICKS_WIDTH)),
    paintKind(event, style),
    printRest(event, style),
  ];
  return columns.join("  ").trimEnd();
}

function paintKind(event: JitEvent, style: Style): string {
  const kind = (event.kind === "compile" ? event.type : event.kind).padEnd(KIND_WIDTH);
  if (event.kind === "compile") return style.good(kind);
  if (event.kind === "abort" || event.kind === "too_long" || event.kind === "fault")
    return style.bad(kind);
  if (event.kind === "invalidate" || event.kind === "free_loop") return style.special(kind);
  return event.kind.startsWith("heap_") ? style.faint(kind) : kind;
}

/** What the event says after its kind. */
function printRest<K extends EventKind>(event: EventOf<K> & { kind: K }, style: Style): string {
  const printer = PRINTERS[event.kind] as (event: EventOf<K>, style: Style) => string;
  return printer(event, style);
}

const PRINTERS: { readonly [K in EventKind]: (event: EventOf<K>, style: Style) => string } = {
  compile: printCompile,
  abort: printAbort,
  too_long: (e, style) =>
    joinParts([style.name(printGreenKey(e.greenKey)), "not inlined again", silent(e.delivered)]),
  tmp_callback: (e, style) =>
    joinParts([style.name(printGreenKey(e.greenKey)), printBlock(e.blockAddress, e.blockSize)]),
  set_hook: (e) => {
    if (!e.isSet) return `${e.hook} hook removed`;
    return `${e.hook} hook set${e.operations ? ", with operations" : ""}`;
  },
  set_param: (e) => `${printText(e.name)} = ${printText(e.value)}`,
  debug: (e) => (e.enabled ? "run counts on" : "run counts off"),
  stats: printStats,
  free_loop: (e) =>
    joinParts([`loop ${e.loopNo}`, `with ${printPlural(e.bridges, "bridge")}`, e.reason]),
  release_all: (e) => printPlural(e.loops, "loop"),
  invalidate: (e) => `loop ${e.loopNo}`,
  heap_reserve: (e) => joinParts([printBlock(e.address, e.size), printOwner(e.owner)]),
  heap_commit: (e) => joinParts([printBlock(e.address, e.size), printOwner(e.owner)]),
  heap_abort: (e) => joinParts([printBlock(e.address, e.size), printOwner(e.owner)]),
  heap_patch: (e) =>
    joinParts([printBlock(e.address, e.bytes.length), Buffer.from(e.bytes).toString("hex")]),
  heap_free: (e) => joinParts([printBlock(e.address, e.size), printOwner(e.owner)]),
  input: (e) => joinParts([e.source, printText(e.name), printBytes(e.bytes)]),
  output: (e) => joinParts([e.stream, printBytes(e.bytes)]),
  end: (e) => joinParts([`status ${e.status}`, e.outcome, printText(e.exception)]),
  checkpoint: (e) => printPlural(e.state.length, "byte"),
  cost: (e) =>
    joinParts([
      e.unit === null ? "in all" : printOwner(e.unit),
      printPlural(e.instructions, "instruction"),
      printPlural(e.cycles, "cycle"),
    ]),
  fault: (e) =>
    joinParts([printText(e.fault), printPlural(e.size, "byte"), `for ${printOwner(e.owner)}`]),
};

function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("  ");
}

/** Said of events that the guest's hooks did not get. */
function silent(delivered: boolean): string {
  return delivered ? "" : "(no hook)";
}

function printCompile(event: EventOf<"compile">, style: Style): string {
  const { operations, asmaddr, asmlen } = event;
  const isBridge = event.type === "bridge";
  const from = isBridge ? `from guard ${printAddress(event.bridgeNo)}` : "";
  return joinParts([
    style.strong(isBridge ? `of loop ${event.loopNo}` : String(event.loopNo)),
    style.name(printGreenKey(event.greenKey)),
    from,
    `${printPlural(operations.length, "op")}, ${printPlural(countGuards(operations), "guard")}`,
    `${printPlural(asmlen, "byte")} at ${printAddress(asmaddr)}`,
    printCause(event.cause),
    silent(event.delivered),
  ]);
}

function printAbort(event: EventOf<"abort">, style: Style): string {
  return joinParts([
    style.bad(event.reason),
    style.name(printGreenKey(event.greenKey)),
    printPlural(event.operations.length, "op"),
    printCause(event.cause),
    silent(event.delivered),
  ]);
}

const CAUSE_NOUNS: Readonly<Record<CauseRecord["kind"], string>> = {
  loop: "jump",
  function: "call",
  guard: "failure",
};

/** For example `after 1,040 jumps (threshold 1,039)`; "" in reels of logs, which do not tell. */
export function printCause(cause: CauseRecord): string {
  if (cause.count === 0 && cause.threshold === 0) return "";
  const count = printPlural(cause.count, CAUSE_NOUNS[cause.kind]);
  return `after ${count} (threshold ${printCount(cause.threshold)})`;
}

function printBlock(address: number, size: number): string {
  return `${printAddress(address)}+${size}`;
}

/** For example `loop 3`, `bridge of guard 0x1234`. */
export function printOwner(owner: OwnerRecord): string {
  if (owner.kind === "bridge") return `bridge of guard ${printAddress(owner.number)}`;
  return owner.number < 0 ? owner.kind : `${owner.kind} ${owner.number}`;
}

function printStats(event: EventOf<"stats">): string {
  const shown = event.counters.filter(([, value]) => value !== 0);
  const counters = shown.map(([name, value]) => `${name}=${printCount(value)}`).join(" ");
  return joinParts([event.atEnd ? "at the end" : "snapshot", counters === "" ? "all 0" : counters]);
}
