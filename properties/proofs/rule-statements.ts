/**
 * Integer rules as statements about all words: the pattern and what takes its place are equal
 * whenever the conditions hold. The text that is proved is the one that runs
 * (sim/optimizer/rules/integers.ts).
 */

import type {
  Condition,
  IntegerRule,
  Operation,
  Term,
} from "../../sim/optimizer/ints/rule-text.ts";
import { exactValue, isMet, wordValue } from "./words.ts";
import type { Statement, Truth, Words, Z3 } from "./solver.ts";

const BITS = 64;
/** Wide enough for a word shifted by less than its size. */
const WIDE = 2 * BITS;

/** The sizes that int_signext takes. */
const SIGNEXT_BYTES = [1n, 2n, 4n];

/** Translates terms of one rule; names are free words. */
class TermTranslator {
  readonly premises: Truth[] = [];
  private readonly z3: Z3;
  /** Names that are taken for fixed numbers. */
  private readonly fixed: ReadonlyMap<string, bigint>;

  constructor(z3: Z3, fixed: ReadonlyMap<string, bigint> = new Map()) {
    this.z3 = z3;
    this.fixed = fixed;
  }

  word(value: bigint, bits = BITS): Words {
    return this.z3.BitVec.val(value, bits);
  }

  term(term: Term): Words {
    if (term.kind === "number") return this.word(term.value);
    if (term.kind === "operation") return this.operation(term);
    const value = this.fixed.get(term.name);
    return value === undefined ? this.z3.BitVec.const(term.name, BITS) : this.word(value);
  }

  private truth(condition: Truth): Words {
    return this.z3.If(condition, this.word(1n), this.word(0n)) as Words;
  }

  private count(value: Words): Words {
    return value.and(this.word(BigInt(BITS - 1)));
  }

  private operation(operation: Operation): Words {
    const [first, second] = operation.args;
    if (operation.name === "int_signext") return this.signExtend(first as Term, second as Term);
    const a = this.term(first as Term);
    const b = second === undefined ? a : this.term(second);
    const compared = this.comparison(operation.name, a, b);
    return compared === null ? this.arithmetic(operation.name, a, b) : this.truth(compared);
  }

  private arithmetic(name: string, a: Words, b: Words): Words {
    const zero = this.word(0n);
    switch (name.replace("_ovf", "")) {
      case "int_add":
        return a.add(b);
      case "int_sub":
        return a.sub(b);
      case "int_mul":
        return a.mul(b);
      case "int_and":
        return a.and(b);
      case "int_or":
        return a.or(b);
      case "int_xor":
        return a.xor(b);
      case "int_lshift":
        return a.shl(this.count(b));
      case "int_rshift":
        return a.shr(this.count(b));
      case "int_neg":
        return a.neg();
      case "int_invert":
        return a.not();
      case "int_force_ge_zero":
        return this.z3.If(a.slt(zero), zero, a) as Words;
      case "low_mask":
        return a.and(a.add(this.word(1n)).not());
      case "log2":
        return this.exponentOf(a);
      default:
        throw new TypeError(`no meaning of ${name}`);
    }
  }

  comparison(name: string, a: Words, b: Words): Truth | null {
    const zero = this.word(0n);
    const comparisons: Readonly<Record<string, () => Truth>> = {
      int_lt: () => a.slt(b),
      int_le: () => a.sle(b),
      int_gt: () => a.sgt(b),
      int_ge: () => a.sge(b),
      int_eq: () => a.eq(b),
      int_ne: () => a.neq(b),
      uint_lt: () => a.ult(b),
      uint_le: () => a.ule(b),
      uint_gt: () => a.ugt(b),
      uint_ge: () => a.uge(b),
      int_is_true: () => a.neq(zero),
      int_is_zero: () => a.eq(zero),
    };
    return comparisons[name]?.() ?? null;
  }

  private signExtend(value: Term, bytes: Term): Words {
    const size = bytes.kind === "constant" ? this.fixed.get(bytes.name) : undefined;
    if (size === undefined) throw new TypeError("int_signext takes a constant");
    const unused = this.word(BigInt(BITS) - size * 8n);
    return this.term(value).shl(unused).shr(unused);
  }

  /** The exponent of a power of two is the count that shifts 1 to it. */
  private exponentOf(power: Words): Words {
    const exponent: Words = this.z3.BitVec.const("exponent", BITS);
    this.premises.push(exponent.ult(this.word(BigInt(BITS))));
    this.premises.push(this.word(1n).shl(exponent).eq(power));
    return exponent;
  }

  condition({ relation, left, right }: Condition): Truth {
    if (relation === "holds") {
      const power = this.term((left as Operation).args[0] as Term);
      const isPower = power.and(power.sub(this.word(1n))).eq(this.word(0n));
      return this.z3.And(power.sgt(this.word(0n)), isPower);
    }
    const [a, b] = [this.bound(left), this.bound(right)];
    if (relation === "<=") return a.sle(b);
    return relation === "<" ? a.slt(b) : a.neq(b);
  }

  /** The least and the largest number of some bytes are numbers, when the bytes are. */
  private bound(term: Term): Words {
    const isSize = term.kind === "operation" && term.name.startsWith("signed_");
    if (!isSize) return this.term(term);
    return this.word(exactValue(term, this.fixed, BITS) as bigint);
  }

  /** That an operation's exact result is a word: it does not overflow, or loses no bits. */
  isExact(operation: Operation): Truth {
    const [a, b] = operation.args.map((arg) => this.term(arg).signExt(WIDE - BITS));
    const wide = this.wide(operation.name, a as Words, b as Words);
    const fits = wide.eq(this.term(operation).signExt(WIDE - BITS));
    if (operation.name !== "int_lshift") return fits;
    return this.z3.And(fits, (b as Words).ult(this.word(BigInt(BITS), WIDE)));
  }

  private wide(name: string, a: Words, b: Words): Words {
    if (name === "int_lshift") return a.shl(b);
    return name === "int_add_ovf" ? a.add(b) : a.sub(b);
  }
}

/** The numbers for which a rule of int_signext is stated; one empty choice for other rules. */
function choicesOf(pattern: Operation): ReadonlyMap<string, bigint>[] {
  const [, bytes] = pattern.args;
  if (pattern.name !== "int_signext" || bytes?.kind !== "constant") return [new Map()];
  return SIGNEXT_BYTES.map((size) => new Map([[bytes.name, size]]));
}

/** Operations whose result a rule uses only when it is exact. */
function needsExactness(rule: IntegerRule, { name }: Operation): boolean {
  return rule.result === null && (name.endsWith("_ovf") || name === "int_lshift");
}

/** A rewriting of an overflowing operation also says that it does not overflow. */
function replacesCheck(rule: IntegerRule, { name }: Operation): boolean {
  return rule.result !== null && name.endsWith("_ovf");
}

/** What is to be proved of a rule: for each of its patterns, all that it claims. */
export function statementsOf(z3: Z3, rule: IntegerRule): Statement[] {
  return rule.patterns.flatMap((pattern) =>
    choicesOf(pattern).map((fixed) => {
      const translator = new TermTranslator(z3, fixed);
      const result = translator.term(pattern);
      const conditions = rule.conditions.map((condition) => translator.condition(condition));
      const claims: Truth[] = [];
      if (rule.result !== null) claims.push(result.eq(translator.term(rule.result)));
      if (replacesCheck(rule, pattern)) claims.push(translator.isExact(pattern));
      for (const { left, right } of rule.equations) {
        claims.push(translator.term(left).eq(translator.term(right)));
      }
      const premises = [...conditions, ...translator.premises];
      if (rule.result === null) premises.push(z3.BitVec.const("r", BITS).eq(result));
      if (needsExactness(rule, pattern)) premises.push(translator.isExact(pattern));
      return { premises, claim: z3.And(...claims) };
    }),
  );
}

/** Names of a term, `r` apart. */
function namesIn(term: Term): string[] {
  if (term.kind === "number") return [];
  return term.kind === "operation" ? term.args.flatMap(namesIn) : [term.name];
}

function* assignments(names: readonly string[], bits: number): Generator<Map<string, bigint>> {
  const [name, ...rest] = names;
  if (name === undefined) {
    yield new Map();
    return;
  }
  const half = 1n << BigInt(bits - 1);
  for (const map of assignments(rest, bits)) {
    for (let value = -half; value < half; value++) {
      map.set(name, value);
      yield map;
    }
  }
}

/** The first values of `bits` bits for which a rule is wrong; null when there are none. */
export function findCounterexample(rule: IntegerRule, bits: number): string | null {
  for (const pattern of rule.patterns) {
    const names = [...new Set(namesIn(pattern))];
    for (const values of assignments(names, bits)) {
      if (!rule.conditions.every((condition) => isMet(condition, values, bits))) continue;
      if (!isRight(rule, pattern, values, bits)) {
        return [...values].map(([name, value]) => `${name} = ${value}`).join(", ");
      }
    }
  }
  return null;
}

function isRight(
  rule: IntegerRule,
  pattern: Operation,
  values: Map<string, bigint>,
  bits: number,
): boolean {
  if (pattern.name === "int_signext" && values.get("N") !== 1n) return true;
  const exact = exactValue(pattern, values, bits);
  if (exact === null) return true;
  const result = BigInt.asIntN(bits, exact);
  const isExact = result === exact;
  if (rule.result !== null) {
    if (replacesCheck(rule, pattern) && !isExact) return false;
    return wordValue(rule.result, values, bits) === result;
  }
  const shift =
    pattern.name === "int_lshift" ? wordValue(pattern.args[1] as Term, values, bits) : 0n;
  const isCount = shift !== null && shift >= 0n && shift < BigInt(bits);
  if (needsExactness(rule, pattern) && (!isExact || !isCount)) return true;
  const known = new Map(values).set("r", result);
  return rule.equations.every(
    ({ left, right }) => wordValue(left, known, bits) === wordValue(right, known, bits),
  );
}
