/**
 * What two reels can be compared in. Between two engines (this simulator and the real PyPy) all
 * that one of them does not tell, or counts in its own way, is left out.
 */

import type { EventKind } from "../format/events.ts";
import type { Aspect } from "./aspects.ts";
import type { DiffSource } from "./diff-source.ts";
import { engineFamily } from "./diff-source.ts";

export interface DiffScope {
  readonly isForeign: boolean;
  readonly aspects: ReadonlySet<Aspect>;
  readonly kinds: ReadonlySet<EventKind>;
  /** What is left out, for people. */
  readonly leftOut: readonly string[];
}

const WHOLE: DiffScope = {
  isForeign: false,
  aspects: new Set(),
  kinds: new Set(),
  leftOut: [],
};

const BETWEEN_ENGINES: DiffScope = {
  isForeign: true,
  aspects: new Set<Aspect>([
    "names",
    "addresses",
    "numbers",
    "source",
    "ticks",
    "cause",
    "delivered",
    "cost",
    "code",
    "offsets",
    "bytes",
  ]),
  kinds: new Set<EventKind>([
    "tmp_callback",
    "set_hook",
    "debug",
    "heap_reserve",
    "heap_commit",
    "heap_abort",
    "heap_patch",
    "heap_free",
    "input",
    "output",
    "checkpoint",
    "cost",
    "fault",
  ]),
  leftOut: [
    "addresses, numbers and file names",
    "virtual time, costs and causes",
    "length, place and bytes of machine code",
    "heap events, hooks, inputs, temporary callbacks",
    "sizes and offsets in descrs, names of constant classes and functions",
    "which part of the output was written when",
  ],
};

export function scopeOf(a: DiffSource, b: DiffSource): DiffScope {
  return engineFamily(a.header) === engineFamily(b.header) ? WHOLE : BETWEEN_ENGINES;
}
