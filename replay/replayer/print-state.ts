/**
 * What is alive after an event, as text and as plain data: loops and bridges, the code heap,
 * counters, cells, hooks, parameters. Names of the program are escaped.
 */

import type { GreenKeyRecord } from "../format/events.ts";
import type { ReelState } from "../format/reel-state.ts";
import type {
  BlockState,
  CellState,
  ParameterState,
  StateRecord,
  UnitState,
} from "../format/state-schema.ts";
import { printOwner } from "./print-event.ts";
import { printAddress, printCount, printGreenKey, printPlural, printText } from "./print-value.ts";
import type { Style } from "./style.ts";

/** Lists are cut behind so many entries; --json has all of them. */
const SHOWN_MAX = 40;

export function printState(state: ReelState, style: Style): string[] {
  const record = state.read();
  const parts: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ["loops and bridges", record.units.map((unit) => printUnit(unit, record, style))],
    ["callbacks", record.callbacks.map((one) => printCallback(one, style))],
    ["code heap", printHeap(record)],
    ["totals", printTotals(record)],
    ["counters", printStats(record)],
    ["cells", record.cells.map((cell) => printCell(cell, record, style))],
    ["guards", record.guards.map(printGuardAborts)],
    [
      "hooks",
      record.hooks.map(({ event, hook, operations }) => {
        return `${hook}${operations ? ", with operations" : ""}, set by event ${event}`;
      }),
    ],
    ["parameters", record.parameters.map(printParameter)],
  ];
  const head = `after event ${state.eventNumber}, at tick ${printCount(state.ticks)}`;
  const shown = parts.filter(([, lines]) => lines.length > 0);
  return [
    style.strong(head),
    ...shown.flatMap(([title, lines]) => ["", style.strong(title), ...cut(lines)]),
    ...(record.debug ? ["", "run counts are on"] : []),
  ];
}

function cut(lines: readonly string[]): string[] {
  const shown = lines.slice(0, SHOWN_MAX).map((line) => `  ${line}`);
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, `  … ${printCount(left)} more`];
}

function eventColumn(event: number): string {
  return String(event).padStart(6);
}

function printUnit(unit: UnitState, { stats }: StateRecord, style: Style): string {
  const isBridge = unit.type === "bridge";
  const name = isBridge
    ? `bridge of loop ${unit.loopNo} from guard ${printAddress(unit.bridgeNo)}`
    : `${unit.type} ${unit.loopNo}`;
  const [kind, id] = isBridge ? (["b", unit.bridgeNo] as const) : (["e", unit.loopNo] as const);
  const runs = stats?.loopRunTimes.find((one) => one[0] === kind && one[1] === id)?.[2];
  const parts = [
    name,
    style.name(printGreenKey(unit.greenKey)),
    printPlural(unit.operations, "op"),
    `${printPlural(unit.asmlen, "byte")} at ${printAddress(unit.asmaddr)}`,
    runs === undefined ? "" : printPlural(runs, "run"),
    unit.invalidated < 0 ? "" : style.bad(`invalidated by event ${unit.invalidated}`),
  ];
  return `${eventColumn(unit.event)}  ${parts.filter((part) => part !== "").join("  ")}`;
}

function printCallback(
  one: { readonly event: number; readonly greenKey: GreenKeyRecord; readonly blockAddress: number },
  style: Style,
): string {
  const where = style.name(printGreenKey(one.greenKey));
  return `${eventColumn(one.event)}  ${where}  at ${printAddress(one.blockAddress)}`;
}

/** A few figures: the map itself is drawn by `heap --at`. */
function printHeap(record: StateRecord): string[] {
  const { blocks } = record;
  if (record.heapBase < 0) return [];
  const { used, span, holes } = measureHeap(blocks, record.heapBase);
  const open = blocks.filter(({ isOpen }) => isOpen);
  const share = span === 0 ? 0 : Math.round((1000 * (span - used)) / span) / 10;
  const patched = blocks.reduce((sum, { patches }) => sum + patches.length, 0);
  const begin = printAddress(record.heapBase);
  return [
    `${printPlural(blocks.length, "block")}, ${printPlural(used, "byte")} used of ${printCount(span)} from ${begin} on`,
    `${printPlural(holes, "hole")}, ${share} % of it; the highest end was ${printAddress(record.heapTop)}`,
    `${printPlural(patched, "place")} patched`,
    ...open.map(({ address, size, owner }) => {
      return `being written: ${printAddress(address)}+${size}  ${printOwner(owner)}`;
    }),
  ];
}

/** Bytes in blocks, bytes from the base to the last block's end, and gaps between blocks. */
export function measureHeap(
  blocks: readonly Pick<BlockState, "address" | "size">[],
  base: number,
): { used: number; span: number; holes: number } {
  let end = base;
  let used = 0;
  let holes = 0;
  for (const { address, size } of blocks) {
    if (address > end) holes++;
    used += size;
    end = Math.max(end, address + size);
  }
  return { used, span: blocks.length === 0 ? 0 : end - base, holes };
}

function printTotals({ totals, aborts }: StateRecord): string[] {
  const { loops, entryBridges, bridges, callbacks, freedLoops, freedBridges } = totals;
  const { invalidated, tooLong, inputBytes, outputBytes } = totals;
  const rows: readonly (readonly [string, number])[] = [
    ["loops compiled", loops],
    ["entry bridges compiled", entryBridges],
    ["bridges compiled", bridges],
    ["callbacks made", callbacks],
    ["loops freed", freedLoops],
    ["bridges freed", freedBridges],
    ["loops invalidated", invalidated],
    ["functions not inlined again", tooLong],
    ["bytes of input", inputBytes],
    ["bytes of output", outputBytes],
    ...aborts.map(({ reason, count }) => [reason, count] as const),
  ];
  return rows.filter(([, count]) => count !== 0).map(([name, count]) => printRow(name, count));
}

function printStats({ stats }: StateRecord): string[] {
  if (stats === null) return [];
  const when = stats.atEnd ? "at the end of the run" : "a snapshot";
  const shown = stats.counters.filter(([, value]) => value !== 0);
  const rows = shown.map(([name, value]) => printRow(name, value));
  return [`as of event ${stats.event}, ${when}`, ...rows];
}

function printRow(name: string, count: number): string {
  return `${name.padEnd(28)} ${printCount(count).padStart(12)}`;
}

function printCell(cell: CellState, record: StateRecord, style: Style): string {
  const { greenKey, loop, compiled, aborted, lastAbort, notInlined } = cell;
  const waits = record.callbacks.some((one) => isSameKey(one.greenKey, greenKey));
  const facts = [
    loop >= 0 ? style.good(`runs the code of event ${loop}`) : "",
    loop < 0 && waits ? "a temporary callback" : "",
    compiled > (loop < 0 ? 0 : 1) ? `compiled ${printPlural(compiled, "time")}` : "",
    aborted > 0 ? `given up ${printPlural(aborted, "time")}, last in event ${lastAbort}` : "",
    notInlined >= 0 ? `not inlined since event ${notInlined}` : "",
  ];
  return [style.name(printGreenKey(greenKey)), ...facts].filter((part) => part !== "").join("  ");
}

function isSameKey(a: GreenKeyRecord, b: GreenKeyRecord): boolean {
  return a.codeNumber === b.codeNumber && a.position === b.position && a.text === b.text;
}

function printGuardAborts(one: StateRecord["guards"][number]): string {
  const { guard, loopNo, aborted, lastAbort } = one;
  const times = printPlural(aborted, "time");
  return `${printAddress(guard)} of loop ${loopNo}  given up ${times}, last in event ${lastAbort}`;
}

function printParameter({ event, name, value }: ParameterState): string {
  return `${printText(name)} = ${printText(value)}, set by event ${event}`;
}

/** Everything, for machines. */
export function stateToJson(state: ReelState): object {
  const record = state.read();
  const heap = measureHeap(record.blocks, record.heapBase);
  return { event: state.eventNumber, ...record, heap };
}
