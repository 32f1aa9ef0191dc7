/**
 * Prints operations in PyPy's text form, and as records of strings for hooks and reels.
 *
 * All names of one printed unit (a loop, a bridge, a raw trace) come from one memo: whatever is met
 * as an argument, result or fail argument takes the next number at its first appearance. Constants
 * and holes take numbers too, hence the gaps. Arguments come before the result, fail arguments
 * last. Logs print the input arguments first and so begin with them; hooks do not.
 *
 * Counterpart: rpython/jit/metainterp/logger.py (LogOperations).
 */

import { assert } from "../base/assert.ts";
import type { ClassLayout, Descr, HostFunction } from "./descr.ts";
import { LowString } from "./low-string.ts";
import type { AddressOf } from "./print-descr.ts";
import { printDescr } from "./print-descr.ts";
import { printFloat } from "./print-value.ts";
import { OPS } from "./ops.ts";
import type { Ref, ResOp, Value } from "./values.ts";

/** How to print what the trace itself does not know. */
export interface PrintOptions {
  /** The location of a debug_merge_point (commas become periods); default: its first green. */
  readonly location?: (op: ResOp) => string;
  /** A name for a descr instead of its usual form; "" leaves it out, null keeps the usual form. */
  readonly descrName?: (descr: Descr) => string | null;
  /** A name N for `ConstPtr(N)` instead of a number. */
  readonly constName?: (value: object | string) => string | null;
  /** A name N for `ConstClass(N)` instead of the class's or function's own. */
  readonly addressName?: (value: ClassLayout | HostFunction) => string | null;
  /** Strings print as literals, not as `ConstPtr(ptrN)`. */
  readonly hasLiterals?: boolean;
  /** The address of a raw struct, which prints as a plain integer; null for other objects. */
  readonly rawAddressOf?: (value: object) => number | bigint | null;
  /** Addresses of descrs that are printed as objects. */
  readonly addressOf?: AddressOf;
}

/** An operation as texts; the same shape as the OperationRecord of events. */
export interface PrintedOperation<MergePoint> {
  readonly name: string;
  readonly result: string;
  readonly args: readonly string[];
  readonly descr: string;
  readonly failArgs: readonly string[] | null;
  readonly offset: number;
  readonly hash: string;
  readonly mergePoint: MergePoint | null;
}

/** What a record needs besides the operation itself. */
export interface RecordContext<MergePoint> {
  /** Offsets of the operations by index; missing in raw traces. */
  readonly offsets?: readonly number[];
  readonly mergePoint: (op: ResOp) => MergePoint;
}

/** The host string that a location or a jit_debug text is. */
function textOf(value: Value | undefined): string {
  return value?.isConst && typeof value.value === "string" ? value.value : "";
}

function integerOf(value: Value | undefined): string {
  assert(value?.isConst, "debug_merge_point and jit_debug have constant arguments");
  return String(value.value);
}

/** Prints the operations of one unit. */
export class TracePrinter {
  private readonly memo = new Map<Value | null, number>();
  private readonly options: PrintOptions;

  constructor(options: PrintOptions = {}) {
    this.options = options;
  }

  /** The name of a box, the text of a constant, or `None` for a hole. */
  printArg(value: Value | null): string {
    const number = this.numberOf(value);
    if (value === null) return "None";
    if (!value.isConst) return `${value.kind === "r" ? "p" : value.kind}${number}`;
    if (value.kind === "f") return printFloat(value.value);
    if (value.kind === "r") return this.printRef(value.value, number);
    if (typeof value.value === "object") {
      const name = this.options.addressName?.(value.value) ?? value.value.name;
      return `ConstClass(${name})`;
    }
    return String(value.value);
  }

  /** `[p0, p1]`. */
  printInputArgs(inputargs: readonly Value[]): string {
    return `[${inputargs.map((arg) => this.printArg(arg)).join(", ")}]`;
  }

  /** One operation, without an offset. */
  printOperation(op: ResOp): string {
    const special = this.printSpecial(op);
    if (special !== null) return special;
    const { args, result, descr, failArgs } = this.printParts(op);
    const list = descr === "" ? args : [...args, `descr=${descr}`];
    const target = result === "" ? "" : `${result} = `;
    const tail = failArgs === null ? "" : ` [${failArgs.join(", ")}]`;
    return `${target}${op.opname}(${list.join(", ")})${tail}`;
  }

  /** One operation as texts. */
  recordOperation<MergePoint>(
    op: ResOp,
    index: number,
    context: RecordContext<MergePoint>,
  ): PrintedOperation<MergePoint> {
    const isMergePoint = op.opname === "debug_merge_point";
    const offset = isMergePoint ? -1 : (context.offsets?.[index] ?? -1);
    const hash = OPS[op.opname].isGuard ? printHash(op) : "";
    const mergePoint = isMergePoint ? context.mergePoint(op) : null;
    const special = this.specialArgs(op);
    if (special !== null) {
      const none = { result: "", descr: "", failArgs: null };
      return { name: op.opname, args: special, ...none, offset, hash, mergePoint };
    }
    return { name: op.opname, ...this.printParts(op), offset, hash, mergePoint };
  }

  private numberOf(value: Value | null): number {
    const known = this.memo.get(value);
    if (known !== undefined) return known;
    const number = this.memo.size;
    this.memo.set(value, number);
    return number;
  }

  private printRef(value: Ref, number: number): string {
    if (value === null) return "ConstPtr(null)";
    const name = this.options.constName?.(value) ?? null;
    if (name !== null) return `ConstPtr(${name})`;
    if (this.options.hasLiterals === true && value instanceof LowString) {
      return value.printLiteral();
    }
    const address = typeof value === "object" ? this.options.rawAddressOf?.(value) : null;
    return address == null ? `ConstPtr(ptr${number})` : String(address);
  }

  private printParts(op: ResOp) {
    const args = op.args.map((arg) => this.printArg(arg));
    const result = op.kind === "v" ? "" : this.printArg(op);
    const descr = op.descr === null ? "" : this.printDescr(op.descr);
    const failArgs = op.failArgs?.map((arg) => this.printArg(arg)) ?? null;
    return { args, result, descr, failArgs };
  }

  private printDescr(descr: Descr): string {
    const name = this.options.descrName?.(descr) ?? null;
    return name ?? printDescr(descr, this.options.addressOf);
  }

  private printSpecial(op: ResOp): string | null {
    const args = this.specialArgs(op);
    return args === null ? null : `${op.opname}(${args.join(", ")})`;
  }

  /** The arguments of operations that take part in no numbering. */
  private specialArgs(op: ResOp): string[] | null {
    if (op.opname === "debug_merge_point") {
      const location = this.options.location?.(op) ?? textOf(op.args[3]);
      const depth = integerOf(op.args[1]);
      return [depth, integerOf(op.args[2]), `'${location.replaceAll(",", ".")}'`];
    }
    if (op.opname !== "jit_debug") return null;
    const text = `'${textOf(op.args[0]).replaceAll(",", ".")}'`;
    return [text, ...op.args.slice(1).map(integerOf)];
  }
}

function printHash(op: ResOp): string {
  return op.descr?.descrKind === "guard" ? String(op.descr.hash) : "0";
}

/** A trace, or a part of one, which begins with boxes of any kind. */
export interface PrintableTrace {
  readonly inputargs: readonly Value[];
  readonly ops: readonly ResOp[];
}

/** Input arguments and operations, one a line; with `offsets`, each line begins with `+NN: `. */
export function printTrace(
  trace: PrintableTrace,
  options: PrintOptions = {},
  offsets?: readonly number[],
): string {
  const printer = new TracePrinter(options);
  const lines = [printer.printInputArgs(trace.inputargs)];
  trace.ops.forEach((op, index) => {
    const offset = op.opname === "debug_merge_point" ? -1 : (offsets?.[index] ?? -1);
    lines.push(`${offset < 0 ? "" : `+${offset}: `}${printer.printOperation(op)}`);
  });
  return `${lines.join("\n")}\n`;
}

/** The operations as records, numbered as hooks number them (without the input arguments). */
export function recordOperations<MergePoint>(
  ops: readonly ResOp[],
  context: RecordContext<MergePoint>,
  options: PrintOptions = {},
): PrintedOperation<MergePoint>[] {
  const printer = new TracePrinter(options);
  return ops.map((op, index) => printer.recordOperation(op, index, context));
}
