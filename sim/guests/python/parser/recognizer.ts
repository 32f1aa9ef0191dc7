/**
 * Walks through the tokens of a text as Python's grammar does, to find the first token that cannot
 * go on, and what PyPy says of it. Used only for texts that were refused already.
 *
 * Two passes, as PyPy's parser has: the first finds out whether the text fails; the second looks
 * for the mistakes that have a message of their own, in the order in which the grammar meets them.
 * Targets of assignments are any expressions here; they are checked elsewhere.
 *
 * Counterpart: pypy/interpreter/pyparser/rpypegparse.py.
 */

import type { SyntaxErrorKind } from "./source-text.ts";
import type { Token, TokenKind } from "./tokens.ts";

/** The token at which one way to read the text ends. */
class Failure {}

/** A mistake with its message. */
export class Mistake {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly kind: SyntaxErrorKind;

  constructor(message: string, token: Token, kind: SyntaxErrorKind = "SyntaxError", shift = 0) {
    this.message = message;
    this.line = token.line;
    this.column = token.column + shift;
    this.kind = kind;
  }
}

/** Deeper than this, nothing is looked for. */
const DEPTH_MAX = 600;

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except " +
    "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
    "with yield"
  ).split(" "),
);

export const COMMA_MESSAGE = "invalid syntax. Perhaps you forgot a comma?";
export const COLON_MESSAGE = "expected ':'";

/** Reading tokens, with ways back. */
export class TokenWalk {
  readonly tokens: readonly Token[];
  /** Index of the next token. */
  at = 0;
  /** Index of the furthest token that was not what was needed. */
  furthest = 0;
  /** The second pass. */
  readonly findsMistakes: boolean;
  private depth = 0;

  /** The lines of the text. */
  readonly lines: readonly string[];

  constructor(tokens: readonly Token[], lines: readonly string[], findsMistakes: boolean) {
    this.tokens = tokens;
    this.lines = lines;
    this.findsMistakes = findsMistakes;
  }

  get token(): Token {
    return this.tokens[this.at]!;
  }

  peek(offset: number): Token {
    return this.tokens[Math.min(this.at + offset, this.tokens.length - 1)]!;
  }

  fail(): never {
    this.furthest = Math.max(this.furthest, this.at);
    throw new Failure();
  }

  /** Whether the next token is this operator or keyword. */
  is(text: string): boolean {
    const { kind } = this.token;
    return this.token.text === text && (kind === "op" || kind === "name");
  }

  accept(text: string): boolean {
    if (!this.is(text)) {
      this.furthest = Math.max(this.furthest, this.at);
      return false;
    }
    this.at++;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail();
  }

  isKind(kind: TokenKind): boolean {
    return this.token.kind === kind;
  }

  expectKind(kind: TokenKind): void {
    if (!this.isKind(kind)) this.fail();
    this.at++;
  }

  isName(): boolean {
    return this.isKind("name") && !KEYWORDS.has(this.token.text);
  }

  name(): void {
    if (!this.isName()) this.fail();
    this.at++;
  }

  /** Whether `read` goes through; stays where it was if not. */
  attempt(read: () => void): boolean {
    const start = this.at;
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.at = start;
      return false;
    }
  }

  /** As `attempt`, but stays where it was in any case. */
  looksAt(read: () => void): boolean {
    const start = this.at;
    const isThere = this.attempt(read);
    this.at = start;
    return isThere;
  }

  nested(read: () => void): void {
    if (this.depth > DEPTH_MAX) throw new TooDeep();
    this.depth++;
    try {
      read();
    } finally {
      this.depth--;
    }
  }
}

/** The text nests too deep to be looked at. */
export class TooDeep {}

/** The failure of one pass; null when the text goes through. */
export function failureOf(walk: TokenWalk, read: () => void): Mistake | null {
  try {
    if (walk.attempt(read)) return null;
    const token = walk.tokens[walk.furthest]!;
    return new Mistake("invalid syntax", { ...token, column: Math.max(token.column, 1) });
  } catch (error) {
    if (error instanceof Mistake) return error;
    if (error instanceof TooDeep) return null;
    throw error;
  }
}
