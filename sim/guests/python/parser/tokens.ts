/**
 * The tokens of a text that Python's tokenizer accepts, for finding out where a syntax error is.
 *
 * Counterpart: pypy/interpreter/pyparser/pytokenizer.py.
 */

import { findStringEnd } from "./literals.ts";

export type TokenKind =
  | "name"
  | "number"
  | "string"
  | "op"
  | "newline"
  | "indent"
  | "dedent"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units; 0 at the end of the text. */
  readonly column: number;
}

const STRING_START = /[rRbBuUfF]{0,2}("""|'''|"|')/y;
const NAME = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][-+]?\d(?:_?\d)*)?[jJ]?/y;
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|!=|->|:=|==|<=|>=|<>|\*\*|\/\/|>>|<<|[-+*/%@&|^]=|[-+*/%@&|^~<>()[\]{},:.;=]/y;

class Reader {
  private readonly text: string;
  readonly tokens: Token[] = [];
  private at = 0;
  private line = 1;
  private lineStart = 0;
  private depth = 0;
  private readonly indents = [0];

  constructor(text: string) {
    this.text = text;
  }

  read(): Token[] | null {
    while (this.at < this.text.length) if (!this.readLine()) return null;
    while (this.indents.length > 1) {
      this.indents.pop();
      this.tokens.push({ kind: "dedent", text: "", line: this.line - 1, column: 0 });
    }
    this.tokens.push({ kind: "end", text: "", line: Math.max(this.line - 1, 1), column: 0 });
    return this.tokens;
  }

  private add(kind: TokenKind, text: string): void {
    const column = this.at - this.lineStart + 1;
    this.tokens.push({ kind, text, line: this.line, column });
    this.at += text.length;
  }

  private newLine(): void {
    this.at++;
    this.line++;
    this.lineStart = this.at;
  }

  private skip(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    this.at += pattern.exec(this.text)?.[0].length ?? 0;
  }

  /** A logical line with its indentation; false for what is no token. */
  private readLine(): boolean {
    this.skip(/[ \t\f]*/y);
    const ch = this.text[this.at];
    if (ch === "#") this.skip(/[^\n]*/y);
    if (this.text[this.at] === "\n") {
      this.newLine();
      return true;
    }
    if (ch === undefined) return true;
    this.indent();
    for (;;) {
      this.skip(/[ \t\f]*(?:#[^\n]*)?/y);
      const next = this.text[this.at];
      if (next === undefined) return true;
      if (next === "\n") {
        if (this.depth > 0) {
          this.newLine();
          continue;
        }
        this.tokens.push(this.newlineToken());
        this.newLine();
        return true;
      }
      if (!this.readToken(next)) return false;
    }
  }

  private newlineToken(): Token {
    const { line } = this;
    return { kind: "newline", text: "\n", line, column: this.at - this.lineStart + 1 };
  }

  private indent(): void {
    let columns = 0;
    for (const ch of this.text.slice(this.lineStart, this.at)) {
      if (ch === "\t") columns = (Math.floor(columns / 8) + 1) * 8;
      else columns = ch === "\f" ? 0 : columns + 1;
    }
    const { indents, line } = this;
    if (columns > indents.at(-1)!) {
      indents.push(columns);
      this.tokens.push({ kind: "indent", text: "", line, column: 1 });
    }
    while (columns < indents.at(-1)!) {
      indents.pop();
      this.tokens.push({ kind: "dedent", text: "", line, column: this.at - this.lineStart + 1 });
    }
  }

  private readToken(ch: string): boolean {
    if (ch === "\\" && this.text[this.at + 1] === "\n") {
      this.at++;
      this.newLine();
      return true;
    }
    STRING_START.lastIndex = this.at;
    const quote = STRING_START.exec(this.text);
    if (quote !== null) return this.readString(quote);
    for (const [kind, pattern] of [
      ["name", NAME],
      ["number", NUMBER],
      ["op", OPERATOR],
    ] as const) {
      pattern.lastIndex = this.at;
      const text = pattern.exec(this.text)?.[0];
      if (text === undefined || text === "") continue;
      if ("([{".includes(text)) this.depth++;
      else if (")]}".includes(text)) this.depth--;
      this.add(kind, text);
      return true;
    }
    return false;
  }

  private readString(quote: RegExpExecArray): boolean {
    const from = this.at + quote[0].length;
    const end = findStringEnd(this.text, from, quote[1]!);
    if (end < 0) return false;
    const text = this.text.slice(this.at, end + quote[1]!.length);
    this.add("string", text);
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) {
      this.line++;
      this.lineStart = this.at - text.length + i + 1;
    }
    return true;
  }
}

/** The tokens of a text with `\n` newlines; null when something is no token. */
export function readTokens(text: string): readonly Token[] | null {
  return new Reader(text).read();
}
