/**
 * The length of a vector in the plane, as the C library's `hypot` rounds it: a square root and one
 * correction of it by an exact form of its error (Borges, "An improved algorithm for hypot(a, b)",
 * without fused multiplication). Complex numbers are measured by it; `math.hypot` is another sum.
 */

const LARGE = 2 ** 511;
const TINY = 2 ** -459;
const SCALE = 2 ** 600;
const NEGLIGIBLE = 2 ** 54;

/** sqrt(x² + y²) without overflow on the way. */
export function planeLength(x: number, y: number): number {
  const a = Math.abs(x);
  const b = Math.abs(y);
  if (a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY) {
    return Number.POSITIVE_INFINITY;
  }
  const longer = Math.max(a, b);
  const shorter = Math.min(a, b);
  if (shorter * NEGLIGIBLE <= longer) return longer + shorter;
  if (longer > LARGE) return corrected(longer / SCALE, shorter / SCALE) * SCALE;
  if (shorter < TINY) return corrected(longer * SCALE, shorter * SCALE) / SCALE;
  return corrected(longer, shorter);
}

function corrected(longer: number, shorter: number): number {
  const root = Math.sqrt(longer * longer + shorter * shorter);
  if (root <= 2 * shorter) {
    const over = root - shorter;
    const error = longer * (2 * over - longer) + (over - 2 * (longer - shorter)) * over;
    return root - error / (2 * root);
  }
  const over = root - longer;
  const error = 2 * over * (longer - 2 * shorter) + ((4 * over - shorter) * shorter + over * over);
  return root - error / (2 * root);
}
