/**
 * The algebras in which interval operations are proved: real numbers, which contain the integers and
 * for which sums and products can be decided, and words of a width that nothing overflows in, where
 * single bits matter.
 */

import type { Algebra, Interval } from "../../sim/optimizer/ints/interval-operations.ts";
import type { Reals, Truth, Words, Z3 } from "./solver.ts";

const BITS = 64;
const MIN = -(1n << BigInt(BITS - 1));
const MAX = (1n << BigInt(BITS - 1)) - 1n;

/** Numbers of a prover: `N` words or reals. */
export interface TermAlgebra<N> extends Algebra<N, Truth> {
  /** A free number. */
  free(name: string): N;
  same(a: N, b: N): Truth;
  /** What is known of numbers that stand for functions of others; ask last. */
  facts(): Truth[];
}

function isInterval<N>(value: N | Interval<N>): value is Interval<N> {
  return typeof value === "object" && value !== null && "lower" in value;
}

/** Chooses between numbers, and between intervals end by end. */
function chooser<N>(pick: (condition: Truth, yes: N, no: N) => N) {
  return <T extends N | Interval<N>>(condition: Truth, yes: () => T, no: () => T): T => {
    const [a, b] = [yes(), no()];
    if (isInterval<N>(a) && isInterval<N>(b)) {
      const lower = pick(condition, a.lower, b.lower);
      return { lower, upper: pick(condition, a.upper, b.upper) } as T;
    }
    return pick(condition, a as N, b as N) as T;
  };
}

/** Words of `width` bits that stand for numbers; wide enough for what is computed with them. */
export function wordAlgebra(z3: Z3, width: number): TermAlgebra<Words> {
  const number = (value: bigint): Words => z3.BitVec.val(value, width);
  return {
    bits: BITS,
    min: number(MIN),
    max: number(MAX),
    number,
    free: (name) => z3.BitVec.const(name, width),
    same: (a, b) => a.eq(b),
    facts: () => [],
    add: (a, b) => a.add(b),
    sub: (a, b) => a.sub(b),
    mul: (a, b) => a.mul(b),
    floorDivide: () => {
      throw new TypeError("words are not divided");
    },
    shiftLeft: (a, count) => a.shl(count),
    shiftRight: (a, count) => a.shr(count),
    maskAbove: (a, b) =>
      [1n, 2n, 4n, 8n, 16n, 32n].reduce(
        (mask, distance) => mask.or(mask.lshr(number(distance))),
        a.or(b),
      ),
    atMost: (a, b) => a.sle(b),
    less: (a, b) => a.slt(b),
    both: (a, b) => z3.And(a, b),
    either: (a, b) => z3.Or(a, b),
    choose: chooser<Words>((condition, yes, no) => z3.If(condition, yes, no) as Words),
  };
}

/**
 * 2^count for the counts of one statement, as numbers of which nothing else is known than that they
 * are at least 1 and in the order of the counts.
 */
class Powers {
  private readonly z3: Z3;
  private readonly known = new Map<string, { readonly count: Reals; readonly power: Reals }>();

  constructor(z3: Z3) {
    this.z3 = z3;
  }

  of(count: Reals): Reals {
    const key = count.sexpr();
    const found = this.known.get(key);
    if (found !== undefined) return found.power;
    const power = this.z3.Real.const(`power_${this.known.size}`);
    this.known.set(key, { count, power });
    return power;
  }

  facts(): Truth[] {
    const all = [...this.known.values()];
    return all.flatMap((one) => [
      one.power.ge(this.z3.Real.val(1)),
      ...all.map((other) => this.z3.Implies(one.count.le(other.count), one.power.le(other.power))),
    ]);
  }
}

/** Real numbers; a division and a shift to the right give the quotient itself. */
export function realAlgebra(z3: Z3): TermAlgebra<Reals> {
  const number = (value: bigint): Reals => z3.Real.val(value);
  const powers = new Powers(z3);
  return {
    bits: BITS,
    min: number(MIN),
    max: number(MAX),
    number,
    free: (name) => z3.Real.const(name),
    same: (a, b) => a.eq(b),
    facts: () => powers.facts(),
    add: (a, b) => a.add(b),
    sub: (a, b) => a.sub(b),
    mul: (a, b) => a.mul(b),
    floorDivide: (a, b) => a.div(b),
    shiftLeft: (a, count) => a.mul(powers.of(count)),
    shiftRight: (a, count) => a.div(powers.of(count)),
    maskAbove: () => {
      throw new TypeError("real numbers have no bits");
    },
    atMost: (a, b) => a.le(b),
    less: (a, b) => a.lt(b),
    both: (a, b) => z3.And(a, b),
    either: (a, b) => z3.Or(a, b),
    choose: chooser<Reals>((condition, yes, no) => z3.If(condition, yes, no) as Reals),
  };
}
