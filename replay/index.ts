/**
 * The public names of recorded sessions (`jitreel/replay`): opening reels, and feeding the hook
 * consumers that a `Simulator` of `jitreel` takes from them.
 */

import { openReel as openReader } from "./cli/input-file.ts";
import type { ReelEvent } from "./playback/reel.ts";
import { Reel } from "./playback/reel.ts";
import type { EventMatcher, QueriedReel } from "./query/index.ts";
import { makeMatcher, parseQuery } from "./query/index.ts";

export { UserError } from "../sim/base/errors.ts";
export * from "../sim/hooks/events.ts";
export type { JitHooks } from "../sim/hooks/jit-hooks.ts";
export type { LimitsRecord, ReelHeader } from "./format/header.ts";
export type { ReelEnding } from "./format/reader.ts";
export { ReelError } from "./format/reel-error.ts";
export type { BlockEntry, ReelIndex } from "./format/reel-index.ts";
export type { EventRange, ReelEvent } from "./playback/reel.ts";
export { Reel } from "./playback/reel.ts";
export type { ReplayOptions } from "./playback/replay.ts";
export { replay } from "./playback/replay.ts";

/**
 * Opens the reel at `path`. Throws a UserError when it cannot be read, and a ReelError when it is no
 * reel, of a newer major version, or without a readable header.
 */
export function openReel(path: string): Reel {
  return new Reel(openReader(path));
}

/**
 * The events of a reel that a query finds (replay/query/QUERY.md). Throws a UserError with line and
 * column when `query` makes no sense.
 */
export function findEvents(reel: Reel, query: string): Generator<ReelEvent, void> {
  return filterEvents(reel, makeMatcher(parseQuery(query), asQueried(reel)));
}

function asQueried(reel: Reel): QueriedReel {
  return { header: reel.header, events: (from = 0) => reel.events({ from }) };
}

function* filterEvents(reel: Reel, matcher: EventMatcher): Generator<ReelEvent, void> {
  for (const found of reel) if (matcher.matches(found)) yield found;
}
