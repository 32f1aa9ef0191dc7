/**
 * The module _pypyjson, beneath the library's package `json`.
 *
 * Counterpart: pypy/module/_pypyjson.
 */

import { makeModule, type W_Module } from "../objects/module-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext, type W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing, moduleFunction, textArgument } from "./define.ts";
import { JsonDecoder } from "./json-decoder.ts";
import { escapeJsonText, JsonEncoder } from "./json-encoder.ts";
import { JsonScanner } from "./json-scanner.ts";
import { toHostInteger } from "../objects/slices.ts";

export function makeJsonModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_pypyjson");
  w_module.namespace.setitem_str(space, "__name__", newtext("_pypyjson"));
  const define = moduleFunction.bind(null, space, w_module);
  define("loads", "text, error", (s, [w_text, w_error]) => {
    textArgument(s, w_text!);
    return new JsonDecoder(s, builtinValue(w_text!) as W_UnicodeObject, w_error!).decode();
  });
  const scanner = (s: ObjSpace, args: readonly (W_Root | null)[]): JsonScanner => {
    const [w_text, , w_strict, w_object, w_pairs, w_float, w_int, w_constant, w_error] = args;
    textArgument(s, w_text!);
    const optional = (w_hook: W_Root | null | undefined): W_Root | null =>
      isMissing(w_hook) ? null : w_hook!;
    return new JsonScanner(s, builtinValue(w_text!) as W_UnicodeObject, {
      isStrict: s.is_true(w_strict!),
      w_object: optional(w_object),
      w_pairs: optional(w_pairs),
      w_float: w_float === s.w_float ? null : optional(w_float),
      w_int: w_int === s.w_int ? null : optional(w_int),
      w_constant: w_constant!,
      w_error: w_error!,
    });
  };
  const hooks = "strict, object_hook, pairs_hook, parse_float, parse_int, parse_constant, error";
  define("scan_once", `text, index, ${hooks}`, (s, args) =>
    scanner(s, args).scanOnce(toHostInteger(s, args[1]!)),
  );
  define("scanstring", `text, index, ${hooks}`, (s, args) =>
    scanner(s, args).scanString(toHostInteger(s, args[1]!)),
  );
  define("encode", "encoder, obj", (s, [w_encoder, w_obj]) =>
    newtext(new JsonEncoder(s, w_encoder!).encode(w_obj!)),
  );
  for (const [name, asciiOnly] of [
    ["raw_encode_basestring", false],
    ["raw_encode_basestring_ascii", true],
  ] as const) {
    define(name, "text", (s, [w_text]) =>
      newtext(escapeJsonText(textArgument(s, w_text!), asciiOnly)),
    );
  }
  return w_module;
}
