/** Operations on machine integers mean what they mean on integers without limit. */

import * as fc from "fast-check";
import type { Int } from "../../../sim/base/int.ts";
import { int_py_div, int_py_mod, intFromBigint, isInt } from "../../../sim/base/int.ts";
import { EXECUTORS } from "../../../sim/trace/execute.ts";
import type { OpName } from "../../../sim/trace/ops.ts";
import type { RtValue } from "../../../sim/trace/values.ts";
import { ints } from "../../generators/words.ts";
import type { Law, Verdict } from "../law.ts";
import { broken, holds } from "../law.ts";

type Meaning = (a: bigint, b: bigint) => bigint | boolean | null;

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const word = (value: bigint): bigint => BigInt.asUintN(64, value);
const orNull = (value: bigint): bigint | null => (wrap(value) === value ? value : null);
const floorDivide = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

/** What each operation means; undefined where it means nothing. */
const MEANINGS: Partial<Readonly<Record<OpName, Meaning>>> = {
  int_add: (a, b) => wrap(a + b),
  int_sub: (a, b) => wrap(a - b),
  int_mul: (a, b) => wrap(a * b),
  int_add_ovf: (a, b) => orNull(a + b),
  int_sub_ovf: (a, b) => orNull(a - b),
  int_mul_ovf: (a, b) => orNull(a * b),
  uint_mul_high: (a, b) => wrap((word(a) * word(b)) >> 64n),
  int_and: (a, b) => a & b,
  int_or: (a, b) => a | b,
  int_xor: (a, b) => a ^ b,
  int_lshift: (a, b) => wrap(a << (b & 63n)),
  int_rshift: (a, b) => a >> (b & 63n),
  uint_rshift: (a, b) => wrap(word(a) >> (b & 63n)),
  int_neg: (a) => wrap(-a),
  int_invert: (a) => ~a,
  int_is_true: (a) => a !== 0n,
  int_is_zero: (a) => a === 0n,
  int_force_ge_zero: (a) => (a < 0n ? 0n : a),
  int_lt: (a, b) => a < b,
  int_le: (a, b) => a <= b,
  int_eq: (a, b) => a === b,
  int_ne: (a, b) => a !== b,
  int_gt: (a, b) => a > b,
  int_ge: (a, b) => a >= b,
  uint_lt: (a, b) => word(a) < word(b),
  uint_le: (a, b) => word(a) <= word(b),
  uint_gt: (a, b) => word(a) > word(b),
  uint_ge: (a, b) => word(a) >= word(b),
};

const DIVISIONS = {
  int_py_div: [int_py_div, floorDivide],
  int_py_mod: [int_py_mod, (a: bigint, b: bigint) => a - floorDivide(a, b) * b],
} as const;

const SHIFTS: readonly string[] = ["int_lshift", "int_rshift", "uint_rshift"];

export interface WordPair {
  readonly a: Int;
  readonly b: Int;
}

function toValue(meant: bigint | boolean | null): RtValue {
  if (meant === null) return null;
  return typeof meant === "bigint" ? intFromBigint(meant) : meant ? 1 : 0;
}

/** What is wrong with one result. */
function wrong(name: string, args: readonly Int[], actual: RtValue, wanted: RtValue) {
  if (actual === wanted && (wanted === null || isInt(actual))) return null;
  return `${name}(${args.join(", ")}) is ${String(actual)}, not ${String(wanted)}`;
}

function check({ a, b }: WordPair): Verdict {
  const [x, y] = [BigInt(a), BigInt(b)];
  const totals: Record<string, number> = {};
  for (const [name, meaning] of Object.entries(MEANINGS)) {
    // A count beyond the width of a word has no meaning.
    const second = SHIFTS.includes(name) ? Number(y & 63n) : b;
    const actual = EXECUTORS[name as OpName]?.([a, second], null) as RtValue;
    const problem = wrong(name, [a, second], actual, toValue(meaning(x, BigInt(second))));
    if (problem !== null) return broken(wordOperations.name, problem, totals, { difference: name });
    if (actual === null) totals.overflow = (totals.overflow ?? 0) + 1;
  }
  const isDefined = y !== 0n && !(y === -1n && x === -(2n ** 63n));
  for (const [name, [divide, meaning]] of Object.entries(DIVISIONS)) {
    if (!isDefined) break;
    const problem = wrong(name, [a, b], divide(a, b), toValue(meaning(x, y)));
    if (problem !== null) return broken(wordOperations.name, problem, totals, { difference: name });
  }
  return holds({ ...totals, pair: 1 });
}

/** Independent words; and pairs whose sum, difference or product is next to a limit. */
const pairs: fc.Arbitrary<WordPair> = fc.oneof(
  fc.record({ a: ints, b: ints }),
  fc
    .tuple(fc.constantFrom(31n, 53n, 63n), fc.bigInt({ min: -3n, max: 3n }), ints, fc.nat(3))
    .map(([bits, beside, other, shape]) => {
      const b = BigInt(other);
      const limit = (shape % 2 === 0 ? 1n : -1n) * 2n ** bits + beside;
      const divisor = b % 2n ** 20n || 3n;
      const a = [limit - b, limit + b, limit / divisor, limit][shape] as bigint;
      return { a: intFromBigint(a), b: intFromBigint(shape === 2 ? divisor : b) };
    }),
);

export const wordOperations: Law<WordPair> = {
  name: "word-operations",
  says: "Each operation on words of 64 bits gives what it gives on integers without limit, wrapped.",
  subjects: "pairs of machine words",
  arbitrary: pairs,
  check,
  describe: ({ a, b }) => `${a}, ${b}`,
  planted: {
    file: "sim/base/int.ts",
    find: "    if (isSurelyWord(difference)) return big(a) - big(b);",
    replace: "    if (isSurelyWord(difference)) return intFromNumber(difference);",
  },
  secondsMax: 20,
};
