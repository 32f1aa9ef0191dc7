/**
 * Parses the text form of traces, as print.ts and PyPy print it: optional input arguments
 * `[i0, p1]`, then one operation a line. A box is known by its name; it must be defined before it
 * is used. Offsets, comments and the frames of a log are skipped, so that whole sections of a PyPy
 * log can be read; printed forms of descrs that are not declared become descrs of that form.
 *
 * Counterpart: rpython/jit/tool/oparser.py; whatever that one takes is taken here.
 * DIFFERS: vectors are refused, vectorization is off; a result's name that has another kind's
 * letter and a number, as in `p1 = int_add(…)`, is refused; strings have escapes.
 */

import { toFloat } from "../base/float.ts";
import type { Float } from "../base/float.ts";
import { UserError } from "../base/errors.ts";
import { closestNames } from "../base/closest-names.ts";
import type { Descr } from "./descr.ts";
import { FINISH_DESCRS } from "./descr.ts";
import { readInteger } from "./declare-constants.ts";
import { unescapeText } from "./low-string.ts";
import { isOpName, OP_NAMES, OPS } from "./ops.ts";
import type { OpName } from "./ops.ts";
import type { Allocations } from "./invent-descrs.ts";
import { findAllocations, inventDescr, inventOwners, inventSize } from "./invent-descrs.ts";
import type { Word } from "./split-arguments.ts";
import type { TraceContext } from "./trace-context.ts";
import type { OperationLine } from "./trace-line.ts";
import { LineError, readBrackets, readOperationLine, stripLine } from "./trace-line.ts";
import type { Kind, Trace, Value } from "./values.ts";
import { ConstAddr, ConstFloat, ConstInt, ConstPtr, InputArg, ResOp } from "./values.ts";

const ARGUMENT_NAME = /^[irfp]\w*$/;
const NUMBERED_NAME = /^[irfp]\d+$/;
const VECTOR = /^v\w*\[/;
const FLOAT = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|infinity|nan)$/i;
const NAMED_CONSTANT = /^Const(Class|Int|Ptr)\(\s*(.*?)\s*\)$/;
const LITERAL = /^([su]?)(["'])(.*)\2$/s;
/** The comment above a trace before optimization: its guards have no brackets. */
const RAW_TRACE = /^#\s*Traced loop or bridge\b/;
/** Operations whose second argument is a class. */
const CLASS_OPERATIONS: ReadonlySet<string> = new Set([
  "guard_class",
  "guard_nonnull_class",
  "guard_subclass",
  "guard_exception",
  "record_exact_class",
]);

/** The kind that the first letter of a box's name tells. */
function kindOfName(name: string): Kind {
  return name.startsWith("p") || name.startsWith("r") ? "r" : (name[0] as Kind);
}

/** One parsed text: its boxes by name, and the line of each operation, besides the trace. */
export interface ParsedTrace extends Trace {
  readonly boxes: ReadonlyMap<string, InputArg | ResOp>;
  /** Lines of the operations in the file, counted from 1. */
  readonly lines: readonly number[];
  /** The operations as they were written. */
  readonly texts: readonly string[];
}

class TraceParser {
  readonly boxes = new Map<string, InputArg | ResOp>();
  readonly inputargs: InputArg[] = [];
  readonly ops: ResOp[] = [];
  readonly lines: number[] = [];
  private line: number;
  private hasArguments = false;
  /** Guards may have no brackets. */
  isRaw = false;
  private readonly context: TraceContext;
  private readonly file: string;
  private readonly firstLine: number;
  private readonly texts: readonly string[];
  private readonly allocations: Allocations;

  constructor(context: TraceContext, file: string, firstLine: number, texts: readonly string[]) {
    this.firstLine = firstLine;
    this.texts = texts;
    this.allocations = findAllocations(texts);
    this.context = context;
    this.file = file;
    this.line = firstLine - 1;
  }

  readLine(raw: string): void {
    this.line += 1;
    if (RAW_TRACE.test(raw.trim())) this.isRaw = true;
    const text = stripLine(raw);
    if (text === "") return;
    try {
      if (text.trimStart().startsWith("[")) this.readInputArgs(readBrackets(text));
      else this.readOperation(readOperationLine(text));
    } catch (error) {
      if (error instanceof LineError) throw this.error(error.message, error.at);
      throw error;
    }
  }

  private error(message: string, at: number, hint?: string): UserError {
    const position = { file: this.file, line: this.line, column: at + 1 };
    return new UserError(message, position, hint);
  }

  private readInputArgs(words: readonly Word[]): void {
    if (this.ops.length > 0 || this.hasArguments) {
      const hint = "give one trace at a time, or a bridge behind --- and its loop";
      throw this.error("input arguments come first", words[0]?.at ?? 0, hint);
    }
    this.hasArguments = true;
    for (const { text, at } of words) {
      if (VECTOR.test(text)) throw this.error(`${text}: vectors are not supported`, at);
      if (!ARGUMENT_NAME.test(text)) {
        throw this.error(`${text} is no box: expected a name that begins with i, p, r or f`, at);
      }
      const arg = new InputArg(kindOfName(text));
      this.define({ text, at }, arg);
      this.inputargs.push(arg);
    }
  }

  private define({ text, at }: Word, box: InputArg | ResOp): void {
    if (this.boxes.has(text)) throw this.error(`${text} is defined twice`, at);
    this.boxes.set(text, box);
  }

  private readOperation(line: OperationLine): void {
    const opname = this.readName(line.opname);
    const op = new ResOp(opname, this.readArgs(opname, line));
    if (line.descr !== null) op.descr = this.readDescr(line.descr, op, line.result);
    else if (opname === "finish") op.descr = defaultFinish(op);
    op.failArgs = this.readFailArgs(op, line);
    if (line.result !== null) this.defineResult(op, line.result);
    this.ops.push(op);
    this.lines.push(this.line);
  }

  private readName({ text, at }: Word): OpName {
    if (isOpName(text) && !text.startsWith("vec_")) return text;
    if (text.startsWith("vec_")) {
      throw this.error(`${text}: vector operations are not supported`, at);
    }
    const [closest] = closestNames(text, OP_NAMES);
    throw this.error(`unknown operation ${text}`, at, `did you mean ${closest}?`);
  }

  private defineResult(op: ResOp, result: Word): void {
    const { text, at } = result;
    if (text.includes("[")) throw this.error(`${text}: vectors are not supported`, at);
    if (!/^\w+$/.test(text)) throw this.error(`${text} is no name for a result`, at);
    if (op.kind === "v") throw this.error(`${op.opname} gives no value`, at);
    if (NUMBERED_NAME.test(text) && kindOfName(text) !== op.kind) {
      const expected = op.kind === "r" ? "p" : op.kind;
      throw this.error(
        `${op.opname} gives kind ${op.kind}: expected ${expected}${text.slice(1)}`,
        at,
      );
    }
    this.define(result, op);
  }

  private readArgs(opname: OpName, { args, opname: name, end }: OperationLine): Value[] {
    if (opname === "debug_merge_point") return readMergePoint(args);
    if (opname === "jit_debug") return this.readJitDebug(args);
    const { arity } = OPS[opname];
    if (arity >= 0 && args.length !== arity) {
      const at = args[arity]?.at ?? Math.max(name.at, end - 1);
      const plural = arity === 1 ? "argument" : "arguments";
      throw this.error(`${opname} takes ${arity} ${plural}, got ${args.length}`, at);
    }
    return args.map((word, index) => this.readValue(word, opname, index));
  }

  private readJitDebug([text, ...numbers]: readonly Word[]): Value[] {
    const values = numbers.map((word) => this.readValue(word, "jit_debug", 1));
    return [new ConstPtr(unquote(text?.text ?? "''")), ...values];
  }

  private readFailArgs(op: ResOp, { failArgs, end }: OperationLine): (Value | null)[] | null {
    if (!OPS[op.opname].isGuard) {
      if (failArgs === null) return null;
      throw this.error(`${op.opname} has no fail arguments`, failArgs[0]?.at ?? end - 1);
    }
    if (failArgs !== null) return failArgs.map((word) => this.readFailArg(word));
    if (this.isRaw) return [];
    throw this.error(`${op.opname} needs fail arguments: expected [BOXES]`, end);
  }

  private readFailArg(word: Word): Value | null {
    return word.text === "None" ? null : this.readValue(word, null, 0);
  }

  private readValue(word: Word, opname: OpName | null, index: number): Value {
    const { text, at } = word;
    const box = this.boxes.get(text);
    if (box !== undefined) return box;
    if (/^[+-]?\d+$/.test(text) || /^-?0x/.test(text)) {
      const value = this.readInt(text, at);
      // A class that has no name in a log prints as its address.
      const isClass = opname !== null && CLASS_OPERATIONS.has(opname) && index === 1;
      return isClass && this.context.invents
        ? new ConstAddr(this.context.inventClass(text))
        : value;
    }
    if (FLOAT.test(text)) return new ConstFloat(readFloat(text));
    const literal = LITERAL.exec(text);
    if (literal !== null) {
      return new ConstPtr(
        this.context.string(unescapeText(literal[3] as string), literal[1] === "u"),
      );
    }
    if (text === "NULL") return new ConstPtr(null);
    const [, which, name = ""] = NAMED_CONSTANT.exec(text) ?? [];
    if (which === "Ptr") return this.readPointer(name, at);
    if (which !== undefined) return this.readAddress(name, at, opname, index);
    throw this.unknownValue(text, at);
  }

  private unknownValue(text: string, at: number): UserError {
    if (VECTOR.test(text)) return this.error(`${text}: vectors are not supported`, at);
    if (text === "None") return this.error("None stands for holes in fail arguments only", at);
    const expected = "expected a box, a number, a string, NULL, ConstClass(…), ConstPtr(…)";
    if (/^\w+$/.test(text)) {
      const later = this.texts.findIndex((line) => definedName(line) === text);
      if (later < 0) return this.error(`${text} is not defined`, at);
      const line = this.firstLine + later;
      return this.error(`${text} is used before its definition in line ${line}`, at);
    }
    return this.error(`${text} is no value: ${expected}`, at);
  }

  private readInt(text: string, at: number): ConstInt {
    const value = readInteger(text.replace(/^\+/, ""));
    if (value === undefined) throw this.error(`${text} has more than 64 bits`, at);
    return new ConstInt(value);
  }

  private readAddress(
    name: string,
    at: number,
    opname: OpName | null,
    index: number,
  ): ConstInt | ConstAddr {
    const { context } = this;
    const integer = context.integers.get(name);
    if (integer !== undefined) return new ConstInt(integer);
    const found = context.classes.get(name) ?? context.functions.get(name);
    if (found !== undefined) return new ConstAddr(found);
    if (context.invents) {
      const wantsClass = opname !== null && CLASS_OPERATIONS.has(opname) && index <= 1;
      return new ConstAddr(wantsClass ? context.inventClass(name) : context.inventFunction(name));
    }
    const known = [...context.classes.keys(), ...context.functions.keys()];
    const names = closestNames(name, known);
    throw this.error(`unknown class or function ${name}`, at, listDeclared(names));
  }

  private readPointer(name: string, at: number): ConstPtr {
    const { context } = this;
    if (context.nulls.has(name)) return new ConstPtr(null);
    const found = context.objects.get(name);
    if (found !== undefined) return new ConstPtr(found);
    // What logs call objects; nothing is known of them.
    if (context.invents || /^ptr\d+$/.test(name)) return new ConstPtr(context.inventObject(name));
    const names = closestNames(name, [...context.objects.keys()]);
    throw this.error(`unknown object ${name}`, at, listDeclared(names));
  }

  private readDescr({ text, at }: Word, op: ResOp, result: Word | null): Descr {
    const { context } = this;
    const stored = result === null ? undefined : this.allocations.get(result.text);
    const found =
      context.lookupDescr(text) ??
      (stored === undefined ? null : inventSize(text, stored, context)) ??
      this.readTarget(text, op);
    if (found !== null) return found;
    if (/^\d+$/.test(text)) throw this.error(`no label has descr=${text}`, at);
    const ambiguous = context.namesOfForm(text);
    if (ambiguous.length > 0) {
      throw this.error(`unknown descr ${text}: it may be ${ambiguous.join(" or ")}`, at);
    }
    const invented = inventDescr(text, context);
    if (invented !== null) return invented;
    throw this.error(`unknown descr ${text}`, at, listDeclared(context.descrNamesLike(text)));
  }

  /** `descr=5`: a label's number is a target of its own, which jumps may name. */
  private readTarget(text: string, { opname }: ResOp): Descr | null {
    if (!/^\d+$/.test(text)) return null;
    if (opname === "label") return this.context.target(text, text);
    return this.context.lookupTarget(text) ?? null;
  }
}

/** The name that a line gives to its result. */
function definedName(line: string): string | undefined {
  return /^\s*(?:\+\d+:)?\s*(\w+)\s*=[^(]*\(/.exec(line)?.[1];
}

const LISTED_MAX = 12;

function listDeclared(names: readonly string[]): string {
  if (names.length === 0) {
    return "nothing of the kind is declared; `include pypy-tests` declares the names of PyPy's tests";
  }
  const rest = names.length > LISTED_MAX ? `, and ${names.length - LISTED_MAX} more` : "";
  return `declared: ${names.slice(0, LISTED_MAX).join(", ")}${rest}`;
}

function unquote(text: string): string {
  const [, , , inside] = LITERAL.exec(text) ?? [];
  return inside ?? text;
}

function readMergePoint(words: readonly Word[]): Value[] {
  const numbers = words.filter(({ text }) => /^-?\d+$/.test(text)).map(({ text }) => Number(text));
  const location = words.find(({ text }) => /^['"]/.test(text))?.text ?? "''";
  const [depth = 0, callId = 0] = numbers;
  const values = [0, depth, callId].map((value) => new ConstInt(value));
  return [...values, new ConstPtr(unquote(location))];
}

/** How a frame ends that returns the operation's argument. */
function defaultFinish({ args }: ResOp): Descr | null {
  if (args.length > 1) return null;
  const kind = args[0]?.kind ?? "v";
  return FINISH_DESCRS[({ i: "int", r: "ref", f: "float", v: "void" } as const)[kind]];
}

function readFloat(text: string): Float {
  const word = text.toLowerCase().replace(/^\+/, "");
  return toFloat(Number(word.replace(/inf(inity)?$/, "Infinity").replace(/^-?nan$/, "NaN")));
}

/** Where a text stands in its file. */
export interface TextPlace {
  readonly file?: string;
  /** The line of the text's beginning, counted from 1. */
  readonly line?: number;
  /** Guards may have no brackets, as in short preambles. */
  readonly hasBareGuards?: boolean;
}

/** Parses a whole trace; throws a UserError that names file, line and column. */
export function parseTrace(
  text: string,
  context: TraceContext,
  { file = "<trace>", line = 1, hasBareGuards = false }: TextPlace = {},
): ParsedTrace {
  const lines = text.split(/\r?\n/);
  inventOwners(text, context);
  const parser = new TraceParser(context, file, line, lines);
  parser.isRaw = hasBareGuards;
  for (const raw of lines) parser.readLine(raw);
  const { inputargs, ops, boxes } = parser;
  const texts = parser.lines.map((number) => (lines[number - line] as string).trim());
  return { inputargs, ops, boxes, lines: parser.lines, texts };
}
