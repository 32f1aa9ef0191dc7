/**
 * Costs as aligned tables: of one run, or the change from one run to another.
 */

import { printCount, printText } from "./print-value.ts";
import type { Style } from "./style.ts";
import type { Cost, CostChange, CostComparison, RunCosts, UnitCost } from "./unit-costs.ts";
import { changeOf } from "./unit-costs.ts";

type Row = readonly string[];

/** Columns padded to one width, numbers to the right; the last column is text and stays open. */
function alignRows(rows: readonly Row[], leftColumns: number): string[] {
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]!.length)));
  return rows.map((row) =>
    row
      .map((cell, k) => {
        if (k === row.length - 1) return cell;
        return k < leftColumns ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!);
      })
      .join("  ")
      .trimEnd(),
  );
}

function printTable(rows: readonly Row[], style: Style): string[] {
  const [titles, ...lines] = alignRows(rows, 1);
  return [style.faint(titles!), ...lines.slice(0, -1), style.strong(lines.at(-1)!)];
}

/** The cost of each unit, then the total; nothing when the run has no costs. */
export function printCosts({ units, total }: RunCosts, style: Style): string[] {
  if (total === null) return [];
  const hasRuns = units.some(({ runs }) => runs !== null);
  const cells = (name: string, cost: Cost, runs: string, location: string): Row => [
    name,
    printCount(cost.instructions),
    printCount(cost.cycles),
    ...(hasRuns ? [runs] : []),
    location,
  ];
  const titles = ["unit", "instructions", "cycles", ...(hasRuns ? ["runs"] : []), "where"];
  const rows = units.map((unit) => {
    const runs = unit.runs === null ? "" : printCount(unit.runs);
    return cells(unit.name, unit, runs, printText(unit.location));
  });
  return printTable([titles, ...rows, cells("in all", total, "", "")], style);
}

/** What changed, the largest change first; units that did not are counted only. */
export function printComparison(comparison: CostComparison, style: Style): string[] {
  const isChanged = (one: CostChange): boolean =>
    one.before === null ||
    one.now === null ||
    changeOf(one, "instructions") !== 0 ||
    changeOf(one, "cycles") !== 0;
  const changed = comparison.changes.filter(isChanged);
  const same = comparison.changes.length - changed.length;
  const titles = ["unit", "instructions", "change", "cycles", "change", "", "where"];
  const rows = changed.map((one) => changeRow(one.unit.name, one, printText(one.unit.location)));
  const table = printTable([titles, ...rows, changeRow("in all", comparison, "")], style);
  return same === 0 ? table : [...table, `${same} ${same === 1 ? "unit" : "units"} as before`];
}

function changeRow(
  name: string,
  change: { readonly before: Cost | null; readonly now: Cost | null },
  location: string,
): Row {
  const signed = (field: keyof Cost): string => printSigned(changeOf(change, field));
  return [
    name,
    printCount(change.now?.instructions ?? 0),
    signed("instructions"),
    printCount(change.now?.cycles ?? 0),
    signed("cycles"),
    printPercent(change),
    location,
  ];
}

function printSigned(value: number): string {
  return value > 0 ? `+${printCount(value)}` : printCount(value);
}

/** Of the cycles, with two digits. */
function printPercent(change: { readonly before: Cost | null; readonly now: Cost | null }): string {
  if (change.before === null) return "new";
  if (change.now === null) return "gone";
  const { cycles } = change.before;
  const delta = changeOf(change, "cycles");
  if (cycles === 0) return delta === 0 ? "0.00%" : "";
  return `${delta > 0 ? "+" : ""}${((delta * 100) / cycles).toFixed(2)}%`;
}

/** Plain data of one unit. */
export function unitData({ key, type, name, location, runs, instructions, cycles }: UnitCost) {
  return { key, type, name, location, runs, instructions, cycles };
}
