/**
 * What can be compared with what: numbers by order, texts as patterns, and a field of a few words
 * only with these words.
 */

import { closestNames } from "../../sim/base/closest-names.ts";
import type { Value } from "./field-values.ts";
import { compilePattern, plainText } from "./pattern.ts";
import { queryError } from "./query-error.ts";
import type { Comparison, NumberLiteral, TextLiteral } from "./syntax.ts";

/** What is known of the left side before there is an event. */
export interface ComparedType {
  readonly type: "number" | "text";
  /** Texts: all that there are, when these are few. */
  readonly words: readonly string[] | null;
  /** How messages name it. */
  readonly shown: string;
}

/** Where errors of a comparison stand in the query's text. */
export interface ComparisonPlace {
  readonly text: string;
  readonly comparisonAt: number;
  readonly rightAt: number;
}

/** What two values are asked; `!=` and `!~` ask the same as `=` and `~`. */
export const COMPARE: Readonly<Record<Comparison, (a: Value, b: Value) => boolean>> = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a === b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "~": (a, b) => String(a).includes(String(b)),
  "!~": (a, b) => String(a).includes(String(b)),
};

const ORDERS: readonly Comparison[] = ["<", "<=", ">", ">="];
const LIKENESSES: readonly Comparison[] = ["~", "!~"];

/** Throws a UserError when a comparison makes no sense. */
export function checkTypes(
  left: ComparedType,
  comparison: Comparison,
  rightType: "number" | "text",
  { text, comparisonAt, rightAt }: ComparisonPlace,
): void {
  const { type, shown } = left;
  if (type !== rightType) {
    throw queryError(text, rightAt, `${shown} is a ${type}, but this is a ${rightType}`);
  }
  if (type === "text" && ORDERS.includes(comparison)) {
    const message = `${shown} is a text: compare it with =, !=, ~, !~ or in`;
    throw queryError(text, comparisonAt, message);
  }
  if (type === "number" && LIKENESSES.includes(comparison)) {
    const message = `${shown} is a number: ${comparison} is for texts`;
    throw queryError(text, comparisonAt, message);
  }
}

/** What a value is asked that is compared with a literal. */
export function compileLiteral(
  left: ComparedType,
  comparison: Comparison,
  literal: NumberLiteral | TextLiteral,
  place: ComparisonPlace,
): (value: Value) => boolean {
  checkTypes(left, comparison, literal.kind, place);
  if (literal.kind === "number") {
    const compare = COMPARE[comparison];
    const { value: limit } = literal;
    return (value) => compare(value, limit);
  }
  const isWhole = !LIKENESSES.includes(comparison);
  if (isWhole) checkWord(left, literal, place);
  const matches = compilePattern(literal.pattern, isWhole);
  return (value) => typeof value === "string" && matches(value);
}

/** Lists of words that are shown whole. */
const SHOWN_WORDS_MAX = 8;

/** A text that the field never has is a mistake. */
function checkWord(
  { words, shown }: ComparedType,
  literal: TextLiteral,
  { text, rightAt }: ComparisonPlace,
): void {
  const word = plainText(literal.pattern);
  if (words === null || word === null || words.includes(word)) return;
  const [closest] = closestNames(word.slice(0, 60), words);
  const isShort = words.length <= SHOWN_WORDS_MAX;
  const advice = isShort ? `it is one of ${words.join(", ")}` : `did you mean "${closest}"?`;
  throw queryError(text, rightAt, `${shown} is never that; ${advice}`);
}
