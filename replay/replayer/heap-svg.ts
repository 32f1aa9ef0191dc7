/**
 * The code heap as an SVG picture: totals, a bar for each chunk, a map in which rows of bytes follow
 * each other like lines of text, and a legend. A loop and its bridges have one hue; inside of a
 * block, entry and failure stubs are paler than the operations. Every piece has a tooltip.
 */

import type { BlockPart, FreeRange, HeapBlock, HeapMap, HeapMoment } from "./heap-map.ts";
import { rowSize, splitBlock } from "./heap-map.ts";
import { describeTotals, printMoment, printParts } from "./heap-text.ts";
import { printAddress, printCount, printPlural } from "./print-value.ts";

const WIDTH = 1240;
const MARGIN = 28;
const GUTTER = 116;
const MAP_WIDTH = 640;
const MAP_LEFT = MARGIN + GUTTER;
const LEGEND_LEFT = MAP_LEFT + MAP_WIDTH + 32;
const ROW_HEIGHT = 20;
const ROW_STEP = 24;
const ROWS_MAX = 36;
const ROW_BYTES_MIN = 512;
const CHUNK_STEP = 26;
const LEGEND_STEP = 19;
const LEGEND_MAX = 44;
/** Estimated width of a character of a label. */
const LABEL_CHARACTER = 6.3;
const LEGEND_TEXT_MAX = 33;

const STYLE = `
text { font-family: system-ui, "DejaVu Sans", sans-serif; font-size: 12px; fill: #2a2f3a }
.title { font-size: 19px; font-weight: 600 }
.faint { fill: #6b7280 }
.head { font-weight: 600 }
.address { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 10.5px; fill: #6b7280 }
.label { font-size: 10.5px; font-weight: 600; pointer-events: none }
.size { text-anchor: end; font-variant-numeric: tabular-nums; fill: #6b7280 }
.free { fill: #eef0f4 }
.open { stroke: #d97706; stroke-width: 2; stroke-dasharray: 4 2 }`;

/** How much of its colour each part of a block has. */
const OPACITIES: Readonly<Record<BlockPart["part"], number>> = {
  entry: 0.55,
  code: 1,
  stubs: 0.42,
  padding: 0.18,
  whole: 0.85,
};

const PART_KEYS: readonly (readonly [BlockPart["part"], string])[] = [
  ["entry", "constants and entry"],
  ["code", "operations"],
  ["stubs", "failure stubs"],
  ["padding", "padding"],
];

/** The picture of the heap; `name` is the reel's. */
export function drawHeap(moment: HeapMoment, name: string, chunkBytes: number): string {
  const { map } = moment;
  const head = drawHead(moment, name);
  const chunks = drawChunks(map, head.bottom + 14, chunkBytes);
  const rows = drawRows(map, chunks.bottom + 20);
  const legend = drawLegend(map, chunks.bottom + 20);
  const height = Math.max(rows.bottom, legend.bottom) + MARGIN;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}"` +
      ` viewBox="0 0 ${WIDTH} ${height}">`,
    `<style>${STYLE}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...[head, chunks, rows, legend].flatMap(({ lines }) => lines),
    "</svg>",
  ].join("\n")}\n`;
}

/** A piece of the picture, and where it ends below. */
interface Drawn {
  readonly lines: readonly string[];
  readonly bottom: number;
}

function drawHead(moment: HeapMoment, name: string): Drawn {
  const totals = describeTotals(moment.map);
  const top = MARGIN + 16;
  return {
    lines: [
      drawText(MARGIN, top, `Code heap of ${name}`, "title"),
      drawText(MARGIN, top + 22, printMoment(moment), "faint"),
      ...totals.flatMap(([title, text], i) => {
        const y = top + 48 + 18 * i;
        return [drawText(MARGIN, y, title, "head"), drawText(MAP_LEFT, y, text)];
      }),
    ],
    bottom: top + 48 + 18 * totals.length,
  };
}

function drawChunks(map: HeapMap, top: number, chunkBytes: number): Drawn {
  const lines: string[] = [];
  const scale = (WIDTH - MARGIN - MAP_LEFT) / chunkBytes;
  let y = top;
  for (let start = 0; start < map.mapped; start += chunkBytes) {
    const size = Math.min(chunkBytes, map.mapped - start);
    const address = map.base + start;
    lines.push(drawText(MARGIN, y + 11, printAddress(address), "address"));
    lines.push(
      drawRect(MAP_LEFT, y, size * scale, 14, 'class="free" rx="2"', nameChunk(address, size)),
    );
    for (const block of map.blocks) {
      const piece = cut(block, address, size);
      if (piece === null) continue;
      const x = MAP_LEFT + (piece.address - address) * scale;
      const width = Math.max(1, piece.size * scale);
      lines.push(drawRect(x, y, width, 14, `fill="${colourOf(block)}"`, nameBlock(block)));
    }
    y += CHUNK_STEP;
  }
  return { lines, bottom: y };
}

function nameChunk(address: number, size: number): string {
  return `chunk at ${printAddress(address)}, ${printPlural(size, "byte")}`;
}

function drawRows(map: HeapMap, top: number): Drawn {
  const rowBytes = rowSize(map, ROWS_MAX, ROW_BYTES_MIN);
  const count = Math.ceil(map.span / rowBytes);
  const caption = count === 0 ? "no block" : `each row ${printCount(rowBytes)} bytes`;
  const lines = [drawText(MARGIN, top, "Map", "head"), drawText(MAP_LEFT, top, caption, "faint")];
  let y = top + 12;
  for (let row = 0; row < count; row++) {
    const start = map.base + row * rowBytes;
    const size = Math.min(rowBytes, map.base + map.mapped - start);
    lines.push(...drawRow(map, { address: start, size }, MAP_WIDTH / rowBytes, y));
    y += ROW_STEP;
  }
  const rest = map.mapped - count * rowBytes;
  if (rest > 0)
    lines.push(drawText(MAP_LEFT, y + 12, `${printPlural(rest, "byte")} more are free`, "faint"));
  return { lines, bottom: y + 20 };
}

function drawRow(map: HeapMap, row: FreeRange, scale: number, y: number): string[] {
  const xOf = (address: number) => MAP_LEFT + (address - row.address) * scale;
  const lines = [
    drawText(MARGIN, y + 14, printAddress(row.address), "address"),
    drawRect(MAP_LEFT, y, row.size * scale, ROW_HEIGHT, 'class="free"', null),
  ];
  for (const range of map.free) {
    const piece = cut(range, row.address, row.size);
    if (piece === null) continue;
    const title = `free: ${printPlural(range.size, "byte")} at ${printAddress(range.address)}`;
    const width = piece.size * scale;
    lines.push(drawRect(xOf(piece.address), y, width, ROW_HEIGHT, 'class="free"', title));
  }
  for (const block of map.blocks) {
    const whole = cut(block, row.address, row.size);
    if (whole === null) continue;
    const [x, width] = [xOf(whole.address), whole.size * scale];
    for (const part of splitBlock(block)) {
      const piece = cut(part, row.address, row.size);
      if (piece === null) continue;
      const paint = `fill="${colourOf(block)}" fill-opacity="${OPACITIES[part.part]}"`;
      const [left, size] = [xOf(piece.address), piece.size * scale];
      lines.push(drawRect(left, y, size, ROW_HEIGHT, paint, nameBlock(block, part)));
    }
    const outline = block.isOpen ? 'fill="none" class="open"' : 'fill="none" stroke="#fff"';
    lines.push(drawRect(x, y, width, ROW_HEIGHT, `${outline} pointer-events="none"`, null));
    const label = labelOf(block);
    const isRoomy = label.length * LABEL_CHARACTER + 8 < width;
    if (isRoomy) lines.push(drawText(x + 5, y + 14, label, "label"));
  }
  return lines;
}

/** What one line of the legend stands for: a loop with its bridges, or code of another kind. */
interface LegendEntry {
  readonly first: HeapBlock;
  readonly blocks: HeapBlock[];
}

function legendEntries(map: HeapMap): LegendEntry[] {
  const entries = new Map<string, LegendEntry>();
  for (const block of map.blocks) {
    const key = block.loopNo < 0 ? block.name.replace(/ .*/, "") : String(block.loopNo);
    const entry = entries.get(key);
    if (entry === undefined) entries.set(key, { first: block, blocks: [block] });
    else entry.blocks.push(block);
  }
  return [...entries.values()];
}

/** For example `loop 4 orders;program.py:138-142, 6 bridges`. */
function printEntry({ first, blocks }: LegendEntry): string {
  const main = blocks.find(({ owner }) => owner.kind !== "bridge") ?? first;
  if (main.loopNo < 0) return main.name.replace(/ .*/, "");
  const bridges = blocks.filter(({ owner }) => owner.kind === "bridge").length;
  const name = shorten(main.name.replace(/~#.*/, ""));
  return bridges === 0 ? name : `${name}, ${printPlural(bridges, "bridge")}`;
}

function drawLegend(map: HeapMap, top: number): Drawn {
  const lines = [drawText(LEGEND_LEFT, top, "Owners", "head")];
  let y = top + 12;
  const swatch = (paint: string, text: string, style: string, title: string): void => {
    lines.push(drawRect(LEGEND_LEFT, y, 13, 13, `${paint} rx="2"`, null));
    lines.push(drawText(LEGEND_LEFT + 21, y + 11, text, style, title));
    y += LEGEND_STEP;
  };
  const entries = legendEntries(map);
  for (const entry of entries.slice(0, LEGEND_MAX)) {
    const bytes = entry.blocks.reduce((sum, { size }) => sum + size, 0);
    const title = [printPlural(bytes, "byte"), ...entry.blocks.map(({ name }) => name)].join("\n");
    swatch(`fill="${colourOf(entry.first)}"`, printEntry(entry), "", title);
    lines.push(drawText(WIDTH - MARGIN, y - LEGEND_STEP + 11, printCount(bytes), "size"));
  }
  const more = entries.length - LEGEND_MAX;
  if (more > 0) {
    lines.push(drawText(LEGEND_LEFT, y + 11, `and ${printPlural(more, "more owner")}`, "faint"));
    y += LEGEND_STEP;
  }
  y += 10;
  for (const [part, text] of PART_KEYS) {
    swatch(`fill="#4b5563" fill-opacity="${OPACITIES[part]}"`, text, "faint", "");
  }
  swatch('class="free" stroke="#d5d9e0"', "free", "faint", "");
  return { lines, bottom: y };
}

/** The part of a range that a window of the heap shows, or null. */
function cut(range: FreeRange, start: number, size: number): FreeRange | null {
  const address = Math.max(range.address, start);
  const end = Math.min(range.address + range.size, start + size);
  return end > address ? { address, size: end - address } : null;
}

/** Hues of neighbouring loop numbers lie far apart. */
function colourOf({ owner, loopNo }: HeapBlock): string {
  if (owner.kind === "recovery" || owner.kind === "stub") return "#8a93a5";
  if (loopNo < 0) return "#c9a227";
  const hue = Math.round((205 + loopNo * 137.508) % 360);
  return owner.kind === "bridge" ? `hsl(${hue} 62% 79%)` : `hsl(${hue} 60% 64%)`;
}

function labelOf({ owner, name, loopNo }: HeapBlock): string {
  if (owner.kind === "bridge") return loopNo < 0 ? "bridge" : `bridge of ${loopNo}`;
  return owner.kind === "loop" ? name.replace(/^(\D*\d+) .*/, "$1") : owner.kind;
}

function nameBlock(block: HeapBlock, part?: BlockPart): string {
  const at = `${printPlural(block.size, "byte")} at ${printAddress(block.address)}`;
  const state = block.isOpen
    ? "reserved, being written"
    : `committed by event ${block.eventNumber}`;
  const here = part === undefined || part.part === "whole" ? [] : [`here: ${part.part}`];
  return [block.name, at, printParts(block), state, ...here]
    .filter((text) => text !== "")
    .join("\n");
}

function shorten(text: string): string {
  return text.length <= LEGEND_TEXT_MAX ? text : `${text.slice(0, LEGEND_TEXT_MAX - 1)}…`;
}

function drawText(x: number, y: number, text: string, style = "", title = ""): string {
  const about = title === "" ? "" : `<title>${escapeXml(title)}</title>`;
  const kind = style === "" ? "" : ` class="${style}"`;
  return `<text x="${place(x)}" y="${place(y)}"${kind}>${escapeXml(text)}${about}</text>`;
}

function drawRect(
  x: number,
  y: number,
  width: number,
  height: number,
  paint: string,
  title: string | null,
): string {
  const box = `x="${place(x)}" y="${place(y)}" width="${place(width)}" height="${height}"`;
  if (title === null) return `<rect ${box} ${paint}/>`;
  return `<rect ${box} ${paint}><title>${escapeXml(title)}</title></rect>`;
}

function place(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  return text.replace(/[&<>]/g, (character) => names[character] as string);
}
