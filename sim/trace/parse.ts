/**
 * Parses the text form of traces, as print.ts prints it: optional input arguments `[i0, p1]`, then
 * one operation a line. A box is known by its name, whose first letter is its kind; it must be
 * defined before it is used. `+NN: ` offsets and `--end of the loop--` are skipped, so that whole
 * sections of a PyPy log can be read.
 *
 * Counterpart: rpython/jit/tool/oparser.py.
 */

import { intFromBigint } from "../base/int.ts";
import type { Float } from "../base/float.ts";
import { UserError } from "../base/errors.ts";
import { unescapeText } from "./low-string.ts";
import { isOpName, OPS } from "./ops.ts";
import type { OpName } from "./ops.ts";
import { splitArguments } from "./split-arguments.ts";
import type { TraceContext } from "./trace-context.ts";
import type { Kind, Trace, Value } from "./values.ts";
import { ConstAddr, ConstFloat, ConstInt, ConstPtr, InputArg, ResOp } from "./values.ts";

const OPERATION = /^(?:(\w+) = )?(\w+)\((.*?)\)(?: \[([^\]]*)\])?$/;
const OFFSET = /^\+\d+: /;
const BOX_NAME = /^[irfp]\w*$/;
const INTEGER = /^-?\d+$/;
const FLOAT = /^-?(?:\d+\.\d*|inf|nan)$/;
const UINT64 = 1n << 64n;

/** The kind that the first letter of a box's name tells. */
function kindOfName(name: string): Kind {
  return name.startsWith("p") || name.startsWith("r") ? "r" : (name[0] as Kind);
}

/** One parsed text: its boxes by name besides the trace. */
export interface ParsedTrace extends Trace {
  readonly boxes: ReadonlyMap<string, InputArg | ResOp>;
}

class TraceParser {
  readonly boxes = new Map<string, InputArg | ResOp>();
  readonly inputargs: InputArg[] = [];
  readonly ops: ResOp[] = [];
  private line = 0;
  private readonly context: TraceContext;
  private readonly file: string;

  constructor(context: TraceContext, file: string) {
    this.context = context;
    this.file = file;
  }

  readLine(raw: string): void {
    this.line += 1;
    const text = raw.trim().replace(OFFSET, "");
    if (text === "" || text.startsWith("#") || text.startsWith("--end")) return;
    if (text.startsWith("[")) this.readInputArgs(text);
    else this.readOperation(text);
  }

  private error(message: string): UserError {
    return new UserError(message, { file: this.file, line: this.line });
  }

  private readInputArgs(text: string): void {
    if (this.ops.length > 0 || this.boxes.size > 0) throw this.error("input arguments come first");
    if (!text.endsWith("]")) throw this.error("input arguments end with ]");
    for (const name of splitArguments(text.slice(1, -1))) {
      if (!BOX_NAME.test(name)) throw this.error(`${name} is no box`);
      const arg = new InputArg(kindOfName(name));
      this.define(name, arg);
      this.inputargs.push(arg);
    }
  }

  private define(name: string, box: InputArg | ResOp): void {
    if (this.boxes.has(name)) throw this.error(`${name} is defined twice`);
    this.boxes.set(name, box);
  }

  private readOperation(text: string): void {
    const match = OPERATION.exec(text);
    if (match === null) throw this.error(`not an operation: ${text}`);
    const [, result, opname = "", argText = "", failText] = match;
    if (!isOpName(opname)) throw this.error(`unknown operation ${opname}`);
    const words = splitArguments(argText);
    const descrText = words.at(-1)?.startsWith("descr=") ? words.pop()?.slice(6) : undefined;
    const op = new ResOp(opname, this.readArgs(opname, words));
    this.checkResult(op, result);
    if (descrText !== undefined) op.descr = this.readDescr(descrText);
    if (failText !== undefined) op.failArgs = this.readFailArgs(op, failText);
    this.ops.push(op);
  }

  private checkResult(op: ResOp, result: string | undefined): void {
    if (result === undefined) {
      if (op.kind !== "v") throw this.error(`${op.opname} gives a value that needs a name`);
      return;
    }
    if (op.kind === "v") throw this.error(`${op.opname} gives no value`);
    if (kindOfName(result) !== op.kind) throw this.error(`${op.opname} gives kind ${op.kind}`);
    this.define(result, op);
  }

  private readArgs(opname: OpName, words: readonly string[]): Value[] {
    if (opname === "debug_merge_point") {
      const [depth = "0", callId = "0", location = "''"] = words;
      const numbers = [0, Number(depth), Number(callId)].map((value) => new ConstInt(value));
      return [...numbers, new ConstPtr(location.slice(1, -1))];
    }
    if (opname === "jit_debug") {
      const [text = "''", ...numbers] = words;
      return [new ConstPtr(text.slice(1, -1)), ...numbers.map((word) => this.readValue(word))];
    }
    const { arity } = OPS[opname];
    if (arity >= 0 && words.length !== arity)
      throw this.error(`${opname} takes ${arity} arguments`);
    return words.map((word) => this.readValue(word));
  }

  private readFailArgs(op: ResOp, text: string): (Value | null)[] {
    if (!OPS[op.opname].isGuard) throw this.error(`${op.opname} has no fail arguments`);
    return splitArguments(text).map((word) => (word === "None" ? null : this.readValue(word)));
  }

  private readValue(word: string): Value {
    const box = this.boxes.get(word);
    if (box !== undefined) return box;
    if (INTEGER.test(word)) return new ConstInt(this.readInteger(word));
    if (FLOAT.test(word)) return new ConstFloat(readFloat(word));
    const address = /^ConstClass\((.*)\)$/.exec(word);
    if (address !== null) return this.readAddress(address[1] as string);
    const integer = /^ConstInt\((.*)\)$/.exec(word);
    if (integer !== null) return this.readNamedInteger(integer[1] as string);
    const literal = /^([su]?)"(.*)"$/s.exec(word) ?? /^()'(.*)'$/s.exec(word);
    if (literal !== null) {
      const text = unescapeText(literal[2] as string);
      return new ConstPtr(this.context.string(text, literal[1] === "u"));
    }
    if (word === "NULL") return new ConstPtr(null);
    const pointer = /^ConstPtr\((.*)\)$/.exec(word);
    if (pointer !== null) return this.readPointer(pointer[1] as string);
    throw this.error(`${word} is not defined`);
  }

  private readInteger(word: string) {
    const value = BigInt(word);
    if (value >= UINT64 || value < -UINT64 / 2n) throw this.error(`${word} has more than 64 bits`);
    return intFromBigint(value);
  }

  private readNamedInteger(name: string): ConstInt | ConstAddr {
    const value = this.context.integers.get(name);
    return value === undefined ? this.readAddress(name) : new ConstInt(value);
  }

  private readAddress(name: string): ConstAddr {
    const found = this.context.classes.get(name) ?? this.context.functions.get(name);
    if (found === undefined) throw this.error(`unknown class or function ${name}`);
    return new ConstAddr(found);
  }

  private readPointer(name: string): ConstPtr {
    if (this.context.nulls.has(name)) return new ConstPtr(null);
    const found = this.context.objects.get(name);
    if (found === undefined) throw this.error(`unknown object ${name}`);
    return new ConstPtr(found);
  }

  private readDescr(text: string) {
    const found = this.context.lookupDescr(text);
    if (found === undefined) throw this.error(`unknown descr ${text}`);
    return found;
  }
}

function readFloat(word: string): Float {
  const value = word.endsWith("inf") ? word.replace("inf", "Infinity") : word;
  return Number(value) as Float;
}

/** Parses a whole trace; throws a UserError that names file and line. */
export function parseTrace(text: string, context: TraceContext, file = "<trace>"): ParsedTrace {
  const parser = new TraceParser(context, file);
  for (const line of text.split("\n")) parser.readLine(line);
  return { inputargs: parser.inputargs, ops: parser.ops, boxes: parser.boxes };
}
