/**
 * The traced parts of the functions of math: on floats whose result is finite, a pure call.
 *
 * Counterpart: pypy/module/math/interp_math.py, rpython/rlib/rfloat.py.
 */

import { cast_int_to_float, type Float, float_lt, toFloat } from "../../../base/float.ts";
import { finite_float } from "../objects/arithmetic.ts";
import { FastCode } from "../objects/fast-code.ts";
import { W_FloatObject } from "../objects/float-object.ts";
import { W_IntObject } from "../objects/int-object.ts";
import * as functions from "../objects/math-functions.ts";
import { float_pow } from "../objects/number-operations.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { whole_float } from "./fast-numbers.ts";

/** A float of a float or machine integer; null for anything else. */
export function float_argument(w_x: W_Root): W_FloatObject | null {
  if (w_x instanceof W_FloatObject) return w_x;
  if (w_x instanceof W_IntObject) return new W_FloatObject(cast_int_to_float(w_x.intval));
  return null;
}

/** A function of one float. */
export abstract class FastUnaryMath extends FastCode {
  abstract compute(x: Float): Float;

  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    const w_float = float_argument(w_x);
    return w_float === null ? null : finite_float(this.compute(w_float.floatval));
  }
}

export class FastSqrt extends FastUnaryMath {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    const w_float = float_argument(w_x);
    if (w_float === null || float_lt(w_float.floatval, toFloat(0))) return null;
    return new W_FloatObject(square_root(w_float.floatval));
  }

  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return square_root(x);
  }
}

/**
 * The correctly rounded square root; the argument is not negative.
 * @elidable @cannot_raise
 * @oopspec math.sqrt
 */
export function square_root(x: Float): Float {
  return toFloat(Math.sqrt(x));
}

export class FastSin extends FastUnaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.sin(x));
  }
}

export class FastCos extends FastUnaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.cos(x));
  }
}

export class FastTan extends FastUnaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.tan(x));
  }
}

export class FastAtan extends FastUnaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.atan(x));
  }
}

export class FastExp extends FastUnaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.exp(x));
  }
}

export class FastFabs extends FastUnaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(Math.abs(x));
  }
}

/** A logarithm of a positive number. */
export abstract class FastLogarithm extends FastUnaryMath {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    const w_float = float_argument(w_x);
    if (w_float === null || !float_lt(toFloat(0), w_float.floatval)) return null;
    return finite_float(this.compute(w_float.floatval));
  }
}

export class FastLog extends FastLogarithm {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.log(x));
  }
}

export class FastLog2 extends FastLogarithm {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.log2(x));
  }
}

export class FastLog10 extends FastLogarithm {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(functions.log10(x));
  }
}

/** `floor`, `ceil`, `trunc`: a whole float, then an integer. */
export class FastFloor extends FastUnaryMath {
  override call1(_space: ObjSpace, w_x: W_Root): W_Root | null {
    if (!(w_x instanceof W_FloatObject)) return null;
    return whole_float(new W_FloatObject(this.compute(w_x.floatval)));
  }

  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(Math.floor(x));
  }
}

export class FastCeil extends FastFloor {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(Math.ceil(x));
  }
}

export class FastTrunc extends FastFloor {
  /** @elidable @cannot_raise */
  override compute(x: Float): Float {
    return toFloat(Math.trunc(x));
  }
}

/** A function of two floats. */
export abstract class FastBinaryMath extends FastCode {
  abstract compute(x: Float, y: Float): Float;

  override call2(_space: ObjSpace, w_x: W_Root, w_y: W_Root): W_Root | null {
    const w_a = float_argument(w_x);
    if (w_a === null) return null;
    const w_b = float_argument(w_y);
    return w_b === null ? null : finite_float(this.compute(w_a.floatval, w_b.floatval));
  }
}

export class FastAtan2 extends FastBinaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float, y: Float): Float {
    return toFloat(functions.atan2(x, y));
  }
}

export class FastMathPow extends FastBinaryMath {
  /** @elidable @cannot_raise */
  override compute(x: Float, y: Float): Float {
    return float_pow(x, y);
  }
}

export const FAST_MATH_FUNCTIONS: readonly (readonly [string, FastCode])[] = [
  ["sqrt", new FastSqrt()],
  ["sin", new FastSin()],
  ["cos", new FastCos()],
  ["tan", new FastTan()],
  ["atan", new FastAtan()],
  ["exp", new FastExp()],
  ["fabs", new FastFabs()],
  ["log", new FastLog()],
  ["log2", new FastLog2()],
  ["log10", new FastLog10()],
  ["floor", new FastFloor()],
  ["ceil", new FastCeil()],
  ["trunc", new FastTrunc()],
  ["atan2", new FastAtan2()],
  ["pow", new FastMathPow()],
];
