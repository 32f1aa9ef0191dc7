/**
 * Optimizes what a trace file holds, as its settings say, and prints what comes out with the file's
 * own names.
 */

import { UserError } from "../base/errors.ts";
import type { LoopToken } from "../trace/descr.ts";
import type { ParsedTrace } from "../trace/parse.ts";
import type { PrintableTrace, PrintOptions } from "../trace/print.ts";
import { printTrace, TracePrinter } from "../trace/print.ts";
import type { TraceContext } from "../trace/trace-context.ts";
import type { Value } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import type { OptimizerContext } from "./context.ts";
import { ALL_OPTS, InvalidLoop } from "./context.ts";
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
import type { Part, TraceFile } from "./trace-file.ts";
import { checkJump, makeFileContext, takeValues, withFutureCondition } from "./trace-settings.ts";
import type { UnrolledTarget } from "./unrolling/jump-to-label.ts";
import { unrolledTarget } from "./unrolling/jump-to-label.ts";
import { printVirtualState } from "./unrolling/print-state.ts";

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
  if (mode !== "finish") checkJump(inputs[0] as ParsedTrace, file.name);
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
    // Without a number, nothing is known of where the bridge comes from.
    const guard = number === "" ? null : (guards[Number(number)]?.descr ?? undefined);
    if (guard !== null && guard?.descrKind !== "guard") {
      throw bad(`guard ${number}: there are guards 0 to ${guards.length - 1}`);
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

/**
 * The results with no pass, the first, the first two, …: what each of them brings. `load` reads the
 * file anew, since a run leaves its marks. None for a bridge, which leaves from a guard of what all
 * passes make.
 */
export function optimizeByPrefixes(load: () => TraceFile): OptimizedFile[] {
  if (modeOf(load()) === "bridge") return [];
  const passes = enabledPasses(load());
  return [...passes.keys(), passes.length].map((count) => {
    const file = load();
    const opts = passes.slice(0, count).join(":");
    return optimizeTraceFile({ ...file, settings: new Map([...file.settings, ["opts", opts]]) });
  });
}

/** The passes that the file's settings enable, in their order. */
export function enabledPasses({ settings }: TraceFile): string[] {
  const said = settings.get("opts");
  const names: readonly string[] = said === undefined ? ALL_OPTS : said.split(":");
  return ALL_OPTS.filter((name) => names.includes(name));
}

// Printing.

/** The file's own names for descrs and constants; guards without descrs. */
export function printOptionsFor({
  descrName,
  objectName,
  addressName,
}: TraceContext): PrintOptions {
  return { descrName, addressName, constName: objectName, hasLiterals: true };
}

/** Prints a trace with the file's own names. */
export function printForFile(trace: PrintableTrace, context: TraceContext): string {
  return printTrace(trace, printOptionsFor(context)).trim();
}

/** The last label of a unit begins its peeled loop. */
function loopStart(ops: readonly ResOp[]): number {
  return ops.map((op) => op.opname).lastIndexOf("label");
}

/** A part of what came out, as a trace of its own; null when there is no such part. */
export function partOfUnit({ unit, file, mode }: OptimizedFile, part: Part): PrintableTrace | null {
  if (unit === null) return null;
  const start = loopStart(unit.ops);
  const label = unit.ops[start];
  switch (part) {
    case "whole":
      return unit;
    case "preamble":
      return label === undefined || start === 0 || mode !== "loop" ? null : preambleOf(unit, start);
    case "loop":
      return label === undefined ? null : { inputargs: label.args, ops: unit.ops.slice(start) };
    case "short":
      return shortPreambleOf(file.context.loop);
  }
}

/** The preamble ends with a jump to the loop behind it. */
function preambleOf({ inputargs, ops }: OptimizedUnit, start: number): PrintableTrace {
  const { args, descr } = ops[start] as ResOp;
  return { inputargs, ops: [...ops.slice(0, start), new ResOp("jump", [...args], descr)] };
}

/** What the loop's last label wants of who jumps there; null when there is no such label. */
function stateOf(token: LoopToken): UnrolledTarget | null {
  const target = token.targets.findLast((one) => unrolledTarget(one) !== null);
  return target === undefined ? null : unrolledTarget(target);
}

/** The short preamble of the loop's last label; its end passes what the label takes besides. */
function shortPreambleOf(token: LoopToken): PrintableTrace | null {
  const state = stateOf(token);
  if (state === null) return null;
  const { inputargs, ops, jumpArgs } = state.short;
  const end = new ResOp("jump", [...jumpArgs]);
  return { inputargs, ops: withEmptyFailArgs([...ops, end]) };
}

/** Guards of a short preamble pass nothing on before it is inlined; they print with `[]`. */
function withEmptyFailArgs(ops: readonly ResOp[]): ResOp[] {
  const copies = new Map<Value, ResOp>();
  return ops.map((op) => {
    const args = op.args.map((arg) => copies.get(arg) ?? arg);
    const copy = new ResOp(op.opname, args, op.descr);
    if (op.info.isGuard) copy.failArgs = [];
    copies.set(op, copy);
    return copy;
  });
}

/** The virtual state of the loop's last label, a line each value; empty when there is none. */
export function printState({ file }: OptimizedFile): string {
  const state = stateOf(file.context.loop);
  if (state === null) return "";
  const printer = new TracePrinter(printOptionsFor(file.context));
  return printVirtualState(state.virtualState, (constant) => printer.printArg(constant));
}

/** The text of a part; for an invalid loop, the reason. */
export function printOutput(result: OptimizedFile, part: Part = "whole"): string {
  if (result.invalid !== null) return `InvalidLoop: ${result.invalid}`;
  const trace = partOfUnit(result, part);
  return trace === null ? "" : printForFile(trace, result.file.context);
}
