/**
 * Integer rules as data: the text of a rule is what the optimizer's matcher is compiled from
 * (ints/rule-matcher.ts) and what is proved for all 64-bit values (properties/proofs).
 *
 *   int_add(x, 0) | int_add(0, x) → x                 a pattern, or several; what it becomes
 *   int_lt(x, y) → 1 if x < y                         a condition that the bounds must imply
 *   int_mul(x, C) → int_lshift(x, log2(C)) if is_power_of_two(C)
 *   r = int_add(x, y) ⇒ int_sub(r, y) = x             what is known once the operation is made
 *
 * Lower-case names are any values, the same name the same value; capitals are constants. Bounds
 * imply a condition when it holds for all values within them.
 *
 * Counterpart: optimize_INT_*, postprocess_INT_* in rewrite.py and intbounds.py (optimizeopt).
 */

/** What intbounds does to an integer operation. */
export const INTBOUNDS_INT_RULES = {
  int_or_same: "int_or(x, x) → x",
  int_xor_same: "int_xor(x, x) → 0",
  int_sub_ovf_same: "int_sub_ovf(x, x) → 0",
  int_add_chain:
    "int_add(int_add(x, C), D) | int_add(int_add(C, x), D) | int_add(D, int_add(x, C)) | int_add(D, int_add(C, x)) → int_add(x, int_add(C, D))",
  int_lt_known: "int_lt(x, y) → 1 if x < y",
  int_lt_known_not: "int_lt(x, y) → 0 if y <= x",
  int_lt_same: "int_lt(x, x) → 0",
  int_le_known: "int_le(x, y) → 1 if x <= y",
  int_le_known_not: "int_le(x, y) → 0 if y < x",
  int_le_same: "int_le(x, x) → 1",
  int_gt_known: "int_gt(x, y) → 1 if y < x",
  int_gt_known_not: "int_gt(x, y) → 0 if x <= y",
  int_gt_same: "int_gt(x, x) → 0",
  int_ge_known: "int_ge(x, y) → 1 if y <= x",
  int_ge_known_not: "int_ge(x, y) → 0 if x < y",
  int_ge_same: "int_ge(x, x) → 1",
  int_eq_known_not: "int_eq(x, y) → 0 if x != y",
  int_eq_same: "int_eq(x, x) → 1",
  int_ne_known: "int_ne(x, y) → 1 if x != y",
  int_ne_same: "int_ne(x, x) → 0",
  int_force_ge_zero_known: "int_force_ge_zero(x) → x if 0 <= x",
  int_signext_known: "int_signext(x, N) → x if signed_min(N) <= x and x <= signed_max(N)",
} as const;

/** What rewrite does to an integer operation. */
export const REWRITE_INT_RULES = {
  int_and_zero: "int_and(x, 0) | int_and(0, x) → 0",
  int_and_all: "int_and(x, -1) | int_and(-1, x) → x",
  int_and_low_mask: "int_and(x, C) | int_and(C, x) → x if 0 <= x and x <= low_mask(C)",
  int_or_zero: "int_or(0, x) | int_or(x, 0) → x",
  int_xor_zero: "int_xor(0, x) | int_xor(x, 0) → x",
  int_sub_zero: "int_sub(x, 0) → x",
  int_sub_from_zero: "int_sub(0, x) → int_neg(x)",
  int_sub_same: "int_sub(x, x) → 0",
  int_add_zero: "int_add(0, x) | int_add(x, 0) → x",
  int_mul_one: "int_mul(1, x) | int_mul(x, 1) → x",
  int_mul_zero: "int_mul(0, x) | int_mul(x, 0) → 0",
  int_mul_power_of_two:
    "int_mul(C, x) | int_mul(x, C) → int_lshift(x, log2(C)) if is_power_of_two(C)",
  int_lshift_by_zero: "int_lshift(x, 0) → x",
  int_lshift_of_zero: "int_lshift(0, x) → 0",
  int_rshift_by_zero: "int_rshift(x, 0) → x",
  int_rshift_of_zero: "int_rshift(0, x) → 0",
  int_is_true_of_truth: "int_is_true(x) → x if 0 <= x and x <= 1",
  int_is_true_known: "int_is_true(x) → 1 if x != 0",
  int_is_zero_known: "int_is_zero(x) → 0 if x != 0",
  int_is_zero_of_zero: "int_is_zero(0) → 1",
} as const;

/** What rewrite knows once an operation is made: equations for later operations. */
export const REMEMBERED_INT_RULES = {
  int_add_undone: "r = int_add(x, y) ⇒ int_add(y, x) = r, int_sub(r, y) = x, int_sub(r, x) = y",
  int_add_constant_undone:
    "r = int_add(C, x) | r = int_add(x, C) ⇒ int_sub(x, int_neg(C)) = r, int_sub(x, r) = int_neg(C), int_add(r, int_neg(C)) = x, int_add(int_neg(C), r) = x if C != -9223372036854775808",
  int_sub_undone: "r = int_sub(x, y) ⇒ int_add(r, y) = x, int_sub(x, r) = y",
  int_sub_constant_undone:
    "r = int_sub(x, C) ⇒ int_add(x, int_neg(C)) = r, int_add(int_neg(C), x) = r, int_sub(r, int_neg(C)) = x, int_sub(r, x) = int_neg(C) if C != -9223372036854775808",
  int_invert_undone: "r = int_invert(x) ⇒ int_invert(r) = x",
} as const;

/** What intbounds knows once an operation is made that has not overflowed. */
export const NO_OVERFLOW_INT_RULES = {
  int_add_ovf_undone: "r = int_add_ovf(x, y) ⇒ int_sub(r, y) = x, int_sub(r, x) = y",
  int_sub_ovf_undone: "r = int_sub_ovf(x, y) ⇒ int_add(r, y) = x, int_sub(x, r) = y",
  int_lshift_undone: "r = int_lshift(x, y) ⇒ int_rshift(r, y) = x",
} as const;
