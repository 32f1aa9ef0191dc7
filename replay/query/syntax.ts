/**
 * A query as it was written: the tree that the parser makes, and its text again. `at` is the offset
 * of a part in the query's text.
 */

import type { Pattern } from "./pattern.ts";

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~";

/** The name of a field. */
export interface FieldName {
  readonly kind: "field";
  readonly name: string;
  readonly at: number;
}

/** How many operations of the event are as the condition says. */
export interface CountOf {
  readonly kind: "count";
  readonly item: Expression;
  readonly at: number;
}

export interface NumberLiteral {
  readonly kind: "number";
  readonly value: number;
  readonly at: number;
}

export interface TextLiteral {
  readonly kind: "text";
  readonly pattern: Pattern;
  readonly at: number;
}

export interface Range {
  readonly kind: "range";
  /** Both ends belong to it. */
  readonly from: NumberLiteral;
  readonly to: NumberLiteral;
}

export type Subject = FieldName | CountOf;
export type Operand = Subject | NumberLiteral | TextLiteral;
export type Choice = NumberLiteral | TextLiteral | Range;

export type Quantifier = "any" | "all" | "none";

export type Expression =
  | { readonly kind: "or" | "and"; readonly items: readonly Expression[] }
  | { readonly kind: "not"; readonly item: Expression }
  | { readonly kind: "flag"; readonly field: FieldName }
  | { readonly kind: "has"; readonly field: FieldName }
  | {
      readonly kind: "block";
      readonly quantifier: Quantifier;
      readonly item: Expression;
      readonly at: number;
    }
  | {
      readonly kind: "compare";
      readonly left: Subject;
      readonly comparison: Comparison;
      readonly right: Operand;
      readonly at: number;
    }
  | {
      readonly kind: "in";
      readonly left: Subject;
      readonly isNegated: boolean;
      readonly choices: readonly Choice[];
      readonly at: number;
    };

/** The query's text in one form: the same tree comes back when it is parsed. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "or":
    case "and":
      return expression.items.map(printItem).join(` ${expression.kind} `);
    case "not":
      return `not ${printItem(expression.item)}`;
    case "flag":
      return expression.field.name;
    case "has":
      return `has ${expression.field.name}`;
    case "block":
      return `${expression.quantifier}(${printExpression(expression.item)})`;
    case "compare": {
      const { left, comparison, right } = expression;
      return `${printOperand(left)} ${comparison} ${printOperand(right)}`;
    }
    case "in": {
      const { left, isNegated, choices } = expression;
      const shown = choices.map(printChoice).join(", ");
      return `${printOperand(left)}${isNegated ? " not" : ""} in (${shown})`;
    }
  }
}

/** In parentheses where another tree would come back without them. */
function printItem(expression: Expression): string {
  const text = printExpression(expression);
  return expression.kind === "or" || expression.kind === "and" ? `(${text})` : text;
}

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case "field":
      return operand.name;
    case "count":
      return `count(${printExpression(operand.item)})`;
    case "number":
      return String(operand.value);
    case "text":
      return printPattern(operand.pattern);
  }
}

function printChoice(choice: Choice): string {
  if (choice.kind !== "range") return printOperand(choice);
  return `${choice.from.value}..${choice.to.value}`;
}

function printPattern(pattern: Pattern): string {
  const parts = pattern.map((part) =>
    "literal" in part ? escapeLiteral(part.literal) : part.wildcard,
  );
  return `"${parts.join("")}"`;
}

/** Printable ASCII as it is, anything else by its code units. */
function escapeLiteral(literal: string): string {
  return literal.replace(/[^ !#-)+->@-[\]-~]/g, (character) => {
    if (/["\\*?]/.test(character)) return `\\${character}`;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
