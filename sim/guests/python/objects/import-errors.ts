/**
 * ImportError and ModuleNotFoundError with their attributes `name` and `path`.
 */

import { oefmt } from "./errors.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";
import { newtext } from "./unicode-object.ts";

/** An ImportError; `name` and `path` are its attributes. */
export function importError(
  space: ObjSpace,
  message: string,
  name: string | null = null,
  path: string | null = null,
  isNotFound = false,
): OperationError {
  const w_type = isNotFound
    ? space.exceptionTypes.get("ModuleNotFoundError")!
    : space.w_ImportError;
  const error = oefmt(space, w_type, message);
  if (name !== null) error.w_value.setField("name", newtext(name));
  if (path !== null) error.w_value.setField("path", newtext(path));
  return error;
}

/** A ModuleNotFoundError. */
export function moduleNotFound(space: ObjSpace, message: string, name: string): OperationError {
  return importError(space, message, name, null, true);
}
