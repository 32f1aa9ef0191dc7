/**
 * The text of an integer rule, read: see rules/integers.ts for the language. What is read here is
 * both what the matcher is made from and what is proved.
 *
 *   rule       := patterns ("→" term | "⇒" equation {"," equation}) ["if" condition]
 *   patterns   := ["r ="] term {"|" ["r ="] term}
 *   equation   := term "=" term
 *   condition  := comparison {"and" comparison} | predicate "(" constant ")"
 *   comparison := term ("<=" | "<" | "!=") term
 */

import { assert } from "../../base/assert.ts";

/** A name, a number, or an operation on terms. */
export type Term =
  | { readonly kind: "value"; readonly name: string }
  | { readonly kind: "constant"; readonly name: string }
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "operation"; readonly name: string; readonly args: readonly Term[] };

export type Operation = Extract<Term, { kind: "operation" }>;

/** What must hold; `holds` is a predicate of one constant term. */
export interface Condition {
  readonly relation: "<=" | "<" | "!=" | "holds";
  readonly left: Term;
  readonly right: Term;
}

export interface Equation {
  readonly left: Operation;
  readonly right: Term;
}

export interface IntegerRule {
  readonly name: string;
  readonly patterns: readonly Operation[];
  /** What the operation becomes; null for a rule that remembers equations. */
  readonly result: Term | null;
  readonly equations: readonly Equation[];
  readonly conditions: readonly Condition[];
}

const TOKEN = /\s*(→|⇒|<=|!=|[()|,=<]|-?\d+|\w+)/y;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    assert(match !== null, "not the text of a rule:", text);
    tokens.push(match[1] as string);
  }
  return tokens;
}

/** Reads one rule from its tokens. */
class RuleReader {
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  take(wanted: string): boolean {
    if (this.tokens[this.position] !== wanted) return false;
    this.position += 1;
    return true;
  }

  expect(wanted: string): void {
    assert(this.take(wanted), `expected ${wanted} in the rule`, this.tokens.join(" "));
  }

  get isAtEnd(): boolean {
    return this.position === this.tokens.length;
  }

  term(): Term {
    const token = this.tokens[this.position] ?? "";
    this.position += 1;
    if (/^-?\d/.test(token)) return { kind: "number", value: BigInt(token) };
    if (this.take("(")) {
      const args = [this.term()];
      while (this.take(",")) args.push(this.term());
      this.expect(")");
      return { kind: "operation", name: token, args };
    }
    assert(/^\w+$/.test(token), "expected a name in the rule", this.tokens.join(" "));
    return { kind: /^[A-Z]/.test(token) ? "constant" : "value", name: token };
  }

  operation(): Operation {
    const term = this.term();
    assert(term.kind === "operation", "expected an operation in", this.tokens.join(" "));
    return term;
  }

  pattern(): Operation {
    if (this.tokens[this.position + 1] === "=") {
      this.expect("r");
      this.expect("=");
    }
    return this.operation();
  }

  equation(): Equation {
    const left = this.operation();
    this.expect("=");
    return { left, right: this.term() };
  }

  condition(): Condition {
    const left = this.term();
    for (const relation of ["<=", "<", "!="] as const) {
      if (this.take(relation)) return { relation, left, right: this.term() };
    }
    return { relation: "holds", left, right: left };
  }
}

/** One or more, separated by `separator`. */
function several<T>(reader: RuleReader, separator: string, read: () => T): T[] {
  const found = [read()];
  while (reader.take(separator)) found.push(read());
  return found;
}

/** Reads the text of a rule. */
export function parseRule(name: string, text: string): IntegerRule {
  const reader = new RuleReader(text);
  const patterns = several(reader, "|", () => reader.pattern());
  const isRewriting = reader.take("→");
  const result = isRewriting ? reader.term() : null;
  if (!isRewriting) reader.expect("⇒");
  const equations = isRewriting ? [] : several(reader, ",", () => reader.equation());
  const conditions = reader.take("if") ? several(reader, "and", () => reader.condition()) : [];
  assert(reader.isAtEnd, "the rule goes on after its end:", text);
  return { name, patterns, result, equations, conditions };
}

/** Reads a table of rules. */
export function parseRules(texts: Readonly<Record<string, string>>): IntegerRule[] {
  return Object.entries(texts).map(([name, text]) => parseRule(name, text));
}
