/**
 * `format(value, spec)`, the pieces of f-strings, and printing of expressions.
 *
 * Counterpart: pypy/objspace/std/newformat.py, pypy/interpreter/pyopcode.py (FORMAT_VALUE).
 */

import { call_looked_up, lookup } from "./call.ts";
import { typeError, typeName } from "./errors.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_ComplexObject } from "./complex-object.ts";
import {
  formatComplex,
  formatFloat,
  formatInteger,
  formatText,
  parseFormatSpec,
} from "./format-spec.ts";
import { builtinValue } from "./instance-object.ts";
import { bigintOrNull } from "./int-object.ts";
import type { ObjSpace } from "./space.ts";
import { quoteAscii } from "./text-quote.ts";
import { readString, str_w } from "./text.ts";
import { newtext, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/**
 * One replacement field of an f-string; `conversion` is 0, 1 (!s), 2 (!r) or 3 (!a).
 * @dont_look_inside @may_force
 */
export function format_piece(
  space: ObjSpace,
  w_value: W_Root,
  conversion: number,
  w_spec: W_Root | null,
): W_Root {
  const w_converted = convertPiece(space, w_value, conversion);
  const spec = w_spec === null ? "" : (w_spec as W_UnicodeObject).value;
  if (w_converted instanceof W_UnicodeObject && spec === "") return w_converted;
  return newtext(formatValue(space, w_converted, spec));
}

function convertPiece(space: ObjSpace, w_value: W_Root, conversion: number): W_Root {
  if (conversion === 1) return newtext(str_w(space, w_value));
  if (conversion === 2) return newtext(readString(space, w_value));
  return conversion === 3 ? newtext(asciiText(space, w_value)) : w_value;
}

/** `ascii(w_obj)`. */
export function asciiText(space: ObjSpace, w_obj: W_Root): string {
  const text = readString(space, w_obj);
  const escaped = (c: string): string => (c <= "\x7f" ? c : quoteAscii(c).slice(1, -1));
  return Array.from(text, escaped).join("");
}

/** `format(w_obj, spec)`. */
export function formatValue(space: ObjSpace, w_obj: W_Root, spec: string): string {
  const w_format = lookup(space, w_obj, "__format__")!;
  const w_text = builtinValue(call_looked_up(space, w_format, w_obj, [newtext(spec)], null));
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  const name = typeName(space, w_obj);
  throw typeError(space, `${name}.__format__ must return string, not ${typeName(space, w_text)}`);
}

/** What the `__format__` of built-in types gives. */
export function builtinFormat(space: ObjSpace, w_x: W_Root, spec: string): string {
  const w_obj = builtinValue(w_x);
  if (spec === "") return str_w(space, w_x);
  const name = typeName(space, w_x);
  const integer = bigintOrNull(w_obj);
  if (integer !== null) {
    return formatInteger(space, integer, parseFormatSpec(space, spec, "d"), name);
  }
  if (w_obj instanceof W_FloatObject) {
    return formatFloat(space, w_obj.floatval, parseFormatSpec(space, spec, ""), name);
  }
  if (w_obj instanceof W_ComplexObject) {
    return formatComplex(space, w_obj.real, w_obj.imag, parseFormatSpec(space, spec, ""));
  }
  if (w_obj instanceof W_UnicodeObject) {
    return formatText(space, w_obj.value, parseFormatSpec(space, spec, "s"));
  }
  const message = `unsupported format string passed to ${typeName(space, w_x)}.__format__`;
  throw typeError(space, message);
}
