/**
 * Errors of regular expressions as Python exceptions.
 *
 * The class `re.error` is written in Python, in the library's sre_constants.py.
 */

import { W_BaseException } from "../objects/base-exception.ts";
import { oefmt, valueError } from "../objects/errors.ts";
import { newint } from "../objects/int-object.ts";
import { W_Module } from "../objects/module-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { recursionError } from "../objects/recursion.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { MatchTooLarge } from "../sre/match-context.ts";
import { FlagsError, NestedTooDeep, RepetitionTooLarge } from "../sre/parse.ts";
import { UnknownGroup } from "../sre/parse-template.ts";
import { RegexError } from "../sre/tokenizer.ts";

const ERROR_MODULE = "sre_constants";

/** Runs `action`; what it refuses becomes an exception about `w_source`. */
export function raiseRegexErrors<T>(space: ObjSpace, w_source: W_Root, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw toPython(space, w_source, error);
  }
}

function toPython(space: ObjSpace, w_source: W_Root, error: unknown): unknown {
  if (error instanceof RegexError) return regexError(space, w_source, error);
  if (error instanceof FlagsError) return valueError(space, error.message);
  if (error instanceof UnknownGroup) return oefmt(space, space.w_IndexError, error.message);
  if (error instanceof NestedTooDeep) return recursionError(space);
  if (error instanceof RepetitionTooLarge) {
    return oefmt(space, space.w_OverflowError, "the repetition number is too large");
  }
  if (error instanceof MatchTooLarge) {
    return oefmt(space, space.exceptionTypes.get("MemoryError")!, "");
  }
  return error;
}

/** An instance of `re.error`, or of ValueError while that class does not exist. */
function regexError(space: ObjSpace, w_source: W_Root, error: RegexError): OperationError {
  const w_module = space.w_modules.storage.getitem_str(space, ERROR_MODULE);
  const w_class =
    w_module instanceof W_Module ? w_module.namespace.getitem_str(space, "error") : null;
  if (w_class === null) return valueError(space, error.message);
  const where_w = error.position === null ? [] : [w_source, newint(error.position)];
  const w_error = w_class.call_args(space, [newtext(error.message), ...where_w], null);
  if (w_error instanceof W_BaseException) return new OperationError(w_error);
  return oefmt(space, space.w_TypeError, "re.error is no exception");
}
