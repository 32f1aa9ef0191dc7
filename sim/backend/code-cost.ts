/** Adding and subtracting costs of code. */

import type { CodeCost } from "./backend.ts";

export const NO_COST: CodeCost = { instructions: 0, cycles: 0 };

export function isNoCost({ instructions, cycles }: CodeCost): boolean {
  return instructions === 0 && cycles === 0;
}

export function addCost(a: CodeCost, b: CodeCost): CodeCost {
  return { instructions: a.instructions + b.instructions, cycles: a.cycles + b.cycles };
}

export function subtractCost(a: CodeCost, b: CodeCost): CodeCost {
  return { instructions: a.instructions - b.instructions, cycles: a.cycles - b.cycles };
}
