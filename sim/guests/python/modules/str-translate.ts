/**
 * `str.translate` and `str.maketrans`.
 *
 * Counterpart: pypy/objspace/std/unicodeobject.py (descr_translate, descr_maketrans).
 */

import { W_DictObject } from "../objects/dict-object.ts";
import { typeError, valueError } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint } from "../objects/int-object.ts";
import { getitem } from "../objects/items.ts";
import { isError } from "../objects/iteration.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { staticMethod, textArgument } from "./define.ts";
import { codesOfText, textMethod } from "./str-methods.ts";
import { W_BytesObject, latin1Text } from "../objects/bytes-object.ts";

export function installTranslation(w_type: W_TypeObject): void {
  textMethod(w_type, "translate", "table", (s, w_self, [, w_table]) => {
    const known = new Map<number, string>();
    let result = "";
    for (const code of codesOfText(w_self)) {
      let text = known.get(code);
      if (text === undefined) {
        text = translated(s, code, w_table!);
        known.set(code, text);
      }
      result += text;
    }
    return newtext(result);
  });
  staticMethod(w_type, "maketrans", "x, y=, z=, /", (s, [w_x, w_y, w_z]) =>
    w_y === null ? tableOfDict(s, w_x!) : tableOfTexts(s, w_x!, w_y!, w_z ?? null),
  );
}

function translated(space: ObjSpace, code: number, w_table: W_Root): string {
  let w_value: W_Root;
  try {
    w_value = getitem(space, w_table, newint(code));
  } catch (error) {
    if (!isError(space, error, "LookupError")) throw error;
    return String.fromCodePoint(code);
  }
  const w_new = builtinValue(w_value);
  if (w_new === w_None) return "";
  if (w_new instanceof W_UnicodeObject) return w_new.value;
  const number = bigintOrNull(w_new);
  if (number === null) throw typeError(space, "character mapping must return integer, None or str");
  if (number >= 0n && number <= 0x10ffffn) return String.fromCodePoint(Number(number));
  throw valueError(space, "character mapping must be in range(0x110000)");
}

function tableOfDict(space: ObjSpace, w_x: W_Root): W_Root {
  const w_given = builtinValue(w_x);
  if (!(w_given instanceof W_DictObject)) {
    throw typeError(space, "if you give only one argument to maketrans it must be a dict");
  }
  const w_table = space.newdict();
  for (const [w_key, w_value] of w_given.storage.pairs(space)) {
    w_table.storage.setitem(space, tableKey(space, w_key), w_value);
  }
  return w_table;
}

function tableKey(space: ObjSpace, w_key: W_Root): W_Root {
  const w_text = builtinValue(w_key);
  if (w_text instanceof W_UnicodeObject) {
    if (w_text.length === 1) return newint(w_text.value.codePointAt(0)!);
    throw valueError(space, "string keys in translate table must be of length 1");
  }
  if (bigintOrNull(w_text) !== null) return w_key;
  throw typeError(space, "keys in translate table must be strings or integers");
}

function textOf(space: ObjSpace, w_obj: W_Root): W_UnicodeObject {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof W_BytesObject) return newtext(latin1Text(w_value.value));
  return newtext(textArgument(space, w_obj, "expected str"));
}

function tableOfTexts(space: ObjSpace, w_x: W_Root, w_y: W_Root, w_z: W_Root | null): W_Root {
  const isText = [W_UnicodeObject, W_BytesObject].some((kind) => builtinValue(w_x) instanceof kind);
  if (!isText) {
    const message = "first maketrans argument must be a string if there is a second argument";
    throw typeError(space, message);
  }
  const from = codesOfText(textOf(space, w_x));
  const to = codesOfText(textOf(space, w_y));
  if (from.length !== to.length) {
    throw valueError(space, "the first two maketrans arguments must have equal length");
  }
  const w_table = space.newdict();
  from.forEach((code, i) => {
    w_table.storage.setitem(space, newint(code), newint(to[i]!));
  });
  for (const code of w_z === null ? [] : codesOfText(textOf(space, w_z))) {
    w_table.storage.setitem(space, newint(code), w_None);
  }
  return w_table;
}
