/**
 * The picture of a unit tree before it has a format: boxes with lines of text, and arrows. Only
 * selected units have boxes; arrows stand between boxes. A unit that jumps to itself has no arrow.
 */

import { printCount, printPlural, printText } from "../replayer/print-value.ts";
import type { TreeUnit, UnitTree } from "./unit-tree.ts";

export type BoxKind = TreeUnit["identity"]["type"];

export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  readonly lines: readonly string[];
  readonly isFreed: boolean;
}

/** guard: to the guard's bridge; jump: to the label of another unit; call: of compiled code. */
export interface Arrow {
  readonly kind: "guard" | "jump" | "call";
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
}

export interface TreeGraph {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export function makeTreeGraph(tree: UnitTree): TreeGraph {
  const units = tree.units.filter(({ isSelected }) => isSelected);
  return {
    boxes: units.map((unit) => makeBox(unit, tree)),
    arrows: units.flatMap((unit) => [
      ...guardArrow(unit, tree),
      ...jumpArrow(unit, tree),
      ...callArrows(unit, tree),
    ]),
  };
}

function idOf({ identity }: TreeUnit): string {
  return `u${identity.index}`;
}

function makeBox(unit: TreeUnit, tree: UnitTree): Box {
  const { identity, operationCount, guardCount, codeSize } = unit;
  const lines = [identity.name, identity.location].filter((line) => line !== "");
  if (operationCount > 0) {
    const counts = [printPlural(operationCount, "op"), printPlural(guardCount, "guard")];
    lines.push([...counts, printPlural(codeSize, "byte")].join(", "));
  }
  const runs = tree.runsOf(unit);
  const passes = unit.labels.map((label) => tree.labelRunsOf(label)).filter(isKnown);
  if (passes.length > 0) lines.push(`passes ${passes.map(printCount).join(", ")}`);
  if (runs !== null) lines.push(printPlural(runs, "run"));
  const cost = tree.costs[identity.index];
  if (cost !== undefined) lines.push(printPlural(cost.cycles, "cycle"));
  const freed = tree.freed.get(unit.loopNo);
  const isFreed = freed !== undefined && freed > unit.eventNumber;
  if (isFreed) lines.push(`freed at event ${freed}`);
  return { id: idOf(unit), kind: identity.type, lines, isFreed };
}

function isKnown(count: number | null): count is number {
  return count !== null;
}

function guardArrow(unit: TreeUnit, tree: UnitTree): Arrow[] {
  const owner = tree.ownerOf(unit);
  if (owner === null || !owner.isSelected) return [];
  const name = `${printText(unit.guardName)} ${unit.identity.guard}`.trimStart();
  const runs = tree.runsOf(unit);
  const lines = runs === null ? [name] : [name, printPlural(runs, "run")];
  return [{ kind: "guard", from: idOf(owner), to: idOf(unit), lines }];
}

function jumpArrow(unit: TreeUnit, tree: UnitTree): Arrow[] {
  const target = unit.target === "" ? null : tree.lookupLabel(unit.target);
  if (target === null || target === unit || !target.isSelected) return [];
  const index = target.labels.indexOf(unit.target);
  const lines = target.labels.length > 1 ? [`to label ${index + 1}`] : [];
  return [{ kind: "jump", from: idOf(unit), to: idOf(target), lines }];
}

function callArrows(unit: TreeUnit, tree: UnitTree): Arrow[] {
  return [...unit.calls].flatMap(([loopNo, count]) => {
    const called = tree.lookupLoop(loopNo);
    if (called === null || !called.isSelected) return [];
    const lines = count > 1 ? [`${printCount(count)} calls`] : ["call"];
    return [{ kind: "call" as const, from: idOf(unit), to: idOf(called), lines }];
  });
}
