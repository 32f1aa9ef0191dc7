/**
 * What a trace file expects, beside what came out. Boxes are compared by the order in which they
 * appear, not by their names.
 *
 * PyPy's tests leave out what every loop has: so when the expected text begins without a label, the
 * label of what came out is left out, and where a jump goes when that is not said. `failargs set` compares fail
 * arguments as PyPy's tests do: as sets, without holes. What came out is printed and parsed once
 * more, so that constants which one object stands for in several operations are numbered as if each
 * had its own.
 *
 * Counterpart: equaloplists in rpython/jit/metainterp/optimizeopt/util.py.
 */

import type { CounterName } from "../hooks/counters.ts";
import { parseTrace } from "../trace/parse.ts";
import type { PrintableTrace } from "../trace/print.ts";
import type { Value } from "../trace/values.ts";
import { ResOp } from "../trace/values.ts";
import type { OptimizedFile } from "./run-trace-file.ts";
import { partOfUnit, printForFile } from "./run-trace-file.ts";
import type { Part, Section } from "./trace-file.ts";

/** Expected and actual text of one part, in the printer's own numbering. */
export interface Comparison {
  readonly part: Part;
  readonly expected: string;
  readonly actual: string;
}

/** What the file expects beside what came out. */
export function compareWithExpected(result: OptimizedFile): Comparison[] {
  return [...result.file.expected].map(([part, section]) => comparePart(result, part, section));
}

function comparePart(result: OptimizedFile, part: Part, section: Section): Comparison {
  const { invalid, file } = result;
  const expectsInvalid = section.text.startsWith("InvalidLoop");
  if (invalid !== null) {
    const fits = expectsInvalid && section.text.includes(invalid);
    return {
      part,
      expected: section.text,
      actual: fits ? section.text : `InvalidLoop: ${invalid}`,
    };
  }
  const trace = partOfUnit(result, part);
  if (expectsInvalid || trace === null) {
    const actual = trace === null ? `there is no ${part}` : printForFile(trace, file.context);
    return { part, expected: section.text, actual };
  }
  const hasBareGuards = part === "short";
  const parse = (text: string, place = {}) =>
    parseTrace(text, file.context, { ...place, hasBareGuards });
  const expected = parse(section.text, section);
  const asSets = file.settings.get("failargs") === "set";
  const print = (one: PrintableTrace) =>
    printForFile(asSets ? withFailSets(one) : one, file.context);
  const text = printForFile(withoutLabel(trace, expected), file.context);
  return { part, expected: print(expected), actual: print(parse(text)) };
}

/** Leaves out the label, if what is expected has none, and where it jumps if that does not say. */
function withoutLabel(trace: PrintableTrace, expected: PrintableTrace): PrintableTrace {
  const hasLabel = trace.ops[0]?.opname === "label" && expected.ops[0]?.opname !== "label";
  const ops = hasLabel ? trace.ops.slice(1) : [...trace.ops];
  const last = ops.at(-1);
  const saysNothing = expected.ops.at(-1)?.descr === null;
  if (last?.opname === "jump" && saysNothing) ops[ops.length - 1] = new ResOp("jump", last.args);
  return { inputargs: trace.inputargs, ops };
}

/** Fail arguments in the order of their definitions, each once. */
function withFailSets({ inputargs, ops }: PrintableTrace): PrintableTrace {
  const positions = new Map<Value, number>();
  for (const value of [...inputargs, ...ops]) positions.set(value, positions.size);
  const copies = new Map<Value, ResOp>();
  const own = (value: Value): Value => copies.get(value) ?? value;
  const sorted = ops.map((op) => {
    const copy = new ResOp(op.opname, op.args.map(own), op.descr);
    const boxes = new Set(op.failArgs?.filter((arg) => arg !== null) ?? []);
    const place = (value: Value) => positions.get(value) ?? -1;
    if (op.failArgs !== null)
      copy.failArgs = [...boxes].sort((a, b) => place(a) - place(b)).map(own);
    copies.set(op, copy);
    return copy;
  });
  return { inputargs, ops: sorted };
}

/** `counters OPT_OPS=79 OPT_GUARDS=17`: what is expected, and what they are; null: nothing. */
export function compareCounters({ file, ctx }: OptimizedFile): [string, string] | null {
  const wanted = file.settings.get("counters");
  if (wanted === undefined) return null;
  const names = wanted.split(/\s+/).map((word) => word.split("=")[0] as CounterName);
  return [wanted, names.map((name) => `${name}=${ctx.counters.get(name)}`).join(" ")];
}
