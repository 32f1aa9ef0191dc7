/**
 * The error of a value that does not fit its type.
 */

/** A value that does not fit its type: in a reel damage, in the writer a bug. */
export class SchemaError extends Error {
  override name = "SchemaError";
}
