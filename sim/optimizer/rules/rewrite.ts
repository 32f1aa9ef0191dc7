/**
 * The rules of rewrite: each name with what it does, in the text form of traces.
 */

import { REMEMBERED_INT_RULES, REWRITE_INT_RULES } from "./integers.ts";

export const REWRITE_RULES = {
  ...REWRITE_INT_RULES,
  ...REMEMBERED_INT_RULES,
  comparison_opposite: "guard_true(int_lt(x, y)); int_ge(x, y) → 0",
  comparison_swapped: "c = int_lt(x, y); int_gt(y, x) → c",
  float_mul_one: "float_mul(x, 1.0) → x",
  float_mul_minus_one: "float_mul(x, -1.0) → float_neg(x)",
  float_mul_swapped: "r = float_mul(x, y) ⇒ float_mul(y, x) = r",
  float_truediv_power_of_two: "float_truediv(x, 4.0) → float_mul(x, 0.25)",
  float_neg_twice: "float_neg(float_neg(x)) → x",
  float_abs_twice: "float_abs(float_abs(x)) → float_abs(x)",
  cast_ptr_to_int_undone: "i = cast_ptr_to_int(p) ⇒ cast_int_to_ptr(i) = p",
  cast_int_to_ptr_undone: "p = cast_int_to_ptr(i) ⇒ cast_ptr_to_int(p) = i",
  convert_float_bytes_undone:
    "i = convert_float_bytes_to_longlong(f) ⇒ convert_longlong_bytes_to_float(i) = f",
  convert_longlong_bytes_undone:
    "f = convert_longlong_bytes_to_float(i) ⇒ convert_float_bytes_to_longlong(f) = i",
  ptr_comparison_of_virtual: "ptr_eq(virtual, p) → 0, of the same virtual → 1",
  ptr_comparison_with_null: "ptr_eq(p, null) → 0, p known not to be null",
  ptr_comparison_of_same: "ptr_eq(p, p) → 1",
  instance_ptr_comparison_of_classes: "instance_ptr_eq(p, q) → 0, known classes that differ",
  instance_ptr_comparison_swapped: "r = instance_ptr_eq(p, q) ⇒ instance_ptr_eq(q, p) = r",
  guard_truth_known: "guard_true(1), guard_false(0) → nothing",
  guard_truth_of_nonzero: "guard_true(int_is_true(x)) ⇒ int_is_zero(x) = 0",
  guard_nonnull_known: "guard_nonnull(p) → nothing, p known not to be null",
  guard_isnull_known: "guard_isnull(null) → nothing",
  guard_class_known: "guard_class(p, C), guard_nonnull_class(p, C) → nothing, C is known",
  guard_class_strengthens_guard_nonnull:
    "guard_nonnull(p); …; guard_class(p, C) → guard_nonnull_class(p, C) in the former place",
  guard_subclass_known: "guard_subclass(p, C) → nothing, p of a subclass of C",
  guard_is_object_known: "guard_is_object(p) → nothing, p of some class",
  guard_gc_type_known: "guard_gc_type(p, S) → nothing, p known to be a struct S",
  guard_value_known: "guard_value(5, 5) → nothing",
  guard_value_strengthens_earlier_guard:
    "guard_nonnull(p); …; guard_value(p, c) → guard_value(p, c) in the former place",
  guard_that_must_fail: "guard_true(0), guard_class(p, C), p of class D, … → InvalidLoop",
  call_pure_seen_while_tracing: "call_pure_i(f, 3) → the result that tracing has seen",
  py_div_or_mod_of_zero: "int_py_div(0, x), int_py_mod(0, x) → 0",
  py_div_or_mod_by_one: "int_py_div(x, 1) → x; int_py_mod(x, 1) → 0",
  py_div_by_power_of_two: "int_py_div(x, 8) → int_rshift(x, 3)",
  py_mod_by_power_of_two: "int_py_mod(x, 8) → int_and(x, 7)",
  py_div_by_constant: "int_py_div(x, 10) → uint_mul_high, shifts and int_xor for the sign",
  py_mod_by_constant: "int_py_mod(x, 10) → int_sub(x, int_mul(x // 10, 10))",
  udiv_by_one: "int_udiv(x, 1) → x",
  call_loopinvariant_first: "call_loopinvariant_i(f) → call_i(f)",
  call_loopinvariant_again: "call_loopinvariant_i(f), made before → its result",
  guard_no_exception_of_removed_call: "a call that vanishes; guard_no_exception() → nothing",
  cond_call_never: "cond_call(0, f) → nothing",
  cond_call_always: "cond_call(1, f, x) → call_n(f, x)",
  cond_call_value_never: "cond_call_value_i(x, f), x known not to be 0 → x",
  cond_call_value_always: "cond_call_value_i(0, f, y) → call_pure_i(f, y)",
  same_as: "same_as_i(x) → x",
  assert_not_none: "assert_not_none(p) → p is known not to be null",
  record_exact_class: "record_exact_class(p, C) → the class of p is known",
  record_exact_value: "record_exact_value_i(x, 5) → x is 5",
  arraycopy_of_nothing_vanishes: "call_n(ll_arraycopy, p, q, i, j, 0) → nothing",
  arraycopy_is_loads_and_stores:
    "call_n(ll_arraycopy, p, q, 0, 1, 2) → q[1] = p[0]; q[2] = p[1], at most 8 or virtual",
  arraymove_is_loads_and_stores:
    "call_n(ll_arraymove, p, 0, 1, 2) → p[2] = p[1]; p[1] = p[0], at most 8 or virtual",
} as const satisfies Readonly<Record<string, string>>;
