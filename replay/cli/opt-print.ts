/**
 * What `jitreel opt` prints of an optimized trace: the whole or parts of it, each under a comment
 * with its name, so that the output is a trace again; or everything as JSON.
 */

import { COUNTER_NAMES } from "../../sim/hooks/counters.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { OptimizedFile } from "../../sim/optimizer/run-trace-file.ts";
import {
  enabledPasses,
  optimizeByPrefixes,
  partOfUnit,
  printOptionsFor,
  printOutput,
  printState,
} from "../../sim/optimizer/run-trace-file.ts";
import type { Part, TraceFile } from "../../sim/optimizer/trace-file.ts";
import { PARTS } from "../../sim/optimizer/trace-file.ts";
import type { PrintableTrace } from "../../sim/trace/print.ts";
import { TracePrinter } from "../../sim/trace/print.ts";
import { printJson } from "../format/event-json.ts";
import { printPlural } from "../replayer/print-value.ts";
import type { Console } from "./console.ts";

/** What `--show` names. */
const SHOWN = [...PARTS, "state", "counters", "rules"] as const;
type Shown = (typeof SHOWN)[number];

/** `--show preamble,loop,short,state,counters,rules`; default: the whole. */
export function readShow(text: string | undefined): readonly Shown[] {
  if (text === undefined) return ["whole"];
  return text.split(",").map((word) => {
    const found = SHOWN.find((one) => one === word.trim());
    if (found !== undefined) return found;
    throw new UserError(`--show: expected ${SHOWN.join(", ")}, got "${word}"`);
  });
}

export function printOptimized(
  result: OptimizedFile,
  show: readonly Shown[],
  console: Console,
): void {
  if (result.invalid !== null) {
    console.line(`InvalidLoop: ${result.invalid}`);
    return;
  }
  for (const name of show) {
    if (show.length > 1) console.line(`# ${name}`);
    for (const line of printShown(result, name)) console.line(line);
  }
}

function printShown(result: OptimizedFile, name: Shown): string[] {
  if (name === "counters") {
    return Object.entries(countersOf(result)).map(([counter, value]) => `${counter}=${value}`);
  }
  if (name === "rules") return [...result.rules];
  const text = name === "state" ? printState(result) : printOutput(result, name);
  return text === "" ? [`# there is no ${name}`] : [text];
}

/** The counters that are not zero. */
function countersOf({ ctx }: OptimizedFile): Record<string, number> {
  const entries = COUNTER_NAMES.map((name) => [name, ctx.counters.get(name)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== 0));
}

/** Operations as records of strings, as hooks have them. */
function recordTrace(trace: PrintableTrace | null, { file }: OptimizedFile): object | null {
  if (trace === null) return null;
  const printer = new TracePrinter(printOptionsFor(file.context));
  const inputargs = printer.printInputArgs(trace.inputargs);
  const operations = trace.ops.map((op, index) => {
    const record = printer.recordOperation(op, index, { mergePoint: () => null });
    const { name, result, args, descr, failArgs } = record;
    return { name, result, args, descr, failArgs };
  });
  return { inputargs: inputargs.slice(1, -1).split(", ").filter(Boolean), operations };
}

export function printOptimizedJson(result: OptimizedFile): string {
  const { file, mode, invalid, rules } = result;
  const part = (name: Part) => recordTrace(partOfUnit(result, name), result);
  const state = invalid === null ? printState(result).split("\n").filter(Boolean) : [];
  const [whole, preamble, loop, short] = PARTS.map(part);
  const parts = { whole, preamble, loop, short };
  return printJson({
    file: file.name,
    mode,
    invalid,
    ...parts,
    state,
    counters: countersOf(result),
    rules,
  });
}

/** With no pass, the first, the first two, …: what each of them brings. */
export function printPrefixes(load: () => TraceFile): string[] {
  const passes = enabledPasses(load());
  const results = optimizeByPrefixes(load);
  if (results.length === 0) throw new UserError("--trace-passes: not for bridges");
  let before: number | null = null;
  return results.flatMap((result, index) => {
    const count = result.unit?.ops.length ?? 0;
    const change = before === null ? "" : ` (${count < before ? "" : "+"}${count - before})`;
    before = count;
    const name = passes[index - 1] ?? "no pass";
    return [`# ${name}: ${printPlural(count, "operation")}${change}`, printOutput(result)];
  });
}
