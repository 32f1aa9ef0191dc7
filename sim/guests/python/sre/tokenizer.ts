/**
 * Reading a pattern or a template: characters, with `\` and the next one as one token.
 *
 * Counterpart: CPython's sre_parse.py (Tokenizer).
 */

/** A pattern or template that Python refuses; `position` counts characters, null when unknown. */
export class RegexError {
  readonly message: string;
  readonly position: number | null;

  constructor(message: string, position: number | null) {
    this.message = message;
    this.position = position;
  }
}

export class Tokenizer {
  /** Characters; those of bytes as Latin-1. */
  private readonly characters: readonly string[];
  readonly isText: boolean;
  private index = 0;
  /** The next token, or null at the end. */
  next: string | null = null;

  constructor(text: string, isText: boolean) {
    this.characters = Array.from(text);
    this.isText = isText;
    this.advance();
  }

  get length(): number {
    return this.characters.length;
  }

  /** The first `count` characters. */
  head(count: number): string {
    return this.characters.slice(0, count).join("");
  }

  private advance(): void {
    let { index } = this;
    let token = this.characters[index];
    if (token === undefined) {
      this.next = null;
      return;
    }
    if (token === "\\") {
      index++;
      const escaped = this.characters[index];
      if (escaped === undefined) {
        throw new RegexError("bad escape (end of pattern)", this.characters.length - 1);
      }
      token += escaped;
    }
    this.index = index + 1;
    this.next = token;
  }

  /** Takes the next token if it is `token`. */
  match(token: string): boolean {
    if (token !== this.next) return false;
    this.advance();
    return true;
  }

  get(): string | null {
    const token = this.next;
    this.advance();
    return token;
  }

  /** Up to `count` tokens of those in `charset`. */
  getWhile(count: number, charset: string): string {
    let result = "";
    while (result.length < count && this.isNextIn(charset)) result += this.get();
    return result;
  }

  /** Whether the next token is one of these characters. */
  isNextIn(charset: string): boolean {
    return this.next !== null && charset.includes(this.next);
  }

  /** Tokens up to `terminator`, which is taken, too. */
  getUntil(terminator: string, what: string): string {
    let result = "";
    for (;;) {
      const token = this.get();
      if (token === null) {
        if (result === "") throw this.error(`missing ${what}`);
        throw this.error(`missing ${terminator}, unterminated name`, codeLength(result));
      }
      if (token === terminator) {
        if (result === "") throw this.error(`missing ${what}`, 1);
        return result;
      }
      result += token;
    }
  }

  /** The index of the next token. */
  tell(): number {
    return this.index - (this.next === null ? 0 : codeLength(this.next));
  }

  seek(index: number): void {
    this.index = index;
    this.advance();
  }

  /** An error `offset` characters before the next token. */
  error(message: string, offset = 0): RegexError {
    return new RegexError(message, this.tell() - offset);
  }
}

/** The number of code points. */
export function codeLength(text: string): number {
  return Array.from(text).length;
}
