/**
 * The type str: making strings, operators, cases and classes of characters.
 *
 * Counterpart: pypy/objspace/std/unicodeobject.py.
 */

import { decodeBytes, encodeText } from "../codecs/coding.ts";
import { bufferOf } from "../objects/buffer.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { format_percent } from "../objects/format-percent.ts";
import { builtinFormat } from "../objects/format.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { builtinItem, builtinLength, containsBuiltin } from "../objects/items.ts";
import { iter_builtin } from "../objects/iteration.ts";
import type { ObjSpace } from "../objects/space.ts";
import { builtinRepr, str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import * as unicode from "../objects/unicode-database.ts";
import {
  codePointsOf,
  everyCodePoint,
  newtext,
  W_UnicodeObject,
} from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { method, staticMethod, textArgument } from "./define.ts";
import { instanceOf } from "./instances.ts";
import { installOperators } from "./numbers.ts";
import { formatMapMethod, formatMethod } from "./str-format.ts";
import { installStrMethods, textMethod } from "./str-methods.ts";
import { installTranslation } from "./str-translate.ts";
import { w_NotImplemented } from "../objects/singletons.ts";
import { installBuiltinComparisons, installHash } from "./type-object.ts";

/** Fills str. */
export function installStr(space: ObjSpace): void {
  const { w_unicode } = space;
  staticMethod(w_unicode, "__new__", "cls, object=, encoding=, errors=", (s, args) => {
    const [w_cls, w_object, w_encoding, w_errors] = args;
    const isCoded = w_encoding !== null || w_errors !== null;
    const w_text =
      isCoded && w_object !== null
        ? decodeObject(s, w_object!, w_encoding ?? null, w_errors ?? null)
        : newtext(w_object === null ? "" : str_w(s, w_object!));
    return instanceOf(s, w_cls as W_TypeObject, w_text);
  });
  installOperators(w_unicode, [0, 2], () => true);
  w_unicode.dict_w.delete("__radd__");
  method(w_unicode, "__mod__", "self, value, /", (s, [w_self, w_value]) =>
    format_percent(s, builtinValue(w_self!) as W_UnicodeObject, w_value!),
  );
  installBuiltinComparisons(w_unicode, true);
  installHash(w_unicode, true);
  method(w_unicode, "__repr__", "self, /", (s, [w_self]) => newtext(builtinRepr(s, w_self!)));
  method(w_unicode, "__str__", "self, /", (_, [w_self]) => builtinValue(w_self!));
  method(w_unicode, "__len__", "self, /", (s, [w_self]) => newint(builtinLength(s, w_self!)));
  method(
    w_unicode,
    "__getitem__",
    "self, index, /",
    (s, [w_self, w_index]) => builtinItem(s, w_self!, w_index!)!,
  );
  method(w_unicode, "__contains__", "self, key, /", (s, [w_self, w_item]) =>
    newbool(containsBuiltin(s, w_self!, w_item!)!),
  );
  method(w_unicode, "__iter__", "self, /", (s, [w_self]) => iter_builtin(s, builtinValue(w_self!)));
  method(w_unicode, "__format__", "self, spec, /", (s, [w_self, w_spec]) =>
    newtext(builtinFormat(s, w_self!, textArgument(s, w_spec!))),
  );
  method(w_unicode, "format", "self, *args, **kwargs", formatMethod);
  method(w_unicode, "format_map", "self, mapping", formatMapMethod);
  method(w_unicode, "__rmod__", "self, value, /", (s, [w_self, w_value]) => {
    const w_format = builtinValue(w_value!);
    return w_format instanceof W_UnicodeObject
      ? format_percent(s, w_format, w_self!)
      : w_NotImplemented;
  });
  method(w_unicode, "__getnewargs__", "self", (_, [w_self]) => {
    const w_text = builtinValue(w_self!) as W_UnicodeObject;
    return new W_TupleObject([newtext(w_text.value)]);
  });
  textMethod(w_unicode, "encode", "encoding=, errors=", (s, w_self, [, w_encoding, w_errors]) => {
    const encoding = w_encoding === null ? "utf-8" : textArgument(s, w_encoding!);
    const errors = w_errors === null ? "strict" : textArgument(s, w_errors!);
    return encodeText(s, w_self, encoding, errors);
  });
  installCases(w_unicode);
  installTests(w_unicode);
  installStrMethods(w_unicode);
  installTranslation(w_unicode);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

function mapped(text: string, map: (character: string) => string): W_Root {
  return newtext(Array.from(text, map).join(""));
}

const FINAL_SIGMA = "\u03c2";

/** `str.lower` of a whole string: a sigma at the end of a word has a form of its own. */
function lowered(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const points = Array.from(text);
  return points.map((_, i) => lowerAt(points, i)).join("");
}

function lowerAt(points: readonly string[], index: number): string {
  const c = points[index]!;
  return c === "\u03a3" ? sigma(points, index) : unicode.toLower(c);
}

function sigma(points: readonly string[], index: number): string {
  const cased = (c: string | undefined): boolean =>
    c !== undefined && unicode.isCased(c.codePointAt(0)!);
  return cased(points[index - 1]) && !cased(points[index + 1]) ? FINAL_SIGMA : "\u03c3";
}

function installCases(w_type: W_TypeObject): void {
  textMethod(w_type, "upper", "", (_, { value }) =>
    ASCII.test(value) ? newtext(value.toUpperCase()) : mapped(value, unicode.toUpper),
  );
  textMethod(w_type, "lower", "", (_, w_self) => newtext(lowered(w_self.value)));
  textMethod(w_type, "casefold", "", (_, w_self) => mapped(w_self.value, unicode.toCasefold));
  textMethod(w_type, "swapcase", "", (_, w_self) => {
    const points = codePointsOf(w_self);
    const swapped = points.map((c, i) => {
      const code = c.codePointAt(0)!;
      if (unicode.isUpper(code)) return lowerAt(points, i);
      return unicode.isLower(code) ? unicode.toUpper(c) : c;
    });
    return newtext(swapped.join(""));
  });
  textMethod(w_type, "capitalize", "", (_, w_self) => {
    const [first, ...rest] = codePointsOf(w_self);
    return newtext(first === undefined ? "" : unicode.toTitle(first) + lowered(rest.join("")));
  });
  textMethod(w_type, "title", "", (_, w_self) => {
    const points = codePointsOf(w_self);
    let isInside = false;
    const titled = points.map((c, i) => {
      const result = isInside ? lowerAt(points, i) : unicode.toTitle(c);
      isInside = unicode.isCased(c.codePointAt(0)!);
      return result;
    });
    return newtext(titled.join(""));
  });
}

function installTests(w_type: W_TypeObject): void {
  const all = (name: string, test: (code: number) => boolean, empty = false): void => {
    textMethod(w_type, name, "", (_, w_self) => {
      return newbool(w_self.length === 0 ? empty : everyCodePoint(w_self, test));
    });
  };
  all("isalpha", unicode.isAlpha);
  all("isalnum", unicode.isAlnum);
  all("isdigit", unicode.isDigit);
  all("isdecimal", unicode.isDecimal);
  all("isnumeric", unicode.isNumeric);
  all("isspace", unicode.isSpace);
  all("isprintable", unicode.isPrintable, true);
  all("isascii", (code) => code < 128, true);
  textMethod(w_type, "isupper", "", (_, w_self) => casedAll(w_self, unicode.isUpper));
  textMethod(w_type, "islower", "", (_, w_self) => casedAll(w_self, unicode.isLower));
  textMethod(w_type, "istitle", "", (_, w_self) => newbool(isTitleText(w_self)));
  textMethod(w_type, "isidentifier", "", (_, w_self) => {
    const [first, ...rest] = codePointsOf(w_self).map((c) => c.codePointAt(0)!);
    if (first === undefined || !unicode.isIdentifierStart(first)) return newbool(false);
    return newbool(rest.every(unicode.isIdentifierContinue));
  });
}

function casedAll(w_self: W_UnicodeObject, test: (code: number) => boolean): W_Root {
  const codes = codePointsOf(w_self).map((c) => c.codePointAt(0)!);
  const cased = codes.filter(unicode.isCased);
  return newbool(cased.length > 0 && cased.every(test));
}

function isTitleText(w_self: W_UnicodeObject): boolean {
  let isInside = false;
  let found = false;
  for (const c of codePointsOf(w_self)) {
    const code = c.codePointAt(0)!;
    if (unicode.isUpper(code) || unicode.isTitle(code)) {
      if (isInside) return false;
      isInside = true;
      found = true;
    } else if (unicode.isLower(code)) {
      if (!isInside) return false;
      found = true;
    } else {
      isInside = false;
    }
  }
  return found;
}

/** `str(w_obj, encoding, errors)`. */
function decodeObject(
  space: ObjSpace,
  w_obj: W_Root,
  w_encoding: W_Root | null,
  w_errors: W_Root | null,
): W_Root {
  const encoding = w_encoding === null ? "utf-8" : textArgument(space, w_encoding);
  const errors = w_errors === null ? "strict" : textArgument(space, w_errors);
  if (builtinValue(w_obj) instanceof W_UnicodeObject) {
    throw typeError(space, "decoding str is not supported");
  }
  const buffer = bufferOf(space, w_obj);
  if (buffer !== null) return decodeBytes(space, buffer.bytes(), encoding, errors);
  const name = typeName(space, w_obj);
  throw typeError(space, `decoding to str: a bytes-like object is required, not ${name}`);
}
