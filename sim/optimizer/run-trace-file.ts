/**
 * Optimizes what a trace file holds, as its settings say, and prints what comes out with the file's
 * own names.
 */

import { UserError } from "../base/errors.ts";
import type { CounterName } from "../hooks/counters.ts";
import type { LoopToken } from "../trace/descr.ts";
import type { ParsedTrace } from "../trace/parse.ts";
import type { TextPlace } from "../trace/parse.ts";
import { parseTrace } from "../trace/parse.ts";
import { printTrace } from "../trace/print.ts";
import type { TraceContext } from "../trace/trace-context.ts";
import type { Trace } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import type { OptimizerContext } from "./context.ts";
import { InvalidLoop } from "./context.ts";
import type { OptimizedUnit } from "./optimize.ts";
import {
  optimizeBridge,
  optimizeFinishTrace,
  optimizeLoop,
  optimizeRetrace,
  optimizeSimpleLoop,
  RetraceNeeded,
} from "./optimize.ts";
import type { RuleName } from "./rules/rules.ts";
import type { Part, SettingName, TraceFile } from "./trace-file.ts";
import { makeFileContext, takeValues, withFutureCondition } from "./trace-settings.ts";
import { unrolledTarget } from "./unrolling/jump-to-label.ts";

/** How a trace is compiled. */
export const MODES = ["loop", "simple", "finish", "bridge"] as const;
export type Mode = (typeof MODES)[number];

/** What came out of a trace file. */
export interface OptimizedFile {
  readonly file: TraceFile;
  readonly mode: Mode;
  /** The optimized trace; null when it makes no sense. */
  readonly unit: OptimizedUnit | null;
  /** Why the loop is invalid; null when it is not. */
  readonly invalid: string | null;
  readonly ctx: OptimizerContext;
  /** Rules that fired, each once, in the order in which they first did. */
  readonly rules: readonly RuleName[];
}

/** The mode that the settings say, or that fits the trace's end. */
function modeOf({ settings, inputs, name }: TraceFile): Mode {
  const text = settings.get("mode");
  const said = MODES.find((mode) => mode === text);
  if (said !== undefined) return said;
  if (text !== undefined) {
    throw new UserError(`mode ${text}: expected one of ${MODES.join(", ")}`, { file: name });
  }
  if (inputs.length > 1) return "bridge";
  return inputs[0]?.ops.at(-1)?.opname === "finish" ? "finish" : "loop";
}

/** Optimizes the file's trace; its context's loop gets the targets. */
export function optimizeTraceFile(file: TraceFile): OptimizedFile {
  const mode = modeOf(file);
  const rules = new Set<RuleName>();
  const ctx = makeFileContext(file, (rule) => rules.add(rule));
  const inputs = file.inputs.map((input) => prepare(input, file, mode));
  const run = () => {
    try {
      return { unit: compile(inputs, file, mode, ctx), invalid: null };
    } catch (signal) {
      if (signal instanceof InvalidLoop) return { unit: null, invalid: signal.reason };
      throw signal;
    }
  };
  const result = run();
  numberTargets(file.context.loop);
  return { file, mode, ...result, ctx, rules: [...rules] };
}

function prepare(input: ParsedTrace, file: TraceFile, mode: Mode): ParsedTrace {
  takeValues(input, file.settings, file);
  return mode === "loop" || mode === "bridge" ? withFutureCondition(input) : input;
}

function compile(
  inputs: readonly ParsedTrace[],
  file: TraceFile,
  mode: Mode,
  ctx: OptimizerContext,
): OptimizedUnit {
  const trace = inputs.at(-1) as ParsedTrace;
  const token = file.context.loop;
  switch (mode) {
    case "loop":
      return optimizeLoop(trace, token, ctx);
    case "simple":
      return optimizeSimpleLoop(trace, token, ctx);
    case "finish":
      return optimizeFinishTrace(trace, ctx);
    case "bridge":
      return compileBridges(inputs, file, ctx);
  }
}

/**
 * Compiles the file's loop, then the bridges: `guard 2 0` says that the first leaves from guard 2
 * of the loop, the next from guard 0 of the first. The section behind a bridge that needs one more
 * iteration is that iteration.
 */
function compileBridges(
  [loop, ...others]: readonly ParsedTrace[],
  file: TraceFile,
  ctx: OptimizerContext,
): OptimizedUnit {
  const token = file.context.loop;
  const bad = (message: string) => new UserError(message, { file: file.name });
  if (loop === undefined || others.length === 0) {
    throw bad("a bridge needs its loop, before another ---");
  }
  let unit = optimizeLoop(loop, token, ctx);
  let needed: RetraceNeeded | null = null;
  const numbers = (file.settings.get("guard") ?? "").split(/\s+/);
  for (const trace of others) {
    if (needed !== null) {
      unit = optimizeRetrace(trace, needed, ctx);
      needed = null;
      continue;
    }
    const guards = unit.ops.filter((op) => op.info.isGuard);
    const number = numbers.shift() ?? "";
    const guard = number === "" ? undefined : guards[Number(number)]?.descr;
    if (guard?.descrKind !== "guard") {
      throw bad(`guard ${number || "N"}: there are guards 0 to ${guards.length - 1}`);
    }
    const made = optimizeBridge(trace, token, ctx, guard);
    if (made instanceof RetraceNeeded) needed = made;
    else unit = made;
  }
  if (needed !== null) throw bad("the bridge needs one more iteration, behind another ---");
  return unit;
}

/** A token whose targets print as TargetToken(1), TargetToken(2), … */
export function numberTargets(token: LoopToken): void {
  token.targets.forEach((target, index) => {
    target.address = index + 1;
  });
}

// Printing.

/** Prints a trace with the file's own names for descrs and objects, guards without descrs. */
export function printForFile(trace: Trace, context: TraceContext): string {
  const { descrName, objectName, addressName } = context;
  const options = { descrName, addressName, constName: objectName, hasLiterals: true };
  return printTrace(trace, options).trim();
}

/** The last label of a unit begins its peeled loop. */
function loopStart(ops: readonly ResOp[]): number {
  return ops.map((op) => op.opname).lastIndexOf("label");
}

/** A part of what came out, as a trace of its own; null when there is no such part. */
export function partOfUnit({ unit, file, mode }: OptimizedFile, part: Part): Trace | null {
  if (unit === null) return null;
  const start = loopStart(unit.ops);
  switch (part) {
    case "whole":
      return unit;
    case "preamble":
      return mode === "loop" && start > 0 ? preambleOf(unit, start) : null;
    case "loop":
      return start < 0 ? null : { inputargs: unit.inputargs, ops: unit.ops.slice(start) };
    case "short":
      return shortPreambleOf(file.context.loop);
  }
}

function preambleOf({ inputargs, ops }: OptimizedUnit, start: number): Trace {
  return { inputargs, ops: ops.slice(0, start) };
}

/** The short preamble of the loop's last target; its end passes what the label takes besides. */
function shortPreambleOf(token: LoopToken): Trace | null {
  const target = token.targets.findLast((one) => unrolledTarget(one) !== null);
  const state = target === undefined ? null : unrolledTarget(target);
  if (state === null) return null;
  const { inputargs, ops, jumpArgs } = state.short;
  return { inputargs, ops: [...ops, new ResOp("jump", [...jumpArgs])] };
}

/** The text of a part; for an invalid loop, the reason. */
export function printOutput(result: OptimizedFile, part: Part = "whole"): string {
  if (result.invalid !== null) return `InvalidLoop: ${result.invalid}`;
  const trace = partOfUnit(result, part);
  return trace === null ? "" : printForFile(trace, result.file.context);
}

// Comparing with what is expected.

/** Expected and actual text of one part, in the printer's own numbering. */
export interface Comparison {
  readonly part: Part;
  readonly expected: string;
  readonly actual: string;
}

/** What the file expects beside what came out. */
export function compareWithExpected(result: OptimizedFile): Comparison[] {
  const { file } = result;
  return [...file.expected].map(([part, section]) => {
    const actual = normalize(printOutput(result, part), file);
    const expected = normalize(section.text, file, section);
    const isReason = section.text.startsWith("InvalidLoop") && actual.startsWith("InvalidLoop");
    const fits = isReason && section.text.includes(result.invalid ?? "");
    return { part, expected, actual: fits ? expected : actual };
  });
}

/**
 * The text as it prints after parsing: constants that one object stands for in several operations
 * are numbered as if each had its own.
 */
function normalize(text: string, { context }: TraceFile, place?: TextPlace): string {
  if (text === "" || text.startsWith("InvalidLoop")) return text;
  return printForFile(parseTrace(text, context, place), context);
}

/** `counters OPT_OPS=79 OPT_GUARDS=17`: what is expected, and what they are; null: nothing. */
export function compareCounters({ file, ctx }: OptimizedFile): [string, string] | null {
  const wanted = file.settings.get("counters" satisfies SettingName);
  if (wanted === undefined) return null;
  const names = wanted.split(/\s+/).map((word) => word.split("=")[0] as CounterName);
  return [wanted, names.map((name) => `${name}=${ctx.counters.get(name)}`).join(" ")];
}
