/**
 * Templates of `sub` and `expand`: literal text and references to groups.
 *
 * Counterpart: CPython's sre_parse.py (parse_template).
 */

import { quoteText } from "../objects/text-quote.ts";
import { MAXGROUPS } from "./flags.ts";
import { badEscape, CHARACTER_ESCAPES, DIGITS, OCTAL_DIGITS } from "./parse-escape.ts";
import { isIdentifier, parseGroupNumber } from "./parse-group.ts";
import { codeLength, Tokenizer } from "./tokenizer.ts";

/** A group that a template names but the pattern has not: an IndexError. */
export class UnknownGroup {
  readonly message: string;

  constructor(name: string) {
    this.message = `unknown group name ${quoteText(name)}`;
  }
}

/** Literal texts and group numbers, in order. */
export type Template = readonly (string | number)[];

/** What a template may refer to. */
export interface TemplateGroups {
  readonly groupCount: number;
  readonly groupIndex: ReadonlyMap<string, number>;
}

class TemplateParser {
  private readonly source: Tokenizer;
  private readonly groups: TemplateGroups;
  private readonly parts: (string | number)[] = [];
  private literal = "";

  constructor(source: Tokenizer, groups: TemplateGroups) {
    this.source = source;
    this.groups = groups;
  }

  parse(): Template {
    for (;;) {
      const token = this.source.get();
      if (token === null) break;
      if (token.startsWith("\\")) this.parseEscape(token);
      else this.literal += token;
    }
    this.flush();
    return this.parts;
  }

  private flush(): void {
    if (this.literal !== "") this.parts.push(this.literal);
    this.literal = "";
  }

  private addGroup(group: number, offset: number): void {
    if (group > this.groups.groupCount) {
      throw this.source.error(`invalid group reference ${group}`, offset);
    }
    this.flush();
    this.parts.push(group);
  }

  private parseEscape(token: string): void {
    const { source } = this;
    const kind = token.slice(1);
    if (kind === "g") this.parseNamed();
    else if (kind === "0") {
      const digits = kind + source.getWhile(2, OCTAL_DIGITS);
      this.literal += String.fromCharCode(Number.parseInt(digits, 8) & 0xff);
    } else if (DIGITS.includes(kind)) this.parseNumber(token);
    else {
      const code = CHARACTER_ESCAPES.get(token);
      if (code === undefined && /^[A-Za-z]$/.test(kind)) throw badEscape(source, token);
      this.literal += code === undefined ? token : String.fromCharCode(code);
    }
  }

  private parseNumber(start: string): void {
    const { source } = this;
    let token = start;
    if (source.isNextIn(DIGITS)) {
      token += source.get();
      const isOctal = OCTAL_DIGITS.includes(token[1]!) && OCTAL_DIGITS.includes(token[2]!);
      if (isOctal && source.isNextIn(OCTAL_DIGITS)) {
        token += source.get();
        const code = Number.parseInt(token.slice(1), 8);
        if (code > 0o377) {
          const message = `octal escape value ${token} outside of range 0-0o377`;
          throw source.error(message, token.length);
        }
        this.literal += String.fromCharCode(code);
        return;
      }
    }
    this.addGroup(Number(token.slice(1)), token.length - 1);
  }

  private parseNamed(): void {
    const { source } = this;
    if (!source.match("<")) throw source.error("missing <");
    const name = source.getUntil(">", "group name");
    const offset = codeLength(name) + 1;
    if (isIdentifier(name)) {
      const group = this.groups.groupIndex.get(name);
      if (group === undefined) throw new UnknownGroup(name);
      this.addGroup(group, offset);
      return;
    }
    const group = parseGroupNumber(name);
    if (group === null) {
      throw source.error(`bad character in group name ${quoteText(name)}`, offset);
    }
    if (group >= MAXGROUPS) throw source.error(`invalid group reference ${group}`, offset);
    this.addGroup(group, offset);
  }
}

/** Parses a template; `text` holds bytes as Latin-1 when `isText` is false. */
export function parseTemplate(text: string, isText: boolean, groups: TemplateGroups): Template {
  return new TemplateParser(new Tokenizer(text, isText), groups).parse();
}
