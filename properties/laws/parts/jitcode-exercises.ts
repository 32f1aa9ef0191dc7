/**
 * Functions in the subset that the code writer translates, each of two small numbers: run by the
 * host and, as jitcode, by the blackhole, they must do the same (jitcode-law.ts).
 */

import { cast_int_to_float, float_lt, float_mul, toFloat } from "../../../sim/base/float.ts";
import type { Int } from "../../../sim/base/int.ts";
import { int_add, int_add_ovf, int_mul_ovf, int_py_mod } from "../../../sim/base/int.ts";
import { new_array_i, new_array_r } from "../../../sim/hints/arrays.ts";
import { GuestException } from "../../../sim/hints/exception.ts";
import { assert_not_none, promote } from "../../../sim/hints/hints.ts";

export class Failure extends GuestException {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code;
  }
}
export class OtherFailure extends GuestException {}

export abstract class Shape {
  count: number;
  isBig: boolean = false;
  constructor(count: number) {
    this.count = count;
  }
  abstract area(n: number): number;
  twice(n: number): number {
    return this.area(n) * 2;
  }
}
export class Square extends Shape {
  area(n: number): number {
    return this.count * n;
  }
}
export class Circle extends Square {
  readonly shift: number;
  constructor(count: number, shift: number) {
    super(count);
    this.shift = shift;
  }
  override area(n: number): number {
    return super.area(n) + this.shift;
  }
  override twice(n: number): number {
    while (n > 100) n -= 100;
    return n;
  }
}

export const LIMIT = 7;
export const TABLE: readonly number[] = [3, 1, 4, 1, 5];
export const SHARED = new Square(2);

/** @dont_look_inside */
export function mayFail(a: number): number {
  if (a > 5) throw new Failure(a);
  if (a < -5) throw new OtherFailure();
  return a + 1;
}

export function arithmetic(a: number, b: number): number {
  let c = a + b * 2;
  c -= a & b;
  c ^= 5;
  c = (c | 1) - (b << 2) + (a >> 1);
  return -c;
}

export function logic(a: number, b: number): number {
  const p = a > 2 && !(b < 1 || a === b);
  const q = !p || b >= LIMIT;
  return (p ? 1 : 0) + (q !== p ? 2 : 0) + (p === true ? 4 : 0) + (a <= b && q ? 8 : 0);
}

/** @unroll_safe */
export function loops(a: number, b: number): number {
  let sum = 0;
  outer: for (let i = 0; i < 6; i++) {
    let j = 0;
    while (true) {
      j++;
      if (j > a) continue outer;
      if (i * j === b) break;
      if (i + j === 9) break outer;
      sum += j;
    }
    if (sum <= 20) sum += 100;
  }
  return sum;
}

export function cases(a: number, b: number): number {
  let r = b;
  switch (a) {
    case 0:
    case 1:
      r += 10;
      break;
    case -2:
      return 5;
    case 3: {
      switch (b) {
        case 3:
          r = 33;
      }
      r++;
      break;
    }
    default:
      r = a;
      break;
  }
  return r;
}

export function overflow(a: number, b: number): number {
  let x: Int = 9223372036854775800n;
  const sum = int_add_ovf(x, a);
  if (sum === null) return 1;
  const product = int_mul_ovf(sum, b);
  if (product !== null) x = product;
  else return 2;
  return int_add(x, 0) === 0 ? 3 : 4;
}

export function exceptions(a: number, b: number): number {
  let state = 1;
  try {
    state = mayFail(a) * 10;
    try {
      state += mayFail(b);
      if (state > 30) throw new Failure(state);
    } catch (inner) {
      if (!(inner instanceof Failure)) throw inner;
      state += inner.code;
      state = mayFail(state);
    }
  } catch (error) {
    if (error instanceof OtherFailure) return -state;
    if (error instanceof Failure) return error.code * 1000 + state;
    throw error;
  }
  return state;
}

export function uncaught(a: number, b: number): number {
  return mayFail(a) + raise(b);
}

export function raise(b: number): number {
  if (b < 3) return b;
  throw new Failure(b);
}

export function objects(a: number, b: number): number {
  const square: Shape = new Square(a);
  const other: Shape = b > 2 ? new Circle(b, a) : square;
  other.isBig = a > b;
  other.count++;
  square.count += other.isBig ? 10 : 20;
  SHARED.isBig = !other.isBig;
  const same = square === other ? 1000 : 0;
  return other.twice(3) + square.area(2) + SHARED.area(1) + same + (SHARED.isBig ? 7 : 0);
}

/** @unroll_safe */
export function arrays(a: number, b: number): number {
  const items = new_array_i(4);
  const refs = new_array_r<Shape>(3);
  let i = 0;
  items[i++] = a;
  items[i++] = int_add(b, i);
  items[++i] = int_py_mod(a, 3);
  refs[1] = SHARED;
  const literal = [a, b, a + b];
  literal[0]! += literal[1]--;
  let total: Int = literal[0]! + literal[1]! * i + TABLE[i]! + TABLE.length;
  for (let k = 0; k < items.length; k++) total = int_add(total, items[k]!);
  if (refs[0] === null && refs[1] !== null) total = int_add(total, assert_not_none(refs[1]).count);
  return int_py_mod(total, 1000) as number;
}

export function floats(a: number, b: number): number {
  const x = float_mul(cast_int_to_float(a), toFloat(0.5));
  return float_lt(x, cast_int_to_float(promote(b))) ? 1 : 2;
}

export function order(a: number, b: number): number {
  return three(a, a++, a + b) + three(b--, a, b);
}

export function three(a: number, b: number, c: number): number {
  return a * 100 + b * 10 + c;
}
