/**
 * The traced parts of the built-in functions on numbers.
 *
 * Counterpart: pypy/module/__builtin__/operation.py, functional.py (min_max), pypy/objspace/std.
 */

import {
  cast_float_to_int,
  cast_int_to_float,
  float_abs,
  float_lt,
  toFloat,
} from "../../../base/float.ts";
import { int_ge, int_sub_ovf } from "../../../base/int.ts";
import { floordiv, are_numbers, mod, pow } from "../objects/arithmetic.ts";
import { CMP_GT, CMP_LT, compare } from "../objects/compare.ts";
import { FastCode } from "../objects/fast-code.ts";
import { W_FloatObject } from "../objects/float-object.ts";
import { newbool, W_BoolObject, W_IntObject } from "../objects/int-object.ts";
import { round_half_even } from "../objects/number-operations.ts";
import type { ObjSpace } from "../objects/space.ts";
import { int_of_text, small_int_text } from "../objects/text-operations.ts";
import { is_true } from "../objects/truth.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

export class FastAbs extends FastCode {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (w_x instanceof W_IntObject) {
      if (int_ge(w_x.intval, 0)) return new W_IntObject(w_x.intval);
      const negated = int_sub_ovf(0, w_x.intval);
      if (negated === null) return null;
      return new W_IntObject(negated);
    }
    if (w_x instanceof W_FloatObject) return new W_FloatObject(float_abs(w_x.floatval));
    return null;
  }
}

/** `min` and `max` of two or three values. */
export class FastExtreme extends FastCode {
  /** The comparison that makes a later value the better one. */
  readonly op: number;

  constructor(op: number) {
    super();
    this.op = op;
  }

  override call2(space: ObjSpace, w_1: W_Root, w_2: W_Root): W_Root | null {
    return is_true(space, compare(space, this.op, w_2, w_1)) ? w_2 : w_1;
  }

  override call3(space: ObjSpace, w_1: W_Root, w_2: W_Root, w_3: W_Root): W_Root | null {
    const w_best = is_true(space, compare(space, this.op, w_2, w_1)) ? w_2 : w_1;
    return is_true(space, compare(space, this.op, w_3, w_best)) ? w_3 : w_best;
  }
}

export class FastInt extends FastCode {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (w_x instanceof W_IntObject) {
      return w_x instanceof W_BoolObject ? new W_IntObject(w_x.intval) : w_x;
    }
    if (w_x instanceof W_FloatObject) return whole_float(w_x);
    if (w_x instanceof W_UnicodeObject) {
      const digits = small_int_text(w_x.value);
      if (digits !== null) return new W_IntObject(int_of_text(digits));
    }
    return null;
  }
}

/** The integer part of a float that is surely a machine integer, or null. */
export function whole_float(w_x: W_FloatObject): W_Root | null {
  if (!float_lt(float_abs(w_x.floatval), toFloat(4e18))) return null;
  return new W_IntObject(cast_float_to_int(w_x.floatval));
}

export class FastFloat extends FastCode {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (w_x instanceof W_FloatObject) return w_x;
    if (w_x instanceof W_IntObject) return new W_FloatObject(cast_int_to_float(w_x.intval));
    return null;
  }
}

export class FastBool extends FastCode {
  override call1(space: ObjSpace, w_x: W_Root): W_Root | null {
    return newbool(is_true(space, w_x));
  }
}

export class FastDivmod extends FastCode {
  override call2(space: ObjSpace, w_x: W_Root, w_y: W_Root): W_Root | null {
    if (!(w_x instanceof W_IntObject) || !(w_y instanceof W_IntObject)) return null;
    if (!int_ge(w_y.intval, 1)) return null;
    return new W_TupleObject([floordiv(space, w_x, w_y), mod(space, w_x, w_y)]);
  }
}

export class FastPow extends FastCode {
  override call2(space: ObjSpace, w_x: W_Root, w_y: W_Root): W_Root | null {
    if (!are_numbers(w_x, w_y)) return null;
    return pow(space, w_x, w_y);
  }
}

export class FastRound extends FastCode {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (!(w_x instanceof W_FloatObject)) return null;
    return whole_float(new W_FloatObject(round_half_even(w_x.floatval)));
  }
}

export const FAST_NUMBER_FUNCTIONS: readonly (readonly [string, FastCode])[] = [
  ["abs", new FastAbs()],
  ["min", new FastExtreme(CMP_LT)],
  ["max", new FastExtreme(CMP_GT)],
  ["divmod", new FastDivmod()],
  ["pow", new FastPow()],
  ["round", new FastRound()],
];
