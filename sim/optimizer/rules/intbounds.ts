/**
 * The rules of intbounds: each name with what it does, in the text form of traces.
 */

import { INTBOUNDS_INT_RULES, NO_OVERFLOW_INT_RULES } from "./integers.ts";

export const INTBOUNDS_RULES = {
  ...INTBOUNDS_INT_RULES,
  ...NO_OVERFLOW_INT_RULES,
  int_rshift_known: "int_rshift(x, y) → c, the only result that the bounds leave",
  int_add_ovf_cannot_overflow: "int_add_ovf(x, y) → int_add(x, y), the bounds leave no overflow",
  int_sub_ovf_cannot_overflow: "int_sub_ovf(x, y) → int_sub(x, y), the bounds leave no overflow",
  int_mul_ovf_cannot_overflow: "int_mul_ovf(x, y) → int_mul(x, y), the bounds leave no overflow",
  int_neg_cannot_overflow: "guard_false(int_eq(x, smallest)); int_neg(x), x < 0 → 1 <= result",
  guard_no_overflow_of_plain_operation: "int_add_ovf → int_add; guard_no_overflow() → nothing",
  guard_overflow_of_plain_operation: "int_add_ovf → int_add; guard_overflow() → InvalidLoop",
  comparison_teaches_bounds: "guard_true(int_lt(x, 10)) → x <= 9",
  equality_teaches_bounds: "guard_true(int_eq(x, y)) → x and y lie within both bounds",
  truth_teaches_bounds: "guard_false(int_is_true(x)) → x = 0; guard_true, 0 <= x → 1 <= x",
  arithmetic_teaches_bounds: "y = int_add(x, 1) without overflow, y <= 10 → x <= 9",
  py_div_is_bounded: "call_pure_i(int_py_div, x, y) → bounds of the quotient",
  py_mod_is_bounded: "call_pure_i(int_py_mod, x, 10) → 0 <= result <= 9",
  call_gives_truth_value: "call_i(f) that returns a boolean → 0 <= result <= 1",
  length_is_bounded: "arraylen_gc(p), strlen(p) → 0 <= result",
  load_of_small_integer_is_bounded: "getfield_gc_i(p) of one unsigned byte → 0 <= result <= 255",
  character_is_bounded: "strgetitem(p, i) → 0 <= result <= 255",
} as const satisfies Readonly<Record<string, string>>;
