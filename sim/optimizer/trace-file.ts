/**
 * Trace files: declarations, settings, a recorded trace, and what the optimizer is expected to make
 * of it. Used by tests, by `jitreel opt` and by whoever wants to optimize a trace by hand.
 *
 *   include pypy-tests                 another file of declarations and settings
 *   class Node value:i                 declarations (see sim/trace/declarations.ts)
 *   mode loop                          settings: see SETTINGS below
 *   ---
 *   [p0]                               the trace; guards list their live values in brackets
 *   guard_class(p0, ConstClass(Node)) [p0]
 *   jump(p0)
 *   ==>
 *   [p0]                               expected, or: InvalidLoop: part of the reason
 *
 * A file without declarations and settings needs no `---`. A bridge's loop stands before the bridge,
 * in front of a second `---`; behind a bridge that needs one more iteration stands that iteration. `==> preamble`, `==> loop` and `==> short` expect only that part of
 * what comes out. fixtures/traces/README.md describes all of it.
 */

import { UserError } from "../base/errors.ts";
import type { HostFunctions } from "../trace/declarations.ts";
import { DECLARATION_WORDS, isDeclaration, readDeclaration } from "../trace/declarations.ts";
import { closestNames } from "../base/closest-names.ts";
import type { ParsedTrace, TextPlace } from "../trace/parse.ts";
import { parseTrace } from "../trace/parse.ts";
import { TraceContext } from "../trace/trace-context.ts";
import { takeSnapshots, withoutFirstLabel } from "./trace-settings.ts";
import { stripLine } from "../trace/trace-line.ts";

/** The settings of a file, and what they are. */
export const SETTINGS = {
  mode: "loop | simple | finish | bridge: how the trace is compiled; default: by its end",
  opts: "intbounds:rewrite:…: the passes to run, as enable_opts; default: all",
  params: "retrace_limit=5 …: JIT parameters that the optimizer reads",
  values: "i0=5 p1=nodeA *=nodeB: what boxes were while tracing; *: references that the end passes",
  guard: "2 0: the bridge leaves from guard 2 of the loop, the next from guard 0 of the bridge",
  pure: "NAME 1 2 = 3: calling it with these constants gave this result while tracing",
  failargs: "set: fail arguments are compared as sets, as PyPy's tests do",
  counters: "OPT_OPS=7 …: what counters are expected to be",
} as const;

export type SettingName = keyof typeof SETTINGS;

export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

const REPEATABLE: ReadonlySet<SettingName> = new Set(["values", "pure", "params"]);

/** Settings that add up when they are given several times; of the others, the last one counts. */
export function isRepeatable(name: SettingName): boolean {
  return REPEATABLE.has(name);
}

/** What of the output a section is about. */
export const PARTS = ["whole", "preamble", "loop", "short"] as const;
export type Part = (typeof PARTS)[number];

/** A part of the file's text, and where it stands. */
export interface Section extends TextPlace {
  readonly text: string;
  readonly line: number;
}

/** A trace file, read. */
export interface TraceFile {
  readonly name: string;
  readonly context: TraceContext;
  /** Repeated settings are joined by a newline. */
  readonly settings: ReadonlyMap<SettingName, string>;
  /** Input sections: one trace, or a loop and a bridge. */
  readonly inputs: readonly ParsedTrace[];
  readonly expected: ReadonlyMap<Part, Section>;
}

/** What reading needs of its surroundings. */
export interface TraceFileOptions {
  readonly file?: string;
  /** Bodies of declared functions. */
  readonly functions?: HostFunctions;
  /** Included before the file's own lines are read. */
  readonly includes?: readonly string[];
  /** The text behind `include NAME` in a file, and its name; null when there is none. */
  readonly include?: (name: string, from: string) => { text: string; file: string } | null;
}

const SEPARATOR = /^---+$/;
const ARROW = /^==>(?:\s+(\w+))?$/;
const INCLUDE_DEPTH_MAX = 8;

/** Lines of one file that belong together. */
interface Lines {
  readonly kind: "head" | "input" | Part;
  readonly first: number;
  readonly lines: string[];
}

/** Divides the text at `---` and `==>`. */
function divide(text: string, file: string): Lines[] {
  const all = text.split(/\r?\n/);
  const hasHead = all.some((line) => SEPARATOR.test(line.trim()));
  const start = hasHead ? 0 : all.findIndex((line) => beginsTrace(line));
  const parts: Lines[] = [{ kind: "head", first: 1, lines: [] }];
  all.forEach((line, index) => {
    const arrow = ARROW.exec(line.trim());
    if (arrow !== null) {
      parts.push({ kind: partOf(arrow[1], file, index + 1), first: index + 2, lines: [] });
    } else if (SEPARATOR.test(line.trim())) {
      parts.push({ kind: "input", first: index + 2, lines: [] });
    } else {
      if (!hasHead && index === start) parts.push({ kind: "input", first: index + 1, lines: [] });
      parts.at(-1)?.lines.push(line);
    }
  });
  return withComments(parts, hasHead);
}

/** A trace begins with its input arguments. */
function beginsTrace(line: string): boolean {
  return /^\s*\[/.test(stripLine(line));
}

/** Without `---`, comments above the trace belong to it: a log says there what the trace is. */
function withComments(parts: Lines[], hasHead: boolean): Lines[] {
  const [head, input] = parts;
  if (hasHead || head === undefined || input?.kind !== "input") return parts;
  const comments = head.lines.filter((line) => line.trim().startsWith("#"));
  const lines = [...comments, ...input.lines];
  return [head, { ...input, first: input.first - comments.length, lines }, ...parts.slice(2)];
}

function partOf(word: string | undefined, file: string, line: number): Part {
  const part = PARTS.find((one) => one === (word ?? "whole"));
  if (part !== undefined) return part;
  throw new UserError(`==> ${word}: expected one of ${PARTS.join(", ")}`, { file, line });
}

/** Reads the lines above the trace. */
class HeadReader {
  readonly context = new TraceContext();
  readonly settings = new Map<SettingName, string>();
  private readonly options: TraceFileOptions;

  constructor(options: TraceFileOptions) {
    this.options = options;
  }

  /** As if the file began with `include NAME`. */
  includeFirst(name: string, file: string): void {
    this.include(name, file, 0, (message) => new UserError(message));
  }

  read(lines: readonly string[], file: string, depth = 0): void {
    lines.forEach((raw, index) => {
      const text = raw.trim();
      if (text === "" || text.startsWith("#") || stripLine(raw) === "") return;
      const column = raw.length - raw.trimStart().length + 1;
      const position = { file, line: index + 1, column };
      this.readLine(text, file, depth, (message) => new UserError(message, position));
    });
  }

  private readLine(
    text: string,
    file: string,
    depth: number,
    error: (message: string) => UserError,
  ): void {
    const [word = "", ...rest] = text.split(/\s+/);
    if (word === "include") this.include(rest.join(" "), file, depth, error);
    else if (isDeclaration(text)) {
      readDeclaration(text, this.context, this.options.functions ?? {}, error);
    } else if (isSetting(word)) this.set(word, rest.join(" "));
    else throw error(unknownWord(word));
  }

  private set(name: SettingName, value: string): void {
    const known = this.settings.get(name);
    const joins = known !== undefined && isRepeatable(name);
    this.settings.set(name, joins ? `${known}\n${value}` : value);
  }

  private include(
    name: string,
    from: string,
    depth: number,
    error: (message: string) => UserError,
  ): void {
    if (depth >= INCLUDE_DEPTH_MAX) throw error(`include ${name}: files include each other`);
    const found = this.options.include?.(name, from) ?? null;
    if (found === null) throw error(`include ${name}: there is no such file`);
    this.read(found.text.split(/\r?\n/), found.file, depth + 1);
  }
}

function unknownWord(word: string): string {
  const known = ["include", ...DECLARATION_WORDS, ...Object.keys(SETTINGS)];
  const [closest] = closestNames(word, known);
  return `${word} is no declaration and no setting; did you mean ${closest}?`;
}

/** Reads the text of a trace file. */
export function parseTraceFile(text: string, options: TraceFileOptions = {}): TraceFile {
  const file = options.file ?? "<trace>";
  const head = new HeadReader(options);
  for (const name of options.includes ?? []) head.includeFirst(name, file);
  const inputs: ParsedTrace[] = [];
  const expected = new Map<Part, Section>();
  for (const { kind, first, lines } of divide(text, file)) {
    if (kind === "head") {
      head.read(lines, file);
      head.context.invents = !head.context.isDeclared;
    } else if (kind === "input") {
      const place = { file, line: first };
      const parsed = parseTrace(lines.join("\n"), head.context, place);
      takeSnapshots(parsed);
      inputs.push(withoutFirstLabel(parsed, file));
    } else expected.set(kind, { text: lines.join("\n").trim(), file, line: first });
  }
  if (inputs.length === 0) {
    const hint = "a trace begins with its input arguments, e.g. [i0, p1]";
    throw new UserError("there is no trace", { file }, hint);
  }
  return { name: file, context: head.context, settings: head.settings, inputs, expected };
}
