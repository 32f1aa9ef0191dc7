/**
 * Plans of calls: which argument fills which parameter, for one code object, one number of
 * arguments and one tuple of keyword names. A plan is found once, outside of traces, and is a
 * constant in a trace; carrying it out is straight code.
 *
 * Counterpart: pypy/interpreter/argument.py (_match_signature), which a trace unrolls.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { promote } from "../../../hints/hints.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { Signature } from "../objects/signature.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { FunctionExtra, W_Function } from "./function.ts";
import type { PyCode } from "./pycode.ts";

/** In `CallPlan.sources`: the default of a keyword-only parameter. */
const KEYWORD_DEFAULT = -1000000;

export class CallPlan {
  /**
   * One entry for each named parameter: the index of an argument, -1 - k for the function's default
   * number k, or KEYWORD_DEFAULT.
   */
  readonly sources: readonly number[];
  /** The arguments from here on, up to `given`, are the tuple of `*args`. */
  readonly restStart: number;
  readonly given: number;
  /** Arguments that go into the dictionary of `**kwargs`. */
  readonly extra: readonly number[];

  constructor(
    sources: readonly number[],
    restStart: number,
    given: number,
    extra: readonly number[],
  ) {
    this.sources = sources;
    this.restStart = restStart;
    this.given = given;
    this.extra = extra;
  }
}

/**
 * The values of all parameters, or null when the call is an error, which the general rules then
 * tell.
 */
export function planned_scope(
  space: ObjSpace,
  func: W_Function,
  code: PyCode,
  args_w: readonly W_Root[],
  kwnames: readonly string[] | null,
): (W_Root | null)[] | null {
  const count = promote(args_w.length);
  const plan = code.plan_call(count, promote(kwnames), promote(func.defs_w.length));
  if (plan === null) return null;
  return carry_out(space, func, code, plan, args_w, kwnames);
}

/** @unroll_safe */
export function carry_out(
  space: ObjSpace,
  func: W_Function,
  code: PyCode,
  plan: CallPlan,
  args_w: readonly W_Root[],
  kwnames: readonly string[] | null,
): (W_Root | null)[] | null {
  const sources = plan.sources;
  const scope_w = new_array_r<W_Root>(code.scopeLength);
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i]!;
    if (source >= 0) scope_w[i] = args_w[source]!;
    else if (source === KEYWORD_DEFAULT) {
      const w_default = keyword_default(space, func.extra, code, i);
      if (w_default === null) return null;
      scope_w[i] = w_default;
    } else scope_w[i] = func.defs_w[-1 - source]!;
  }
  let index = sources.length;
  if (code.hasVarargs) {
    scope_w[index] = new W_TupleObject(rest_of(args_w, plan.restStart, plan.given));
    index++;
  }
  if (code.hasKwargs) {
    const w_dict = space.newdict();
    for (let i = 0; i < plan.extra.length; i++) {
      const at = plan.extra[i]!;
      w_dict.storage.setitem_str(space, kwnames![at - plan.given]!, args_w[at]!);
    }
    scope_w[index] = w_dict;
  }
  return scope_w;
}

/** @unroll_safe */
export function rest_of(args_w: readonly W_Root[], start: number, stop: number): W_Root[] {
  const count = stop > start ? stop - start : 0;
  const rest_w = new_array_r<W_Root>(count);
  for (let i = 0; i < count; i++) rest_w[i] = args_w[start + i]!;
  return rest_w as W_Root[];
}

/** The default of keyword-only parameter number `index`, or null. @dont_look_inside */
export function keyword_default(
  space: ObjSpace,
  extra: FunctionExtra,
  code: PyCode,
  index: number,
): W_Root | null {
  const { w_kwdefs } = extra;
  if (w_kwdefs === null) return null;
  return w_kwdefs.storage.getitem_str(space, code.signature.names[index]!);
}

/** The plan of a call, or null when it is an error whatever the defaults of keywords are. */
export function makePlan(
  signature: Signature,
  count: number,
  kwnames: readonly string[] | null,
  defaultCount: number,
): CallPlan | null {
  const { names, positionalCount, positionalOnlyCount } = signature;
  const given = count - (kwnames === null ? 0 : kwnames.length);
  if (given > positionalCount && !signature.hasVarargs) return null;
  const sources: (number | null)[] = names.map((_, i) =>
    i < given && i < positionalCount ? i : null,
  );
  const extra: number[] = [];
  for (const [i, name] of (kwnames ?? []).entries()) {
    const index = names.indexOf(name);
    if (index >= positionalOnlyCount) {
      if (sources[index] !== null) return null;
      sources[index] = given + i;
    } else if (signature.hasKwargs) extra.push(given + i);
    else return null;
  }
  const firstDefault = positionalCount - defaultCount;
  for (let i = 0; i < names.length; i++) {
    if (sources[i] !== null) continue;
    if (i >= positionalCount) sources[i] = KEYWORD_DEFAULT;
    else if (i >= firstDefault) sources[i] = -1 - (i - firstDefault);
    else return null;
  }
  return new CallPlan(sources as number[], positionalCount, given, extra);
}
