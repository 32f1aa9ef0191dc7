/**
 * `jitreel verify S.reel`: runs the recorded program again and compares every event; with another
 * program, seed or other parameters it asks where that makes a difference. Exit code 1 at the first
 * divergence.
 */

import { basename } from "node:path";
import { BEHAVIOUR_REVISION, libraryModuleNames } from "../../sim/index.ts";
import { printEventJson } from "../format/event-json.ts";
import type { JitEvent } from "../format/events.ts";
import { NATIVE_ENGINE } from "../format/header.ts";
import type { ReelReader } from "../format/reader.ts";
import { printJson } from "../format/event-json.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import type { Decision } from "../verify/decision.ts";
import { findDecisions } from "../verify/decision.ts";
import { describeChanges, describeMissing } from "../verify/describe-changes.ts";
import type { ReportSubject } from "../verify/report.ts";
import { printContext, printReport, printSide } from "../verify/report.ts";
import type { RunChanges, VerifyResult } from "../verify/verify-reel.ts";
import { PATHS, verifyReel } from "../verify/verify-reel.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openReel, readInputFile } from "./input-file.ts";
import { atPath } from "./locate-error.ts";
import { backendOption, runOptions, textOption } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { ProgressLine } from "./progress-line.ts";
import { reportEnding } from "./reel-ending.ts";
import { runProgram } from "./simulator.ts";
import { readToolVersion } from "./tool-version.ts";

export const verify: CommandAction = async (call) => {
  const { operands, options, console } = call;
  const reader = openReel(operands[0]!);
  noteRevision(reader, console);
  const result = await compare(call, reader);
  const subject = describe(call, reader, result);
  const report = textOption(options, "report");
  if (report !== undefined) {
    writeOutput(report, console, (write) => write(Buffer.from(printReport(subject))));
  }
  if (options.json === true) console.line(printResultJson(subject));
  else if (report !== "-") for (const line of printResult(subject, console)) console.line(line);
  if (result.divergence !== null) return EXIT.no;
  return reportEnding(reader, result.ending, console);
};

async function compare(call: CommandCall, reader: ReelReader): Promise<VerifyResult> {
  const { options, console } = call;
  const total = reader.storedIndex()?.events ?? 0;
  const progress = new ProgressLine(console, "verify", total, () => performance.now());
  const request = {
    backend: backendOption(options),
    changes: readChanges(call, reader),
    onCompared: (count: number) => progress.update(count),
  };
  const path = textOption(options, "program") ?? reader.header.programName;
  return atPath(reader.header.programName, path, () =>
    verifyReel(reader, request, runProgram),
  ).finally(() => progress.finish());
}

/** What the options change. A changed program keeps the recorded name, so that events can agree. */
function readChanges({ options }: CommandCall, { header }: ReelReader): RunChanges {
  const { jit, seed, limits, faults } = runOptions(options, header.programName);
  const program = textOption(options, "program");
  const { maxSteps, heapBytes } = limits;
  return {
    ...(program === undefined ? {} : { source: new Uint8Array(readInputFile(program)) }),
    ...(options.jit === undefined ? {} : { jit }),
    ...(options.seed === undefined ? {} : { seed }),
    ...(options.fault === undefined ? {} : { faults }),
    limits: {
      ...header.limits,
      ...(maxSteps === null ? {} : { maxSteps }),
      ...(heapBytes === null ? {} : { heapBytes }),
    },
  };
}

/** Events of another revision are expected to differ; a difference is then no surprise. */
function noteRevision(reader: ReelReader, console: Console): void {
  const { behaviourRevision, engine, redacted } = reader.header;
  // Runs of other engines are refused with a message of their own.
  if (engine !== NATIVE_ENGINE) return;
  if (redacted.includes(PATHS)) {
    const message = "home folders were replaced by ~: what depends on their text may differ";
    console.errLine(`${reader.file}: ${message}`);
  }
  if (behaviourRevision === BEHAVIOUR_REVISION) return;
  const here = `this version has ${BEHAVIOUR_REVISION}: events may differ`;
  console.errLine(`${reader.file}: behaviour revision ${behaviourRevision}, ${here}`);
}

function describe(call: CommandCall, reader: ReelReader, result: VerifyResult): ReportSubject {
  const { options } = call;
  const program = textOption(options, "program");
  const changes = describeChanges(
    reader.header,
    readChanges(call, reader),
    program === undefined ? undefined : basename(program),
  );
  const known = new Set(libraryModuleNames());
  return {
    reader,
    result,
    decisions: findDecisions(reader, result),
    changes,
    missing: changes.length === 0 ? "" : describeMissing(result.missing, known),
    toolVersion: readToolVersion(),
    behaviourRevision: BEHAVIOUR_REVISION,
    command: printCommand(call),
  };
}

/** The command with its options; files without their folders. */
function printCommand({ operands, options }: CommandCall): string[] {
  const words = ["jitreel", "verify", basename(operands[0]!)];
  const texts = [
    ["--program", options.program, true],
    ["--jit", options.jit, false],
    ["--seed", options.seed, false],
    ["--max-steps", options.maxSteps, false],
    ["--heap", options.heap, false],
    ["--backend", options.backend, false],
  ] as const;
  for (const [flag, value, isFile] of texts) {
    if (typeof value === "string") words.push(flag, isFile ? basename(value) : value);
  }
  if (Array.isArray(options.fault)) for (const one of options.fault) words.push("--fault", one);
  return words;
}

function printResult(subject: ReportSubject, console: Console): string[] {
  const { reader, result, changes, missing } = subject;
  const { style } = console;
  const { divergence, sameCount, ending } = result;
  const same = printPlural(sameCount, "event");
  const isWhole = ending === null || ending.kind === "complete";
  const file = printText(reader.file);
  const head = (verdict: string, rest: string): string =>
    changes.length === 0
      ? `${file}: ${verdict}${rest}`
      : `${file}: with ${changes.join("; ")}: ${verdict}${rest}`;
  const notes = missing === "" ? [] : [missing];
  if (divergence === null) {
    const verdict = style.good(changes.length === 0 ? "the same" : "no difference");
    return [head(verdict, `: ${same}${isWhole ? "" : ", all that there are"}`), ...notes];
  }
  const verdict = style.bad(changes.length === 0 ? "different" : "a difference");
  return [head(verdict, ` after ${same}`), ...notes, ...printDivergence(subject, console)];
}

/** Differences shown of one event; a changed trace can have thousands. */
const SHOWN_DIFFERENCES_MAX = 20;

function printDivergence({ result, decisions }: ReportSubject, { style }: Console): string[] {
  const { divergence } = result;
  if (divergence === null) return [];
  const { number, recorded, live, differences } = divergence;
  const shown = differences.slice(0, SHOWN_DIFFERENCES_MAX);
  const more = differences.length - shown.length;
  return [
    style.strong(`first divergence: event ${number}`),
    `recorded ${printSide(number, recorded)}`,
    `live     ${printSide(number, live)}`,
    ...shown.flatMap(({ path, recorded: was, live: is }) => [
      `  ${printText(path)}`,
      `    recorded  ${printText(was)}`,
      `    live      ${printText(is)}`,
    ]),
    ...(more > 0 ? [`  and ${printPlural(more, "more field")}`] : []),
    ...printDecisions(decisions).map((line) => `  ${line}`),
    style.strong("around it"),
    ...printContext(divergence),
  ];
}

function printDecisions(decisions: readonly Decision[]): string[] {
  return decisions.map(({ about, text }) => `${about}: ${text}`);
}

function printResultJson({ result, decisions, changes, missing }: ReportSubject): string {
  const { divergence, sameCount, ending } = result;
  const about = { changes, missing };
  if (divergence === null) return printJson({ same: true, sameCount, ending, ...about });
  const { number, recorded, live, differences, before, afterRecorded, afterLive } = divergence;
  const toPlain = (event: JitEvent | null, i: number): unknown =>
    event === null ? null : (JSON.parse(printEventJson(i, event)) as unknown);
  const toList = (events: readonly (JitEvent | null)[]): unknown[] =>
    events.map((event, i) => toPlain(event, number + 1 + i));
  return printJson({
    same: false,
    sameCount,
    ...about,
    number,
    differences,
    decisions,
    recorded: toPlain(recorded, number),
    live: toPlain(live, number),
    before: before.map((one) => toPlain(one.event, one.number)),
    afterRecorded: toList(afterRecorded),
    afterLive: toList(afterLive),
  });
}
