/**
 * Checks the rules that a trace keeps: every box is defined before its use and only once, kinds and
 * numbers of arguments fit the operation table, an operation's descr is of its kind, nothing follows
 * the final operation, a label's arguments are all that is known behind it, jumps to a label of this
 * trace fit it. With `optimized`, guards have descr and fail arguments, and no box is forwarded any
 * more.
 *
 * `findFault` gives what is wrong with somebody's trace; `verifyTrace` asserts that nothing is, and
 * runs between passes in tests.
 */

import { AssertionFailure } from "../base/assert.ts";
import { DESCR_KINDS, fitsDescr } from "./descr-rules.ts";
import type { FinishDescr } from "./descr.ts";
import { OPS } from "./ops.ts";
import { TracePrinter } from "./print.ts";
import type { InputArg, Kind, ResOp, Trace, Value } from "./values.ts";

/** What to expect of the trace. */
export interface VerifyOptions {
  /** Guards have their descr and fail arguments; the last operation is final. */
  readonly optimized: boolean;
  /** The last operation is final, in a trace that is not optimized, too. */
  readonly isWhole?: boolean;
}

/** A broken rule. */
export interface Fault {
  readonly message: string;
  /** The index of the operation; -1 for the input arguments. */
  readonly index: number;
  /** The operation as it prints. */
  readonly operation: string;
}

/** Thrown inside of this file. */
class FaultFound {
  readonly fault: Fault;
  constructor(fault: Fault) {
    this.fault = fault;
  }
}

const KINDS_BY_LETTER: Readonly<Record<string, string>> = { i: "i", r: "r", f: "f", "?": "irf" };

/** Where an operation takes a class: the index of that argument. */
const CLASS_ARGUMENT: Readonly<Record<string, number>> = {
  guard_class: 1,
  guard_nonnull_class: 1,
  guard_subclass: 1,
  guard_exception: 0,
  record_exact_class: 1,
};

const OUTCOME_KINDS: Readonly<Record<FinishDescr["outcome"], string>> = {
  void: "",
  int: "i",
  ref: "r",
  float: "f",
  exception: "r",
};

class Verifier {
  /** Boxes that may be used here. */
  private known = new Set<InputArg | ResOp>();
  private readonly defined = new Set<InputArg | ResOp>();
  private readonly labels = new Map<unknown, readonly Value[]>();
  private readonly printer = new TracePrinter();
  private readonly options: VerifyOptions;
  private index = -1;
  private operation: string;

  constructor(trace: Trace, options: VerifyOptions) {
    this.options = options;
    this.operation = this.printer.printInputArgs(trace.inputargs);
    for (const arg of trace.inputargs) this.define(arg);
    trace.ops.forEach((op, index) => {
      this.index = index;
      this.operation = this.printer.printOperation(op);
      const isLast = index === trace.ops.length - 1;
      if (op.info.isFinal && !isLast) this.fail("is not the last operation");
      if (isLast && this.isWhole && !op.info.isFinal) this.fail("does not end a trace");
      this.verifyOperation(op);
    });
    if (trace.ops.length === 0 && options.isWhole === true) this.fail("there are no operations");
  }

  private get isWhole(): boolean {
    return this.options.optimized || this.options.isWhole === true;
  }

  private fail(message: string): never {
    throw new FaultFound({ message, index: this.index, operation: this.operation });
  }

  private define(box: InputArg | ResOp): void {
    if (this.defined.has(box)) this.fail("defines a box twice");
    if (this.options.optimized && box.forwarded !== null) this.fail("is forwarded");
    this.defined.add(box);
    this.known.add(box);
  }

  private verifyOperation(op: ResOp): void {
    this.verifyArgs(op);
    this.verifyDescr(op);
    if (op.info.isGuard) this.verifyGuard(op);
    else if (op.failArgs !== null) this.fail("has fail arguments but is no guard");
    if (op.opname === "label") this.verifyLabel(op);
    if (op.opname === "jump") this.verifyJump(op);
    if (op.opname === "finish") this.verifyFinish(op);
    if (op.kind !== "v") this.define(op);
  }

  private verifyArgs(op: ResOp): void {
    const { args: letters, arity } = OPS[op.opname];
    if (arity >= 0 && op.args.length !== arity) this.fail(`takes ${arity} arguments`);
    op.args.forEach((arg, index) => {
      this.verifyUse(arg, `argument ${index}`);
      const allowed = KINDS_BY_LETTER[letters[index] ?? "?"] ?? "irf";
      if (arity >= 0 && !allowed.includes(arg.kind)) {
        this.fail(`argument ${index} has kind ${arg.kind} instead of ${allowed}`);
      }
    });
    this.verifyClass(op);
    if (op.opname === "int_signext") this.verifySize(op.args[1]);
  }

  private verifySize(arg: Value | undefined): void {
    const isSize = arg?.isConst && [1, 2, 4, 8].includes(Number(arg.value));
    if (!isSize) this.fail("argument 1 must be a number of bytes: expected 1, 2 or 4");
  }

  private verifyClass(op: ResOp): void {
    const index = CLASS_ARGUMENT[op.opname];
    if (index === undefined) return;
    const arg = op.args[index];
    const value = arg?.isConst && typeof arg.value === "object" ? arg.value : null;
    if (value === null || !("sizeDescr" in value)) {
      this.fail(`argument ${index} must be a class: expected ConstClass(…)`);
    }
  }

  private verifyUse(value: Value, what: string): void {
    if (value.isConst) return;
    if (value.kind === "v") this.fail(`${what} is an operation without a result`);
    if (this.known.has(value)) return;
    if (this.defined.has(value)) this.fail(`${what} is not passed to the label before it`);
    this.fail(`${what} is used before it is defined`);
  }

  private verifyDescr(op: ResOp): void {
    if (fitsDescr(op)) return;
    const isStruct = op.descr?.descrKind === "size";
    if (isStruct && op.opname === "new_with_vtable") this.fail("needs the size of a class");
    const wanted = DESCR_KINDS[op.opname];
    const kinds = wanted.join(" or ");
    const found = op.descr === null ? "none" : `one of kind ${op.descr.descrKind}`;
    this.fail(`needs a descr of kind ${kinds}, has ${found}`);
  }

  private verifyGuard(op: ResOp): void {
    op.failArgs?.forEach((arg, index) => {
      if (arg === null) return;
      if (arg.isConst) this.fail(`fail argument ${index} is a constant`);
      this.verifyUse(arg, `fail argument ${index}`);
    });
    if (!this.options.optimized) {
      this.verifyState(op);
      return;
    }
    if (op.descr?.descrKind !== "guard") this.fail("has no guard descr");
    if (op.failArgs === null) this.fail("has no fail arguments");
    const boxes = op.failArgs.filter((arg) => arg !== null);
    if (new Set(boxes).size !== boxes.length) this.fail("has a fail argument twice");
  }

  /** A recorded guard knows the state to resume to. */
  private verifyState({ snapshot, failArgs }: ResOp): void {
    if (snapshot === null) {
      if (failArgs === null && this.isWhole) this.fail("has no fail arguments");
      return;
    }
    for (const { values } of snapshot.frames) {
      for (const value of values) this.verifyUse(value, "a value to resume with");
    }
    for (const value of snapshot.vable) this.verifyUse(value, "a value of the virtualizable");
    for (const value of snapshot.vrefs) this.verifyUse(value, "a virtual reference");
  }

  /** Who jumps here brings the arguments and nothing else. */
  private verifyLabel(op: ResOp): void {
    const boxes: (InputArg | ResOp)[] = [];
    for (const arg of op.args) {
      if (arg.isConst) this.fail("a label's argument is a constant");
      boxes.push(arg);
    }
    this.known = new Set(boxes);
    if (this.known.size !== boxes.length) this.fail("has an argument twice");
    this.labels.set(op.descr, op.args);
  }

  private verifyJump(op: ResOp): void {
    const label = this.labels.get(op.descr);
    if (label === undefined) return;
    if (label.length !== op.args.length) {
      this.fail(`has ${op.args.length} arguments, its label ${label.length}`);
    }
    label.forEach((arg, index) => {
      const kind = (op.args[index] as Value).kind as Kind;
      if (arg.kind !== kind) this.fail(`argument ${index} does not fit the label's ${arg.kind}`);
    });
  }

  private verifyFinish({ descr, args }: ResOp): void {
    if (descr?.descrKind !== "finish") return;
    const wanted = OUTCOME_KINDS[descr.outcome];
    const kinds = args.map((arg) => arg.kind).join("");
    if (kinds !== wanted) this.fail(`ends with kinds "${kinds}" instead of "${wanted}"`);
  }
}

/** The first rule that `trace` breaks; null when it keeps all of them. */
export function findFault(
  trace: Trace,
  options: VerifyOptions = { optimized: false },
): Fault | null {
  try {
    new Verifier(trace, options);
    return null;
  } catch (signal) {
    if (signal instanceof FaultFound) return signal.fault;
    throw signal;
  }
}

/** Throws an assertion that names the operation when `trace` breaks a rule. */
export function verifyTrace(trace: Trace, options: VerifyOptions = { optimized: false }): void {
  const fault = findFault(trace, options);
  if (fault === null) return;
  const { message, index, operation } = fault;
  const where = index < 0 ? operation : `operation ${index}: ${operation}`;
  throw new AssertionFailure(`${message} (${where})`);
}
