/**
 * What the parser of patterns knows of the whole pattern: flags and groups.
 *
 * Counterpart: CPython's sre_parse.py (State).
 */

import { quoteText } from "../objects/text-quote.ts";
import { MAXGROUPS } from "./flags.ts";
import type { Sequence, Width } from "./parse-tree.ts";
import { RegexError, type Tokenizer } from "./tokenizer.ts";

/** A warning that parsing gives; `nested` is how deep the place is in groups. */
export interface RegexWarning {
  readonly category: "FutureWarning" | "DeprecationWarning";
  readonly message: string;
  readonly nested: number;
}

/** The pattern turned VERBOSE on inside: it is parsed again. */
export class RestartVerbose {}

export class ParseState {
  flags: number;
  readonly groupIndex = new Map<string, number>();
  /** The widths of groups that are closed; number 0 is the whole match. */
  private readonly groupWidths: (Width | null)[] = [null];
  /** The number of groups when the outermost lookbehind began. */
  lookbehindGroups: number | null = null;
  /** Where conditions name groups that may come later. */
  readonly conditionPositions = new Map<number, number>();
  readonly warnings: RegexWarning[] = [];

  constructor(flags: number) {
    this.flags = flags;
  }

  /** The number of groups, the whole match included. */
  get groups(): number {
    return this.groupWidths.length;
  }

  openGroup(name: string | null): number {
    const number = this.groups;
    this.groupWidths.push(null);
    if (this.groups > MAXGROUPS) throw new RegexError("too many groups", null);
    if (name === null) return number;
    const earlier = this.groupIndex.get(name);
    if (earlier !== undefined) {
      const message = `redefinition of group name ${quoteText(name)} as group ${number}`;
      throw new RegexError(`${message}; was group ${earlier}`, null);
    }
    this.groupIndex.set(name, number);
    return number;
  }

  closeGroup(number: number, body: Sequence): void {
    this.groupWidths[number] = body.width();
  }

  /** Whether a group exists and is closed. */
  isClosed(number: number): boolean {
    return (this.groupWidths[number] ?? null) !== null;
  }

  widthOf(number: number): Width {
    return this.groupWidths[number]!;
  }

  /** Inside of a lookbehind only groups before it can be referred to. */
  checkLookbehindGroup(number: number, source: Tokenizer): void {
    if (this.lookbehindGroups === null) return;
    if (!this.isClosed(number)) throw source.error("cannot refer to an open group");
    if (number < this.lookbehindGroups) return;
    throw source.error("cannot refer to group defined in the same lookbehind subpattern");
  }

  warn(category: RegexWarning["category"], message: string, nested: number): void {
    this.warnings.push({ category, message, nested });
  }
}
