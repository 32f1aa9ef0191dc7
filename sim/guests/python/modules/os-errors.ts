/**
 * OSError from the numbers of Linux, with the texts of its C library.
 */

import { call_function } from "../objects/call.ts";
import type { W_BaseException } from "../objects/base-exception.ts";
import { newint } from "../objects/int-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

const TEXTS: ReadonlyMap<number, string> = new Map([
  [1, "Operation not permitted"],
  [2, "No such file or directory"],
  [3, "No such process"],
  [4, "Interrupted system call"],
  [5, "Input/output error"],
  [9, "Bad file descriptor"],
  [10, "No child processes"],
  [11, "Resource temporarily unavailable"],
  [12, "Cannot allocate memory"],
  [13, "Permission denied"],
  [17, "File exists"],
  [20, "Not a directory"],
  [21, "Is a directory"],
  [22, "Invalid argument"],
  [24, "Too many open files"],
  [28, "No space left on device"],
  [29, "Illegal seek"],
  [30, "Read-only file system"],
  [32, "Broken pipe"],
  [33, "Numerical argument out of domain"],
  [34, "Numerical result out of range"],
  [39, "Directory not empty"],
  [110, "Connection timed out"],
  [111, "Connection refused"],
]);

/** What `os.strerror` says. */
export function errorText(code: number): string {
  return TEXTS.get(code) ?? `Unknown error ${code}`;
}

/** An OSError of the class that its number means, with the one or two names it is about. */
export function osError(
  space: ObjSpace,
  errno: number,
  w_filename: W_Root | null = null,
  text = errorText(errno),
  w_filename2: W_Root | null = null,
): OperationError {
  const w_type = space.exceptionTypes.get("OSError")!;
  const args_w: W_Root[] = [newint(errno), newtext(text)];
  if (w_filename !== null) args_w.push(w_filename);
  if (w_filename2 !== null) args_w.push(w_None, w_filename2);
  return new OperationError(call_function(space, w_type, args_w) as W_BaseException);
}
