/**
 * Queries of the command line: the operand of `query`, and `--where` of other commands.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { ReelReader } from "../format/reader.ts";
import type { EventMatcher, Query } from "../query/index.ts";
import { makeMatcher, parseQuery } from "../query/index.ts";
import type { Console } from "./console.ts";
import type { RawOptions } from "./options.ts";
import { textOption } from "./options.ts";
import { ProgressLine } from "./progress-line.ts";

const NO_RUNS = "no run counts in this reel: `jitreel record --count-runs` counts them";

/** Asks the query of the reel's events; the reading ahead that some queries need shows a progress. */
export function prepareWhere(query: Query, reader: ReelReader, console: Console): EventMatcher {
  const total = reader.storedIndex()?.events ?? 0;
  const progress = new ProgressLine(console, "reading ahead", total, () => performance.now());
  function* events(from?: number): Generator<NumberedEvent> {
    // Behind damage it goes on, as the reading of the events themselves does, which tells of it.
    for (const numbered of reader.events(from, () => {})) {
      progress.update(numbered.number);
      yield numbered;
    }
  }
  const matcher = makeMatcher(query, { header: reader.header, events });
  progress.finish();
  if (matcher.lacksRuns) console.errLine(`${reader.file}: ${NO_RUNS}`);
  return matcher;
}

/** What `--where` selects; null when it is not given. Wrong queries are told before any reading. */
export function whereOption(
  options: RawOptions,
): ((reader: ReelReader, console: Console) => (numbered: NumberedEvent) => boolean) | null {
  const text = textOption(options, "where");
  if (text === undefined) return null;
  const query = parseQuery(text);
  return (reader, console) => {
    const matcher = prepareWhere(query, reader, console);
    return (numbered) => matcher.matches(numbered);
  };
}
