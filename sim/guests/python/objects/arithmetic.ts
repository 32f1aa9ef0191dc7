/**
 * Arithmetic as bytecodes do it: machine integers and floats inline, everything else by a call.
 *
 * Counterpart: pypy/objspace/std/{intobject,floatobject}.py, pypy/objspace/descroperation.py.
 */

import {
  cast_int_to_float,
  type Float,
  float_abs,
  float_add,
  float_eq,
  float_le,
  float_mul,
  float_neg,
  float_sub,
  float_truediv,
  toFloat,
} from "../../../base/float.ts";
import {
  INT_MIN,
  type Int,
  intFromBoolean,
  int_add_ovf,
  int_and,
  int_eq,
  int_ge,
  int_invert,
  int_is_true,
  int_is_zero,
  int_le,
  int_lshift,
  int_lt,
  int_mul_ovf,
  int_ne,
  int_or,
  int_py_div,
  int_py_mod,
  int_rshift,
  int_sub_ovf,
  int_xor,
  uint_lt,
} from "../../../base/int.ts";
import { we_are_jitted } from "../../../hints/hints.ts";
import { binary_builtin, concatenate_lists, unary_builtin } from "./binary-builtin.ts";
import { binary_descr, inplace_descr, unary_descr } from "./binary-descr.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_ObjectObject } from "./instance-object.ts";
import { W_BoolObject, W_IntObject } from "./int-object.ts";
import { W_ListObject } from "./list-object.ts";
import {
  float_floordiv,
  float_mod,
  float_pow,
  int_pow_safe,
  longBinary,
  longProduct,
  overflown,
} from "./number-operations.ts";
import {
  OP_ADD,
  OP_AND,
  OP_FLOORDIV,
  OP_LSHIFT,
  OP_MATMUL,
  OP_MOD,
  OP_MUL,
  OP_OR,
  OP_POW,
  OP_RSHIFT,
  OP_SUB,
  OP_TRUEDIV,
  OP_XOR,
} from "./operators.ts";
import type { ObjSpace } from "./space.ts";
import { concat_text } from "./text-operations.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** Any binary operator on any values. */
export function binary(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  if (!we_are_jitted()) {
    const w_result = longBinary(op, w_a, w_b);
    if (w_result !== null) return w_result;
  }
  if (w_a instanceof W_ObjectObject || w_b instanceof W_ObjectObject) {
    return binary_descr(space, op, w_a, w_b);
  }
  if (!we_are_jitted()) {
    if (op === OP_ADD && w_a instanceof W_ListObject && w_b instanceof W_ListObject) {
      return concatenate_lists(w_a, w_b);
    }
  }
  return binary_builtin(space, op, w_a, w_b);
}

export function add(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject) {
    if (w_b instanceof W_IntObject) {
      const sum = int_add_ovf(w_a.intval, w_b.intval);
      if (sum === null) {
        if (!we_are_jitted()) return overflown(OP_ADD, w_a.intval, w_b.intval);
        return binary_builtin(space, OP_ADD, w_a, w_b);
      }
      return new W_IntObject(sum);
    }
    if (w_b instanceof W_FloatObject) {
      return new W_FloatObject(float_add(cast_int_to_float(w_a.intval), w_b.floatval));
    }
  } else if (w_a instanceof W_FloatObject) {
    if (w_b instanceof W_FloatObject) {
      return new W_FloatObject(float_add(w_a.floatval, w_b.floatval));
    }
    if (w_b instanceof W_IntObject) {
      const operand = cast_int_to_float(w_b.intval);
      return new W_FloatObject(float_add(w_a.floatval, operand));
    }
  }
  if (w_a instanceof W_UnicodeObject && w_b instanceof W_UnicodeObject) {
    const text = concat_text(w_a.value, w_b.value);
    if (text !== null) return new W_UnicodeObject(text, w_a.length + w_b.length);
  }
  return binary(space, OP_ADD, w_a, w_b);
}

export function sub(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject) {
    if (w_b instanceof W_IntObject) {
      const difference = int_sub_ovf(w_a.intval, w_b.intval);
      if (difference === null) {
        if (!we_are_jitted()) return overflown(OP_SUB, w_a.intval, w_b.intval);
        return binary_builtin(space, OP_SUB, w_a, w_b);
      }
      return new W_IntObject(difference);
    }
    if (w_b instanceof W_FloatObject) {
      return new W_FloatObject(float_sub(cast_int_to_float(w_a.intval), w_b.floatval));
    }
  } else if (w_a instanceof W_FloatObject) {
    if (w_b instanceof W_FloatObject) {
      return new W_FloatObject(float_sub(w_a.floatval, w_b.floatval));
    }
    if (w_b instanceof W_IntObject) {
      const operand = cast_int_to_float(w_b.intval);
      return new W_FloatObject(float_sub(w_a.floatval, operand));
    }
  }
  return binary(space, OP_SUB, w_a, w_b);
}

export function mul(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject) {
    if (w_b instanceof W_IntObject) {
      if (!we_are_jitted()) {
        const w_product = longProduct(w_a.intval, w_b.intval);
        if (w_product !== null) return w_product;
      }
      const product = int_mul_ovf(w_a.intval, w_b.intval);
      if (product === null) {
        if (!we_are_jitted()) return overflown(OP_MUL, w_a.intval, w_b.intval);
        return binary_builtin(space, OP_MUL, w_a, w_b);
      }
      return new W_IntObject(product);
    }
    if (w_b instanceof W_FloatObject) {
      return new W_FloatObject(float_mul(cast_int_to_float(w_a.intval), w_b.floatval));
    }
  } else if (w_a instanceof W_FloatObject) {
    if (w_b instanceof W_FloatObject) {
      return new W_FloatObject(float_mul(w_a.floatval, w_b.floatval));
    }
    if (w_b instanceof W_IntObject) {
      const operand = cast_int_to_float(w_b.intval);
      return new W_FloatObject(float_mul(w_a.floatval, operand));
    }
  }
  return binary(space, OP_MUL, w_a, w_b);
}

export function truediv(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_FloatObject) {
    if (w_b instanceof W_FloatObject) {
      if (!float_eq(w_b.floatval, toFloat(0))) {
        return new W_FloatObject(float_truediv(w_a.floatval, w_b.floatval));
      }
    } else if (w_b instanceof W_IntObject && int_ne(w_b.intval, 0)) {
      const operand = cast_int_to_float(w_b.intval);
      return new W_FloatObject(float_truediv(w_a.floatval, operand));
    }
  } else if (w_a instanceof W_IntObject) {
    if (w_b instanceof W_IntObject) {
      if (int_ne(w_b.intval, 0) && isExactFloat(w_a.intval) && isExactFloat(w_b.intval)) {
        const numerator = cast_int_to_float(w_a.intval);
        return new W_FloatObject(float_truediv(numerator, cast_int_to_float(w_b.intval)));
      }
    } else if (w_b instanceof W_FloatObject && !float_eq(w_b.floatval, toFloat(0))) {
      return new W_FloatObject(float_truediv(cast_int_to_float(w_a.intval), w_b.floatval));
    }
  }
  return binary(space, OP_TRUEDIV, w_a, w_b);
}

/** Whether an integer is a float without rounding (|n| ≤ 2^53). */
export function isExactFloat(value: Int): boolean {
  return int_le(value, 9007199254740992n) && int_ge(value, -9007199254740992n);
}

/**
 * Whether `a / b` leaves 64 bits. Traced, both comparisons are made in any case: as PyPy's overflow
 * check of a division, which is not folded away as a whole when one of them is.
 */
export function division_overflows(a: Int, b: Int): boolean {
  if (!we_are_jitted()) return b === -1 && a === INT_MIN;
  return int_is_true(int_and(intFromBoolean(int_eq(a, INT_MIN)), intFromBoolean(int_eq(b, -1))));
}

export function floordiv(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    const divisor = w_b.intval;
    if (!int_is_zero(divisor) && !division_overflows(w_a.intval, divisor)) {
      return new W_IntObject(int_py_div(w_a.intval, divisor));
    }
    return binary_builtin(space, OP_FLOORDIV, w_a, w_b);
  }
  if (w_a instanceof W_FloatObject && w_b instanceof W_FloatObject) {
    if (!float_eq(w_b.floatval, toFloat(0))) {
      return new W_FloatObject(float_floordiv(w_a.floatval, w_b.floatval));
    }
  }
  return binary(space, OP_FLOORDIV, w_a, w_b);
}

export function mod(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    const divisor = w_b.intval;
    if (!int_is_zero(divisor) && !division_overflows(w_a.intval, divisor)) {
      return new W_IntObject(int_py_mod(w_a.intval, divisor));
    }
    return binary_builtin(space, OP_MOD, w_a, w_b);
  }
  if (w_a instanceof W_FloatObject && w_b instanceof W_FloatObject) {
    if (!float_eq(w_b.floatval, toFloat(0))) {
      return new W_FloatObject(float_mod(w_a.floatval, w_b.floatval));
    }
  }
  return binary(space, OP_MOD, w_a, w_b);
}

export function pow(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  const w_power = are_numbers(w_a, w_b) ? numeric_pow(space, w_a, w_b) : null;
  return w_power === null ? binary(space, OP_POW, w_a, w_b) : w_power;
}

/** A power of numbers that is no error; null for others. */
export function numeric_pow(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root | null {
  if (w_b instanceof W_IntObject) {
    if (w_a instanceof W_IntObject) return int_pow(space, w_a, w_b);
    if (w_a instanceof W_FloatObject) {
      if (int_eq(w_b.intval, 2)) return finite_float(float_mul(w_a.floatval, w_a.floatval));
      return finite_pow(w_a.floatval, cast_int_to_float(w_b.intval));
    }
  }
  if (!(w_b instanceof W_FloatObject)) return null;
  if (w_a instanceof W_FloatObject) return finite_pow(w_a.floatval, w_b.floatval);
  if (w_a instanceof W_IntObject) {
    return finite_pow(cast_int_to_float(w_a.intval), w_b.floatval);
  }
  return null;
}

export function int_pow(space: ObjSpace, w_a: W_IntObject, w_b: W_IntObject): W_Root | null {
  if (int_eq(w_b.intval, 2)) return mul(space, w_a, w_a);
  if (int_lt(w_b.intval, 0)) return null;
  const power = int_pow_safe(w_a.intval, w_b.intval);
  return int_lt(power, 0) ? null : new W_IntObject(power);
}

export function finite_pow(a: Float, b: Float): W_Root | null {
  return finite_float(float_pow(a, b));
}

/** The float object of a finite result; null for others, which may be errors. */
export function finite_float(result: Float): W_Root | null {
  if (!float_le(float_abs(result), toFloat(1.7976931348623157e308))) return null;
  return new W_FloatObject(result);
}

export function matmul(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  return binary(space, OP_MATMUL, w_a, w_b);
}

export function lshift(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    const count = w_b.intval;
    if (uint_lt(count, 64)) {
      const shifted = int_lshift(w_a.intval, count);
      if (!int_ne(int_rshift(shifted, count), w_a.intval)) return new W_IntObject(shifted);
    }
    return binary_builtin(space, OP_LSHIFT, w_a, w_b);
  }
  return binary(space, OP_LSHIFT, w_a, w_b);
}

export function rshift(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    const count = w_b.intval;
    if (uint_lt(count, 64)) return new W_IntObject(int_rshift(w_a.intval, count));
    return binary_builtin(space, OP_RSHIFT, w_a, w_b);
  }
  return binary(space, OP_RSHIFT, w_a, w_b);
}

export function and_(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    if (!(w_a instanceof W_BoolObject) || !(w_b instanceof W_BoolObject)) {
      return new W_IntObject(int_and(w_a.intval, w_b.intval));
    }
  }
  return binary(space, OP_AND, w_a, w_b);
}

export function or_(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    if (!(w_a instanceof W_BoolObject) || !(w_b instanceof W_BoolObject)) {
      return new W_IntObject(int_or(w_a.intval, w_b.intval));
    }
  }
  return binary(space, OP_OR, w_a, w_b);
}

export function xor(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (w_a instanceof W_IntObject && w_b instanceof W_IntObject) {
    if (!(w_a instanceof W_BoolObject) || !(w_b instanceof W_BoolObject)) {
      return new W_IntObject(int_xor(w_a.intval, w_b.intval));
    }
  }
  return binary(space, OP_XOR, w_a, w_b);
}

export function neg(space: ObjSpace, w_a: W_Root): W_Root {
  if (w_a instanceof W_IntObject) {
    const negated = int_sub_ovf(0, w_a.intval);
    if (negated !== null) return new W_IntObject(negated);
  } else if (w_a instanceof W_FloatObject) {
    return new W_FloatObject(float_neg(w_a.floatval));
  }
  return unary(space, "__neg__", w_a);
}

export function pos(space: ObjSpace, w_a: W_Root): W_Root {
  if (w_a instanceof W_IntObject) return new W_IntObject(w_a.intval);
  if (w_a instanceof W_FloatObject) return w_a;
  return unary(space, "__pos__", w_a);
}

export function invert(space: ObjSpace, w_a: W_Root): W_Root {
  if (w_a instanceof W_IntObject) return new W_IntObject(int_invert(w_a.intval));
  return unary(space, "__invert__", w_a);
}

export function unary(space: ObjSpace, method: string, w_a: W_Root): W_Root {
  if (w_a instanceof W_ObjectObject) return unary_descr(space, method, w_a);
  return unary_builtin(space, method, w_a);
}

/** Whether both are numbers, which have no in-place operations. */
export function are_numbers(w_a: W_Root, w_b: W_Root): boolean {
  if (!(w_a instanceof W_IntObject) && !(w_a instanceof W_FloatObject)) return false;
  return w_b instanceof W_IntObject || w_b instanceof W_FloatObject;
}

/** As are_numbers, for the operators that floats do not have. */
export function are_integers(w_a: W_Root, w_b: W_Root): boolean {
  return w_a instanceof W_IntObject && w_b instanceof W_IntObject;
}

export function inplace_add(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_numbers(w_a, w_b)) return add(space, w_a, w_b);
  if (w_a instanceof W_UnicodeObject && w_b instanceof W_UnicodeObject) return add(space, w_a, w_b);
  return inplace_descr(space, OP_ADD, w_a, w_b);
}

export function inplace_sub(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_numbers(w_a, w_b)) return sub(space, w_a, w_b);
  return inplace_descr(space, OP_SUB, w_a, w_b);
}

export function inplace_mul(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_numbers(w_a, w_b)) return mul(space, w_a, w_b);
  return inplace_descr(space, OP_MUL, w_a, w_b);
}

export function inplace_truediv(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_numbers(w_a, w_b)) return truediv(space, w_a, w_b);
  return inplace_descr(space, OP_TRUEDIV, w_a, w_b);
}

export function inplace_floordiv(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_numbers(w_a, w_b)) return floordiv(space, w_a, w_b);
  return inplace_descr(space, OP_FLOORDIV, w_a, w_b);
}

export function inplace_mod(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_numbers(w_a, w_b)) return mod(space, w_a, w_b);
  return inplace_descr(space, OP_MOD, w_a, w_b);
}

export function inplace_pow(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_numbers(w_a, w_b)) return pow(space, w_a, w_b);
  return inplace_descr(space, OP_POW, w_a, w_b);
}

export function inplace_lshift(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_integers(w_a, w_b)) return lshift(space, w_a, w_b);
  return inplace_descr(space, OP_LSHIFT, w_a, w_b);
}

export function inplace_rshift(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_integers(w_a, w_b)) return rshift(space, w_a, w_b);
  return inplace_descr(space, OP_RSHIFT, w_a, w_b);
}

export function inplace_and_(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_integers(w_a, w_b)) return and_(space, w_a, w_b);
  return inplace_descr(space, OP_AND, w_a, w_b);
}

export function inplace_xor(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_integers(w_a, w_b)) return xor(space, w_a, w_b);
  return inplace_descr(space, OP_XOR, w_a, w_b);
}

export function inplace_or_(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  if (are_integers(w_a, w_b)) return or_(space, w_a, w_b);
  return inplace_descr(space, OP_OR, w_a, w_b);
}

export function inplace_matmul(space: ObjSpace, w_a: W_Root, w_b: W_Root): W_Root {
  return inplace_descr(space, OP_MATMUL, w_a, w_b);
}
