/**
 * Finds one compiled loop or bridge among those of a reel.
 */

import type { CodeState, CompiledUnit } from "./code-state.ts";

/**
 * Which code: a loop by its number, a bridge by its guard's address or by its place among the
 * bridges, counted from 1.
 */
export interface CodeName {
  readonly kind: "loop" | "bridge";
  readonly number: number;
}

/** The last unit of that name, or null. */
export function findUnit(state: CodeState, name: CodeName): CompiledUnit | null {
  return state.units.findLast((unit) => isNamed(unit, name)) ?? null;
}

function isNamed({ event, bridgeIndex }: CompiledUnit, name: CodeName): boolean {
  if (event.type !== "bridge") return name.kind === "loop" && event.loopNo === name.number;
  const isNumber = bridgeIndex === name.number || event.bridgeNo === name.number;
  return name.kind === "bridge" && isNumber;
}

/** Says that there is none of that name, and what there is. */
export function describeMissing(state: CodeState, name: CodeName): string {
  const isBridge = name.kind === "bridge";
  const units = state.units.filter(({ event }) => (event.type === "bridge") === isBridge);
  const first = `the reel has no ${name.kind} ${name.number}`;
  if (units.length === 0) return `${first}; it has none`;
  if (isBridge) return `${first}; it has bridges 1 to ${units.length}`;
  const numbers = units.map(({ event }) => event.loopNo);
  const shown = numbers.slice(0, LISTED_MAX).join(", ");
  const more = numbers.length > LISTED_MAX ? `, … (${numbers.length} in all)` : "";
  return `${first}; it has ${shown}${more}`;
}

const LISTED_MAX = 20;
