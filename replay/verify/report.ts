/**
 * A verification as one Markdown text to paste: versions, the recorded run, what was asked, both
 * events, the fields that differ, what stands around them, the decisions. It names files without
 * their folders. Everything from the reel stands in code blocks or code spans that it cannot leave.
 */

import { basename } from "node:path";
import { printEventJson } from "../format/event-json.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import { printEvent, printEventTitles } from "../replayer/print-event.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import { describeRun } from "../replayer/reel-info.ts";
import { PLAIN_STYLE } from "../replayer/style.ts";
import type { Decision } from "./decision.ts";
import type { Divergence } from "./event-comparison.ts";
import { CONTEXT_COUNT } from "./event-comparison.ts";
import type { VerifyResult } from "./verify-reel.ts";

/** What a report is about. */
export interface ReportSubject {
  readonly reader: ReelReader;
  readonly result: VerifyResult;
  readonly decisions: readonly Decision[];
  /** What was changed, line by line. */
  readonly changes: readonly string[];
  /** What the run asked for that is not recorded; "" = nothing. */
  readonly missing: string;
  readonly toolVersion: string;
  readonly behaviourRevision: number;
  /** Words of the command, files without their folders. */
  readonly command: readonly string[];
}

const SHOWN_DIFFERENCES_MAX = 40;
const SHOWN_JSON_MAX = 2000;

/** The report. */
export function printReport(subject: ReportSubject): string {
  const { reader, result, changes, missing } = subject;
  const { divergence, sameCount } = result;
  const name = code(basename(reader.file));
  const headline =
    divergence === null
      ? `${name}: the same, ${printPlural(sameCount, "event")}`
      : `${name}: different from event ${divergence.number} on`;
  const sections = [
    `# ${headline}`,
    printEndingNote(result),
    fence([subject.command.map(printWord).join(" ")]),
    ...(changes.length > 0 ? [`Changed on purpose:`, fence(changes)] : []),
    ...(missing === "" ? [] : [`The changed run differs in its inputs, too:`, fence([missing])]),
    "## The recorded run",
    printRunTable(subject),
    ...(divergence === null ? [] : printDivergence(divergence, subject.decisions)),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function printEndingNote({ divergence, ending }: VerifyResult): string {
  if (divergence !== null || ending === null || ending.kind === "complete") return "";
  return `The reel is ${ending.kind} at byte ${ending.offset}; it was compared up to there.`;
}

function printRunTable(subject: ReportSubject): string {
  const { reader, toolVersion, behaviourRevision } = subject;
  const { header } = reader;
  const rows: (readonly [string, string])[] = [
    ["reel written by", `jitreel ${printText(reader.toolVersion())}`],
    ["format", `${header.formatVersion}, behaviour revision ${header.behaviourRevision}`],
    ["verified by", `jitreel ${toolVersion}, behaviour revision ${behaviourRevision}`],
    ...describeRun(header),
  ];
  const lines = rows.map(([what, value]) => `| ${what} | ${code(value)} |`);
  return ["| | |", "|---|---|", ...lines].join("\n");
}

function printDivergence(divergence: Divergence, decisions: readonly Decision[]): string[] {
  const { number, recorded, live, differences } = divergence;
  const shown = differences.slice(0, SHOWN_DIFFERENCES_MAX);
  const rest = differences.length - shown.length;
  const lines = shown.flatMap(({ path, recorded: was, live: is }) => [
    printText(path),
    `  recorded  ${printText(was)}`,
    `  live      ${printText(is)}`,
  ]);
  if (rest > 0) lines.push(`and ${printPlural(rest, "more field")}`);
  return [
    `## Event ${number}`,
    fence([
      printEventTitles(PLAIN_STYLE),
      `recorded ${printSide(number, recorded)}`,
      `live     ${printSide(number, live)}`,
    ]),
    ...(lines.length > 0 ? ["Fields that differ:", fence(lines)] : []),
    ...(decisions.length > 0 ? ["## What was decided", printDecisions(decisions)] : []),
    "## Around it",
    fence(printContext(divergence)),
    "## Both events",
    fence([printJson(number, recorded), printJson(number, live)]),
  ];
}

/** A side of a divergence, as one line. */
export function printSide(number: number, event: JitEvent | null): string {
  return event === null ? "no event: the run was over" : printEvent(number, event, PLAIN_STYLE);
}

function printDecisions(decisions: readonly Decision[]): string {
  return fence(decisions.map(({ about, text }) => `${about.padEnd(11)}${text}`));
}

/** The events around a divergence: those before it, then each side's. */
export function printContext(divergence: Divergence): string[] {
  const { number, before, recorded, live, afterRecorded, afterLive } = divergence;
  const printAll = (events: readonly (JitEvent | null)[]): string[] =>
    events
      .slice(0, CONTEXT_COUNT + 1)
      .flatMap((event, i) => (event === null ? [] : [printEvent(number + i, event, PLAIN_STYLE)]));
  return [
    ...(before.length > 0 ? ["the same on both sides"] : []),
    ...before.flatMap(({ number: n, event }) =>
      event === null ? [] : [printEvent(n, event, PLAIN_STYLE)],
    ),
    "recorded",
    ...(recorded === null ? ["(the run was over)"] : printAll([recorded, ...afterRecorded])),
    "live",
    ...(live === null ? ["(the run was over)"] : printAll([live, ...afterLive])),
  ];
}

function printJson(number: number, event: JitEvent | null): string {
  if (event === null) return "null";
  const text = printEventJson(number, event);
  return text.length <= SHOWN_JSON_MAX ? text : `${text.slice(0, SHOWN_JSON_MAX)}…`;
}

/** A word of a command line, quoted where a shell needs it. */
function printWord(word: string): string {
  const shown = printText(word);
  return /^[\w./=,:@%+-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}

/** A code block whose fence no line of it can end. */
function fence(lines: readonly string[]): string {
  const text = lines.join("\n");
  const runs = text.match(/`+/g) ?? [];
  const marks = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${marks}text\n${text}\n${marks}`;
}

/** A code span; in a table no bar may stand in it. */
function code(text: string): string {
  const shown = printText(text).replaceAll("|", "\\|");
  const runs = shown.match(/`+/g) ?? [];
  if (runs.length === 0) return `\`${shown}\``;
  const marks = "`".repeat(Math.max(...runs.map((run) => run.length)) + 1);
  return `${marks} ${shown} ${marks}`;
}
