/**
 * The module `_sre`: compiling patterns, and the types of what comes of it.
 *
 * Counterpart: pypy/module/_sre. DIFFERS: `compile` takes the pattern itself; parsing is not written
 * in Python.
 */

import { W_BytesObject } from "../objects/bytes-object.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint } from "../objects/int-object.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { ASCII_CASE, type CaseRules, UNICODE_CASE } from "../sre/case-rules.ts";
import { MAXGROUPS, MAXREPEAT } from "../sre/flags.ts";
import { parsePattern } from "../sre/parse.ts";
import { Regex } from "../sre/regex.ts";
import { type Define, integerArgument, moduleFunction, moduleType } from "./define.ts";
import { addClassGetitem } from "./generic-alias.ts";
import { raiseRegexErrors } from "./sre-errors.ts";
import { installMatch } from "./sre-match.ts";
import { installPattern, installScanner, SreTypes, W_SRE_Pattern } from "./sre-pattern.ts";
import { bytesLike, bytesOrNull, decodingError } from "./sre-subject.ts";

const MAGIC = 20140917;
const CODESIZE = 4;

export function makeSreModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_sre");
  const set = (name: string, w_value: W_Root): void =>
    w_module.namespace.setitem_str(space, name, w_value);
  set("__name__", newtext("_sre"));
  set("MAGIC", newint(MAGIC));
  set("CODESIZE", newint(CODESIZE));
  set("MAXREPEAT", newint(MAXREPEAT));
  set("MAXGROUPS", newint(MAXGROUPS));
  const types = new SreTypes(
    makeType(space, w_module, "Pattern"),
    makeType(space, w_module, "Match"),
    moduleType(space, w_module, "SRE_Scanner"),
  );
  types.w_scanner.acceptsSubclasses = false;
  types.w_pattern.w_doc = newtext("Compiled regular expression object.");
  installPattern(types.w_pattern);
  installMatch(types.w_match);
  installScanner(types.w_scanner);
  addClassGetitem([types.w_pattern, types.w_match]);
  installFunctions(space, w_module, types);
  return w_module;
}

/** A type that calls itself one of `re`. */
function makeType(space: ObjSpace, w_module: W_Module, name: string): W_TypeObject {
  const w_type = moduleType(space, w_module, name);
  w_type.name = `re.${name}`;
  w_type.w_module = newtext("re");
  w_type.acceptsSubclasses = false;
  return w_type;
}

function installFunctions(space: ObjSpace, w_module: W_Module, types: SreTypes): void {
  const define = moduleFunction.bind(null, space, w_module);
  const warnings_w: W_Root[] = [];
  define("compile", "pattern, flags=", (s, args) => {
    const w_flags = args[1] ?? null;
    if (w_flags !== null && bigintOrNull(builtinValue(w_flags)) === null) {
      const name = typeName(s, w_flags);
      throw typeError(s, `unsupported operand type(s) for &: '${name}' and 'int'`);
    }
    const flags = integerArgument(s, args, 1, 0);
    return compilePattern(s, types, args[0]!, flags, warnings_w);
  });
  define("describe", "pattern, /", (_, [w_pattern]) =>
    newtext((w_pattern as W_SRE_Pattern).regex.describe()),
  );
  define("escape", "pattern", (s, [w_pattern]) => escapePattern(s, w_pattern!));
  // Warnings of the patterns compiled since the last call: (category, message) each.
  define("take_warnings", "", () => newlist(warnings_w.splice(0)));
  for (const [name, rules] of [
    ["ascii", ASCII_CASE],
    ["unicode", UNICODE_CASE],
  ] as const) {
    installCase(define, name, rules);
  }
}

const SPECIAL = /[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g;

/** The pattern that matches just the text (or bytes) of `w_pattern`. */
function escapePattern(space: ObjSpace, w_pattern: W_Root): W_Root {
  const w_value = builtinValue(w_pattern);
  if (w_value instanceof W_UnicodeObject) return newtext(w_value.value.replace(SPECIAL, "\\$&"));
  const w_bytes = bytesOrNull(space, w_pattern);
  if (w_bytes === null) throw decodingError(space, w_pattern);
  const text = Buffer.from(w_bytes.value).toString("latin1");
  return new W_BytesObject(Buffer.from(text.replace(SPECIAL, "\\$&"), "latin1"));
}

function installCase(define: Define, name: string, rules: CaseRules): void {
  define(`${name}_tolower`, "character, /", (space, args) =>
    newint(rules.lower(integerArgument(space, args, 0, 0))),
  );
  define(`${name}_iscased`, "character, /", (space, args) =>
    newbool(rules.isCased(integerArgument(space, args, 0, 0))),
  );
}

function compilePattern(
  space: ObjSpace,
  types: SreTypes,
  w_source: W_Root,
  flags: number,
  warnings_w: W_Root[],
): W_Root {
  const w_value = builtinValue(w_source);
  const isText = w_value instanceof W_UnicodeObject;
  const text = isText
    ? w_value.value
    : Buffer.from(bytesLike(space, w_source).value).toString("latin1");
  const regex = raiseRegexErrors(space, w_source, () => {
    const parsed = parsePattern(text, isText, flags);
    for (const { category, message } of parsed.state.warnings) {
      warnings_w.push(new W_TupleObject([newtext(category), newtext(message)]));
    }
    return new Regex(parsed, isText, space.reDrivers);
  });
  return new W_SRE_Pattern(types, regex, w_source);
}
