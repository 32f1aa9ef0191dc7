/**
 * The characters that a match can begin with: a search skips all others.
 */

import { unitTest } from "./charset.ts";
import { combineFlags, DOTALL } from "./flags.ts";
import type { Item, Sequence } from "./parse-tree.ts";

type Test = (code: number) => boolean;

/** Tests one of which holds for the first character; null when nothing can be said. */
export function firstCharacters(sequence: Sequence, flags: number): readonly Test[] | null {
  const tests: Test[] = [];
  for (const item of sequence.items) {
    if (isTransparent(item)) continue;
    const own = firstOfItem(item, flags);
    if (own === null) return null;
    tests.push(...own);
    if (itemMinimum(item) > 0) return tests;
  }
  return null;
}

/** Whether an item matches no characters and only restricts where a match may be. */
function isTransparent(item: Item): boolean {
  return item.op === "AT" || item.op === "ASSERT" || item.op === "ASSERT_NOT";
}

function itemMinimum(item: Item): number {
  switch (item.op) {
    case "SUBPATTERN":
      return item.body.width()[0];
    case "MAX_REPEAT":
    case "MIN_REPEAT":
      return item.min * item.body.width()[0];
    case "BRANCH":
      return Math.min(...item.items.map((choice) => choice.width()[0]));
    default:
      return 1;
  }
}

function firstOfItem(item: Item, flags: number): readonly Test[] | null {
  switch (item.op) {
    case "SUBPATTERN":
      return firstCharacters(item.body, combineFlags(flags, item.addFlags, item.delFlags));
    case "MAX_REPEAT":
    case "MIN_REPEAT":
      return firstCharacters(item.body, flags);
    case "BRANCH": {
      const parts = item.items.map((choice) => firstCharacters(choice, flags));
      return parts.some((part) => part === null) ? null : parts.flatMap((part) => part!);
    }
    case "LITERAL":
    case "NOT_LITERAL":
    case "IN":
    case "ANY": {
      if (item.op === "ANY" && (flags & DOTALL) !== 0) return null;
      const test = unitTest(item, flags);
      return [test ?? ((code) => item.op === "LITERAL" && code === item.code)];
    }
    default:
      return null;
  }
}
