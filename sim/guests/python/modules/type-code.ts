/**
 * The types of code objects and cells.
 *
 * Counterpart: pypy/interpreter/{pycode,nestedscope,typedef}.py.
 */

import type { CodeTemplate } from "../compiler/code.ts";
import { PyCode } from "../interp/pycode.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { Cell } from "../objects/cell.ts";
import { compare } from "../objects/compare.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint, W_IntObject } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { addressText } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod, textArgument } from "./define.ts";

function codeOf(w_obj: W_Root | null | undefined): PyCode {
  return w_obj as PyCode;
}

const NUMBERS = [
  "co_argcount",
  "co_posonlyargcount",
  "co_kwonlyargcount",
  "co_nlocals",
  "co_stacksize",
  "co_flags",
  "co_firstlineno",
] as const;
const NAMES = ["co_names", "co_varnames", "co_freevars", "co_cellvars"] as const;
const TEXTS = ["co_name", "co_filename"] as const;
const BYTES = ["co_code", "co_lnotab"] as const;

/** Fills code. */
export function installCode(w_code: W_TypeObject): void {
  for (const name of NUMBERS) getset(w_code, name, (_, w_c) => newint(codeOf(w_c).template[name]));
  for (const name of TEXTS) getset(w_code, name, (_, w_c) => newtext(codeOf(w_c).template[name]));
  for (const name of NAMES) {
    getset(w_code, name, (_, w_c) => {
      return new W_TupleObject(codeOf(w_c).template[name].map((text) => newtext(text)));
    });
  }
  for (const name of BYTES) {
    getset(w_code, name, (_, w_c) => {
      return new W_BytesObject(Uint8Array.from(codeOf(w_c).template[name]));
    });
  }
  getset(w_code, "co_consts", (_, w_c) => new W_TupleObject(codeOf(w_c).co_consts_w));
  method(w_code, "__repr__", "self, /", (s, [w_self]) => {
    const { co_name, co_filename, co_firstlineno } = codeOf(w_self);
    const where = `file ${JSON.stringify(co_filename)}, line ${co_firstlineno}`;
    return newtext(`<code object ${co_name} at ${addressText(s, w_self!)}, ${where}>`);
  });
  method(w_code, "__eq__", "self, other, /", (s, [w_a, w_b]) =>
    w_b instanceof PyCode ? newbool(isEqual(s, codeOf(w_a), w_b)) : w_NotImplemented,
  );
  method(w_code, "__ne__", "self, other, /", (s, [w_a, w_b]) =>
    w_b instanceof PyCode ? newbool(!isEqual(s, codeOf(w_a), w_b)) : w_NotImplemented,
  );
  method(w_code, "__hash__", "self, /", (s, [w_self]) => {
    const { co_name, co_firstlineno, co_argcount } = codeOf(w_self);
    const w_parts = new W_TupleObject([
      newtext(co_name),
      newint(co_firstlineno),
      newint(co_argcount),
    ]);
    return new W_IntObject(s.hash(w_parts));
  });
  getset(w_code, "__weakref__", () => w_None);
  method(w_code, "replace", "self, **kwargs", replace);
}

function isEqual(space: ObjSpace, a: PyCode, b: PyCode): boolean {
  if (a === b || a.template === b.template) return true;
  const left = a.template;
  const right = b.template;
  const isSame =
    [...NUMBERS].every((name) => left[name] === right[name]) &&
    left.co_name === right.co_name &&
    [...NAMES].every((name) => left[name].join() === right[name].join()) &&
    left.co_code.join() === right.co_code.join();
  if (!isSame) return false;
  const EQUAL = 2;
  const consts = (code: PyCode): W_Root => new W_TupleObject(code.co_consts_w);
  return space.is_true(compare(space, EQUAL, consts(a), consts(b)));
}

/** A code object like another one but for the attributes given by keyword. */
function replace(space: ObjSpace, [w_self, w_kwargs]: readonly (W_Root | null)[]): W_Root {
  const code = codeOf(w_self);
  const changes: Record<string, unknown> = {};
  let consts_w: readonly W_Root[] = code.co_consts_w;
  for (const [w_name, w_value] of (w_kwargs as W_DictObject).storage.pairs(space)) {
    const name = textArgument(space, w_name);
    if (name === "co_consts") consts_w = iterable_to_array(space, w_value, -1);
    else changes[name] = fieldValue(space, name, w_value);
  }
  const template = { ...code.template, ...changes } as CodeTemplate;
  return code.changed(template, consts_w);
}

function fieldValue(space: ObjSpace, name: string, w_value: W_Root): unknown {
  const isIn = (names: readonly string[]): boolean => names.includes(name);
  if (isIn(NUMBERS)) return toHostInteger(space, w_value);
  if (isIn(TEXTS)) return textArgument(space, w_value);
  if (isIn(NAMES)) {
    return iterable_to_array(space, w_value, -1).map((w_text) => textArgument(space, w_text));
  }
  if (isIn(BYTES)) {
    const w_bytes = builtinValue(w_value);
    if (w_bytes instanceof W_BytesObject) return w_bytes.value;
    throw typeError(space, `expected bytes, got ${typeName(space, w_value)} object`);
  }
  throw typeError(space, `'${name}' is an invalid keyword argument for replace()`);
}

/** Fills cell. */
export function installCell(space: ObjSpace): void {
  const { w_cell } = space;
  staticMethod(
    w_cell,
    "__new__",
    "subtype, contents=",
    (_, [, w_value]) => new Cell(w_value ?? null),
  );
  getset(
    w_cell,
    "cell_contents",
    (s, w_obj) => {
      const { w_value } = w_obj as Cell;
      if (w_value === null) throw oefmt(s, s.w_ValueError, "Cell is empty");
      return w_value;
    },
    (_, w_obj, w_value) => {
      (w_obj as Cell).w_value = w_value;
    },
    (_, w_obj) => {
      (w_obj as Cell).w_value = null;
    },
  );
  method(w_cell, "__repr__", "self, /", (s, [w_self]) => {
    const { w_value } = w_self as Cell;
    const what =
      w_value === null ? "empty" : `${typeName(s, w_value)} object at ${addressText(s, w_value)}`;
    return newtext(`<cell at ${addressText(s, w_self!)}: ${what}>`);
  });
}
