/**
 * What integer operations do to words of any width, on bigints: the reference for checks of all
 * values of 8 bits. At 64 bits it is checked against the operations themselves.
 */

import {
  CONSTANT_FUNCTIONS,
  CONSTANT_PREDICATES,
} from "../../sim/optimizer/ints/constant-terms.ts";
import type { Condition, Term } from "../../sim/optimizer/ints/rule-text.ts";

type Operation = (a: bigint, b: bigint, bits: number) => bigint;

const truth = (value: boolean): bigint => (value ? 1n : 0n);
const unsigned = (value: bigint, bits: number): bigint => BigInt.asUintN(bits, value);
/** Counts are taken modulo the word's size. */
const count = (value: bigint, bits: number): bigint => unsigned(value, bits) % BigInt(bits);

/** Exact results, before they are wrapped. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  int_add: (a, b) => a + b,
  int_sub: (a, b) => a - b,
  int_mul: (a, b) => a * b,
  int_add_ovf: (a, b) => a + b,
  int_sub_ovf: (a, b) => a - b,
  int_mul_ovf: (a, b) => a * b,
  int_and: (a, b) => a & b,
  int_or: (a, b) => a | b,
  int_xor: (a, b) => a ^ b,
  int_lshift: (a, b, bits) => a << count(b, bits),
  int_rshift: (a, b, bits) => a >> count(b, bits),
  uint_rshift: (a, b, bits) => unsigned(a, bits) >> count(b, bits),
  int_neg: (a) => -a,
  int_invert: (a) => ~a,
  int_signext: (a, b) => BigInt.asIntN(Number(b) * 8, a),
  int_force_ge_zero: (a) => (a < 0n ? 0n : a),
  int_is_true: (a) => truth(a !== 0n),
  int_is_zero: (a) => truth(a === 0n),
  int_lt: (a, b) => truth(a < b),
  int_le: (a, b) => truth(a <= b),
  int_gt: (a, b) => truth(a > b),
  int_ge: (a, b) => truth(a >= b),
  int_eq: (a, b) => truth(a === b),
  int_ne: (a, b) => truth(a !== b),
  uint_lt: (a, b, bits) => truth(unsigned(a, bits) < unsigned(b, bits)),
  uint_le: (a, b, bits) => truth(unsigned(a, bits) <= unsigned(b, bits)),
  uint_gt: (a, b, bits) => truth(unsigned(a, bits) > unsigned(b, bits)),
  uint_ge: (a, b, bits) => truth(unsigned(a, bits) >= unsigned(b, bits)),
};

/** The values of a rule's names. */
export type Environment = ReadonlyMap<string, bigint>;

/** A term's exact value (its parts wrapped); null where it is not defined. */
export function exactValue(term: Term, names: Environment, bits: number): bigint | null {
  if (term.kind === "number") return term.value;
  if (term.kind !== "operation") return names.get(term.name) ?? null;
  const args = term.args.map((arg) => wordValue(arg, names, bits));
  if (args.includes(null)) return null;
  const [a, b = 0n] = args as bigint[];
  const constant = CONSTANT_FUNCTIONS[term.name];
  if (constant !== undefined) return constant(a as bigint);
  return OPERATIONS[term.name]?.(a as bigint, b, bits) ?? null;
}

/** A term's value as a word. */
export function wordValue(term: Term, names: Environment, bits: number): bigint | null {
  const exact = exactValue(term, names, bits);
  return exact === null ? null : BigInt.asIntN(bits, exact);
}

export function isMet({ relation, left, right }: Condition, names: Environment, bits: number) {
  if (relation === "holds") {
    if (left.kind !== "operation") return false;
    const argument = wordValue(left.args[0] as Term, names, bits);
    return argument !== null && CONSTANT_PREDICATES[left.name]?.(argument) === true;
  }
  // A bound of a constant function need not be a word: 2^7 - 1 at 8 bits is, 2^15 - 1 is not.
  const [a, b] = [exactValue(left, names, bits), exactValue(right, names, bits)];
  if (a === null || b === null) return false;
  if (relation === "<=") return a <= b;
  return relation === "<" ? a < b : a !== b;
}
