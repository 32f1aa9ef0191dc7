/**
 * The matcher of integer rules: each rule's text is compiled, when the module is loaded, to a check
 * of an operation's operands and to what takes the operation's place. An operation meets the rules
 * of its name in the order of their table; the first that matches is applied.
 *
 * A number in a pattern matches a value that is known to be that number; a capital any value that
 * is known to be some number; a name that occurs twice the same value twice. A condition holds when
 * the bounds of its values leave no other possibility.
 */

import { assert } from "../../base/assert.ts";
import type { Int } from "../../base/int.ts";
import { intFromBigint } from "../../base/int.ts";
import { EXECUTORS } from "../../trace/execute.ts";
import type { OpName } from "../../trace/ops.ts";
import { isOpName } from "../../trace/ops.ts";
import type { Box, ResOp, Value } from "../../trace/values.ts";
import { ConstInt, sameValue } from "../../trace/values.ts";
import { forwardedInfo, replacementOf } from "../boxes.ts";
import type { Optimizer } from "../optimizer.ts";
import type { RuleName } from "../rules/rules.ts";
import { CONSTANT_FUNCTIONS, CONSTANT_PREDICATES } from "./constant-terms.ts";
import { IntBound } from "./int-bound.ts";
import type { Condition, IntegerRule, Operation, Term } from "./rule-text.ts";
import { parseRules } from "./rule-text.ts";

/** What an operation becomes: a value, or another operation. */
export type Rewritten =
  | { readonly value: Value }
  | { readonly value: null; readonly opname: OpName; readonly args: Value[] };

/** What a pattern's names stand for while one operation is matched, by their numbers in the rule. */
interface Bindings {
  readonly optimizer: Optimizer;
  readonly values: (Value | undefined)[];
  readonly constants: (bigint | undefined)[];
}

type Matcher = (value: Value, bindings: Bindings) => boolean;
type Check = (bindings: Bindings) => boolean;
type Maker = (bindings: Bindings) => Value;
type Computation = (bindings: Bindings) => bigint;

/** The integer that a value (at the end of its chain) is known to be. */
function knownNumber(value: Value): Int | null {
  if (value.kind !== "i") return null;
  if (value.isConst) return typeof value.value === "object" ? null : (value.value as Int);
  const info = forwardedInfo(value as Box);
  return info instanceof IntBound && info.isConstant ? info.constantValue() : null;
}

/** Compiles one rule; the names of its values and constants are numbered as they come. */
class RuleCompiler {
  private readonly values: string[] = [];
  private readonly constants: string[] = [];

  private slot(names: string[], name: string): number {
    const known = names.indexOf(name);
    return known >= 0 ? known : names.push(name) - 1;
  }

  matcher(term: Term): Matcher {
    if (term.kind === "value") {
      const slot = this.slot(this.values, term.name);
      return (value, { values }) => {
        const bound = values[slot];
        if (bound !== undefined) return sameValue(bound, value);
        values[slot] = value;
        return true;
      };
    }
    if (term.kind === "number") {
      const wanted = intFromBigint(term.value);
      return (value) => knownNumber(value) === wanted;
    }
    if (term.kind === "constant") {
      const slot = this.slot(this.constants, term.name);
      return (value, { constants }) => {
        const known = knownNumber(value);
        if (known === null) return false;
        constants[slot] = BigInt(known);
        return true;
      };
    }
    const operands = this.operands(term);
    return (value, bindings) => {
      const op = value.isConst ? null : bindings.optimizer.asOperation(value);
      return op !== null && op.opname === term.name && matchOperands(operands, op, bindings);
    };
  }

  operands(pattern: Operation): Matcher[] {
    return pattern.args.map((term) => this.matcher(term));
  }

  /** A term without values, computed. */
  private computation(term: Term): Computation {
    if (term.kind === "number") return () => term.value;
    if (term.kind === "constant") {
      const slot = this.slot(this.constants, term.name);
      return ({ constants }) => constants[slot] as bigint;
    }
    assert(term.kind === "operation", "a rule computes with a value");
    const args = term.args.map((arg) => this.computation(arg));
    const own = CONSTANT_FUNCTIONS[term.name];
    if (own !== undefined) return (bindings) => own(args[0]?.(bindings) as bigint);
    const executor = isOpName(term.name) ? EXECUTORS[term.name] : undefined;
    assert(executor !== undefined, "no function of constants:", term.name);
    return (bindings) => {
      const operands = args.map((arg) => intFromBigint(arg(bindings)));
      return BigInt(executor(operands, null) as Int);
    };
  }

  /** The least (or the largest) that a side of a comparison can be. */
  private end(term: Term, side: "lower" | "upper"): Computation {
    if (term.kind !== "value") return this.computation(term);
    const slot = this.slot(this.values, term.name);
    return ({ optimizer, values }) => optimizer.bound(values[slot] as Value)[side];
  }

  condition({ relation, left, right }: Condition): Check {
    if (relation === "holds") {
      assert(left.kind === "operation", "a condition is a comparison or a predicate");
      const predicate = CONSTANT_PREDICATES[left.name];
      assert(predicate !== undefined, "no predicate:", left.name);
      const argument = this.computation(left.args[0] as Term);
      return (bindings) => predicate(argument(bindings));
    }
    const [highest, lowest] = [this.end(left, "upper"), this.end(right, "lower")];
    if (relation === "<=") return (bindings) => highest(bindings) <= lowest(bindings);
    if (relation === "<") return (bindings) => highest(bindings) < lowest(bindings);
    const [least, largest] = [this.end(left, "lower"), this.end(right, "upper")];
    return (bindings) =>
      highest(bindings) < lowest(bindings) || largest(bindings) < least(bindings);
  }

  value(term: Term): Maker {
    if (term.kind === "value") {
      const slot = this.slot(this.values, term.name);
      return ({ values }) => values[slot] as Value;
    }
    const computation = this.computation(term);
    return (bindings) => new ConstInt(intFromBigint(computation(bindings)));
  }

  rewritten(term: Term): (bindings: Bindings) => Rewritten {
    if (term.kind !== "operation" || !hasValue(term)) {
      const maker = this.value(term);
      return (bindings) => ({ value: maker(bindings) });
    }
    const { name } = term;
    assert(isOpName(name), "no operation:", name);
    const args = term.args.map((arg) => this.value(arg));
    return (bindings) => ({
      value: null,
      opname: name,
      args: args.map((arg) => arg(bindings)),
    });
  }
}

function hasValue(term: Term): boolean {
  return term.kind === "value" || (term.kind === "operation" && term.args.some(hasValue));
}

function matchOperands(matchers: readonly Matcher[], op: ResOp, bindings: Bindings): boolean {
  for (let index = 0; index < matchers.length; index++) {
    const value = replacementOf(op.args[index] as Value);
    if (!(matchers[index] as Matcher)(value, bindings)) return false;
  }
  return true;
}

/** One pattern of one rule, compiled. */
interface Alternative {
  readonly rule: IntegerRule;
  readonly opname: OpName;
  readonly operands: readonly Matcher[];
  readonly conditions: readonly Check[];
  readonly rewritten: ((bindings: Bindings) => Rewritten) | null;
  readonly equations: readonly {
    readonly opname: OpName;
    readonly args: readonly Maker[];
    readonly result: Maker;
  }[];
}

function compile(rule: IntegerRule, pattern: Operation): Alternative {
  const compiler = new RuleCompiler();
  assert(isOpName(pattern.name), "no operation:", pattern.name);
  // The operation itself is the first value of a rule that remembers.
  if (rule.result === null) compiler.value({ kind: "value", name: "r" });
  const operands = compiler.operands(pattern);
  return {
    rule,
    opname: pattern.name,
    operands,
    conditions: rule.conditions.map((condition) => compiler.condition(condition)),
    rewritten: rule.result === null ? null : compiler.rewritten(rule.result),
    equations: rule.equations.map(({ left, right }) => ({
      opname: left.name as OpName,
      args: left.args.map((arg) => compiler.value(arg)),
      result: compiler.value(right),
    })),
  };
}

/** The rules of a table, by operation. */
export class IntegerRules {
  private readonly alternatives: Partial<Record<OpName, Alternative[]>> = {};

  constructor(texts: Readonly<Record<string, string>>) {
    for (const rule of parseRules(texts)) {
      for (const pattern of rule.patterns) {
        const alternative = compile(rule, pattern);
        this.alternatives[alternative.opname] ??= [];
        this.alternatives[alternative.opname]?.push(alternative);
      }
    }
  }

  get opnames(): OpName[] {
    return Object.keys(this.alternatives) as OpName[];
  }

  /** What the first rule that matches makes of the operation; null when none does. */
  rewrite(optimizer: Optimizer, op: ResOp): Rewritten | null {
    const bindings: Bindings = { optimizer, values: [], constants: [] };
    for (const { rule, operands, conditions, rewritten } of this.alternatives[op.opname] ?? []) {
      bindings.values.length = 0;
      if (!matchOperands(operands, op, bindings)) continue;
      if (!conditions.every((isImplied) => isImplied(bindings))) continue;
      optimizer.fired(rule.name as RuleName);
      return rewritten === null ? null : rewritten(bindings);
    }
    return null;
  }

  /** Teaches the pass of pure operations what follows from `op`, which stands in the trace. */
  remember(optimizer: Optimizer, op: ResOp): void {
    const { pure } = optimizer;
    const alternatives = this.alternatives[op.opname];
    if (pure === null || alternatives === undefined) return;
    const bindings: Bindings = { optimizer, values: [], constants: [] };
    for (const { rule, operands, conditions, equations } of alternatives) {
      bindings.values.length = 0;
      bindings.values[0] = op;
      if (!operands.every((matches, i) => matches(op.args[i] as Value, bindings))) continue;
      if (!conditions.every((isImplied) => isImplied(bindings))) continue;
      optimizer.fired(rule.name as RuleName);
      for (const { opname, args, result } of equations) {
        const operandsOf = args.map((arg) => arg(bindings));
        pure.remember(opname, operandsOf, result(bindings));
      }
    }
  }
}
