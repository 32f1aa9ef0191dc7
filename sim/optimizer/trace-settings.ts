/**
 * What the settings of a trace file mean to the optimizer: its context, and what was seen while the
 * trace was recorded (values of boxes, results of pure calls, states that guards resume to).
 */

import { UserError } from "../base/errors.ts";
import { Counters } from "../hooks/counters.ts";
import { readInteger } from "../trace/declare-constants.ts";
import type { ParsedTrace } from "../trace/parse.ts";
import type { TraceContext } from "../trace/trace-context.ts";
import type { Const, Kind, RtValue, Trace, Value } from "../trace/values.ts";
import { ConstAddr, constOf, ResOp } from "../trace/values.ts";
import type { OptimizerContext, OptimizerParams } from "./context.ts";
import { ALL_OPTS, CallPureResults, DEFAULT_PARAMS } from "./context.ts";
import type { RuleName } from "./rules/rules.ts";
import type { SettingName, TraceFile } from "./trace-file.ts";

type Settings = ReadonlyMap<SettingName, string>;

/** A context with fresh counters, the file's settings, and otherwise PyPy's defaults. */
export function makeFileContext(
  file: TraceFile,
  onRule: (rule: RuleName) => void = () => undefined,
): OptimizerContext {
  const { context, settings } = file;
  let hash = 0;
  return {
    counters: new Counters(),
    enableOpts: readOpts(settings.get("opts"), file),
    params: readParams(settings.get("params"), file),
    layoutOf: context.layoutOf,
    callForOopspec: context.callForOopspec,
    constantString: (text, isUnicode) => context.string(text, isUnicode),
    callPureResults: readPureResults(file),
    onRule,
    nextGuardHash: () => {
      hash += 8;
      return hash;
    },
  };
}

function badSetting(file: TraceFile, message: string): UserError {
  return new UserError(message, { file: file.name });
}

function readOpts(text: string | undefined, file: TraceFile): ReadonlySet<string> {
  if (text === undefined || text === "all") return new Set(ALL_OPTS);
  const names = text.split(":").filter((name) => name !== "");
  const unknown = names.find((name) => !(ALL_OPTS as readonly string[]).includes(name));
  if (unknown === undefined) return new Set(names);
  throw badSetting(file, `there is no pass ${unknown}; passes: ${ALL_OPTS.join(":")}`);
}

/** PyPy's names of the parameters that the optimizer reads. */
const PARAM_NAMES: Readonly<Record<string, keyof OptimizerParams>> = {
  pureop_historylength: "pureopHistorylength",
  retrace_limit: "retraceLimit",
  max_retrace_guards: "maxRetraceGuards",
  failargs_limit: "failargsLimit",
};

function readParams(text: string | undefined, file: TraceFile): OptimizerParams {
  const params: { -readonly [K in keyof OptimizerParams]: OptimizerParams[K] } = {
    ...DEFAULT_PARAMS,
  };
  for (const piece of (text ?? "").split(/[,\s]+/)) {
    const [name = "", value = ""] = piece.trim().split("=");
    const known = Object.hasOwn(PARAM_NAMES, name) ? PARAM_NAMES[name] : undefined;
    if (known === undefined) continue;
    if (!/^\d+$/.test(value)) throw badSetting(file, `params ${name}=${value}: expected a number`);
    params[known] = Number(value);
  }
  return params;
}

/** `pure NAME 1 2 = 3`. */
function readPureResults(file: TraceFile): CallPureResults | null {
  const text = file.settings.get("pure");
  if (text === undefined) return null;
  const results = new CallPureResults();
  for (const line of text.split("\n")) {
    const [left = "", right = ""] = line.split("=").map((side) => side.trim());
    const [name = "", ...words] = left.split(/\s+/);
    const descr = file.context.lookupDescr(name);
    const fn = file.context.functions.get(name);
    if (descr?.descrKind !== "call") throw badSetting(file, `pure ${name}: no call of that name`);
    const kinds = descr.argKinds.replaceAll("b", "i");
    const args = words.map((word) => readConst(word, file));
    const isWhole = args.length === kinds.length + 1;
    const callee = fn === undefined ? [] : [new ConstAddr(fn)];
    const result = readConst(right, file);
    results.add(descr, isWhole ? args : [...callee, ...args], result);
  }
  return results;
}

function readConst(word: string, file: TraceFile): Const {
  const { objects, nulls, functions } = file.context;
  const fn = functions.get(word);
  if (fn !== undefined) return new ConstAddr(fn);
  const value = lookupValue(word, file.context);
  if (value === undefined) throw badSetting(file, `${word} is no constant`);
  const isRef = nulls.has(word) || objects.has(word);
  const kind: Kind = isRef ? "r" : /[.ef]/.test(word) ? "f" : "i";
  return constOf(kind, value);
}

function lookupValue(word: string, context: TraceContext): RtValue | undefined {
  if (context.nulls.has(word)) return null;
  const known = context.objects.get(word) ?? context.integers.get(word) ?? readInteger(word);
  if (known !== undefined) return known;
  return word === "" || Number.isNaN(Number(word)) ? undefined : Number(word);
}

/**
 * A label of all input arguments at the very beginning says nothing, and is left out. Any other
 * label means that the trace is optimized already: what is known before it need not hold behind it.
 */
export function withoutFirstLabel(trace: ParsedTrace, file: string): ParsedTrace {
  const { inputargs, ops, lines, texts } = trace;
  const [first] = ops;
  const isFirst =
    first?.opname === "label" &&
    first.args.length === inputargs.length &&
    first.args.every((arg, index) => arg === inputargs[index]);
  const rest = isFirst ? ops.slice(1) : ops;
  const extra = rest.findIndex((op) => op.opname === "label");
  if (extra >= 0) {
    const hint = "give what stands behind the label as a trace of its own";
    const line = lines[isFirst ? extra + 1 : extra] as number;
    throw new UserError("a trace to optimize has no label inside", { file, line }, hint);
  }
  if (!isFirst) return trace;
  const last = rest.at(-1);
  if (last?.opname === "jump" && last.descr === first.descr) last.descr = null;
  return { ...trace, ops: rest, lines: lines.slice(1), texts: texts.slice(1) };
}

/** A loop's jump passes what the loop takes. */
export function checkJump(trace: ParsedTrace, file: string): void {
  const last = trace.ops.at(-1);
  if (last?.opname !== "jump") return;
  const kindsOf = (values: readonly Value[]) => values.map((value) => value.kind).join("");
  const passed = kindsOf(last.args);
  const taken = kindsOf(trace.inputargs);
  if (passed === taken) return;
  const line = trace.lines.at(-1);
  const position = line === undefined ? { file } : { file, line };
  throw new UserError(`the jump passes kinds "${passed}", the loop takes "${taken}"`, position);
}

/** What a guard lists in brackets becomes the state that it resumes to. */
export function takeSnapshots(trace: Trace): void {
  trace.ops.forEach((op, pc) => {
    if (!op.info.isGuard) return;
    setSnapshot(op, pc, op.failArgs ?? []);
    op.failArgs = null;
  });
}

function setSnapshot(op: ResOp, pc: number, failArgs: readonly (Value | null)[]): void {
  const values = failArgs.filter((arg) => arg !== null);
  const frame = { jitcode: { name: "trace", index: 0 }, pc, values };
  op.snapshot = { frames: [frame], vable: [], vrefs: [], deliver: false };
}

/**
 * The trace with a guard_future_condition before its jump, as PyPy's tracer records one at each
 * loop header: guards of an inlined short preamble resume there.
 */
export function withFutureCondition(trace: ParsedTrace): ParsedTrace {
  const last = trace.ops.at(-1);
  const isThere = trace.ops.some((op) => op.opname === "guard_future_condition");
  if (last?.opname !== "jump" || isThere) return trace;
  const guard = new ResOp("guard_future_condition", []);
  setSnapshot(guard, trace.ops.length - 1, []);
  return { ...trace, ops: [...trace.ops.slice(0, -1), guard, last] };
}

/** `values i0=5 p1=nodeA *=nodeB`: what boxes were while tracing. */
export function takeValues(trace: ParsedTrace, settings: Settings, file: TraceFile): void {
  const words = (settings.get("values") ?? "").split(/\s+/).filter((word) => word !== "");
  for (const word of words) {
    const [name = "", text = ""] = word.split("=");
    const value = lookupValue(text, file.context);
    if (value === undefined) throw badSetting(file, `values ${word}: ${text} is no constant`);
    if (name === "*") setPassedRefs(trace, value);
    const box = trace.boxes.get(name);
    if (box !== undefined) box.value = value;
    else if (name !== "*" && !file.inputs.some(({ boxes }) => boxes.has(name))) {
      throw badSetting(file, `values ${word}: there is no box ${name}`);
    }
  }
}

function setPassedRefs(trace: ParsedTrace, value: RtValue): void {
  for (const arg of trace.ops.at(-1)?.args ?? []) {
    if (!arg.isConst && arg.kind === "r") arg.value = value;
  }
}
