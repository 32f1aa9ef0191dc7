/**
 * When two constants are the same constant: equal, of the same type, and for floats of the same
 * sign of zero, at every depth of a tuple. Code objects are never shared.
 *
 * Counterpart: pypy/interpreter/pycode.py (const_comparison_key).
 */

import { unreachable } from "../../../base/assert.ts";
import type { Constant } from "./code.ts";

/** A key that is the same for the same constants; `undefined` for one that is never shared. */
export function constantKey(constant: Constant): string | undefined {
  switch (constant.kind) {
    case "none":
    case "ellipsis":
      return constant.kind;
    case "bool":
      return `bool ${constant.value}`;
    case "int":
      return `int ${constant.value}`;
    case "float":
      return `float ${floatKey(constant.value)}`;
    case "complex":
      return `complex ${floatKey(constant.real)} ${floatKey(constant.imag)}`;
    case "str":
      return `str ${JSON.stringify(constant.value)}`;
    case "bytes":
      return `bytes ${constant.value.join(",")}`;
    case "tuple":
    case "frozenset":
      return `${constant.kind}(${constant.items.map((item) => constantKey(item)).join(";")})`;
    case "code":
      return undefined;
    default:
      return unreachable(constant);
  }
}

function floatKey(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
