/**
 * Two listings of operations beside each other. They are aligned in three steps, each within the
 * gaps of the one before: by operations and what makes their arguments, by operations alone (up to
 * names), by their names, which pairs a changed operation with what it was. Then names are checked
 * along the pairs (`Renaming`).
 */

import type { OperationRecord } from "../format/events.ts";
import type { AlignedRow } from "../replayer/align-sequences.ts";
import { alignByKeys } from "./align-by-keys.ts";
import type { Aspect } from "./aspects.ts";
import type { OperationTemplate, TemplateScope } from "./operation-template.ts";
import { makeTemplate } from "./operation-template.ts";
import { Renaming } from "./renaming.ts";

/** One side: its operations and names of what it is entered with. */
export interface OperationSide {
  readonly inputArgs: readonly string[];
  readonly operations: readonly OperationRecord[];
  readonly scope: TemplateScope;
}

/** `same` up to names; `gone` and `new` have one side only. */
export type RowMark = "same" | "changed" | "gone" | "new";

export interface MarkedRow {
  readonly mark: RowMark;
  readonly a: number;
  readonly b: number;
}

export interface OperationComparison {
  readonly rows: readonly MarkedRow[];
  /** What differs, apart from what rows show. */
  readonly aspects: ReadonlySet<Aspect>;
  readonly renaming: Renaming;
}

/** Which aspect it is when names of a kind are others. */
const KIND_ASPECTS = {
  box: "names",
  constant: "names",
  address: "addresses",
  token: "addresses",
  loop: "numbers",
  call: "numbers",
  place: "source",
} as const satisfies Record<string, Aspect>;

export function compareOperations(a: OperationSide, b: OperationSide): OperationComparison {
  const left = a.operations.map((one) => makeTemplate(one, a.scope));
  const right = b.operations.map((one) => makeTemplate(one, b.scope));
  const renaming = new Renaming();
  const inputs = (side: OperationSide) =>
    side.inputArgs.map((name) => ({ kind: "box", name }) as const);
  const aspects = new Set<Aspect>();
  if (!isForeign(a) && !renaming.agree(inputs(a), inputs(b))) aspects.add("entry");
  const rows = alignTemplates(left, right, a, b).map((row) => markRow(row, left, right, renaming));
  for (const kind of renaming.renamedKinds) aspects.add(KIND_ASPECTS[kind]);
  if (rows.some(({ mark }) => mark !== "same")) aspects.add("operations");
  else addSmallAspects(rows, a, b, aspects);
  return { rows, aspects, renaming };
}

const isForeign = ({ scope }: OperationSide): boolean => scope.isForeign;

function markRow(
  [i, j]: AlignedRow,
  left: readonly OperationTemplate[],
  right: readonly OperationTemplate[],
  renaming: Renaming,
): MarkedRow {
  if (i === null) return { mark: "new", a: -1, b: j! };
  if (j === null) return { mark: "gone", a: i, b: -1 };
  const one = left[i]!;
  const other = right[j]!;
  const isSame = one.text === other.text && renaming.agree(one.holes, other.holes);
  if (!isSame) bindResults(one, other, renaming);
  return { mark: isSame ? "same" : "changed", a: i, b: j };
}

/** A changed operation still gives what it gave. */
function bindResults(a: OperationTemplate, b: OperationTemplate, renaming: Renaming): void {
  if (a.result === "" || b.result === "") return;
  renaming.agree([{ kind: "box", name: a.result }], [{ kind: "box", name: b.result }]);
}

/** What is not seen in templates; guards' addresses and hashes, offsets, lines. */
function addSmallAspects(
  rows: readonly MarkedRow[],
  a: OperationSide,
  b: OperationSide,
  aspects: Set<Aspect>,
): void {
  if (isForeign(a)) return;
  for (const row of rows) {
    const one = a.operations[row.a]!;
    const other = b.operations[row.b]!;
    if (one.hash !== other.hash) aspects.add("addresses");
    if (one.offset !== other.offset) aspects.add("offsets");
    if (one.descr !== other.descr && one.descr.startsWith("<Guard0x")) aspects.add("addresses");
    const key = one.mergePoint?.greenKey;
    const otherKey = other.mergePoint?.greenKey;
    if (key === undefined || otherKey === undefined) continue;
    if (key.text !== otherKey.text || key.firstLine !== otherKey.firstLine) aspects.add("source");
    if (key.fileName !== otherKey.fileName) aspects.add("source");
    if (key.codeNumber !== otherKey.codeNumber) aspects.add("numbers");
  }
}

function alignTemplates(
  left: readonly OperationTemplate[],
  right: readonly OperationTemplate[],
  a: OperationSide,
  b: OperationSide,
): AlignedRow[] {
  const nameKey = ({ name, mergePoint }: OperationRecord): string | null =>
    mergePoint === null ? name : null;
  return alignByKeys([
    [withArguments(left), withArguments(right)],
    [left.map(({ text }) => text), right.map(({ text }) => text)],
    [a.operations.map(nameKey), b.operations.map(nameKey)],
  ]);
}

/** Each template with those of the operations that make its arguments. */
function withArguments(templates: readonly OperationTemplate[]): string[] {
  const makers = new Map<string, string>();
  return templates.map(({ text, holes, result }) => {
    const key = [text, ...holes.map(({ name }) => makers.get(name) ?? "")].join("\n");
    if (result !== "") makers.set(result, text);
    return key;
  });
}

/** Guards of `b` for those of `a`, by places among guards. */
export function alignGuards(a: OperationSide, b: OperationSide): Map<number, number> {
  const placesA = guardPlaces(a.operations);
  const placesB = guardPlaces(b.operations);
  const found = new Map<number, number>();
  for (const { a: i, b: j } of compareOperations(a, b).rows) {
    const from = placesA.get(i);
    const to = placesB.get(j);
    if (from !== undefined && to !== undefined) found.set(from, to);
  }
  return found;
}

function guardPlaces(operations: readonly OperationRecord[]): Map<number, number> {
  const places = new Map<number, number>();
  for (const [index, { name }] of operations.entries()) {
    if (name.startsWith("guard_")) places.set(index, places.size);
  }
  return places;
}
