/**
 * Assertions: the first of the four kinds of errors (a bug of ours). They are always on, are never
 * caught on purpose, and their text says what did not hold.
 */

/** A broken invariant of jitreel itself; never the user's or the guest's fault. */
export class AssertionFailure extends Error {
  override name = "AssertionFailure";
}

/** Throws an {@link AssertionFailure} with `message` unless `condition` holds. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}

/** The end of a `switch` over a union: a case that was forgotten does not compile. */
export function unreachable(value: never): never {
  throw new AssertionFailure(`unreachable case: ${String(value)}`);
}

/** `value`, which must exist. */
export function defined<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new AssertionFailure(`missing ${what}`);
  return value;
}
