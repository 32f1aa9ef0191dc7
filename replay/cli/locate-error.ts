/**
 * A run knows its program by its name in its own folder, so that a reel does not depend on where
 * the program is; messages to the user show the path that was given.
 */

import { UserError } from "../../sim/base/errors.ts";

/** Does `act`; user errors at `name` are thrown again as being at `path`. */
export function atPath<T>(name: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw locateError(error, name, path);
  }
}

/** `error`, with `path` in place of `name` when it is a user error. */
export function locateError(error: unknown, name: string, path: string): unknown {
  if (!(error instanceof UserError) || error.position?.file !== name) return error;
  return new UserError(error.message, { ...error.position, file: path }, error.hint);
}
