/**
 * The drivers of `re`, one for each loop of the matcher that can be hot. PyPy has several drivers
 * for the loops that only look at characters, one for each kind of text and of set; their names are
 * made of the green key (`specializedName`).
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (install_jitdriver).
 */

import type { VirtualClock } from "../../../base/clock.ts";
import type { GreenKeyDescription } from "../../../hints/guest.ts";
import { JitDriver, type JitDriverSpec } from "../../../hints/jit-driver.ts";
import { CompiledPattern } from "./compiled-pattern.ts";
import { OP } from "./opcodes.ts";

/** A match at one position. */
export const MATCH: JitDriverSpec = {
  name: "rsre_Match",
  greens: ["zero", "pattern"],
  reds: ["ctx"],
  isRecursive: false,
};

export const REPEAT_ONE: JitDriverSpec = {
  name: "rsre_RepeatOne",
  greens: ["next", "pattern"],
  reds: ["ptr", "result", "ctx"],
  isRecursive: false,
};

export const MIN_REPEAT_ONE: JitDriverSpec = {
  name: "rsre_MinRepeatOne",
  greens: ["next", "unit", "pattern"],
  reds: ["ptr", "left", "result", "ctx"],
  isRecursive: false,
};

export const MAX_UNTIL: JitDriverSpec = {
  name: "rsre_MaxUntil",
  greens: ["ppos", "growing", "pattern"],
  reds: ["ptr", "marks", "result", "ctx"],
  isRecursive: false,
};

export const MATCH_IN: JitDriverSpec = {
  name: "rsre_MatchIn",
  greens: ["ppos", "pattern"],
  reds: ["ptr", "end", "ctx"],
  isRecursive: false,
};

export const LITERAL_SEARCH: JitDriverSpec = {
  name: "rsre_LiteralSearch",
  greens: ["base", "literal", "pattern"],
  reds: ["start", "ctx"],
  isRecursive: false,
};

export const CHARSET_SEARCH: JitDriverSpec = {
  name: "rsre_CharsetSearch",
  greens: ["base", "pattern"],
  reds: ["start", "ctx"],
  isRecursive: false,
};

export const FAST_SEARCH: JitDriverSpec = {
  name: "rsre_FastSearch",
  greens: ["seen", "length", "pattern"],
  reds: ["at", "ctx"],
  isRecursive: false,
};

export const REGULAR_SEARCH: JitDriverSpec = {
  name: "rsre_RegularSearch",
  greens: ["base", "pattern"],
  reds: ["start", "ctx"],
  isRecursive: false,
};

/** One run's drivers. */
export class ReDrivers {
  readonly match: JitDriver;
  readonly repeatOne: JitDriver;
  readonly minRepeatOne: JitDriver;
  readonly maxUntil: JitDriver;
  readonly matchIn: JitDriver;
  readonly literalSearch: JitDriver;
  readonly charsetSearch: JitDriver;
  readonly fastSearch: JitDriver;
  readonly regularSearch: JitDriver;

  constructor(clock: VirtualClock) {
    this.match = new JitDriver(MATCH, clock);
    this.repeatOne = new JitDriver(REPEAT_ONE, clock);
    this.minRepeatOne = new JitDriver(MIN_REPEAT_ONE, clock);
    this.maxUntil = new JitDriver(MAX_UNTIL, clock);
    this.matchIn = new JitDriver(MATCH_IN, clock);
    this.literalSearch = new JitDriver(LITERAL_SEARCH, clock);
    this.charsetSearch = new JitDriver(CHARSET_SEARCH, clock);
    this.fastSearch = new JitDriver(FAST_SEARCH, clock);
    this.regularSearch = new JitDriver(REGULAR_SEARCH, clock);
  }

  all(): JitDriver[] {
    return [
      this.match,
      this.repeatOne,
      this.minRepeatOne,
      this.maxUntil,
      this.matchIn,
      this.literalSearch,
      this.charsetSearch,
      this.fastSearch,
      this.regularSearch,
    ];
  }
}

/** The pattern among the greens of one of these drivers, the last one; reds may follow. */
function patternOf(greens: readonly unknown[]): CompiledPattern {
  return greens.find((green) => green instanceof CompiledPattern) as CompiledPattern;
}

/** Whether a driver is one of these. */
export function isOfMatcher(driver: string): boolean {
  return driver.startsWith("rsre_");
}

/** PyPy's name of the driver for a green key. */
export function specializedName(driver: string, greens: readonly unknown[]): string {
  const pattern = patternOf(greens);
  const loop = driver.slice("rsre_".length);
  switch (driver) {
    case MATCH_IN.name: {
      const operation = pattern.code[greens[0] as number];
      if (operation === OP.IN) return `rsre_${pattern.kind}Spec${loop}`;
      return `rsre_${pattern.kind}Spec${loop}${operation === OP.IN_IGNORE ? "" : "Uni"}Ignore`;
    }
    case LITERAL_SEARCH.name:
    case CHARSET_SEARCH.name:
    case FAST_SEARCH.name:
      return `rsre_${pattern.kind}${loop}`;
    default:
      return driver;
  }
}

/** What PyPy prints for a green key: `re NAME at POSITION [the pattern's code]`. */
export function describePatternKey(
  driver: string,
  greens: readonly unknown[],
): GreenKeyDescription {
  const position = greens[0] as number;
  const name = specializedName(driver, greens).slice("rsre_".length);
  const showsSecond = driver === MAX_UNTIL.name || driver === LITERAL_SEARCH.name;
  let place = driver === MATCH.name ? "" : ` at ${position}`;
  if (showsSecond) place += `/${greens[1]}`;
  return {
    text: `re ${name}${place} ${patternOf(greens).text}`,
    position,
    codeName: specializedName(driver, greens),
    fileName: "",
    firstLine: 0,
    codeNumber: -1,
  };
}

/** A hash of a green key of these drivers that is the same in all runs. */
export function hashPatternKey(driver: string, greens: readonly unknown[]): number {
  const pattern = patternOf(greens);
  let { hash } = pattern;
  for (let i = 0; i < driver.length; i++) hash = Math.imul(hash ^ driver.charCodeAt(i), 0x01000193);
  for (const green of greens) {
    if (green === pattern) break;
    hash = Math.imul(hash ^ (green as number), 0x85ebca6b);
  }
  return hash >>> 0;
}
