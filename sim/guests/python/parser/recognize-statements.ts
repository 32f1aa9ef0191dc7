/**
 * The statements of Python's grammar, as the recognizer walks through them.
 *
 * Counterpart: pypy/interpreter/pyparser/data/python.gram.
 */

import { ExpressionWalk } from "./recognize-expressions.ts";
import { COLON_MESSAGE, failureOf, Mistake } from "./recognizer.ts";
import { readTokens, type Token } from "./tokens.ts";

const AUGMENTED: ReadonlySet<string> = new Set(
  "+= -= *= /= //= %= @= &= |= ^= >>= <<= **=".split(" "),
);

class StatementWalk extends ExpressionWalk {
  file(): void {
    while (!this.isKind("end")) this.statement();
  }

  private statement(): void {
    this.nested(() => {
      if (this.isKind("indent")) {
        throw new Mistake("unexpected indent", this.token, "IndentationError");
      }
      if (this.isKind("newline")) this.at++;
      else if (!this.compound()) this.simpleStatements();
    });
  }

  private compound(): boolean {
    const start = this.token;
    if (start.kind === "op" && start.text === "@") this.decorated();
    else if (start.kind !== "name") return false;
    else if (start.text === "async") this.asyncStatement();
    else if (start.text === "if" || start.text === "while") this.conditional(start.text);
    else if (start.text === "for") this.forStatement();
    else if (start.text === "try") this.tryStatement();
    else if (start.text === "with") this.withStatement();
    else if (start.text === "def") this.function();
    else if (start.text === "class") this.classStatement();
    else return false;
    return true;
  }

  private decorated(): void {
    while (this.accept("@")) {
      this.namedExpression();
      this.expectKind("newline");
    }
    if (this.is("class")) this.classStatement();
    else if (this.is("def")) this.function();
    else if (this.accept("async")) this.function();
    else this.fail();
  }

  private asyncStatement(): void {
    this.at++;
    if (this.is("def")) this.function();
    else if (this.is("for")) this.forStatement();
    else if (this.is("with")) this.withStatement();
    else this.fail();
  }

  /** `:` and a block; `what` is how messages call the statement that `start` begins. */
  private block(start: Token, what: string): void {
    if (!this.isKind("newline")) {
      this.simpleStatements();
      return;
    }
    this.at++;
    if (!this.isKind("indent")) {
      const message = `expected an indented block after ${what} on line ${start.line}`;
      throw new Mistake(message, this.token, "IndentationError");
    }
    this.at++;
    while (!this.isKind("dedent") && !this.isKind("end")) this.statement();
    if (this.isKind("dedent")) this.at++;
  }

  /** A `:` whose lack has a message of its own. */
  private colon(): void {
    if (this.accept(":")) return;
    throw new Mistake(COLON_MESSAGE, this.tokens[this.furthest]!);
  }

  /** A `:` whose lack has a message only at the end of a line. */
  private conditionColon(): void {
    if (!this.is(":") && this.isKind("newline") && this.findsMistakes) {
      throw new Mistake(COLON_MESSAGE, this.peek(1));
    }
    this.expect(":");
  }

  private conditional(keyword: string): void {
    const start = this.token;
    this.at++;
    this.namedExpression();
    this.conditionColon();
    this.block(start, `'${keyword}' statement`);
    if (keyword !== "while" && this.is("elif")) this.conditional("elif");
    else this.elseClause();
  }

  private elseClause(): void {
    const start = this.token;
    if (!this.accept("else")) return;
    this.colon();
    this.block(start, "'else' statement");
  }

  private forStatement(): void {
    const start = this.token;
    this.at++;
    // What stands there is read as an expression by the rule for wrong targets.
    if (this.findsMistakes) this.looksAt(() => this.starExpressions());
    this.targets();
    this.expect("in");
    this.someExpressions();
    this.colon();
    this.block(start, "'for' statement");
    this.elseClause();
  }

  private tryStatement(): void {
    const start = this.token;
    this.at++;
    this.colon();
    this.block(start, "'try' statement");
    if (!this.is("except") && !this.is("finally")) {
      throw new Mistake("expected 'except' or 'finally' block", this.token);
    }
    const hasHandlers = this.is("except");
    while (this.is("except")) this.handler();
    if (hasHandlers) this.elseClause();
    const last = this.token;
    if (!this.accept("finally")) return;
    this.colon();
    this.block(last, "'finally' statement");
  }

  private handler(): void {
    const start = this.token;
    this.at++;
    if (!this.is(":") && !this.isKind("newline")) {
      const first = this.token;
      this.expression();
      if (this.findsMistakes && this.is(",")) {
        throw new Mistake("exception group must be parenthesized", first);
      }
      if (this.accept("as")) this.name();
    }
    this.conditionColon();
    this.block(start, "'except' statement");
  }

  private withStatement(): void {
    const start = this.token;
    this.at++;
    const isParenthesized =
      this.is("(") &&
      this.attempt(() => {
        this.at++;
        this.withItems(")");
        this.expect(")");
        this.expect(":");
      });
    if (!isParenthesized) {
      this.withItems(":");
      if (this.findsMistakes) this.colon();
      else this.expect(":");
    }
    this.block(start, "'with' statement");
  }

  private withItems(closer: string): void {
    do {
      if (this.is(closer) && this.tokens[this.at - 1]!.text === ",") return;
      this.expression();
      if (this.accept("as")) {
        this.accept("*");
        this.arithmetic();
      }
    } while (this.accept(","));
  }

  private function(): void {
    const start = this.token;
    this.expect("def");
    this.name();
    this.expect("(");
    this.parameters(")", true);
    this.expect(")");
    if (this.accept("->")) this.expression();
    this.colon();
    this.block(start, "function definition");
  }

  private classStatement(): void {
    const start = this.token;
    this.expect("class");
    this.name();
    if (this.is("(")) {
      this.attempt(() => {
        this.at++;
        this.callArguments();
        this.expect(")");
      });
    }
    this.colon();
    this.block(start, "class definition");
  }

  private simpleStatements(): void {
    do {
      if (this.isKind("newline")) break;
      this.simpleStatement();
    } while (this.accept(";"));
    this.expectKind("newline");
  }

  private isStatementEnd(): boolean {
    return this.isKind("newline") || this.is(";");
  }

  private simpleStatement(): void {
    const { text, kind } = this.token;
    if (kind !== "name") {
      this.expressionStatement();
      return;
    }
    switch (text) {
      case "pass":
      case "break":
      case "continue":
        this.at++;
        return;
      case "return":
        this.at++;
        if (!this.isStatementEnd()) this.starExpressions();
        return;
      case "del":
        this.at++;
        this.someExpressions();
        return;
      case "raise":
        this.raise();
        return;
      case "global":
      case "nonlocal":
        this.at++;
        do this.name();
        while (this.accept(","));
        return;
      case "import":
        this.at++;
        do {
          this.dottedName();
          if (this.accept("as")) this.name();
        } while (this.accept(","));
        return;
      case "from":
        this.fromImport();
        return;
      case "assert":
        this.at++;
        this.expression();
        if (this.accept(",")) this.expression();
        return;
      default:
        this.expressionStatement();
    }
  }

  private raise(): void {
    this.at++;
    if (this.isStatementEnd()) return;
    this.expression();
    if (this.accept("from")) this.expression();
  }

  private dottedName(): void {
    do this.name();
    while (this.accept("."));
  }

  private fromImport(): void {
    this.at++;
    let isRelative = false;
    while (this.accept(".") || this.accept("...")) isRelative = true;
    if (!isRelative || !this.is("import")) this.dottedName();
    this.expect("import");
    if (this.accept("*")) return;
    const isParenthesized = this.accept("(");
    do {
      if (isParenthesized && this.is(")") && this.tokens[this.at - 1]!.text === ",") break;
      if (!isParenthesized && this.isKind("newline") && this.tokens[this.at - 1]!.text === ",") {
        const message = "trailing comma not allowed without surrounding parentheses";
        throw new Mistake(message, this.tokens[this.at - 1]!);
      }
      this.name();
      if (this.accept("as")) this.name();
    } while (this.accept(","));
    if (isParenthesized) this.expect(")");
  }

  private expressionStatement(): void {
    this.yieldOrExpressions(false);
    if (this.accept(":")) {
      this.expression();
      if (this.accept("=")) this.yieldOrExpressions(false);
      return;
    }
    if (this.isKind("op") && AUGMENTED.has(this.token.text)) {
      this.at++;
      this.yieldOrExpressions(true);
      return;
    }
    while (this.accept("=")) this.yieldOrExpressions(true);
  }

  private yieldOrExpressions(isValue: boolean): void {
    if (this.is("yield")) this.yieldExpression();
    else {
      this.someExpressions();
      if (isValue) this.furthest = Math.max(this.furthest, this.at);
    }
  }
}

/** The mistake in a text whose tokens are right; null when none is found. */
export function findMistake(text: string): Mistake | null {
  const tokens = readTokens(text);
  if (tokens === null) return null;
  const lines = text.split("\n");
  const first = new StatementWalk(tokens, lines, false);
  const failure = failureOf(first, () => first.file());
  if (failure === null || failure.message !== "invalid syntax") return failure;
  const second = new StatementWalk(tokens, lines, true);
  const mistake = failureOf(second, () => second.file());
  return mistake === null || mistake.message === "invalid syntax" ? failure : mistake;
}
