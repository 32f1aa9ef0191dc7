/**
 * One compiled pattern: matches by the host's regular expressions where they are exact, else by the
 * matcher of our own.
 */

import { compileTree } from "./compile.ts";
import { type HostPattern, translateToHost } from "./host-regexp.ts";
import { CompiledPattern, type TextKind } from "./compiled-pattern.ts";
import { debugText } from "./debug-text.ts";
import type { ReDrivers } from "./drivers.ts";
import { type Mark, MatchContext } from "./match-context.ts";
import type { ParsedPattern } from "./parse.ts";
import { matchContext, searchContext } from "./search.ts";
import type { SubjectText } from "./subject.ts";

export type MatchMode = "match" | "fullmatch" | "search";

/** One match: its span, and its groups by the host's strings or by marks. */
export class MatchData {
  readonly start: number;
  readonly end: number;
  /** The number of the group that closed last, or 0. */
  readonly lastIndex: number;
  private readonly spans: () => Int32Array;
  private knownSpans: Int32Array | null = null;

  constructor(start: number, end: number, lastIndex: number, spans: () => Int32Array) {
    this.start = start;
    this.end = end;
    this.lastIndex = lastIndex;
    this.spans = spans;
  }

  /** Starts and ends of the groups beyond number 0; negative for those without a match. */
  get marks(): Int32Array {
    this.knownSpans ??= this.spans();
    return this.knownSpans;
  }

  /** The start of a group, or -1. */
  startOf(group: number): number {
    if (group === 0) return this.start;
    return this.hasGroup(group) ? this.marks[2 * group - 2]! : -1;
  }

  /** The end of a group, or -1. */
  endOf(group: number): number {
    if (group === 0) return this.end;
    return this.hasGroup(group) ? this.marks[2 * group - 1]! : -1;
  }

  private hasGroup(group: number): boolean {
    const start = this.marks[2 * group - 2]!;
    return start >= 0 && this.marks[2 * group - 1]! >= start;
  }
}

/** The host's regular expressions of one pattern, each made at its first use. */
class HostMatcher {
  private readonly pattern: HostPattern;
  private readonly made = new Map<MatchMode, RegExp | null>();

  constructor(pattern: HostPattern) {
    this.pattern = pattern;
  }

  /** Null when the host refuses the pattern. */
  get(mode: MatchMode): RegExp | null {
    let regexp = this.made.get(mode);
    if (regexp === undefined) {
      regexp = this.make(mode);
      this.made.set(mode, regexp);
    }
    return regexp;
  }

  private make(mode: MatchMode): RegExp | null {
    const { source } = this.pattern;
    const hasIndices = this.pattern.closingOrder.length > 0 ? "d" : "";
    try {
      if (mode === "fullmatch") return new RegExp(`(?:${source})$`, `y${hasIndices}`);
      return new RegExp(source, (mode === "match" ? "y" : "g") + hasIndices);
    } catch {
      return null;
    }
  }

  lastIndexOf(found: RegExpExecArray): number {
    const { closingOrder } = this.pattern;
    for (let i = closingOrder.length - 1; i >= 0; i--) {
      const group = closingOrder[i]!;
      if (found[group] !== undefined) return group;
    }
    return 0;
  }
}

export class Regex {
  readonly flags: number;
  readonly groupCount: number;
  readonly groupIndex: ReadonlyMap<string, number>;
  readonly isText: boolean;
  /** The code of the pattern, as PyPy has it. */
  readonly words: readonly number[];
  private readonly drivers: ReDrivers;
  private readonly parsed: ParsedPattern;
  private readonly compiled = new Map<TextKind, CompiledPattern>();
  private host: HostMatcher | null | undefined = undefined;

  constructor(parsed: ParsedPattern, isText: boolean, drivers: ReDrivers) {
    const { tree, state } = parsed;
    this.parsed = parsed;
    this.flags = state.flags;
    this.groupCount = state.groups - 1;
    this.groupIndex = state.groupIndex;
    this.isText = isText;
    this.words = compileTree(tree, state.flags);
    this.drivers = drivers;
  }

  /**
   * A match in the characters from `start` to `end`. With `mustAdvance` an empty match at `start`
   * does not count.
   */
  exec(
    subject: SubjectText,
    start: number,
    end: number,
    mode: MatchMode,
    mustAdvance = false,
  ): MatchData | null {
    if (start > end) return null;
    const needsOwn = mustAdvance && this.parsed.tree.width()[0] === 0;
    if (!needsOwn && end > 0) {
      const host = this.hostMatcher()?.get(mode) ?? null;
      const text = host === null ? null : subject.hostText;
      if (host !== null && text !== null) {
        const found = this.execHost(host, text, start, end);
        if (found !== undefined) return found;
      }
    }
    return this.execOwn(subject, start, end, mode, mustAdvance);
  }

  private hostMatcher(): HostMatcher | null {
    if (this.host === undefined) {
      const pattern = translateToHost(this.parsed.tree, this.flags, !this.isText);
      this.host = pattern === null ? null : new HostMatcher(pattern);
    }
    return this.host;
  }

  /** Undefined when the host gives up, as it does when its stack is full. */
  private execHost(
    regexp: RegExp,
    text: string,
    start: number,
    end: number,
  ): MatchData | null | undefined {
    regexp.lastIndex = start;
    let found: RegExpExecArray | null;
    try {
      found = regexp.exec(end === text.length ? text : text.slice(0, end));
    } catch {
      return undefined;
    }
    if (found === null) return null;
    const { index } = found;
    const stop = index + found[0].length;
    if (this.groupCount === 0) return new MatchData(index, stop, 0, noMarks);
    const { indices } = found;
    const lastIndex = this.hostMatcher()!.lastIndexOf(found);
    return new MatchData(index, stop, lastIndex, () => marksOf(indices!, this.groupCount));
  }

  private execOwn(
    subject: SubjectText,
    start: number,
    end: number,
    mode: MatchMode,
    mustAdvance: boolean,
  ): MatchData | null {
    const pattern = this.patternFor(subject.kind);
    const refusedEnd = mustAdvance ? start : -1;
    const isFull = mode === "fullmatch";
    const ctx = new MatchContext(
      this.drivers,
      subject.constantCodes,
      start,
      end,
      isFull,
      refusedEnd,
    );
    const run = mode === "search" ? searchContext : matchContext;
    if (!run(ctx, pattern)) return null;
    const { matchMarks } = ctx;
    const lastIndex = matchMarks === null ? 0 : (matchMarks.number >> 1) + 1;
    const { groupCount } = this;
    return new MatchData(ctx.matchStart, ctx.matchEnd, lastIndex, () =>
      positionsOf(matchMarks, groupCount),
    );
  }

  /** What re.DEBUG prints of the pattern. */
  describe(): string {
    return debugText(this.parsed.tree, this.words);
  }

  private patternFor(kind: TextKind): CompiledPattern {
    let pattern = this.compiled.get(kind);
    if (pattern === undefined) {
      pattern = new CompiledPattern(this.words, kind);
      this.compiled.set(kind, pattern);
    }
    return pattern;
  }
}

/** The positions of marks by number; of several with one number the last one counts. */
function positionsOf(marks: Mark | null, groupCount: number): Int32Array {
  const positions = new Int32Array(2 * groupCount).fill(-1);
  for (let mark = marks; mark !== null; mark = mark.previous) {
    if (positions[mark.number] === -1) positions[mark.number] = mark.position;
  }
  return positions;
}

function noMarks(): Int32Array {
  return new Int32Array(0);
}

function marksOf(indices: RegExpIndicesArray, groupCount: number): Int32Array {
  const marks = new Int32Array(2 * groupCount).fill(-1);
  for (let group = 1; group <= groupCount; group++) {
    const span = indices[group];
    if (span === undefined) continue;
    marks[2 * group - 2] = span[0];
    marks[2 * group - 1] = span[1];
  }
  return marks;
}
