/**
 * `is`: identity of objects, and of value for numbers and one-character strings, as on PyPy.
 *
 * Counterpart: pypy/interpreter/baseobjspace.py (is_w), pypy/objspace/std (is_w of each class).
 */

import type { W_Root } from "./w-root.ts";

/** Whether `w_a is w_b`: asks the second, which is the constant in `x is None`. */
export function is_w(w_a: W_Root, w_b: W_Root): boolean {
  return w_b.is_w(w_a);
}
