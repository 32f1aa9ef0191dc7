/**
 * The expressions of Python's grammar, as the recognizer walks through them.
 *
 * Counterpart: pypy/interpreter/pyparser/data/python.gram.
 */

import { COMMA_MESSAGE, Mistake, TokenWalk } from "./recognizer.ts";
import type { Token } from "./tokens.ts";

const BINARY: ReadonlySet<string> = new Set("| ^ & << >> + - * / // % @ **".split(" "));
const COMPARISONS: ReadonlySet<string> = new Set("== != < > <= >=".split(" "));
const CONSTANTS: ReadonlySet<string> = new Set(["True", "False", "None"]);
const EQUALS_MESSAGE = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";

export class ExpressionWalk extends TokenWalk {
  /** Positions at which an expression's own mistakes were looked for. */
  private readonly looked = new Set<number>();
  private looksForMistakes = true;

  expression(): void {
    this.nested(() => {
      this.checkExpression();
      if (this.is("lambda")) {
        this.lambda();
        return;
      }
      this.disjunction();
      if (!this.accept("if")) return;
      this.disjunction();
      this.expect("else");
      this.expression();
    });
  }

  /** `a b`, and `a if b` without `else`. */
  private checkExpression(): void {
    if (!this.findsMistakes || !this.looksForMistakes || this.looked.has(this.at)) return;
    const start = this.at;
    this.looked.add(start);
    if (this.is("lambda")) return;
    const { token } = this;
    const isPrefix = this.isName() && this.peek(1).kind === "string";
    if (!this.attempt(() => this.disjunction())) return;
    if (!isPrefix && this.isPlainExpression()) {
      this.at = start;
      this.checkLegacy();
      throw new Mistake(COMMA_MESSAGE, token);
    }
    const isUnfinished = this.looksAt(() => {
      this.expect("if");
      this.disjunction();
      if (this.is("else") || this.is(":")) this.fail();
    });
    this.at = start;
    if (isUnfinished) throw new Mistake("expected 'else' after 'if' expression", token);
  }

  /** Whether an expression follows; its own mistakes are not looked for. */
  private isPlainExpression(): boolean {
    const { furthest } = this;
    this.looksForMistakes = false;
    const isThere = this.looksAt(() => this.expression());
    this.looksForMistakes = true;
    this.furthest = furthest;
    return isThere;
  }

  /** `print x` inside of an expression. */
  private checkLegacy(): void {
    const { text, line, column } = this.token;
    if (text !== "print" && text !== "exec") return;
    const before = this.tokens[this.at - 1];
    const isStatement =
      before === undefined || before.kind !== "op" || before.text === ":" || before.text === ";";
    let hint = "";
    if (text === "print") {
      const shown = (this.lines[line - 1] ?? "")
        .slice(column + 4)
        .replace(/;.*$/, "")
        .trim();
      const end = shown.endsWith(",") ? ' end=" "' : "";
      hint = `. Did you mean ${isStatement ? `print(${shown}${end})` : "'print(...)'"}?`;
    }
    throw new Mistake(`Missing parentheses in call to '${text}'${hint}`, this.token);
  }

  namedExpression(): void {
    if (this.isName() && this.peek(1).text === ":=") {
      this.at += 2;
      this.expression();
      return;
    }
    if (this.findsMistakes) this.checkEquals();
    this.expression();
  }

  /** `a = b` where a condition or an item is expected. */
  private checkEquals(): void {
    const { token } = this;
    const isAssignment = this.looksAt(() => {
      this.name();
      this.expect("=");
      this.arithmetic();
      if (this.is("=") || this.is(":=")) this.fail();
    });
    if (isAssignment) throw new Mistake(EQUALS_MESSAGE, token);
  }

  disjunction(): void {
    do {
      do this.inversion();
      while (this.accept("and"));
    } while (this.accept("or"));
  }

  private inversion(): void {
    while (this.accept("not"));
    do this.arithmetic();
    while (this.acceptComparison());
  }

  private acceptComparison(): boolean {
    if (this.isKind("op") && COMPARISONS.has(this.token.text)) {
      this.at++;
      return true;
    }
    if (this.accept("in")) return true;
    if (this.accept("is")) {
      this.accept("not");
      return true;
    }
    if (!this.is("not")) return false;
    this.at++;
    if (this.accept("in")) return true;
    this.furthest = Math.max(this.furthest, this.at);
    this.at--;
    return false;
  }

  /** Everything that binds stronger than comparisons. */
  arithmetic(): void {
    this.nested(() => {
      for (;;) {
        while (this.isKind("op") && "+-~".includes(this.token.text)) this.at++;
        this.accept("await");
        this.primary();
        if (!this.isKind("op") || !BINARY.has(this.token.text)) break;
        this.at++;
      }
      this.furthest = Math.max(this.furthest, this.at);
    });
  }

  private primary(): void {
    this.atom();
    for (;;) {
      if (this.accept(".")) this.name();
      else if (this.is("(")) this.parenthesized(() => this.callArguments(), ")");
      else if (this.is("[")) {
        if (!this.attemptSubscript()) return;
      } else return;
    }
  }

  /** What is no subscript can be a list after a missing comma. */
  private attemptSubscript(): boolean {
    return this.attempt(() => this.parenthesized(() => this.slices(), "]"));
  }

  /** An opening bracket, what is in it, and `closer`. */
  private parenthesized(read: () => void, closer: string): void {
    this.at++;
    read();
    this.expect(closer);
  }

  private atom(): void {
    if (this.isKind("string")) {
      while (this.isKind("string")) this.at++;
    } else if (this.isKind("number")) this.at++;
    else if (this.isName() || CONSTANTS.has(this.token.text)) this.at++;
    else if (this.accept("...")) return;
    else if (this.is("(")) this.parenthesized(() => this.items(")", true), ")");
    else if (this.is("[")) this.parenthesized(() => this.items("]", false), "]");
    else if (this.is("{")) this.parenthesized(() => this.dictOrSet(), "}");
    else this.fail();
  }

  /** What stands in parentheses or brackets. */
  private items(closer: string, mayYield: boolean): void {
    if (this.accept(closer)) {
      this.at--;
      return;
    }
    if (mayYield && this.findsMistakes && this.is("**")) {
      throw new Mistake("cannot use double starred expression here", this.token);
    }
    if (mayYield && this.is("yield")) {
      this.yieldExpression();
      return;
    }
    this.item();
    if (this.comprehension()) return;
    while (this.accept(",")) {
      if (this.is(closer)) return;
      this.item();
    }
  }

  /** An expression, named or starred. */
  private item(): void {
    if (this.accept("*")) this.arithmetic();
    else this.namedExpression();
  }

  private dictOrSet(): void {
    if (this.accept("}")) {
      this.at--;
      return;
    }
    if (!this.is("**")) {
      const isStarred = this.is("*");
      this.item();
      if (!this.is(":") || isStarred) {
        this.furthest = Math.max(this.furthest, this.at);
        if (this.comprehension()) return;
        while (this.accept(",")) {
          if (this.is("}")) return;
          this.item();
        }
        return;
      }
      this.dictValue();
    } else {
      const stars = this.token;
      this.doubleStarred();
      if (this.findsMistakes && this.is("for")) {
        throw new Mistake("dict unpacking cannot be used in dict comprehension", stars);
      }
      if (this.is("for")) this.fail();
    }
    if (this.comprehension()) return;
    while (this.accept(",")) {
      if (this.is("}")) return;
      if (this.is("**")) this.doubleStarred();
      else this.keyAndValue();
    }
  }

  private doubleStarred(): void {
    this.at++;
    this.arithmetic();
  }

  private keyAndValue(): void {
    const { token } = this;
    this.expression();
    if (!this.is(":") && this.findsMistakes) {
      throw new Mistake("':' expected after dictionary key", token, "SyntaxError", -1);
    }
    this.dictValue();
  }

  private dictValue(): void {
    const colon = this.token;
    this.expect(":");
    if (this.findsMistakes && this.is("*")) {
      const message = "cannot use a starred expression in a dictionary value";
      throw new Mistake(message, this.token);
    }
    if (this.findsMistakes && (this.is("}") || this.is(","))) {
      throw new Mistake("expression expected after dictionary key and ':'", colon);
    }
    this.expression();
  }

  /** `for … in …`, any number of them; whether there was one. */
  private comprehension(): boolean {
    let isThere = false;
    while (this.is("for") || (this.is("async") && this.peek(1).text === "for")) {
      isThere = true;
      this.accept("async");
      this.expect("for");
      this.targets();
      this.expect("in");
      this.disjunction();
      while (this.accept("if")) this.disjunction();
    }
    if (!isThere) {
      this.accept("for");
      this.accept("async");
    }
    return isThere;
  }

  /** The targets of a loop. */
  targets(): void {
    const start = this.at;
    do {
      if (this.is("in") && this.at > start) return;
      this.accept("*");
      this.arithmetic();
    } while (this.accept(","));
  }

  private slices(): void {
    const start = this.at;
    do {
      if (this.is("]") && this.at > start) return;
      this.slice();
    } while (this.accept(","));
  }

  private slice(): void {
    if (!this.is(":")) {
      this.namedExpression();
      if (!this.is(":")) {
        this.furthest = Math.max(this.furthest, this.at);
        return;
      }
    }
    this.expect(":");
    const isEnd = (): boolean => this.is("]") || this.is(",") || this.is(":");
    if (!isEnd()) this.expression();
    if (this.accept(":") && !isEnd()) this.expression();
  }

  /** The arguments of a call. */
  callArguments(): void {
    let keyword: Token | null = null;
    let doubleStar: Token | null = null;
    let isAfter = false;
    while (!this.is(")")) {
      if (this.is("**")) {
        doubleStar ??= this.token;
        this.at++;
        this.expression();
      } else if (this.is("*")) {
        if (doubleStar !== null && !isAfter) {
          const what = "iterable argument unpacking follows keyword argument unpacking";
          throw new Mistake(what, doubleStar);
        }
        this.at++;
        this.expression();
      } else if (this.isName() && this.peek(1).text === "=") {
        keyword ??= this.token;
        this.keywordArgument();
      } else {
        isAfter ||= keyword !== null || doubleStar !== null;
        const first = this.token;
        const isFirst = this.tokens[this.at - 1]!.text === "(";
        if (this.positionalArgument() && (!isFirst || this.is(","))) {
          throw new Mistake("Generator expression must be parenthesized", first);
        }
      }
      if (!this.accept(",")) break;
    }
    if (!isAfter || !this.is(")")) return;
    const what = doubleStar === null ? "" : " unpacking";
    throw new Mistake(`positional argument follows keyword argument${what}`, this.token);
  }

  private keywordArgument(): void {
    const { token } = this;
    this.at += 2;
    this.expression();
    if (this.is("for") && this.findsMistakes) throw new Mistake(EQUALS_MESSAGE, token);
  }

  /** Whether it is a generator expression. */
  private positionalArgument(): boolean {
    const { token } = this;
    if (this.isName() && this.peek(1).text === ":=") this.at += 2;
    this.expression();
    if (this.is("=") && this.findsMistakes) {
      throw new Mistake(
        CONSTANTS.has(token.text)
          ? `cannot assign to ${token.text}`
          : 'expression cannot contain assignment, perhaps you meant "=="?',
        token,
      );
    }
    return this.comprehension();
  }

  lambda(): void {
    this.expect("lambda");
    this.parameters(":", false);
    this.expect(":");
    this.expression();
  }

  /** Parameters up to `closer`. */
  parameters(closer: string, isAnnotated: boolean): void {
    let isSlashPossible = false;
    let isStarPossible = true;
    while (!this.is(closer)) {
      if (this.is("/") && isSlashPossible) {
        this.at++;
        isSlashPossible = false;
      } else if (this.is("**")) {
        this.at++;
        this.parameter(isAnnotated);
        this.accept(",");
        return;
      } else if (this.is("*") && isStarPossible) {
        this.at++;
        isStarPossible = false;
        isSlashPossible = false;
        this.starParameter(closer, isAnnotated);
      } else {
        this.parameter(isAnnotated);
        if (this.accept("=")) this.expression();
        isSlashPossible ||= isStarPossible;
      }
      if (!this.accept(",")) return;
    }
  }

  private starParameter(closer: string, isAnnotated: boolean): void {
    if (!this.is(",") && !this.is(closer)) {
      this.parameter(isAnnotated);
      return;
    }
    const star = this.tokens[this.at - 1]!;
    const isLonely = this.looksAt(() => {
      this.accept(",");
      if (!this.is(closer) && !this.is("**")) this.fail();
    });
    if (!isLonely) return;
    // A function's star is to blame; of a lambda it is the token after what was read.
    const last = this.is(",") && !isAnnotated ? this.peek(2) : this.peek(1);
    throw new Mistake("named arguments must follow bare *", isAnnotated ? star : last);
  }

  private parameter(isAnnotated: boolean): void {
    this.name();
    if (isAnnotated && this.accept(":")) this.expression();
  }

  yieldExpression(): void {
    this.expect("yield");
    if (this.accept("from")) {
      this.expression();
      return;
    }
    if (this.startsExpression()) this.starExpressions();
  }

  private startsExpression(): boolean {
    if (this.isKind("newline") || this.isKind("end")) return false;
    return !this.isKind("op") || !") ] } = : ; ,".split(" ").includes(this.token.text);
  }

  /** At least one expression. */
  someExpressions(): void {
    if (!this.startsExpression()) this.fail();
    this.starExpressions();
  }

  /** Expressions with commas, stars allowed. */
  starExpressions(): void {
    do {
      if (!this.startsExpression()) return;
      if (this.accept("*")) this.arithmetic();
      else this.expression();
    } while (this.accept(","));
  }
}
