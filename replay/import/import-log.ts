/**
 * Imports a log of a real PyPy: says what sort of log a file is, makes the header of its reel, and
 * gives the events as they come.
 */

import { createHash } from "node:crypto";
import { UserError } from "../../sim/base/errors.ts";
import type { EventListener } from "../format/events.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "../format/frame.ts";
import type { ReelHeader } from "../format/header.ts";
import { GreenKeys, relativeTo } from "./green-keys.ts";
import { JitlogImporter } from "./jitlog.ts";
import { LineSplitter } from "./line-splitter.ts";
import { JITLOG_MARK, readLogBytes } from "./log-file.ts";
import { LogSurvey } from "./log-survey.ts";
import { Notices } from "./notices.ts";
import { PypylogImporter } from "./pypylog.ts";
import { BadRecord } from "./record-buffer.ts";

/** The program whose log it is, when it is known. */
export interface LoggedProgram {
  readonly name: string;
  readonly text: Uint8Array;
  /** Where it was: files below it are named relative to it. */
  readonly folder: string;
}

export type LogKind = "pypylog" | "jitlog";

/** A log that was looked at and can be imported. */
export interface OpenedLog {
  readonly kind: LogKind;
  readonly header: ReelHeader;
  /** Gives all events in order; then what is to be said about the log. */
  importEvents(onEvent: EventListener): Promise<readonly string[]>;
}

/** How far the reading is, in bytes of the log's text. */
export type OnProgress = (bytes: number) => void;

const HINT = "PYPYLOG=jit:FILE pypy3 PROG.py writes a text log, JITLOG=FILE a binary one";

/** Looks at a log; throws a UserError when the file cannot be read or is none. */
export async function openLog(
  path: string,
  program: LoggedProgram | null,
  onProgress: OnProgress = () => {},
): Promise<OpenedLog> {
  const kind = await findKind(path);
  const header = makeForeignHeader(kind, program);
  const keys = new GreenKeys(program === null ? undefined : relativeTo(program.folder));
  const log = { path, keys, onProgress };
  if (kind === "jitlog") {
    return { kind, header, importEvents: (onEvent) => importJitlog(log, onEvent) };
  }
  const survey = await surveyLog(log);
  return { kind, header, importEvents: (onEvent) => importOpened(log, survey, onEvent) };
}

/** A log's file and how it is read. */
export interface Log {
  readonly path: string;
  readonly keys: GreenKeys;
  readonly onProgress: OnProgress;
}

async function findKind(path: string): Promise<LogKind> {
  for await (const bytes of readLogBytes(path)) {
    if (bytes[0] === JITLOG_MARK) return "jitlog";
    if (!bytes.includes(0)) return "pypylog";
    throw new UserError("it is neither a PYPYLOG nor a jitlog", { file: path }, HINT);
  }
  throw new UserError("the log is empty: nothing was traced, or it is none", { file: path }, HINT);
}

/** The header of a reel that another engine's run is in. */
export function makeForeignHeader(engine: string, program: LoggedProgram | null): ReelHeader {
  const programText = program?.text ?? new Uint8Array(0);
  return {
    formatVersion: `${FORMAT_MAJOR}.${FORMAT_MINOR}`,
    behaviourRevision: 0,
    quirks: [],
    guest: "python",
    programName: program?.name ?? "",
    programText,
    programSha256: new Uint8Array(createHash("sha256").update(programText).digest()),
    argv: [],
    jit: "",
    seed: 0,
    limits: { maxSteps: null, memoryBytes: null, heapBytes: null },
    faults: [],
    grants: [],
    timeMode: "real",
    countRuns: false,
    engine,
    redacted: [],
  };
}

/** Reads all lines; gives whether the last one has no end, and how many were too long. */
async function readLines(
  { path, onProgress }: Log,
  onLine: (line: Buffer) => void,
  notices: Notices,
): Promise<void> {
  const splitter = new LineSplitter(onLine);
  let done = 0;
  for await (const bytes of readLogBytes(path, (why) => notices.add(why))) {
    splitter.push(bytes);
    done += bytes.length;
    onProgress(done);
  }
  if (splitter.hasRest) notices.add("the last line has no end and is left out: the log was cut");
  if (splitter.leftOut > 0) notices.add("a line longer than 64 MiB is left out");
}

/** Imports a text log that was not looked at: it may be empty. */
export async function importPypylog(
  log: Log,
  onEvent: EventListener,
  notices: Notices,
): Promise<void> {
  const survey = new LogSurvey();
  await readLines(log, survey.addLogLine, new Notices());
  await importSurveyed(log, survey, onEvent, notices);
}

async function surveyLog(log: Log): Promise<LogSurvey> {
  const survey = new LogSurvey();
  await readLines(log, survey.addLogLine, new Notices());
  if (survey.hasSections) return survey;
  throw new UserError("the file has no section of a PyPy log", { file: log.path }, HINT);
}

async function importSurveyed(
  log: Log,
  survey: LogSurvey,
  onEvent: EventListener,
  notices: Notices,
): Promise<void> {
  const importer = new PypylogImporter(onEvent, log.keys, survey, notices);
  await readLines(log, importer.addLogLine, notices);
  const { openSections, strayEnds } = importer.walker;
  if (openSections.length > 0) {
    const names = openSections.slice(-3).join(", ");
    notices.add(`the log ends inside of ${names}: it was cut`);
  }
  if (strayEnds > 0)
    notices.add("ends of sections that have not begun: the log's start is missing");
  importer.finish();
}

async function importOpened(
  log: Log,
  survey: LogSurvey,
  onEvent: EventListener,
): Promise<readonly string[]> {
  const notices = new Notices();
  await importSurveyed(log, survey, onEvent, notices);
  for (const missing of survey.missing()) notices.add(missing);
  return notices.list();
}

async function importJitlog(
  { path, keys, onProgress }: Log,
  onEvent: EventListener,
): Promise<readonly string[]> {
  const notices = new Notices();
  const importer = new JitlogImporter(onEvent, keys, notices);
  let done = 0;
  try {
    for await (const bytes of readLogBytes(path, (why) => notices.add(why))) {
      importer.push(bytes);
      done += bytes.length;
      onProgress(done);
    }
    importer.finish();
  } catch (error) {
    if (error instanceof BadRecord) throw new UserError(error.message, { file: path });
    throw error;
  }
  return notices.list();
}
