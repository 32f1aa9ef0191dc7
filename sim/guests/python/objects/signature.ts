/**
 * Signatures, and matching arguments to parameters, with Python's error texts.
 *
 * Counterpart: pypy/interpreter/{signature,argument}.py.
 */

import { typeError } from "./errors.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_Root } from "./w-root.ts";

export class Signature {
  /** Positional parameters, then keyword-only ones. */
  readonly names: readonly string[];
  readonly positionalCount: number;
  /** How many of the positional parameters cannot be given by keyword. */
  readonly positionalOnlyCount: number;
  readonly hasVarargs: boolean;
  readonly hasKwargs: boolean;
  /** Of a built-in: which parameters may be left out. */
  readonly optional: readonly boolean[];

  constructor(
    names: readonly string[],
    positionalCount: number,
    positionalOnlyCount: number,
    hasVarargs: boolean,
    hasKwargs: boolean,
    optional: readonly boolean[] = [],
  ) {
    this.names = names;
    this.positionalCount = positionalCount;
    this.positionalOnlyCount = positionalOnlyCount;
    this.hasVarargs = hasVarargs;
    this.hasKwargs = hasKwargs;
    this.optional = optional;
  }

  /** Number of values a match gives: parameters, then `*args`, then `**kwargs`. */
  get scopeLength(): number {
    return this.names.length + (this.hasVarargs ? 1 : 0) + (this.hasKwargs ? 1 : 0);
  }
}

/** Whether parameter number `index` may be left out, and what it is then. */
export interface Defaults {
  has(index: number): boolean;
  get(index: number): W_Root | null;
}

/**
 * The signature of a built-in from text such as `self, item, /` or `iterable, *, key=, reverse=`;
 * a parameter with `=` is optional and null when left out.
 */
export function parseSignature(text: string): Signature {
  const names: string[] = [];
  const optional: boolean[] = [];
  let positionalCount = -1;
  let positionalOnlyCount = 0;
  let hasVarargs = false;
  let hasKwargs = false;
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    if (part === "/") positionalOnlyCount = names.length;
    else if (part.startsWith("**")) hasKwargs = true;
    else if (part.startsWith("*")) {
      positionalCount = names.length;
      hasVarargs = part.length > 1;
    } else {
      optional.push(part.endsWith("="));
      names.push(part.endsWith("=") ? part.slice(0, -1) : part);
    }
  }
  if (positionalCount < 0) positionalCount = names.length;
  return new Signature(
    names,
    positionalCount,
    positionalOnlyCount,
    hasVarargs,
    hasKwargs,
    optional,
  );
}

/** The values of a built-in's parameters; null for optional ones that were left out. */
export function matchArguments(
  space: ObjSpace,
  fname: string,
  signature: Signature,
  args_w: readonly W_Root[],
  kwnames: readonly string[] | null,
  isMethodCall = false,
): readonly (W_Root | null)[] {
  const { optional } = signature;
  if (kwnames === null && !signature.hasVarargs && !signature.hasKwargs) {
    const count = signature.names.length;
    if (args_w.length === count && signature.positionalCount === count) return args_w;
    if (args_w.length <= signature.positionalCount && allOptional(optional, args_w.length)) {
      const scope_w: (W_Root | null)[] = args_w.slice();
      while (scope_w.length < count) scope_w.push(null);
      return scope_w;
    }
  }
  const defaults: Defaults = { has: (index) => optional[index]!, get: () => null };
  return matchSignature(space, fname, signature, defaults, args_w, kwnames, isMethodCall);
}

function allOptional(optional: readonly boolean[], start: number): boolean {
  for (let i = start; i < optional.length; i++) if (!optional[i]) return false;
  return true;
}

/** The values of all parameters of a signature, then `*args`, then `**kwargs`. */
export function matchSignature(
  space: ObjSpace,
  fname: string,
  signature: Signature,
  defaults: Defaults,
  args_w: readonly W_Root[],
  kwnames: readonly string[] | null,
  isMethodCall = false,
): (W_Root | null)[] {
  const { names, positionalCount } = signature;
  const keywordCount = kwnames === null ? 0 : kwnames.length;
  const given = args_w.length - keywordCount;
  const scope_w: (W_Root | null)[] = names.map(() => null);
  const filled = names.map(() => false);
  for (let i = 0; i < given && i < positionalCount; i++) {
    scope_w[i] = args_w[i]!;
    filled[i] = true;
  }
  const w_kwargs = signature.hasKwargs ? space.newdict() : null;
  const unknown: string[] = [];
  for (let i = 0; i < keywordCount; i++) {
    const name = kwnames![i]!;
    const w_value = args_w[given + i]!;
    const index = names.indexOf(name);
    if (index >= signature.positionalOnlyCount) {
      if (filled[index]) {
        throw typeError(space, `${fname}() got multiple values for argument '${name}'`);
      }
      scope_w[index] = w_value;
      filled[index] = true;
    } else if (w_kwargs !== null) {
      space.setitem_str(w_kwargs, name, w_value);
    } else unknown.push(name);
  }
  if (given > positionalCount && !signature.hasVarargs) {
    throw tooManyPositional(space, fname, signature, defaults, given, filled, isMethodCall);
  }
  if (unknown.length > 0) throw unknownKeyword(space, fname, signature, unknown);
  fillDefaults(space, fname, signature, defaults, scope_w, filled);
  if (signature.hasVarargs) {
    const rest_w = given > positionalCount ? args_w.slice(positionalCount, given) : [];
    scope_w.push(new W_TupleObject(rest_w));
  }
  if (w_kwargs !== null) scope_w.push(w_kwargs);
  return scope_w;
}

function fillDefaults(
  space: ObjSpace,
  fname: string,
  signature: Signature,
  defaults: Defaults,
  scope_w: (W_Root | null)[],
  filled: readonly boolean[],
): void {
  const missing: string[] = [];
  const missingKeywords: string[] = [];
  for (let i = 0; i < filled.length; i++) {
    if (filled[i]) continue;
    if (defaults.has(i)) scope_w[i] = defaults.get(i);
    else (i < signature.positionalCount ? missing : missingKeywords).push(signature.names[i]!);
  }
  if (missing.length > 0) throw missingArguments(space, fname, "positional", missing);
  if (missingKeywords.length > 0) {
    throw missingArguments(space, fname, "keyword-only", missingKeywords);
  }
}

function missingArguments(space: ObjSpace, fname: string, kind: string, missing: string[]) {
  const quoted = missing.map((name) => `'${name}'`);
  const last = quoted.pop()!;
  const comma = quoted.length > 1 ? "," : "";
  const list = quoted.length === 0 ? last : `${quoted.join(", ")}${comma} and ${last}`;
  const plural = missing.length === 1 ? "" : "s";
  const message = `${fname}() missing ${missing.length} required ${kind} argument${plural}: ${list}`;
  return typeError(space, message);
}

function tooManyPositional(
  space: ObjSpace,
  fname: string,
  signature: Signature,
  defaults: Defaults,
  given: number,
  filled: readonly boolean[],
  isMethodCall: boolean,
) {
  const { positionalCount } = signature;
  let required = positionalCount;
  while (required > 0 && defaults.has(required - 1)) required--;
  const range = required < positionalCount ? `from ${required} to ` : "";
  const plural = positionalCount === 1 && range === "" ? "" : "s";
  const keywordGiven = filled.slice(positionalCount).filter((isFilled) => isFilled).length;
  const extra =
    keywordGiven === 0
      ? ""
      : ` positional argument${given === 1 ? "" : "s"} (and ${keywordGiven} keyword-only argument${
          keywordGiven === 1 ? "" : "s"
        })`;
  const verb = given === 1 && keywordGiven === 0 ? "was" : "were";
  const takes = `${range}${positionalCount} positional argument${plural}`;
  const forgotSelf =
    isMethodCall && given === positionalCount + 1 && signature.names[0] !== "self"
      ? ". Did you forget 'self' in the function definition?"
      : "";
  return typeError(
    space,
    `${fname}() takes ${takes} but ${given}${extra} ${verb} given${forgotSelf}`,
  );
}

function unknownKeyword(
  space: ObjSpace,
  fname: string,
  signature: Signature,
  unknown: readonly string[],
) {
  const positionalOnly = unknown.filter((name) => signature.names.includes(name));
  if (positionalOnly.length > 0) {
    const what =
      positionalOnly.length === 1
        ? "a positional-only argument passed as keyword argument"
        : "some positional-only arguments passed as keyword arguments";
    return typeError(space, `${fname}() got ${what}: '${positionalOnly.join(", ")}'`);
  }
  const what =
    unknown.length === 1
      ? `an unexpected keyword argument '${unknown[0]}'`
      : `${unknown.length} unexpected keyword arguments`;
  return typeError(space, `${fname}() got ${what}`);
}
