/**
 * The public names of recorded sessions (`jitreel/replay`): opening reels, and feeding the hook
 * consumers that a `Simulator` of `jitreel` takes from them.
 */

import { UserError } from "../sim/base/errors.ts";
import type { JitEvent } from "../sim/hooks/events.ts";
import { openReel as openReader } from "./cli/input-file.ts";
import { applyEvents } from "./diff/delta.ts";
import type { DiffOptions } from "./diff/diff-reels.ts";
import { diffReels as diffSources } from "./diff/diff-reels.ts";
import type { DiffSource } from "./diff/diff-source.ts";
import type { ReelDiff } from "./diff/reel-diff.ts";
import { EXPORT_FORMATS } from "./export/formats.ts";
import { ReelSource } from "./export/reel-source.ts";
import type { NumberedEvent } from "./format/event-frame.ts";
import type { EventRange, ReelEvent } from "./playback/reel.ts";
import { Reel } from "./playback/reel.ts";
import type { EventMatcher, QueriedReel } from "./query/index.ts";
import { makeMatcher, parseQuery } from "./query/index.ts";

export type { DiffOptions, ReelDiff };
export { UserError } from "../sim/base/errors.ts";
export * from "../sim/hooks/events.ts";
export type { JitHooks } from "../sim/hooks/jit-hooks.ts";
export type { LimitsRecord, ReelHeader } from "./format/header.ts";
export type { ReelEnding } from "./format/reader.ts";
export { ReelError } from "./format/reel-error.ts";
export type { BlockEntry, ReelIndex } from "./format/reel-index.ts";
export type { StateRecord } from "./format/state-schema.ts";
export type { EventRange, ReelEvent } from "./playback/reel.ts";
export type { LoggedProgram } from "./import/import-log.ts";
export { importLog } from "./import-reel.ts";
export type { ImportOptions, ImportReport } from "./import-reel.ts";
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

/** Which events of a reel are exported; all when nothing is given. */
export interface ExportOptions extends EventRange {
  /** A query, as `findEvents` takes it. */
  readonly where?: string;
}

/** Names of the formats that {@link exportReel} writes. */
export const EXPORT_FORMAT_NAMES: readonly string[] = EXPORT_FORMATS.map(({ name }) => name);

/**
 * Gives `write` what a reel holds in the format of another tool, piece by piece. Throws a UserError
 * when there is no such format or the query makes no sense, and a ReelError where the reel is damaged.
 */
export function exportReel(
  reel: Reel,
  formatName: string,
  write: (bytes: Uint8Array) => void,
  { from = 0, to, where }: ExportOptions = {},
): void {
  const format = EXPORT_FORMATS.find(({ name }) => name === formatName);
  if (format === undefined) {
    const known = EXPORT_FORMAT_NAMES.join(", ");
    throw new UserError(`there is no format "${formatName}"; there are ${known}`);
  }
  const matcher = where === undefined ? null : makeMatcher(parseQuery(where), asSource(reel));
  const matches = matcher === null ? null : (event: NumberedEvent) => matcher.matches(event);
  format.write(new ReelSource(reel, { from, to: to ?? null, matches }), write);
}

/**
 * The events of a reel that a query finds (replay/query/QUERY.md). Throws a UserError with line and
 * column when `query` makes no sense.
 */
export function findEvents(reel: Reel, query: string): Generator<ReelEvent, void> {
  return filterEvents(reel, makeMatcher(parseQuery(query), asSource(reel)));
}

/** What is different in `b`, by meaning: units are matched although their numbers have moved. */
export function diffReels(a: Reel, b: Reel, options: DiffOptions = {}): ReelDiff {
  return diffSources(asSource(a), asSource(b), options);
}

/** The events that a diff makes of those of `a`; throws a UserError when it is not for this reel. */
export function applyDiff(a: Reel, { delta }: ReelDiff): Generator<JitEvent, void> {
  if (delta === null) throw new UserError("this diff carries no changes to apply");
  return applyEvents(asSource(a), delta);
}

function asSource(reel: Reel): QueriedReel & DiffSource {
  return { header: reel.header, events: (from = 0) => reel.events({ from }) };
}

function* filterEvents(reel: Reel, matcher: EventMatcher): Generator<ReelEvent, void> {
  for (const found of reel) if (matcher.matches(found)) yield found;
}
