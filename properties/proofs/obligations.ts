/**
 * All that is to be proved: integer rules, how comparisons follow from others, interval operations,
 * division by constants. An obligation that the prover cannot settle is checked for all values of 8
 * bits instead, where that is possible.
 */

import type { IntegerRule, Operation } from "../../sim/optimizer/ints/rule-text.ts";
import { parseRules } from "../../sim/optimizer/ints/rule-text.ts";
import { OPPOSITE, SWAPPED } from "../../sim/optimizer/rules/comparisons.ts";
import * as RULES from "../../sim/optimizer/rules/integers.ts";
import { DIVISION_STATEMENTS } from "./division-statements.ts";
import { INTERVAL_STATEMENTS } from "./interval-statements.ts";
import { findCounterexample, statementsOf } from "./rule-statements.ts";
import type { Statement, Z3 } from "./solver.ts";

export interface Obligation {
  readonly name: string;
  readonly group: "rule" | "comparison" | "interval" | "division";
  make(z3: Z3): Statement[];
  /** Values of 8 bits for which it is wrong, null when there are none; absent: it cannot be asked. */
  readonly checkBytes?: () => string | null;
}

/** A rule as an obligation. */
export function ruleObligation(rule: IntegerRule, group: Obligation["group"] = "rule"): Obligation {
  return {
    name: rule.name,
    group,
    make: (z3) => statementsOf(z3, rule),
    checkBytes: () => findCounterexample(rule, 8),
  };
}

/** All integer rules, of both passes. */
export function integerRules(): IntegerRule[] {
  return Object.values(RULES).flatMap((table) => parseRules(table));
}

function compare(name: string, left: string, right: string): Operation {
  const args = [left, right].map((one) => ({ kind: "value", name: one }) as const);
  return { kind: "operation", name, args };
}

/** `int_lt(x, y)` and its opposite add up to 1; swapped comparisons are equal. */
function comparisonRules(): IntegerRule[] {
  const none = { equations: [], conditions: [] };
  const opposites = Object.entries(OPPOSITE).map(([name, opposite]) => {
    const args = [compare(opposite, "x", "y")];
    const result: Operation = { kind: "operation", name: "int_is_zero", args };
    return {
      ...none,
      name: `${name} against ${opposite}`,
      result,
      patterns: [compare(name, "x", "y")],
    };
  });
  const swapped = Object.entries(SWAPPED).map(([name, other]) => {
    const result = compare(other, "y", "x");
    return { ...none, name: `${name} swapped`, result, patterns: [compare(name, "x", "y")] };
  });
  // Floats and references are not words; each of their rows is one of IEEE 754, or of identity.
  return [...opposites, ...swapped].filter(({ name }) => /^u?int_/.test(name));
}

export function allObligations(): Obligation[] {
  return [
    ...integerRules().map((rule) => ruleObligation(rule)),
    ...comparisonRules().map((rule) => ruleObligation(rule, "comparison")),
    ...INTERVAL_STATEMENTS.map(({ name, make }) => ({
      name,
      group: "interval" as const,
      make: (z3: Z3) => [make(z3)],
    })),
    ...DIVISION_STATEMENTS.map(({ name, make }) => ({
      name,
      group: "division" as const,
      make: (z3: Z3) => [make(z3)],
    })),
  ];
}
