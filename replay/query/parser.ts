/**
 * From the text of a query to its tree, by recursive descent:
 *
 *     or      = and { "or" and }
 *     and     = unary { "and" unary }
 *     unary   = "not" unary | primary
 *     primary = "(" or ")" | ("any" | "all" | "none") "(" or ")" | "has" field
 *             | field | subject compare operand | subject ["not"] "in" set
 *     subject = field | "count" "(" or ")"
 *     operand = subject | number | text
 *     set     = "(" choice { "," choice } ")" | range
 *     choice  = number | text | range
 *     range   = number ".." number
 *
 * Nesting is bounded, so no query exhausts the stack; everything else is a loop.
 */

import { printText } from "../replayer/print-value.ts";
import type { Sign, Token } from "./lexer.ts";
import { readTokens } from "./lexer.ts";
import { queryError } from "./query-error.ts";
import type {
  Choice,
  Comparison,
  Expression,
  FieldName,
  NumberLiteral,
  Operand,
  Quantifier,
  Range,
  Subject,
} from "./syntax.ts";

export const DEPTH_MAX = 100;

/** Names that are no fields. */
export const KEYWORDS = ["and", "or", "not", "in", "has", "any", "all", "none", "count"] as const;
type Keyword = (typeof KEYWORDS)[number];

const QUANTIFIERS: readonly Quantifier[] = ["any", "all", "none"];
const COMPARISONS: readonly Comparison[] = ["=", "!=", "<", "<=", ">", ">=", "~", "!~"];

/** The tree of a query; throws a UserError that says where it cannot be read. */
export function parseExpression(text: string): Expression {
  return new Parser(text).parseAll();
}

class Parser {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = readTokens(text);
  }

  parseAll(): Expression {
    const expression = this.parseOr();
    const token = this.peek();
    if (token.kind !== "end") throw this.unexpected('"and", "or" or the end of the query');
    return expression;
  }

  private parseOr(): Expression {
    if (++this.depth > DEPTH_MAX) {
      throw this.error(this.peek().at, `nested more than ${DEPTH_MAX} deep`);
    }
    const items = this.parseChain("or", () => this.parseChain("and", () => this.parseUnary()));
    this.depth--;
    return items;
  }

  private parseChain(kind: "or" | "and", parseItem: () => Expression): Expression {
    const first = parseItem();
    const items = [first];
    while (this.takeKeyword(kind)) items.push(parseItem());
    return items.length === 1 ? first : { kind, items };
  }

  private parseUnary(): Expression {
    let negations = 0;
    while (this.takeKeyword("not")) {
      if (++negations + this.depth > DEPTH_MAX) {
        throw this.error(this.peek().at, `nested more than ${DEPTH_MAX} deep`);
      }
    }
    let expression = this.parsePrimary();
    for (; negations > 0; negations--) expression = { kind: "not", item: expression };
    return expression;
  }

  private parsePrimary(): Expression {
    const { at } = this.peek();
    if (this.isSign("(")) return this.parseParenthesized();
    const quantifier = QUANTIFIERS.find((word) => this.takeKeyword(word));
    if (quantifier !== undefined) {
      return { kind: "block", quantifier, item: this.parseParenthesized(), at };
    }
    if (this.takeKeyword("has")) return { kind: "has", field: this.parseField() };
    return this.parseStatement(this.parseSubject());
  }

  private parseParenthesized(): Expression {
    this.expectSign("(");
    const expression = this.parseOr();
    this.expectSign(")");
    return expression;
  }

  private parseSubject(): Subject {
    const { at } = this.peek();
    if (this.takeKeyword("count")) return { kind: "count", item: this.parseParenthesized(), at };
    return this.parseField();
  }

  private parseField(): FieldName {
    const token = this.peek();
    if (token.kind !== "name" || isKeyword(token.name)) throw this.unexpected("a field");
    this.next++;
    return { kind: "field", name: token.name, at: token.at };
  }

  /** What is said of a subject. */
  private parseStatement(left: Subject): Expression {
    const token = this.peek();
    const comparison = COMPARISONS.find((one) => token.kind === "sign" && token.sign === one);
    if (comparison !== undefined) {
      this.next++;
      return { kind: "compare", left, comparison, right: this.parseOperand(), at: token.at };
    }
    const isNegated = this.isKeywordAt(this.next, "not") && this.isKeywordAt(this.next + 1, "in");
    if (isNegated) this.next++;
    if (this.takeKeyword("in")) {
      return { kind: "in", left, isNegated, choices: this.parseSet(), at: token.at };
    }
    if (left.kind === "field") return { kind: "flag", field: left };
    throw this.unexpected("a comparison of the count");
  }

  private parseOperand(): Operand {
    const token = this.peek();
    if (token.kind === "number" || token.kind === "text") {
      this.next++;
      return token.kind === "number"
        ? { kind: "number", value: token.value, at: token.at }
        : { kind: "text", pattern: token.pattern, at: token.at };
    }
    const isSubject = token.kind === "name" && (token.name === "count" || !isKeyword(token.name));
    if (!isSubject) throw this.unexpected("a number, a text in quotes or a field");
    return this.parseSubject();
  }

  private parseSet(): Choice[] {
    if (!this.isSign("(")) return [this.parseRange(this.parseNumber())];
    this.next++;
    const choices = [this.parseChoice()];
    while (this.isSign(",")) {
      this.next++;
      choices.push(this.parseChoice());
    }
    this.expectSign(")");
    return choices;
  }

  private parseChoice(): Choice {
    const token = this.peek();
    if (token.kind === "text") {
      this.next++;
      return { kind: "text", pattern: token.pattern, at: token.at };
    }
    const number = this.parseNumber();
    return this.isSign("..") ? this.parseRange(number) : number;
  }

  private parseRange(from: NumberLiteral): Range {
    this.expectSign("..");
    const to = this.parseNumber();
    if (to.value < from.value) {
      throw this.error(from.at, `the range ${from.value}..${to.value} is empty`);
    }
    return { kind: "range", from, to };
  }

  private parseNumber(): NumberLiteral {
    const token = this.peek();
    if (token.kind !== "number") throw this.unexpected("a number, or choices in parentheses");
    this.next++;
    return { kind: "number", value: token.value, at: token.at };
  }

  private peek(): Token {
    return this.tokens[this.next]!;
  }

  private isKeywordAt(index: number, word: Keyword): boolean {
    const token = this.tokens[index];
    return token?.kind === "name" && token.name === word;
  }

  private takeKeyword(word: Keyword): boolean {
    const isThere = this.isKeywordAt(this.next, word);
    if (isThere) this.next++;
    return isThere;
  }

  private isSign(sign: Sign): boolean {
    const token = this.peek();
    return token.kind === "sign" && token.sign === sign;
  }

  private expectSign(sign: Sign): void {
    if (!this.isSign(sign)) throw this.unexpected(`"${sign}"`);
    this.next++;
  }

  private unexpected(expected: string): Error {
    const token = this.peek();
    const written = this.text.slice(token.at, Math.min(token.end, token.at + 40));
    const found = token.kind === "end" ? "the query ends here" : `found ${printText(written)}`;
    return this.error(token.at, `expected ${expected}; ${found}`);
  }

  private error(at: number, message: string): Error {
    return queryError(this.text, at, message);
  }
}

function isKeyword(name: string): boolean {
  return KEYWORDS.some((word) => word === name);
}
