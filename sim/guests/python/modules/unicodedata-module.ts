/**
 * The module unicodedata.
 *
 * Counterpart: pypy/module/unicodedata.
 */

import { operationError, typeError, typeName, valueError } from "../objects/errors.ts";
import { newfloat } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { characterName, lookupCharacterName } from "../unicode/character-names.ts";
import {
  type CharacterKind,
  type CharacterNumber,
  decompositionOf,
  kindOf,
  normalizeText,
  numberOf,
} from "../unicode/properties.ts";
import { moduleFunction, textArgument } from "./define.ts";

function codeOf(space: ObjSpace, w_obj: W_Root): number {
  const w_text = builtinValue(w_obj);
  if (!(w_text instanceof W_UnicodeObject)) {
    throw typeError(space, `expected str, got ${typeName(space, w_obj)} object`);
  }
  if (w_text.length === 1) return w_text.value.codePointAt(0)!;
  throw typeError(space, "need a single Unicode character as parameter");
}

/** Makes the module. */
export function makeUnicodedataModule(space: ObjSpace): W_Module {
  const w_module = makeModule("unicodedata");
  const define = moduleFunction.bind(null, space, w_module);
  w_module.namespace.setitem_str(space, "unidata_version", newtext("13.0.0"));
  const kind = (name: string, read: (kind: CharacterKind) => W_Root): void =>
    define(name, "unichr", (s, [w_chr]) => read(kindOf(codeOf(s, w_chr!))));
  kind("category", ({ category }) => newtext(category));
  kind("bidirectional", ({ bidirectional }) => newtext(bidirectional));
  kind("combining", ({ combining }) => newint(combining));
  kind("east_asian_width", ({ width }) => newtext(width));
  kind("mirrored", ({ mirrored }) => newint(mirrored));
  const number = (
    name: string,
    what: string,
    read: (value: CharacterNumber) => W_Root | null,
  ): void =>
    define(name, "unichr, default=", (s, [w_chr, w_default]) => {
      const value = numberOf(codeOf(s, w_chr!));
      const w_result = value === undefined ? null : read(value);
      if (w_result !== null) return w_result;
      if (w_default !== null) return w_default!;
      throw valueError(s, what);
    });
  const whole = (text: string): W_Root | null => (text === "" ? null : newint(Number(text)));
  number("numeric", "not a numeric character", ({ numeric }) => newfloat(numeric));
  number("digit", "not a digit", ({ digit }) => whole(digit));
  number("decimal", "not a decimal", ({ decimal }) => whole(decimal));
  define("decomposition", "unichr", (s, [w_chr]) => newtext(decompositionOf(codeOf(s, w_chr!))));
  define("name", "unichr, default=", (s, [w_chr, w_default]) => {
    const name = characterName(codeOf(s, w_chr!));
    if (name !== undefined) return newtext(name);
    if (w_default !== null) return w_default!;
    throw valueError(s, "no such name");
  });
  define("lookup", "name", (s, [w_name]) => {
    const name = textArgument(s, w_name!);
    const character = lookupCharacterName(name);
    if (character !== undefined) return newtext(character);
    const message = newtext(`undefined character name '${name}'`);
    throw operationError(s.w_KeyError, [message]);
  });
  define("normalize", "form, unistr", (s, [w_form, w_text]) =>
    newtext(normalizeText(textArgument(s, w_text!), formOf(s, w_form!))),
  );
  define("is_normalized", "form, unistr", (s, [w_form, w_text]) => {
    const text = textArgument(s, w_text!);
    return newbool(normalizeText(text, formOf(s, w_form!)) === text);
  });
  return w_module;
}

function formOf(space: ObjSpace, w_form: W_Root): string {
  const form = textArgument(space, w_form);
  if (["NFC", "NFD", "NFKC", "NFKD"].includes(form)) return form;
  throw valueError(space, "invalid normalization form");
}
