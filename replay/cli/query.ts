/**
 * `jitreel query S.reel 'QUERY'`: the events that a query finds, one line each. Exit code 0 when
 * there are some, 1 when there are none.
 */

import { printEventJson } from "../format/event-json.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import type { EventMatcher } from "../query/index.ts";
import { parseQuery } from "../query/index.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import { printJson } from "../format/event-json.ts";
import { printOperation } from "../replayer/print-value.ts";
import { select } from "../replayer/selection.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel } from "./input-file.ts";
import { naturalOption } from "./options.ts";
import { ProgressLine } from "./progress-line.ts";
import { DamageReport } from "./reel-ending.ts";
import { prepareWhere } from "./where.ts";

export const query: CommandAction = async ({ operands, options, console }) => {
  const parsed = parseQuery(operands[1]!);
  const from = naturalOption(options, "from") ?? 0;
  const to = naturalOption(options, "to");
  const reader = openReel(operands[0]!);
  const matcher = prepareWhere(parsed, reader, console);
  const isCount = options.count === true;
  const print = isCount ? null : makePrinter(matcher, options.json === true, options.ops === true);
  if (!isCount && options.json !== true) console.line(printEventTitles(console.style));
  const total = reader.storedIndex()?.events ?? 0;
  const progress = new ProgressLine(console, "query", total, () => performance.now());
  const matches = (numbered: NumberedEvent): boolean => {
    progress.update(numbered.number);
    return matcher.matches(numbered);
  };
  const damage = new DamageReport(reader, console);
  const events = select(reader.events(from, damage.add), { from, to, types: null, matches });
  for (let count = 0; ; count++) {
    const step = events.next();
    if (step.done) {
      progress.finish();
      if (isCount) console.line(options.json === true ? printJson({ count }) : String(count));
      const code = damage.end(step.value);
      return code === EXIT.fine && count === 0 ? EXIT.no : code;
    }
    if (print === null) continue;
    progress.finish();
    print(step.value, console);
  }
};

type Printer = (
  numbered: { readonly number: number; readonly event: JitEvent },
  console: Console,
) => void;

function makePrinter(matcher: EventMatcher, isJson: boolean, hasOperations: boolean): Printer {
  if (!isJson) {
    return (numbered, console) => {
      console.line(printEvent(numbered.number, numbered.event, console.style));
      const found = hasOperations ? matcher.matchedOperations(numbered) : [];
      for (const { index, operation } of found) {
        console.line(`${String(index).padStart(INDEX_WIDTH)}  ${printOperation(operation)}`);
      }
    };
  }
  return ({ number, event }, console) => {
    const found = hasOperations ? matcher.matchedOperations({ number, event }) : [];
    const indexes = found.map(({ index }) => index);
    const line = printEventJson(number, event);
    const matched = `,"matched":${printJson(indexes)}}`;
    console.line(hasOperations ? `${line.slice(0, -1)}${matched}` : line);
  };
}

/** Operations stand under what the event says. */
const INDEX_WIDTH = 27;
