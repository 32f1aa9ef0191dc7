/**
 * Syntax errors of the compiler as Python exceptions, with PyPy's attributes.
 *
 * Counterpart: pypy/interpreter/pyparser/error.py.
 */

import { UserError } from "../../../base/errors.ts";
import { PythonSyntaxError } from "../parser/source-text.ts";
import { call_function } from "../objects/call.ts";
import type { W_BaseException } from "../objects/base-exception.ts";
import { oefmt } from "../objects/errors.ts";
import { newint } from "../objects/int-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext } from "../objects/unicode-object.ts";

/** Does `act`; what the compiler refuses is raised as SyntaxError or one of its subclasses. */
export function raisingSyntaxErrors<T>(space: ObjSpace, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof PythonSyntaxError) throw syntaxError(space, error);
    if (error instanceof UserError) throw oefmt(space, space.w_RecursionError, error.message);
    throw error;
  }
}

function syntaxError(space: ObjSpace, error: PythonSyntaxError): OperationError {
  const { sourceLine, column, lacksNewline, line } = error;
  const points = [...sourceLine.slice(0, Math.max(column - 1, 0))].length;
  const offset = column === 0 ? 0 : points + 1;
  const text = lacksNewline || (sourceLine === "" && column === 0) ? sourceLine : `${sourceLine}\n`;
  const place_w = [newtext(error.file), newint(line), newint(offset), newtext(text)];
  const w_type = space.exceptionTypes.get(error.kind)!;
  const args_w = [newtext(error.message), new W_TupleObject(place_w)];
  return new OperationError(call_function(space, w_type, args_w) as W_BaseException);
}
