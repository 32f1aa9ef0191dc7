/**
 * What the optimizer is given besides a trace, and how it says that a loop makes no sense.
 *
 * Counterpart: rpython/jit/metainterp/optimize.py (InvalidLoop).
 */

import type { Int } from "../base/int.ts";
import type { Counters } from "../hooks/counters.ts";
import type { CallDescr, QuasiImmutDescr } from "../trace/descr.ts";
import type { OopspecCall } from "../trace/trace-context.ts";
import type { LowString } from "../trace/low-string.ts";
import type { LayoutOf } from "../trace/heap-access.ts";
import type { Const, Value } from "../trace/values.ts";
import type { RuleName } from "./rules/rules.ts";
import { sameConst } from "../trace/values.ts";

/** JIT parameters that the optimizer reads. */
export interface OptimizerParams {
  /** Pure operations remembered per operation name. */
  readonly pureopHistorylength: number;
  readonly retraceLimit: number;
  /** More guards than this in a peeled loop forbid retracing it. */
  readonly maxRetraceGuards: number;
  /** More fail arguments than this give a trace up. */
  readonly failargsLimit: number;
}

/** PyPy's defaults. */
export const DEFAULT_PARAMS: OptimizerParams = {
  pureopHistorylength: 16,
  retraceLimit: 0,
  maxRetraceGuards: 15,
  failargsLimit: 1000,
};

/** The passes that `enable_opts` names, in their order; all are on by default. */
export const ALL_OPTS = [
  "intbounds",
  "rewrite",
  "virtualize",
  "string",
  "pure",
  "earlyforce",
  "heap",
  "unroll",
] as const;

/** Results of elidable calls with constant arguments, as seen while tracing. */
export class CallPureResults {
  private readonly results: { descr: CallDescr; args: readonly Const[]; result: Const }[] = [];

  add(descr: CallDescr, args: readonly Const[], result: Const): void {
    this.results.push({ descr, args, result });
  }

  /** The result of calling with these arguments (the function is the first), if it was seen. */
  lookup(descr: CallDescr, args: readonly Const[]): Const | undefined {
    const found = this.results.find(
      (seen) =>
        seen.descr === descr &&
        seen.args.length === args.length &&
        seen.args.every((arg, index) => sameConst(arg, args[index] as Const)),
    );
    return found?.result;
  }
}

/** Everything that an optimization run needs of its surroundings. */
export interface OptimizerContext {
  readonly counters: Counters;
  readonly enableOpts: ReadonlySet<string>;
  readonly params: OptimizerParams;
  readonly layoutOf: LayoutOf;
  readonly callPureResults: CallPureResults | null;
  /** The call that has a special meaning, to make calls of it; missing: there is none. */
  readonly callForOopspec?: (oopspec: string) => OopspecCall | null;
  /** The one constant string of this text; missing: each string that is made is a new object. */
  readonly constantString?: (text: string, isUnicode: boolean) => LowString;
  /** The next hash of a guard's failure counter, its low three bits cleared. */
  readonly nextGuardHash: () => Int;
  /** Told of every rule that is applied; nobody listens in a run. */
  readonly onRule?: (rule: RuleName) => void;
}

/** A field that compiled code relies on: when it is written, the code is invalid. */
export interface QuasiImmutDep {
  readonly object: object;
  readonly descr: QuasiImmutDescr;
}

/** JIT signal: the trace contradicts itself; it cannot be compiled. */
export class InvalidLoop {
  readonly signalKind = "invalid_loop";
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** JIT signal: the trace needs more than a guard can pass on; it is given up (ABORT_BRIDGE). */
export class GiveUp {
  readonly signalKind = "give_up";
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** The arguments as constants, or null when one is none. */
export function allConstants(values: readonly Value[]): Const[] | null {
  const constants: Const[] = [];
  for (const value of values) {
    if (!value.isConst) return null;
    constants.push(value);
  }
  return constants;
}
