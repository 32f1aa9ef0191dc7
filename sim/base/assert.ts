/**
 * Assertions: the first of the four kinds of errors (a bug of ours). They are always on, are never
 * caught on purpose, and their text says what did not hold.
 */

/** A broken invariant of jitreel itself; never the user's or the guest's fault. */
export class AssertionFailure extends Error {
  override name = "AssertionFailure";
}

/**
 * Throws an {@link AssertionFailure} with `message` unless `condition` holds. What the message is
 * about comes apart, so that hot places put no text together for nothing.
 */
export function assert(
  condition: unknown,
  message: string,
  about?: string | number,
): asserts condition {
  if (!condition) throw new AssertionFailure(joined(message, about));
}

function joined(message: string, about: string | number | undefined): string {
  return about === undefined ? message : `${message} ${about}`;
}

/** The end of a `switch` over a union: a case that was forgotten does not compile. */
export function unreachable(value: never): never {
  throw new AssertionFailure(`unreachable case: ${String(value)}`);
}

/** `value`, which must exist. */
export function defined<T>(value: T | undefined | null, what: string, about?: string | number): T {
  if (value !== undefined && value !== null) return value;
  throw new AssertionFailure(`missing ${joined(what, about)}`);
}
