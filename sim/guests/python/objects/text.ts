/**
 * `repr` and `str` of any value, as host strings.
 *
 * Counterpart: pypy/objspace/std/*object.py (descr_repr), rpython/rlib/runicode.py.
 */

import type { W_BaseException } from "./base-exception.ts";
import { W_BytearrayObject } from "./bytearray-object.ts";
import { W_BytesObject } from "./bytes-object.ts";
import { W_ComplexObject } from "./complex-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { W_SliceObject } from "./constants.ts";
import { W_DictObject } from "./dict-object.ts";
import { viewMember, W_DictView } from "./dict-views.ts";
import { typeError, typeName, valueError } from "./errors.ts";
import { floatRepr, generalDigits } from "./float-text.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_AbstractFunction, W_BuiltinFunction, W_Method } from "./function.ts";
import { builtinValue } from "./instance-object.ts";
import { W_BoolObject, W_IntObject, W_LongObject } from "./int-object.ts";
import { W_ListObject } from "./list-object.ts";
import { W_Module } from "./module-object.ts";
import { W_RangeObject } from "./range-object.ts";
import { enterRecursion, leaveRecursion } from "./recursion.ts";
import { setItems, W_AbstractSet, W_SetObject } from "./set-object.ts";
import { w_Ellipsis, w_None, w_NotImplemented } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { quoteText } from "./text-quote.ts";
import { W_TupleObject } from "./tuple-object.ts";
import { W_TypeObject } from "./type-object.ts";
import { newtext, W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** `repr(w_obj)`. */
export function readString(space: ObjSpace, w_obj: W_Root): string {
  if (w_obj instanceof W_IntObject && !(w_obj instanceof W_BoolObject)) return String(w_obj.intval);
  if (w_obj instanceof W_UnicodeObject) return quoteText(w_obj.value);
  return textOfMethod(space, w_obj, "__repr__");
}

/** `str(w_obj)`. */
export function str_w(space: ObjSpace, w_obj: W_Root): string {
  if (w_obj instanceof W_UnicodeObject) return w_obj.value;
  if (w_obj instanceof W_IntObject && !(w_obj instanceof W_BoolObject)) return String(w_obj.intval);
  return textOfMethod(space, w_obj, "__str__");
}

function textOfMethod(space: ObjSpace, w_obj: W_Root, method: string): string {
  const w_method = lookup(space, w_obj, method)!;
  enterRecursion(space);
  try {
    const w_text = builtinValue(call_looked_up(space, w_method, w_obj, [], null));
    if (w_text instanceof W_UnicodeObject) return w_text.value;
    const name = typeName(space, w_text);
    throw typeError(space, `${method} returned non-string (type '${name}')`);
  } finally {
    leaveRecursion(space);
  }
}

/** What `object.__str__` gives: the result of `__repr__`, which the caller checks. */
export function defaultStr(space: ObjSpace, w_obj: W_Root): W_Root {
  if (!w_obj.getclass(space).isHeapType) return newtext(readString(space, w_obj));
  return call_looked_up(space, lookup(space, w_obj, "__repr__")!, w_obj, [], null);
}

/** What the `__repr__` of built-in types gives. */
export function builtinRepr(space: ObjSpace, w_x: W_Root): string {
  const w_obj = builtinValue(w_x);
  if (w_obj instanceof W_BoolObject) return w_obj.intval === 1 ? "True" : "False";
  if (w_obj instanceof W_IntObject) return String(w_obj.intval);
  if (w_obj instanceof W_LongObject) return decimalText(space, w_obj.value);
  if (w_obj instanceof W_FloatObject) return floatRepr(w_obj.floatval);
  if (w_obj instanceof W_UnicodeObject) return quoteText(w_obj.value);
  if (w_obj === w_None) return "None";
  if (w_obj === w_Ellipsis) return "Ellipsis";
  if (w_obj === w_NotImplemented) return "NotImplemented";
  return containerRepr(space, w_x, w_obj) ?? objectRepr(space, w_x, w_obj);
}

/** The digits of an integer, which may be no more than `sys.set_int_max_str_digits` allows. */
function decimalText(space: ObjSpace, value: bigint): string {
  const { digitsMax } = space;
  const isHuge = digitsMax !== 0 && BigInt.asIntN(Math.ceil(digitsMax * 3.5), value) !== value;
  const text = isHuge ? "" : value.toString();
  const count = text.length - (value < 0n ? 1 : 0);
  if (!isHuge && (digitsMax === 0 || count <= digitsMax)) return text;
  const limit = `Exceeds the limit (${digitsMax}) for integer string conversion`;
  throw valueError(space, `${limit}; use sys.set_int_max_str_digits() to increase the limit`);
}

function containerRepr(space: ObjSpace, w_x: W_Root, w_obj: W_Root): string | null {
  if (w_obj instanceof W_ListObject) {
    return guardedRepr(space, w_obj, "[...]", () => `[${joined(space, w_obj.getitems())}]`);
  }
  if (w_obj instanceof W_TupleObject) return tupleRepr(space, w_obj);
  if (w_obj instanceof W_DictObject) {
    return guardedRepr(space, w_obj, "{...}", () => dictRepr(space, w_obj));
  }
  if (w_obj instanceof W_AbstractSet) return setRepr(space, w_x, w_obj);
  if (w_obj instanceof W_DictView) return viewRepr(space, w_obj);
  if (w_obj instanceof W_RangeObject) return rangeRepr(w_obj);
  if (w_obj instanceof W_BytesObject) return bytesRepr(w_obj.value);
  if (w_obj instanceof W_BytearrayObject) {
    return `${typeName(space, w_x)}(${bytesRepr(w_obj.value, true)})`;
  }
  if (w_obj instanceof W_ComplexObject) return complexRepr(w_obj);
  if (w_obj instanceof W_SliceObject) {
    return `slice(${joined(space, [w_obj.w_start, w_obj.w_stop, w_obj.w_step])})`;
  }
  return null;
}

/** The reprs of some values. */
export function joined(space: ObjSpace, items_w: readonly W_Root[]): string {
  return items_w.map((w_item) => readString(space, w_item)).join(", ");
}

/** Prints a container once; inside of itself it is `short`. */
export function guardedRepr(
  space: ObjSpace,
  w_obj: W_Root,
  short: string,
  print: () => string,
): string {
  const { printing } = space;
  if (printing.has(w_obj)) return short;
  printing.add(w_obj);
  try {
    return print();
  } finally {
    printing.delete(w_obj);
  }
}

function tupleRepr(space: ObjSpace, w_tuple: W_TupleObject): string {
  return guardedRepr(space, w_tuple, "(...)", () => {
    const comma = w_tuple.items.length === 1 ? "," : "";
    return `(${joined(space, w_tuple.items)}${comma})`;
  });
}

function dictRepr(space: ObjSpace, w_dict: W_DictObject): string {
  const parts: string[] = [];
  for (const [w_key, w_value] of w_dict.storage.pairs(space)) {
    parts.push(`${readString(space, w_key)}: ${readString(space, w_value)}`);
  }
  return `{${parts.join(", ")}}`;
}

function setRepr(space: ObjSpace, w_x: W_Root, w_set: W_AbstractSet): string {
  const name = typeName(space, w_x);
  return guardedRepr(space, w_set, `${name}(...)`, () => {
    const items_w = setItems(w_set);
    if (items_w.length === 0) return `${name}()`;
    const body = `{${joined(space, items_w)}}`;
    return w_set instanceof W_SetObject && name === "set" ? body : `${name}(${body})`;
  });
}

function viewRepr(space: ObjSpace, w_view: W_DictView): string {
  const items_w: W_Root[] = [];
  for (const [w_key, w_value] of w_view.w_dict.storage.pairs(space)) {
    items_w.push(viewMember(w_key, w_value, w_view.kind));
  }
  return `dict_${w_view.kind}([${joined(space, items_w)}])`;
}

function rangeRepr(w_range: W_RangeObject): string {
  const { start, stop, step } = w_range;
  return step === 1n ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`;
}

/** A bytes literal; PyPy escapes every apostrophe in the repr of a bytearray. */
function bytesRepr(bytes: Uint8Array, escapesApostrophe = false): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === quote || character === "\\") text += `\\${character}`;
    else if (byte === 39 && escapesApostrophe) text += "\\'";
    else if (byte === 9) text += "\\t";
    else if (byte === 10) text += "\\n";
    else if (byte === 13) text += "\\r";
    else if (byte < 32 || byte > 126) text += `\\x${byte.toString(16).padStart(2, "0")}`;
    else text += character;
  }
  return `b${quote}${text}${quote}`;
}

function complexRepr(w_complex: W_ComplexObject): string {
  return complexText(w_complex, (value) => floatRepr(value).replace(/\.0$/, ""));
}

/** `str` of a complex number: twelve significant digits, unlike its repr. */
export function complexStr(w_complex: W_ComplexObject): string {
  return complexText(w_complex, (value) => {
    if (!Number.isFinite(value)) return floatRepr(value);
    const sign = value < 0 || Object.is(value, -0) ? "-" : "";
    return sign + generalDigits(value, 12, false);
  });
}

function complexText(w_complex: W_ComplexObject, part: (value: number) => string): string {
  const imaginary = `${part(w_complex.imag)}j`;
  if (w_complex.real === 0 && !Object.is(w_complex.real, -0)) return imaginary;
  const sign = imaginary.startsWith("-") || imaginary === "nanj" ? "" : "+";
  return `(${part(w_complex.real)}${imaginary === "nanj" ? "+" : sign}${imaginary})`;
}

/** An address as PyPy prints it. */
export function addressText(space: ObjSpace, w_obj: W_Root): string {
  return `0x${space.addressOf(w_obj).toString(16).padStart(16, "0")}`;
}

/** `w_x` is the object, `w_obj` its value of a built-in type. */
function objectRepr(space: ObjSpace, w_x: W_Root, w_obj: W_Root): string {
  if (w_obj instanceof W_TypeObject) return typeRepr(w_obj);
  if (w_obj instanceof W_Method) {
    const w_function = w_obj.w_function;
    const name =
      w_function instanceof W_AbstractFunction ? w_function.qualname() : ownName(w_function);
    return `<bound method ${name} of ${readString(space, w_obj.w_self)}>`;
  }
  if (w_obj instanceof W_BuiltinFunction) return `<built-in function ${w_obj.name}>`;
  if (w_obj instanceof W_AbstractFunction) {
    return `<function ${w_obj.qualname()} at ${addressText(space, w_obj)}>`;
  }
  if (w_obj instanceof W_Module) return moduleRepr(space, w_x);
  return `<${fullTypeName(space, w_x)} object at ${addressText(space, w_x)}>`;
}

function moduleRepr(space: ObjSpace, w_module: W_Root): string {
  const w_dict = builtinValue(space.getattr(w_module, "__dict__")) as W_DictObject;
  const own = (name: string): W_Root => w_dict.storage.getitem_str(space, name) ?? w_None;
  const w_name = own("__name__");
  const name = w_name === w_None ? "'?'" : readString(space, w_name);
  const w_file = own("__file__");
  if (w_file !== w_None) return `<module ${name} from ${readString(space, w_file)}>`;
  const w_loader = own("__loader__");
  if (own("__spec__") === w_None) {
    return `<module ${name}${w_loader === w_None ? "" : ` (${readString(space, w_loader)})`}>`;
  }
  if (w_loader === w_None || w_loader instanceof W_TypeObject) return `<module ${name} (built-in)>`;
  const isFolder = own("__path__") !== w_None && own("__file__") === w_None;
  return `<module ${name} (${isFolder ? "namespace" : readString(space, w_loader)})>`;
}

/** A type with its module, as `<class 'X'>` prints it. */
export function typeRepr(w_type: W_TypeObject): string {
  return `<class '${displayName(w_type)}'>`;
}

/** `module.qualname`; the plain name for built-in types. */
export function displayName(w_type: W_TypeObject): string {
  const { w_module } = w_type;
  if (!(w_module instanceof W_UnicodeObject) || w_module.value === "builtins")
    return w_type.qualname;
  return `${w_module.value}.${w_type.qualname}`;
}

function fullTypeName(space: ObjSpace, w_obj: W_Root): string {
  return displayName(w_obj.getclass(space));
}

/** How error messages call what is being called: `f()`. */
export function callableName(space: ObjSpace, w_func: W_Root): string {
  if (w_func instanceof W_Method) return callableName(space, w_func.w_function);
  if (w_func instanceof W_AbstractFunction || w_func instanceof W_BuiltinFunction) {
    return `${w_func.name}()`;
  }
  return `${typeName(space, w_func)} object`;
}

/** The name of a class or function for messages, "?" for other values. */
export function ownName(w_obj: W_Root): string {
  if (w_obj instanceof W_Method) return ownName(w_obj.w_function);
  const isNamed =
    w_obj instanceof W_TypeObject ||
    w_obj instanceof W_AbstractFunction ||
    w_obj instanceof W_BuiltinFunction;
  return isNamed ? w_obj.name : "?";
}

/** Strings one after the other. @dont_look_inside @cannot_raise */
export function join_text(pieces_w: readonly W_Root[]): W_Root {
  let text = "";
  let length = 0;
  for (const w_piece of pieces_w) {
    const piece = w_piece as W_UnicodeObject;
    text += piece.value;
    length += piece.length;
  }
  return new W_UnicodeObject(text, length);
}

/** The text of an exception as its class makes it of the arguments. */
export function exceptionText(space: ObjSpace, w_exception: W_BaseException): string {
  const { args_w } = w_exception;
  if (args_w.length === 0) return "";
  if (args_w.length > 1) return tupleRepr(space, new W_TupleObject(args_w));
  return str_w(space, args_w[0]!);
}

/** `repr` as a Python string. @dont_look_inside @may_force */
export function repr(space: ObjSpace, w_obj: W_Root): W_Root {
  return newtext(readString(space, w_obj));
}
