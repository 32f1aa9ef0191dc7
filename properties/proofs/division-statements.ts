/**
 * Division by constants as statements: that the multiplication by a magic number gives the
 * quotient. Of a divisor that is a number, the statement is linear and quickly proved; of all
 * divisors at once it is about real numbers.
 *
 * With n = q * m + r, 0 <= r < m, the quotient q is what the high word of n * k, shifted, gives when
 * q * 2^(64 + s) <= n * k < (q + 1) * 2^(64 + s).
 */

import { magicNumbers } from "../../sim/optimizer/ints/division.ts";
import type { NamedStatement } from "./interval-statements.ts";
import type { Truth, Z3 } from "./solver.ts";

const TWO_63 = 1n << 63n;
const TWO_64 = 1n << 64n;

/** For one divisor: the operations that replace the division give its quotient. */
function isQuotient(z3: Z3, divisor: bigint): Truth {
  const { multiplier, shift } = magicNumbers(divisor);
  const number = (value: bigint) => z3.Int.val(value);
  const free = (name: string) => z3.Int.const(`${name}_${divisor}`);
  const [dividend, upper] = [free("n"), free("high")];
  const [made, quotient] = [free("made"), free("q")];
  const product = dividend.mul(number(BigInt.asUintN(64, BigInt(multiplier))));
  const size = number(1n << BigInt(shift));
  const isFloor = (value: typeof quotient, of: typeof product, by: typeof size) =>
    z3.And(value.mul(by).le(of), of.lt(value.add(number(1n)).mul(by)));
  return z3.Implies(
    z3.And(
      dividend.ge(number(0n)),
      dividend.lt(number(TWO_63)),
      isFloor(upper, product, number(TWO_64)),
      isFloor(made, upper, size),
      isFloor(quotient, dividend, number(divisor)),
    ),
    made.eq(quotient),
  );
}

/** Divisors of a group, powers of two left out. */
function group(name: string, divisors: readonly bigint[]): NamedStatement {
  const used = divisors.filter((divisor) => (divisor & (divisor - 1n)) !== 0n);
  return {
    name: `division by ${name} (${used.length} divisors)`,
    make: (z3) => ({
      premises: [],
      claim: z3.And(...used.map((divisor) => isQuotient(z3, divisor))),
    }),
  };
}

function range(from: bigint, to: bigint): bigint[] {
  return Array.from({ length: Number(to - from + 1n) }, (_, index) => from + BigInt(index));
}

const EXPONENTS = range(7n, 62n);

/** Every divisor: k * m = P + e with 0 < e <= m, where P = 2^(64 + s) is more than m * 2^63. */
const ALL_DIVISORS: NamedStatement = {
  name: "division by every constant, over the reals",
  make: (z3) => {
    const real = (name: string) => z3.Real.const(name);
    const [m, k, P, e] = [real("m"), real("k"), real("P"), real("e")];
    const [n, q, r] = [real("n"), real("q"), real("r")];
    const zero = z3.Real.val(0);
    return {
      premises: [
        m.ge(z3.Real.val(3)),
        k.mul(m).eq(P.add(e)),
        e.gt(zero),
        e.le(m),
        P.gt(m.mul(z3.Real.val(TWO_63))),
        n.eq(q.mul(m).add(r)),
        r.ge(zero),
        r.le(m.sub(z3.Real.val(1))),
        n.ge(zero),
        n.lt(z3.Real.val(TWO_63)),
        q.ge(zero),
      ],
      claim: z3.And(q.mul(P).le(n.mul(k)), n.mul(k).lt(q.add(z3.Real.val(1)).mul(P))),
    };
  },
};

/** floor(n / m) = ~floor(~n / m); `part` is floor(~n / m) * m. */
const NEGATIVE_DIVIDENDS: NamedStatement = {
  name: "division of negative values through their inversion",
  make: (z3) => {
    const [n, m, part] = [z3.Int.const("n"), z3.Int.const("m"), z3.Int.const("part")];
    const inverted = z3.Int.val(-1).sub(n);
    const own = z3.Int.val(0).sub(part).sub(m);
    return {
      premises: [m.gt(z3.Int.val(0)), part.le(inverted), inverted.lt(part.add(m))],
      claim: z3.And(own.le(n), n.lt(own.add(m))),
    };
  },
};

/** x ^ (x >> 63) is x or its inversion, whichever is not negative. */
const SIGN: NamedStatement = {
  name: "the sign of a dividend as a mask",
  make: (z3) => {
    const x = z3.BitVec.const("x", 64);
    const zero = z3.BitVec.val(0, 64);
    const masked = x.xor(x.shr(z3.BitVec.val(63, 64)));
    const wanted = z3.If(x.slt(zero), x.not(), x);
    return { premises: [], claim: z3.And(masked.eq(wanted as typeof x), masked.sge(zero)) };
  },
};

/** x >> s is the floor quotient by 2^s, and x & (2^s - 1) the remainder. */
const POWERS_OF_TWO: NamedStatement = {
  name: "division by powers of two",
  make: (z3) => {
    const [x, s] = [z3.BitVec.const("x", 130), z3.BitVec.const("s", 130)];
    const number = (value: bigint) => z3.BitVec.val(value, 130);
    const size = number(1n).shl(s);
    const quotient = x.shr(s);
    const floor = quotient.shl(s);
    const remainder = x.and(size.sub(number(1n)));
    return {
      premises: [
        s.sge(number(1n)),
        s.sle(number(62n)),
        x.sge(number(-TWO_63)),
        x.slt(number(TWO_63)),
      ],
      claim: z3.And(floor.sle(x), x.slt(floor.add(size)), remainder.eq(x.sub(floor))),
    };
  },
};

export const DIVISION_STATEMENTS: readonly NamedStatement[] = [
  ALL_DIVISORS,
  group("3 to 32", range(3n, 32n)),
  group("33 to 64", range(33n, 64n)),
  group("65 to 100", range(65n, 100n)),
  group(
    "powers of ten",
    range(2n, 18n).map((power) => 10n ** power),
  ),
  group(
    "2^k + 1",
    EXPONENTS.map((power) => (1n << power) + 1n),
  ),
  group(
    "2^k - 1",
    EXPONENTS.map((power) => (1n << power) - 1n),
  ),
  group("60, 365, 1000, …", [60n, 365n, 3600n, 86400n, 1461n, TWO_63 - 1n, TWO_63 - 25n]),
  NEGATIVE_DIVIDENDS,
  SIGN,
  POWERS_OF_TWO,
];
