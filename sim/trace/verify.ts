/**
 * Checks the structure of a trace: every box is defined before its use and only once, kinds and
 * numbers of arguments fit the operation table, nothing follows the final operation, jumps to a
 * label of this trace fit it. With `optimized`, guards have descr and fail arguments and no box is
 * forwarded any more. Run between passes in tests.
 */

import { AssertionFailure } from "../base/assert.ts";
import { OPS } from "./ops.ts";
import { TracePrinter } from "./print.ts";
import type { InputArg, Kind, ResOp, Trace, Value } from "./values.ts";

/** What to expect of the trace. */
export interface VerifyOptions {
  /** Guards have their descr and fail arguments; the last operation is final. */
  readonly optimized: boolean;
}

const KINDS_BY_LETTER: Readonly<Record<string, string>> = { i: "i", r: "r", f: "f", "?": "irf" };
const DESCR_KINDS: Readonly<Record<string, readonly string[]>> = {
  getfield_gc: ["field"],
  setfield_gc: ["field"],
  getarrayitem_gc: ["array"],
  setarrayitem_gc: ["array"],
  new_with_vtable: ["size"],
  call_assembler: ["loop"],
  call: ["call"],
  quasiimmut_field: ["quasiimmut"],
  jump: ["target", "loop"],
};

class Verifier {
  private readonly defined = new Set<InputArg | ResOp>();
  private readonly labels = new Map<unknown, readonly Value[]>();
  private readonly printer = new TracePrinter();
  private readonly options: VerifyOptions;
  private where = "";

  constructor(trace: Trace, options: VerifyOptions) {
    this.options = options;
    this.where = this.printer.printInputArgs(trace.inputargs);
    for (const arg of trace.inputargs) this.define(arg);
    trace.ops.forEach((op, index) => {
      this.where = `operation ${index}: ${this.printer.printOperation(op)}`;
      const isLast = index === trace.ops.length - 1;
      if (OPS[op.opname].isFinal && !isLast) this.fail("is not the last operation");
      if (isLast && options.optimized && !OPS[op.opname].isFinal) this.fail("does not end a trace");
      this.verifyOperation(op);
    });
  }

  private fail(message: string): never {
    throw new AssertionFailure(`${message} (${this.where})`);
  }

  private define(box: InputArg | ResOp): void {
    if (this.defined.has(box)) this.fail("defines a box twice");
    if (this.options.optimized && box.forwarded !== null) this.fail("is forwarded");
    this.defined.add(box);
  }

  private verifyOperation(op: ResOp): void {
    this.verifyArgs(op);
    this.verifyDescr(op);
    if (OPS[op.opname].isGuard) this.verifyGuard(op);
    else if (op.failArgs !== null) this.fail("has fail arguments but is no guard");
    if (op.opname === "label") this.verifyLabel(op);
    if (op.opname === "jump") this.verifyJump(op);
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
  }

  private verifyUse(value: Value, what: string): void {
    if (value.isConst) return;
    if (value.kind === "v") this.fail(`${what} is an operation without a result`);
    if (!this.defined.has(value)) this.fail(`${what} is used before it is defined`);
  }

  private verifyDescr(op: ResOp): void {
    const exact = op.opname.replace(/_pure(?=_[irfnv]$)|_may_force|_loopinvariant/, "");
    const family = exact.replace(/_[irfnv]$/, "");
    const wanted = DESCR_KINDS[family];
    if (wanted === undefined) return;
    if (op.descr === null || !wanted.includes(op.descr.descrKind)) {
      this.fail(`needs a descr of kind ${wanted.join(" or ")}`);
    }
  }

  private verifyGuard(op: ResOp): void {
    op.failArgs?.forEach((arg, index) => {
      if (arg === null) return;
      if (arg.isConst) this.fail(`fail argument ${index} is a constant`);
      this.verifyUse(arg, `fail argument ${index}`);
    });
    if (!this.options.optimized) return;
    if (op.descr?.descrKind !== "guard") this.fail("has no guard descr");
    if (op.failArgs === null) this.fail("has no fail arguments");
    const boxes = op.failArgs.filter((arg) => arg !== null);
    if (new Set(boxes).size !== boxes.length) this.fail("has a fail argument twice");
  }

  private verifyLabel(op: ResOp): void {
    if (op.args.some((arg) => arg.isConst)) this.fail("a label's argument is a constant");
    if (new Set(op.args).size !== op.args.length) this.fail("has an argument twice");
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
}

/** Throws an error that names the operation when the structure of `trace` is broken. */
export function verifyTrace(trace: Trace, options: VerifyOptions = { optimized: false }): void {
  new Verifier(trace, options);
}
