/**
 * Makes a reel of another one: whole again, with an index, without what is private, and of the
 * events that are selected. Frames end where they ended before, so a reel of which nothing is taken
 * away comes out byte for byte the same.
 */

import type { JitEvent } from "../format/events.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "../format/frame.ts";
import type { ReelHeader } from "../format/header.ts";
import type { ReelEnding, ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import type { ByteSink } from "../format/writer.ts";
import { ReelWriter } from "../format/writer.ts";
import type { Leftover } from "./leftovers.ts";
import { LeftoverSearch } from "./leftovers.ts";
import { PrivatePaths } from "./private-paths.ts";
import type { Category, Removed } from "./redaction.ts";
import { Redaction } from "./redaction.ts";

export interface PackOptions {
  readonly redact: ReadonlySet<Category>;
  /** Home folders that are to be removed with "paths", whatever they look like. */
  readonly homes: readonly string[];
  /** Users whose names are looked for in the new reel, besides those of homes. */
  readonly users: readonly string[];
  /** Selects events; null = all. Those that are left out are noted in the header. */
  readonly matches: ((numbered: NumberedEvent) => boolean) | null;
  /** Told of each event that was read. */
  readonly onEvent: (number: number) => void;
}

/** What was done. */
export interface PackReport {
  readonly events: number;
  /** Events that were not selected. */
  readonly left: number;
  readonly removed: readonly Removed[];
  readonly homes: readonly { readonly path: string; readonly count: number }[];
  /** How the reading of the old reel ended; it is never damaged. */
  readonly ending: ReelEnding;
  /** What should not be in the new reel and still is. */
  readonly leftovers: readonly Leftover[];
  /** To search the finished file once more. */
  readonly paths: PrivatePaths;
}

/**
 * Writes the new reel. The old one is read twice when something is removed: the header of the new
 * one says what, and it stands first. Throws nothing for a truncated reel; the caller has to refuse
 * a damaged one by the ending.
 */
export function packReel(reader: ReelReader, options: PackOptions, sink: ByteSink): PackReport {
  const { redact, homes: given, users } = options;
  const paths = redact.has("paths") ? new PrivatePaths(given, users) : new PrivatePaths([]);
  const planned = removesAnything(options) ? dryPass(reader, options, paths) : null;
  const search = new LeftoverSearch(paths);
  const redaction = new Redaction(options.redact, paths);
  const redacted = listRedacted(reader.header, planned);
  const header = finishHeader(redaction.redactHeader(reader.header), redacted);
  search.addHeader(header);
  const searched: ByteSink = (bytes) => {
    search.addFrame(bytes, "new");
    sink(bytes);
  };
  const writer = new ReelWriter(searched, header, reader.toolVersion());
  const { left, ending } = copyEvents(reader, options, (event) => {
    if (event === null) return writer.flush();
    const kept = redaction.redactEvent(event);
    search.addEvent(kept);
    writer.add(kept);
  });
  writer.finish();
  const { removed, removedHomes: homes } = redaction;
  const { leftovers } = search;
  return { events: writer.eventCount, left, removed, homes, ending, paths, leftovers };
}

function removesAnything({ redact, matches }: PackOptions): boolean {
  return redact.size > 0 || matches !== null;
}

interface Plan {
  readonly categories: readonly string[];
  readonly left: number;
}

/** What would be removed. */
function dryPass(reader: ReelReader, options: PackOptions, paths: PrivatePaths): Plan {
  const redaction = new Redaction(options.redact, paths);
  redaction.redactHeader(reader.header);
  const { left } = copyEvents(reader, { ...options, onEvent: () => {} }, (event) => {
    if (event !== null) redaction.redactEvent(event);
  });
  return { categories: redaction.removed.map(({ category }) => category), left };
}

function listRedacted({ redacted }: ReelHeader, plan: Plan | null): readonly string[] {
  if (plan === null) return redacted;
  const events = plan.left > 0 ? ["events"] : [];
  return [...new Set([...redacted, ...plan.categories, ...events])];
}

function finishHeader(header: ReelHeader, redacted: readonly string[]): ReelHeader {
  return { ...header, formatVersion: `${FORMAT_MAJOR}.${FORMAT_MINOR}`, redacted };
}

/** Takes the selected events; null where a frame of the old reel ends. */
type TakeEvent = (event: JitEvent | null) => void;

function copyEvents(
  reader: ReelReader,
  { matches, onEvent }: PackOptions,
  take: TakeEvent,
): { readonly left: number; readonly ending: ReelEnding } {
  let frameEnd = -1;
  const walk = reader.walk({
    onFrame: (_, events) => {
      frameEnd = events?.at(-1)?.number ?? frameEnd;
    },
  });
  const events = walk.read();
  let left = 0;
  for (;;) {
    const step = events.next();
    if (step.done) return { left, ending: step.value };
    const { number, event } = step.value;
    onEvent(number);
    if (event === null) throw unknownEvent(reader, number);
    if (matches?.(step.value) === false) left++;
    else take(event);
    if (number === frameEnd) take(null);
  }
}

/** What is in it cannot be told, so it can neither be copied nor given away. */
function unknownEvent(reader: ReelReader, number: number): ReelError {
  const message = `cannot pack it: event ${number} is of a kind that this version does not know`;
  return new ReelError(reader.file, message, undefined, "a newer jitreel wrote it: pack it there");
}

/** Searches a finished reel, every byte of it. */
export function searchLeftovers(reader: ReelReader, paths: PrivatePaths): readonly Leftover[] {
  const search = new LeftoverSearch(paths);
  search.addHeader(reader.header);
  const walk = reader.walk({
    onFrame: ({ bytes, peek }) => search.addFrame(bytes, peek.kind),
  });
  for (const { event } of walk.read()) if (event !== null) search.addEvent(event);
  return search.leftovers;
}
