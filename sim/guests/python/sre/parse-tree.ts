/**
 * The tree of a regular expression, with the shape that Python's own parser gives it: the rules of
 * fixed width, of common prefixes and the text of `re.DEBUG` depend on that shape.
 *
 * Counterpart: CPython's sre_parse.py (SubPattern).
 */

import { MAXREPEAT } from "./flags.ts";

export type Category =
  | "CATEGORY_DIGIT"
  | "CATEGORY_NOT_DIGIT"
  | "CATEGORY_SPACE"
  | "CATEGORY_NOT_SPACE"
  | "CATEGORY_WORD"
  | "CATEGORY_NOT_WORD";

export type Position =
  | "AT_BEGINNING"
  | "AT_BEGINNING_STRING"
  | "AT_BOUNDARY"
  | "AT_NON_BOUNDARY"
  | "AT_END"
  | "AT_END_STRING";

/** What stands in a set of characters; `NEGATE` only first. */
export type SetItem =
  | { readonly op: "LITERAL"; readonly code: number }
  | { readonly op: "RANGE"; readonly low: number; readonly high: number }
  | { readonly op: "CATEGORY"; readonly category: Category }
  | { readonly op: "NEGATE" };

/** An item that matches one character. */
export type UnitItem =
  | { readonly op: "LITERAL"; readonly code: number }
  | { readonly op: "NOT_LITERAL"; readonly code: number }
  | { readonly op: "ANY" }
  | { readonly op: "IN"; readonly set: readonly SetItem[] };

export type Repeat = {
  readonly op: "MAX_REPEAT" | "MIN_REPEAT";
  readonly min: number;
  readonly max: number;
  readonly body: Sequence;
};

export type Group = {
  readonly op: "SUBPATTERN";
  readonly group: number | null;
  readonly addFlags: number;
  readonly delFlags: number;
  readonly body: Sequence;
};

export type Item =
  | UnitItem
  | Repeat
  | Group
  | { readonly op: "AT"; readonly at: Position }
  | { readonly op: "BRANCH"; readonly items: readonly Sequence[] }
  | { readonly op: "ASSERT" | "ASSERT_NOT"; readonly direction: 1 | -1; readonly body: Sequence }
  | { readonly op: "GROUPREF"; readonly group: number; readonly width: Width }
  | {
      readonly op: "GROUPREF_EXISTS";
      readonly group: number;
      readonly yes: Sequence;
      readonly no: Sequence | null;
    };

/** Fewest and most characters that a part matches. */
export type Width = readonly [number, number];

/** Items one after the other. */
export class Sequence {
  readonly items: Item[];
  private knownWidth: Width | null = null;

  constructor(items: Item[] = []) {
    this.items = items;
  }

  width(): Width {
    this.knownWidth ??= this.measure();
    return this.knownWidth;
  }

  private measure(): Width {
    let low = 0;
    let high = 0;
    for (const item of this.items) {
      const [least, most] = itemWidth(item);
      low += least;
      high += most;
    }
    return [Math.min(low, MAXREPEAT - 1), Math.min(high, MAXREPEAT)];
  }
}

function itemWidth(item: Item): Width {
  switch (item.op) {
    case "BRANCH":
      return widest(item.items, MAXREPEAT - 1);
    case "SUBPATTERN":
      return item.body.width();
    case "MAX_REPEAT":
    case "MIN_REPEAT": {
      const [low, high] = item.body.width();
      return [low * item.min, high * item.max];
    }
    case "GROUPREF":
      return item.width;
    case "GROUPREF_EXISTS": {
      const [low, high] = widest(item.no === null ? [item.yes] : [item.yes, item.no], MAXREPEAT);
      return [item.no === null ? 0 : low, high];
    }
    case "AT":
    case "ASSERT":
    case "ASSERT_NOT":
      return [0, 0];
    default:
      return [1, 1];
  }
}

function widest(choices: readonly Sequence[], least: number): Width {
  const widths = choices.map((choice) => choice.width());
  const low = widths.reduce((best, [width]) => Math.min(best, width), least);
  return [low, widths.reduce((best, [, width]) => Math.max(best, width), 0)];
}

/** Whether two items are the same; those with parts of their own never are. */
export function isSameItem(a: Item, b: Item): boolean {
  switch (a.op) {
    case "LITERAL":
    case "NOT_LITERAL":
      return b.op === a.op && b.code === a.code;
    case "ANY":
      return b.op === "ANY";
    case "AT":
      return b.op === "AT" && b.at === a.at;
    case "GROUPREF":
      return b.op === "GROUPREF" && b.group === a.group;
    case "IN":
      return b.op === "IN" && a.set.map(setItemKey).join() === b.set.map(setItemKey).join();
    default:
      return false;
  }
}

/** A text that is the same for equal items of sets. */
export function setItemKey(item: SetItem): string {
  switch (item.op) {
    case "LITERAL":
      return String(item.code);
    case "RANGE":
      return `${item.low}-${item.high}`;
    case "CATEGORY":
      return item.category;
    default:
      return item.op;
  }
}

/** The items without repetitions. */
export function uniqueSetItems(set: readonly SetItem[]): SetItem[] {
  return [...new Map(set.map((item) => [setItemKey(item), item])).values()];
}
