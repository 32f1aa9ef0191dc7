/**
 * THE table of rewrite rules: everything that a pass does to an operation has a name. A pass calls
 * `optimizer.fired(NAME)` where it applies a rule; the trace files under fixtures/traces make each
 * rule fire at least once (trace-files.test.ts, `jitreel opt --rules --unfired`).
 *
 * One file per pass holds that pass's names, each with what it does: the operation, an arrow, what
 * becomes of it. Names begin with the operation, as in `int_add_zero`.
 */

import { EARLYFORCE_RULES } from "./earlyforce.ts";
import { GUARDS_RULES } from "./guards.ts";
import { HEAP_RULES } from "./heap.ts";
import { INTBOUNDS_RULES } from "./intbounds.ts";
import { PURE_RULES } from "./pure.ts";
import { REWRITE_RULES } from "./rewrite.ts";
import { SIMPLIFY_RULES } from "./simplify.ts";
import { STRING_RULES } from "./string.ts";
import { UNROLL_RULES } from "./unroll.ts";
import { VIRTUALIZE_RULES } from "./virtualize.ts";

/** The rules by pass, in the order of the passes. */
export const RULES = {
  intbounds: INTBOUNDS_RULES,
  rewrite: REWRITE_RULES,
  virtualize: VIRTUALIZE_RULES,
  string: STRING_RULES,
  pure: PURE_RULES,
  earlyforce: EARLYFORCE_RULES,
  heap: HEAP_RULES,
  unroll: UNROLL_RULES,
  simplify: SIMPLIFY_RULES,
  guards: GUARDS_RULES,
} as const;

type Tables = (typeof RULES)[keyof typeof RULES];
type NamesOf<T> = T extends unknown ? keyof T : never;

/** The name of a rule. */
export type RuleName = NamesOf<Tables>;

/** One row of the table. */
export interface Rule {
  readonly name: string;
  readonly pass: string;
  /** What it does, e.g. `int_add(x, 0) → x`. */
  readonly text: string;
}

/** All rules, in the order of the passes. */
export function allRules(): Rule[] {
  return Object.entries(RULES).flatMap(([pass, rules]) =>
    Object.entries(rules).map(([name, text]) => ({ name, pass, text: text as string })),
  );
}
