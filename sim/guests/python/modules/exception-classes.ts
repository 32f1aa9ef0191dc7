/**
 * The exception classes with attributes of their own.
 *
 * An attribute is a field of the exception once something has set it; until then it follows from
 * the arguments, so that exceptions made by host code need no `__init__`.
 *
 * Counterpart: pypy/module/exceptions/interp_exceptions.py.
 */

import { newdict, type W_DictObject } from "../objects/dict-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { exceptionText, readString, str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { method } from "./define.ts";
import { exceptionOf, fieldAttribute, reduced } from "./exception-fields.ts";
import { installOSError } from "./exception-os-error.ts";
import { installUnicodeErrors } from "./exception-unicode.ts";
import { instanceDict } from "./instance-attributes.ts";

/** Fills all of them. */
export function installExceptionClasses(space: ObjSpace): void {
  const type = (name: string): W_TypeObject => space.exceptionTypes.get(name)!;
  fieldAttribute(type("StopIteration"), "value", (args_w) => args_w[0]);
  fieldAttribute(type("SystemExit"), "code", (args_w) =>
    args_w.length > 1 ? new W_TupleObject(args_w) : args_w[0],
  );
  method(type("KeyError"), "__str__", "self, /", (s, [w_self]) => {
    const exception = exceptionOf(w_self);
    const [w_key] = exception.args_w;
    const isOne = exception.args_w.length === 1;
    return newtext(isOne ? readString(s, w_key!) : exceptionText(s, exception));
  });
  installNamed(type("AttributeError"), ["name", "obj"]);
  installNamed(type("NameError"), ["name"]);
  installImportError(type("ImportError"));
  installSyntaxError(type("SyntaxError"));
  installOSError(space);
  installUnicodeErrors(space);
}

/** Keyword arguments that become attributes. */
function installNamed(w_type: W_TypeObject, names: readonly string[]): void {
  for (const name of names) fieldAttribute(w_type, name, () => undefined);
  const keywords = names.map((name) => `${name}=`).join(", ");
  method(w_type, "__init__", `self, /, *args, ${keywords}`, (_, args) => {
    const exception = exceptionOf(args[0]);
    exception.args_w = (args[names.length + 1] as W_TupleObject).items;
    names.forEach((name, i) => {
      const w_value = args[i + 1] ?? null;
      if (w_value !== null) exception.setField(name, w_value);
    });
    return w_None;
  });
}

function installImportError(w_type: W_TypeObject): void {
  installNamed(w_type, ["name", "path"]);
  fieldAttribute(w_type, "msg", (args_w) => (args_w.length === 1 ? args_w[0] : undefined));
  method(w_type, "__reduce__", "self, /", (s, [w_self]) => {
    const w_own = instanceDict(s, w_self!) as W_DictObject;
    const w_state = newdict();
    for (const [w_key, w_value] of w_own.storage.pairs(s))
      w_state.storage.setitem(s, w_key, w_value);
    for (const name of ["name", "path"]) {
      const w_value = exceptionOf(w_self).field(name);
      if (w_value !== null) s.setitem_str(w_state, name, w_value);
    }
    return reduced(s, w_self!, exceptionOf(w_self).args_w, w_state);
  });
  method(w_type, "__setstate__", "self, state, /", (s, [w_self, w_state]) => {
    for (const [w_key, w_value] of (builtinValue(w_state!) as W_DictObject).storage.pairs(s)) {
      const name = str_w(s, w_key);
      if (name === "name" || name === "path") exceptionOf(w_self).setField(name, w_value);
      else exceptionOf(w_self).setdictvalue(name, w_value);
    }
    return w_None;
  });
}

const SYNTAX_FIELDS = ["filename", "lineno", "offset", "text", "lastlineno"];

function installSyntaxError(w_type: W_TypeObject): void {
  fieldAttribute(w_type, "msg", (args_w) => args_w[0]);
  fieldAttribute(w_type, "print_file_and_line", () => undefined);
  SYNTAX_FIELDS.forEach((name, index) => {
    fieldAttribute(w_type, name, (args_w) => {
      const w_place = builtinValue(args_w[1] ?? w_None);
      return args_w.length === 2 && w_place instanceof W_TupleObject
        ? w_place.items[index]
        : undefined;
    });
  });
  method(w_type, "__init__", "self, /, *args", (s, [w_self, w_args]) => {
    const exception = exceptionOf(w_self);
    const args_w = (w_args as W_TupleObject).items;
    exception.args_w = args_w;
    if (args_w.length !== 2) return w_None;
    const place_w = iterable_to_array(s, args_w[1]!, -1);
    SYNTAX_FIELDS.forEach((name, i) => {
      const w_value = place_w[i];
      if (w_value !== undefined) exception.setField(name, w_value);
    });
    if (place_w.length > 4) {
      exception.args_w = [args_w[0]!, new W_TupleObject(place_w.slice(0, 4))];
    }
    return w_None;
  });
  method(w_type, "__str__", "self, /", (s, [w_self]) => newtext(syntaxErrorText(s, w_self!)));
}

function syntaxErrorText(space: ObjSpace, w_error: W_Root): string {
  const get = (name: string): W_Root => space.getattr(w_error, name);
  const message = str_w(space, get("msg"));
  const [w_file, w_line, w_last] = [get("filename"), get("lineno"), get("lastlineno")];
  const parts: string[] = [];
  if (w_file instanceof W_UnicodeObject) parts.push(w_file.value.split("/").pop()!);
  if (w_line !== w_None && typeOfNumber(space, w_line)) {
    const line = str_w(space, w_line);
    const last = w_last === w_None ? line : str_w(space, w_last);
    parts.push(last === line ? `line ${line}` : `lines ${line}-${last}`);
  }
  return parts.length === 0 ? message : `${message} (${parts.join(", ")})`;
}

function typeOfNumber(space: ObjSpace, w_obj: W_Root): boolean {
  return w_obj.getclass(space).issubtype(space.w_int);
}
