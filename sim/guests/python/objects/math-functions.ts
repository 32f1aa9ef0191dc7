/**
 * The adapter of the pinned pure-JavaScript implementations of transcendental functions, so that no
 * result depends on the host's own.
 */

import pow from "@stdlib/math-base-special-pow";

/** x to the power of y, as C's pow. */
export function floatPow(x: number, y: number): number {
  return pow(x, y);
}
