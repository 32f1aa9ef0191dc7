/**
 * The difference of two reels for a person: the first divergence, what there is of each class, units
 * and events one by one, counters as a table.
 */

import { alignSequences } from "../replayer/align-sequences.ts";
import { printCount, printPlural, printText } from "../replayer/print-value.ts";
import type { Style } from "../replayer/style.ts";
import type { Aspect, DiffClass } from "./aspects.ts";
import { ASPECTS, CLASS_NAMES, DIFF_CLASSES } from "./aspects.ts";
import type {
  EventDifference,
  FieldChange,
  Listing,
  ListingRow,
  ReelDiff,
  ReelSide,
  UnitAt,
  UnitDifference,
} from "./reel-diff.ts";
import { countOf, isEmpty } from "./reel-diff.ts";

export interface PrintOptions {
  readonly style: Style;
  /** Names of both files. */
  readonly files: readonly [a: string, b: string];
  /** Classes that are shown. */
  readonly only: ReadonlySet<DiffClass>;
  /** Whether all is shown that is known, whatever its class. */
  readonly isFull: boolean;
}

/** Of events with these classes only the number is told, unless everything is to be shown. */
const COUNTED_CLASSES: ReadonlySet<DiffClass> = new Set(["addresses", "counters", "code"]);

export function* printDiff(diff: ReelDiff, options: PrintOptions): Generator<string, void> {
  const { style, files, only } = options;
  yield printSide("A", files[0], diff.a, style);
  yield printSide("B", files[1], diff.b, style);
  if (diff.leftOut.length > 0) {
    yield style.faint(`not compared between engines: ${diff.leftOut.join("; ")}`);
  }
  if (isEmpty(diff)) yield style.good("no difference");
  else {
    yield* printFirst(diff, style);
    if (only.has("header")) yield* printHeader(diff.header, style);
    yield* printSummary(diff, style);
    for (const unit of diff.units) if (only.has(unit.class)) yield* printUnit(unit, style);
    yield* printEvents(diff, options);
    if (only.has("counters")) yield* printCounters(diff.counters, style);
  }
  for (const line of diff.summarised) yield style.special(`summarised: ${line}`);
}

function printSide(letter: string, file: string, side: ReelSide, style: Style): string {
  const about = `${printText(side.program)}, ${printText(side.engine)}`;
  const size = `${printPlural(side.events, "event")}, ${printPlural(side.units, "unit")}`;
  return `${style.strong(letter)}  ${printText(file)}  ${style.faint(`${about}, ${size}`)}`;
}

function* printFirst(diff: ReelDiff, style: Style): Generator<string, void> {
  const { first, firstBeyondAddresses } = diff;
  if (first === null) return;
  yield "";
  yield* printDivergence("first divergence", first, style);
  if (firstBeyondAddresses === null || firstBeyondAddresses === first) return;
  yield* printDivergence("first that is not addresses only", firstBeyondAddresses, style);
}

/** Both sides of a difference, what differs, and some rows of its listing. */
export function* printDivergence(
  title: string,
  difference: EventDifference,
  style: Style,
): Generator<string, void> {
  yield `${style.strong(title)}: ${printClass(difference.class, difference.aspects, style)}`;
  yield* printSides(difference, style);
  for (const line of printChanges(difference.changes, 8)) yield `    ${line}`;
  if (difference.listing !== null) yield* printListing(difference.listing, style, 12);
}

function* printSides({ a, b }: EventDifference, style: Style): Generator<string, void> {
  yield a === null ? `  ${style.faint("A  (nothing)")}` : style.bad(`  A  ${a.text}`);
  yield b === null ? `  ${style.faint("B  (nothing)")}` : style.good(`  B  ${b.text}`);
}

function printClass(name: DiffClass, aspects: readonly Aspect[], style: Style): string {
  const shown = aspects.map((aspect) => ASPECTS[aspect][1]).join(", ");
  return shown === "" ? style.name(name) : `${style.name(name)} (${shown})`;
}

function* printHeader(changes: readonly FieldChange[], style: Style): Generator<string, void> {
  if (changes.length === 0) return;
  yield "";
  yield style.strong("header");
  for (const line of printChanges(changes)) yield `  ${line}`;
}

function* printSummary(diff: ReelDiff, style: Style): Generator<string, void> {
  yield "";
  yield style.faint(`${"".padEnd(12)}${"units".padStart(9)}${"events".padStart(9)}`);
  for (const name of CLASS_NAMES) {
    const units = diff.unitCounts[name];
    const events = name === "header" ? diff.header.length : diff.eventCounts[name];
    if (units + events === 0) continue;
    const counts = [units, events].map((count) => printCount(count).padStart(9)).join("");
    yield `${style.name(name.padEnd(12))}${counts}  ${style.faint(DIFF_CLASSES[name])}`;
  }
}

function* printUnit(unit: UnitDifference, style: Style): Generator<string, void> {
  const { a, b, stage, listing } = unit;
  yield "";
  if (a === null || b === null) {
    const alone = a ?? b!;
    const paint = a === null ? style.good : style.bad;
    const size = printPlural(alone.operations, "operation");
    yield `${paint(`${unit.class} ${printUnitAt(alone)}`)}  ${style.faint(size)}`;
    return;
  }
  const found = stage === "exact" || stage === "guard" ? "" : `, found by ${stage}`;
  const names = printUnitAt(a) === printUnitAt(b) ? [a] : [a, b];
  yield `${style.strong(names.map(printUnitAt).join("  →  "))}${style.faint(found)}`;
  yield `  ${printClass(unit.class, unit.aspects, style)}`;
  for (const line of printChanges(unit.changes.filter(isTold))) yield `    ${line}`;
  if (listing !== null) yield* printListing(listing, style);
}

/** Addresses say nothing to a person. */
function isTold({ field }: FieldChange): boolean {
  return !["bridgeNo", "asmaddr", "blockAddress"].includes(field);
}

function printUnitAt({ name, location, event }: UnitAt): string {
  return `${printText(name)}  ${location === "" ? "" : `${location}  `}event ${event}`;
}

/** `field: 1 → 2`. */
function printChanges(changes: readonly FieldChange[], countMax = 30): string[] {
  const shown = changes.slice(0, countMax);
  const lines = shown.map(({ field, a, b }) => `${field}: ${printSome(a)} → ${printSome(b)}`);
  const more = changes.length - shown.length;
  return more === 0 ? lines : [...lines, `and ${more} more`];
}

function printSome(value: string | number | null): string {
  if (value === null) return "none";
  return typeof value === "number" ? printCount(value) : value === "" ? '""' : printText(value);
}

function* printListing(
  { counts, rows }: Listing,
  style: Style,
  rowCountMax = Number.POSITIVE_INFINITY,
): Generator<string, void> {
  const parts = (["same", "changed", "gone", "new"] as const).filter((mark) => counts[mark] > 0);
  yield `    ${parts.map((mark) => `${printCount(counts[mark])} ${mark}`).join(", ")}`;
  for (const row of rows.slice(0, rowCountMax)) yield* printRow(row, style);
  if (rows.length > rowCountMax) yield style.faint("      …");
}

function* printRow(row: ListingRow | null, style: Style): Generator<string, void> {
  if (row === null) {
    yield style.faint("      …");
    return;
  }
  const places = `${placeOf(row.a)} ${placeOf(row.b)}`;
  if (row.mark === "same") yield `    ${style.faint(places)}   ${row.text}`;
  else if (row.mark === "gone") yield `    ${style.faint(places)} ${style.bad(`- ${row.text}`)}`;
  else if (row.mark === "new") yield `    ${style.faint(places)} ${style.good(`+ ${row.text}`)}`;
  else if (haveOtherFailArgsOnly(row.text, row.textB ?? "")) {
    yield `    ${style.faint(places)} ${style.special("!")} ${mergeFailArgs(row, style)}`;
  } else {
    yield `    ${style.faint(`${placeOf(row.a)} ${placeOf(null)}`)} ${style.bad(`- ${row.text}`)}`;
    const after = `${placeOf(null)} ${placeOf(row.b)}`;
    yield `    ${style.faint(after)} ${style.good(`+ ${row.textB ?? ""}`)}`;
  }
}

/** What stands before the fail arguments, and those; null when there are none. */
function splitFailArgs(text: string): readonly [string, string[]] | null {
  const at = text.lastIndexOf(" [");
  if (at < 0 || !text.endsWith("]")) return null;
  return [text.slice(0, at), text.slice(at + 2, -1).split(", ")];
}

/** Guards' addresses do not count. */
function haveOtherFailArgsOnly(a: string, b: string): boolean {
  const [one, other] = [splitFailArgs(a), splitFailArgs(b)];
  if (one === null || other === null) return false;
  const plain = (text: string): string => text.replace(/<Guard0x[0-9a-f]+>/, "");
  return plain(one[0]) === plain(other[0]);
}

/** `guard_true(i5) [p0, -p1, +p2]`. */
function mergeFailArgs({ text, textB }: ListingRow, style: Style): string {
  const [start, a] = splitFailArgs(text)!;
  const [, b] = splitFailArgs(textB ?? "")!;
  const shown = alignSequences(a, b).map(([i, j]) => {
    if (i === null) return style.good(`+${b[j!]}`);
    return j === null ? style.bad(`-${a[i]}`) : a[i];
  });
  return `${start} [${shown.join(", ")}]`;
}

function placeOf(index: number | null): string {
  return (index === null ? "" : String(index)).padStart(4);
}

function* printEvents(diff: ReelDiff, options: PrintOptions): Generator<string, void> {
  const { style, only, isFull } = options;
  const isShown = (one: EventDifference): boolean =>
    only.has(one.class) && (isFull || !COUNTED_CLASSES.has(one.class));
  for (const difference of diff.events.filter(isShown)) {
    yield "";
    yield printClass(difference.class, difference.aspects, style);
    yield* printSides(difference, style);
    for (const line of printChanges(difference.changes, 8)) yield `    ${line}`;
    if (difference.listing !== null) yield* printListing(difference.listing, style);
  }
}

const NUMBER_WIDTH = 16;

function* printCounters(rows: readonly FieldChange[], style: Style): Generator<string, void> {
  const shown = rows.filter(({ a, b }) => (a ?? 0) !== 0 || (b ?? 0) !== 0);
  if (shown.length === 0) return;
  yield "";
  const titles = ["A", "B", "change"].map((title) => title.padStart(NUMBER_WIDTH)).join("");
  yield style.faint(`${"counters".padEnd(24)}${titles}`);
  for (const { field, a, b } of shown) {
    const numbers = [a, b].map((value) => printSome(value).padStart(NUMBER_WIDTH)).join("");
    yield `${field.padEnd(24)}${numbers}${printGrowth(a, b, style)}`;
  }
}

function printGrowth(a: FieldChange["a"], b: FieldChange["b"], style: Style): string {
  if (typeof a !== "number" || typeof b !== "number" || a === b) return "";
  const text = b > a ? `+${printCount(b - a)}` : `-${printCount(a - b)}`;
  return style.special(text.padStart(NUMBER_WIDTH));
}

/** Classes of which there are differences. */
export function classesOf(diff: ReelDiff): DiffClass[] {
  return CLASS_NAMES.filter((name) => name !== "same" && countOf(diff, name) > 0);
}
