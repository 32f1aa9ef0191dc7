/**
 * The code heap as text: totals, the blocks and the free ranges in address order, and a map in which
 * every block has a letter.
 */

import type { BlockPart, FreeRange, HeapBlock, HeapMap, HeapMoment } from "./heap-map.ts";
import { rowSize, splitBlock, sumSizes } from "./heap-map.ts";
import { printJson } from "../format/event-json.ts";
import { printAddress, printCount, printPlural } from "./print-value.ts";
import type { Style } from "./style.ts";

const CELLS = 64;
const CELL_BYTES_MIN = 16;
const ROWS_MAX = 48;
const SIZE_WIDTH = 11;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The moment in words: `after event 12 of 40 (heap_commit), 1,234 ticks`. */
export function printMoment({ event, eventNumber, eventCount }: HeapMoment): string {
  if (event === null) return "before any event";
  const last = `the last is ${eventCount - 1}`;
  return `after event ${eventNumber} (${event.kind}, ${printCount(event.ticks)} ticks), ${last}`;
}

/** The totals by name, each in words. */
export function describeTotals(map: HeapMap): readonly (readonly [name: string, text: string])[] {
  const { blocks, free, holes, span } = map;
  const padding = blocks.reduce((sum, block) => sum + block.padding, 0);
  const largest = Math.max(0, ...free.map(({ size }) => size));
  const start = map.base < 0 ? "" : ` at ${printAddress(map.base)}`;
  const inHoles = `${printCount(sumSizes(holes))} of ${printPlural(span, "byte")}`;
  return [
    ["mapped", `${printPlural(map.mapped, "byte")}${start}`],
    ["used", `${describe(map.used, blocks.length, "block")}, padding ${printCount(padding)}`],
    ["free", `${describe(sumSizes(free), free.length, "range")}, largest ${printCount(largest)}`],
    ["fragmentation", `${printPercent(map.fragmentation)}: ${inHoles} in ${count(holes.length)}`],
  ];
}

function describe(bytes: number, pieces: number, noun: string): string {
  return `${printPlural(bytes, "byte")} in ${printPlural(pieces, noun)}`;
}

function count(holes: number): string {
  return printPlural(holes, "hole");
}

export function printPercent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

/** All of the heap, line by line. */
export function printHeap(moment: HeapMoment, style: Style): string[] {
  const { map } = moment;
  const totals = describeTotals(map).map(
    ([name, text]) => `${style.strong(name.padEnd(13))} ${text}`,
  );
  const lines = [`code heap ${printMoment(moment)}`, ...totals];
  if (map.base < 0) return lines;
  return [...lines, "", ...printRanges(map, style), "", ...printRows(map, style)];
}

function letterOf(index: number): string {
  return LETTERS[index % LETTERS.length] as string;
}

function printRanges(map: HeapMap, style: Style): string[] {
  const lines: [number, string][] = map.blocks.map((block, i) => [
    block.address,
    `${letterOf(i)}  ${printRange(block)}  ${printBlockName(block, style)}`,
  ]);
  for (const range of map.free) {
    lines.push([range.address, style.faint(`.  ${printRange(range)}  free`)]);
  }
  return lines.sort((a, b) => a[0] - b[0]).map(([, line]) => line);
}

function printRange({ address, size }: FreeRange): string {
  return `${printAddress(address)}  ${printCount(size).padStart(SIZE_WIDTH)}`;
}

function printBlockName(block: HeapBlock, style: Style): string {
  const state = block.isOpen ? [style.special("reserved, being written")] : [];
  return [style.name(block.name), ...state, style.faint(printParts(block))]
    .filter((text) => text !== "")
    .join("  ");
}

const PART_WORDS: Readonly<Record<BlockPart["part"], string>> = {
  entry: "entry",
  code: "operations",
  stubs: "stubs",
  padding: "padding",
  whole: "",
};

/** For example `entry 21, operations 507, stubs 208`. */
export function printParts(block: HeapBlock): string {
  const parts = splitBlock(block).filter(({ part }) => part !== "whole");
  return parts.map(({ part, size }) => `${PART_WORDS[part]} ${printCount(size)}`).join(", ");
}

/** Which letter most of the bytes of each cell have. */
function printRows(map: HeapMap, style: Style): string[] {
  const rowBytes = rowSize(map, ROWS_MAX, CELLS * CELL_BYTES_MIN);
  const cellBytes = rowBytes / CELLS;
  const lines = [style.faint(`each row ${printCount(rowBytes)} bytes, each letter ${cellBytes}`)];
  for (let row = 0; row < map.span; row += rowBytes) {
    let cells = "";
    for (let at = row; at < row + rowBytes; at += cellBytes) {
      cells += cellLetter(map, map.base + at, cellBytes);
    }
    lines.push(`${printAddress(map.base + row)}  ${cells.trimEnd()}`);
  }
  const tail = map.mapped - Math.ceil(map.span / rowBytes) * rowBytes;
  if (tail > 0) lines.push(style.faint(`and ${printPlural(tail, "byte")} that are free`));
  return lines;
}

function cellLetter(map: HeapMap, start: number, size: number): string {
  const end = start + size;
  if (start >= map.base + map.mapped) return " ";
  let [best, bestBytes] = [".", 0];
  for (const [i, block] of map.blocks.entries()) {
    const from = Math.max(start, block.address);
    const bytes = Math.min(end, block.address + block.size) - from;
    if (bytes > bestBytes) [best, bestBytes] = [letterOf(i), bytes];
  }
  return best;
}

/** One block, and where in it an address is. */
export function printBlockAt(block: HeapBlock, address: number, style: Style): string[] {
  const part = splitBlock(block).find((one) => address < one.address + one.size) as BlockPart;
  const within = part.part === "whole" ? "its block" : PART_WORDS[part.part];
  const made = `${block.isOpen ? "reserved" : "committed"} by event ${block.eventNumber}`;
  const size = printPlural(block.size, "byte");
  return [
    `${printAddress(address)} is byte ${printCount(address - part.address)} of ${within}`,
    `block ${printAddress(block.address)}, ${size}, ${made}`,
    printBlockName(block, style),
  ];
}

/** What is at an address that no block holds. */
export function describeOutside(map: HeapMap, address: number): string {
  const text = printAddress(address);
  const free = map.free.find((one) => address >= one.address && address < one.address + one.size);
  if (free !== undefined) {
    return `no block holds ${text}: it is in ${printPlural(free.size, "free byte")} from ${printAddress(free.address)}`;
  }
  if (map.base < 0) return `no block holds ${text}: nothing is mapped yet`;
  const [start, end] = [map.base, map.base + map.mapped];
  const blocks = printPlural(map.blocks.length, "block");
  return `no block holds ${text}: code memory is ${printAddress(start)} to ${printAddress(end)}, ${blocks}`;
}

/** The map as data, on one line. */
export function printHeapJson({ map, eventNumber, eventCount }: HeapMoment): string {
  return printJson({ eventNumber, eventCount, ...map });
}
