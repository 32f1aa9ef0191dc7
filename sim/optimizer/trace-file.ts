/**
 * Trace files: declarations, a recorded trace, and what the optimizer is expected to make of it.
 * Used by tests and by whoever wants to optimize a trace by hand.
 *
 *   class Node value:i                 declarations (see trace-context.ts)
 *   mode loop                          loop | simple | finish | bridge; opts a:b:c
 *   ---
 *   [p0]                               the trace; guards list their live values in brackets
 *   guard_class(p0, ConstClass(Node)) [p0]
 *   jump(p0)
 *   ==>
 *   [p0]                               expected, or: InvalidLoop: part of the reason
 *
 * `values i0=5 p1=nodeA` are the values that boxes had while tracing. A bridge's loop
 * stands before the bridge, in front of a second `---`.
 */

import { defined } from "../base/assert.ts";
import { Counters } from "../hooks/counters.ts";
import type { LoopToken } from "../trace/descr.ts";
import { parseTrace } from "../trace/parse.ts";
import type { ParsedTrace } from "../trace/parse.ts";
import { printTrace } from "../trace/print.ts";
import type { HostFunctions } from "../trace/declarations.ts";
import type { TraceContext } from "../trace/trace-context.ts";
import { isDeclaration, parseDeclarations } from "../trace/declarations.ts";
import type { Trace } from "../trace/values.ts";
import type { OptimizerContext, OptimizerParams } from "./context.ts";
import type { RuleName } from "./rules/rules.ts";
import { ALL_OPTS, DEFAULT_PARAMS } from "./context.ts";

/** A trace file, read. */
export interface TraceFile {
  readonly context: TraceContext;
  readonly settings: ReadonlyMap<string, string>;
  /** Input sections: one trace, or a loop and a bridge. */
  readonly inputs: readonly ParsedTrace[];
  readonly expected: string;
}

const SEPARATOR = "---";
const ARROW = "==>";

/** Reads the text of a trace file. */
export function parseTraceFile(
  text: string,
  file = "<trace>",
  functions: HostFunctions = {},
): TraceFile {
  const [before = "", expected = ""] = splitOnce(text, ARROW);
  const [head = "", ...sections] = before.split(`\n${SEPARATOR}\n`);
  const lines = head.split("\n");
  const context = parseDeclarations(lines.filter(isDeclaration).join("\n"), functions, file);
  const settings = new Map<string, string>();
  for (const line of lines) {
    const [name = "", ...rest] = line.trim().split(" ");
    if (name === "" || name.startsWith("#") || isDeclaration(line)) continue;
    settings.set(name, rest.join(" "));
  }
  const inputs = sections.map((section) => parseTrace(section, context, file));
  for (const input of inputs) {
    takeSnapshots(input);
    takeValues(input, settings, context);
  }
  return { context, settings, inputs, expected: expected.trim() };
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(`\n${separator}\n`);
  if (index < 0) return [text, ""];
  return [text.slice(0, index), text.slice(index + separator.length + 2)];
}

/** What a guard lists in brackets becomes the state that it resumes to. */
export function takeSnapshots(trace: Trace): void {
  trace.ops.forEach((op, pc) => {
    if (!op.info.isGuard) return;
    const values = (op.failArgs ?? []).map((arg) => defined(arg, "hole in a raw guard"));
    const frame = { jitcode: { name: "trace", index: 0 }, pc, values };
    op.snapshot = { frames: [frame], vable: [], vrefs: [], deliver: false };
    op.failArgs = null;
  });
}

/** `values i0=5 p1=nodeA`: what boxes were while tracing. */
function takeValues(
  trace: ParsedTrace,
  settings: ReadonlyMap<string, string>,
  context: TraceContext,
): void {
  for (const word of (settings.get("values") ?? "").split(" ")) {
    const [name = "", value = ""] = word.split("=");
    const box = trace.boxes.get(name);
    if (box !== undefined) box.value = context.objects.get(value) ?? Number(value);
  }
}

/** A context with fresh counters, the file's `opts`, and otherwise PyPy's defaults. */
export function makeTestContext(
  file: TraceFile,
  onRule: (rule: RuleName) => void = () => undefined,
): OptimizerContext {
  const opts = file.settings.get("opts");
  let hash = 0;
  return {
    counters: new Counters(),
    enableOpts: new Set(opts === undefined ? ALL_OPTS : opts.split(":")),
    params: paramsOf(file.settings.get("params") ?? ""),
    layoutOf: file.context.layoutOf,
    callForOopspec: file.context.callForOopspec,
    callPureResults: null,
    onRule,
    nextGuardHash: () => {
      hash += 8;
      return hash;
    },
  };
}

/** `params retrace_limit=1 max_retrace_guards=2`: JIT parameters that differ from the defaults. */
function paramsOf(text: string): OptimizerParams {
  const words = text.split(" ").filter((word) => word !== "");
  const given = new Map(words.map((word) => word.split("=") as [string, string]));
  const value = (name: string, normal: number) => Number(given.get(name) ?? normal);
  return {
    pureopHistorylength: value("pureop_historylength", DEFAULT_PARAMS.pureopHistorylength),
    retraceLimit: value("retrace_limit", DEFAULT_PARAMS.retraceLimit),
    maxRetraceGuards: value("max_retrace_guards", DEFAULT_PARAMS.maxRetraceGuards),
    failargsLimit: DEFAULT_PARAMS.failargsLimit,
  };
}

/** Prints a trace with the file's own names for descrs and objects, guards without descrs. */
export function printForFile(trace: Trace, context: TraceContext): string {
  const { descrName, objectName, addressName } = context;
  const options = { descrName, addressName, constName: objectName, hasLiterals: true };
  return printTrace(trace, options).trim();
}

/** The expected text in the printer's own numbering; `ptrN` is an object made when optimizing. */
export function normalizeExpected(file: TraceFile): string {
  for (const [, name = ""] of file.expected.matchAll(/ConstPtr\((ptr\d+)\)/g)) {
    if (!file.context.objects.has(name)) file.context.addObject(name, {});
  }
  return printForFile(parseTrace(file.expected, file.context), file.context);
}

/** A token whose targets print as TargetToken(1), TargetToken(2), … */
export function numberTargets(token: LoopToken): void {
  token.targets.forEach((target, index) => {
    target.address = index + 1;
  });
}
