/**
 * Rows of two listings as text: what differs, and some rows around it.
 */

import type { OperationRecord } from "../format/events.ts";
import { printOperation } from "../replayer/print-value.ts";
import type { MarkedRow, OperationComparison } from "./compare-operations.ts";
import { BOX, CONSTANT } from "./operation-template.ts";
import type { Listing, ListingRow } from "./reel-diff.ts";
import type { Renaming } from "./renaming.ts";

/** Of `context` rows around differences; null when all rows are the same. */
export function makeListing(
  { rows, renaming }: OperationComparison,
  a: readonly OperationRecord[],
  b: readonly OperationRecord[],
  context: number,
): Listing | null {
  const counts = { same: 0, changed: 0, gone: 0, new: 0 };
  for (const { mark } of rows) counts[mark]++;
  if (counts.same === rows.length) return null;
  const shown: (ListingRow | null)[] = [];
  const near = distances(rows);
  for (const [index, row] of rows.entries()) {
    if (near[index]! <= context) shown.push(printRow(row, a, b, renaming));
    else if (shown.at(-1) !== null) shown.push(null);
  }
  return { counts, rows: shown };
}

/** How far the next row that differs is. */
function distances(rows: readonly MarkedRow[]): Float64Array {
  const near = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
  const pass = (indexes: Iterable<number>): void => {
    let distance = Number.POSITIVE_INFINITY;
    for (const index of indexes) {
      distance = rows[index]!.mark === "same" ? distance + 1 : 0;
      near[index] = Math.min(near[index]!, distance);
    }
  };
  pass(rows.keys());
  pass([...rows.keys()].reverse());
  return near;
}

function printRow(
  { mark, a: i, b: j }: MarkedRow,
  a: readonly OperationRecord[],
  b: readonly OperationRecord[],
  renaming: Renaming,
): ListingRow {
  const textB = (): string => printOperation(inNamesOfA(b[j]!, renaming));
  return {
    mark,
    a: i < 0 ? null : i,
    b: j < 0 ? null : j,
    text: i < 0 ? textB() : printOperation(a[i]!),
    textB: mark === "changed" ? textB() : null,
  };
}

/** Names that `a` does not have are marked, because it may have others that are written so. */
function inNamesOfA(operation: OperationRecord, renaming: Renaming): OperationRecord {
  const rename = (text: string): string => {
    if (BOX.test(text)) return renaming.nameInA("box", text) ?? `${text}'`;
    const constant = CONSTANT.exec(text)?.[1];
    if (constant === undefined) return text;
    return `ConstPtr(${renaming.nameInA("constant", constant) ?? `${constant}'`})`;
  };
  const { result, args, failArgs } = operation;
  return {
    ...operation,
    result: result === "" ? "" : rename(result),
    args: args.map(rename),
    failArgs: failArgs?.map(rename) ?? null,
  };
}
