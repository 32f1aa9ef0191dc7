/**
 * How built-in types and modules are filled: by tables of names, signatures and host code.
 *
 * Counterpart: pypy/interpreter/{typedef,gateway}.py.
 */

import { typeError, typeName } from "../objects/errors.ts";
import {
  type BuiltinArguments,
  type BuiltinCode,
  GetSetProperty,
  W_BuiltinFunction,
  W_BuiltinMethod,
  W_ClassMethod,
  W_StaticMethod,
} from "../objects/function.ts";
import { type FrameBuiltinCode, W_FrameBuiltin } from "../objects/frame-builtin.ts";
import { builtinValue } from "../objects/instance-object.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { W_IntObject, W_LongObject } from "../objects/int-object.ts";
import type { W_Module } from "../objects/module-object.ts";
import { parseSignature } from "../objects/signature.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { w_None } from "../objects/singletons.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";

/** Adds a function to one module. */
export type Define = (name: string, signature: string, code: BuiltinCode) => void;

/**
 * A built-in type that a module defines, published there; `layout` is its own name. A dotted name
 * (`collections.deque`) is what messages call it, and its first part is its `__module__`.
 */
export function moduleType(
  space: ObjSpace,
  w_module: W_Module,
  name: string,
  w_base: W_TypeObject = space.w_object,
): W_TypeObject {
  const w_type = new W_TypeObject(name, [w_base], w_base.mro_w, name, false, null, false);
  const dot = name.lastIndexOf(".");
  w_type.qualname = name.slice(dot + 1);
  w_type.w_module = newtext(dot < 0 ? w_module.name : name.slice(0, dot));
  w_module.namespace.setitem_str(space, w_type.qualname, w_type);
  return w_type;
}

/** An exception class that a module defines, as a class statement would make it. */
export function exceptionType(
  space: ObjSpace,
  w_module: W_Module,
  name: string,
  w_base: W_TypeObject,
  module = w_module.name,
): W_TypeObject {
  const w_type = new W_TypeObject(name, [w_base], w_base.mro_w, w_base.layout, true, null, true);
  w_type.w_module = newtext(module);
  w_module.namespace.setitem_str(space, name, w_type);
  return w_type;
}

/** Adds a method; `self` is the first parameter of the signature. */
export function method(
  w_type: W_TypeObject,
  name: string,
  signature: string,
  code: BuiltinCode,
): void {
  const w_method = new W_BuiltinMethod(name, w_type, parseSignature(signature), code);
  w_type.dict_w.set(name, w_method);
}

/** Adds a static method such as `__new__`. */
export function staticMethod(
  w_type: W_TypeObject,
  name: string,
  signature: string,
  code: BuiltinCode,
): void {
  const w_function = new W_BuiltinMethod(name, w_type, parseSignature(signature), code, false);
  w_type.dict_w.set(name, new W_StaticMethod(w_function));
}

/** Adds a class method. */
export function classMethod(
  w_type: W_TypeObject,
  name: string,
  signature: string,
  code: BuiltinCode,
): void {
  const w_function = new W_BuiltinMethod(name, w_type, parseSignature(signature), code, false);
  w_type.dict_w.set(name, new W_ClassMethod(w_function));
}

/** Adds a computed attribute. */
export function getset(
  w_type: W_TypeObject,
  name: string,
  getter: (space: ObjSpace, w_obj: W_Root) => W_Root | null,
  setter: ((space: ObjSpace, w_obj: W_Root, w_value: W_Root) => void) | null = null,
  deleter: ((space: ObjSpace, w_obj: W_Root) => void) | null = null,
): void {
  w_type.dict_w.set(name, new GetSetProperty(name, w_type, getter, setter, deleter));
}

/** Adds a function to a module. */
export function moduleFunction(
  space: ObjSpace,
  w_module: W_Module,
  name: string,
  signature: string,
  code: BuiltinCode,
): void {
  const w_function = new W_BuiltinFunction(name, parseSignature(signature), code);
  w_module.namespace.setitem_str(space, name, w_function);
}

/** Adds a function that looks at the frame of its caller. */
export function frameFunction(
  space: ObjSpace,
  w_module: W_Module,
  name: string,
  signature: string,
  code: FrameBuiltinCode,
): void {
  const w_function = new W_FrameBuiltin(name, parseSignature(signature), code);
  w_module.namespace.setitem_str(space, name, w_function);
}

/** The one optional positional argument of `name`, from its `*args`; null when it is missing. */
export function optionalArgument(space: ObjSpace, name: string, w_args: W_Root): W_Root | null {
  const { items } = w_args as W_TupleObject;
  if (items.length < 2) return items[0] ?? null;
  const message = `${name}() takes from 0 to 1 positional arguments but ${items.length} were given`;
  throw typeError(space, message);
}

/** Throws for the first keyword argument of a function that takes none. */
export function refuseKeywords(space: ObjSpace, name: string, w_kwargs: W_Root): void {
  for (const [w_key] of (w_kwargs as W_DictObject).storage.pairs(space)) {
    const key = (w_key as W_UnicodeObject).value;
    throw typeError(space, `${name}() got an unexpected keyword argument '${key}'`);
  }
}

/** Whether an optional argument was left out or is None. */
export function isMissing(w_value: W_Root | null | undefined): boolean {
  return w_value === null || w_value === undefined || w_value === w_None;
}

/** The text of a string argument. */
export function textArgument(space: ObjSpace, w_obj: W_Root, what = "expected str"): string {
  const w_text = builtinValue(w_obj);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  throw typeError(space, `${what}, got ${typeName(space, w_obj)} object`);
}

/** The host integer of an argument, or `missing`. */
export function integerArgument(
  space: ObjSpace,
  args: BuiltinArguments,
  index: number,
  missing: number,
): number {
  const w_value = args[index];
  return w_value === null || w_value === undefined ? missing : toHostInteger(space, w_value);
}

/** The value of `self`, which must be of a built-in class. */
export function selfOf<T extends W_Root>(
  space: ObjSpace,
  w_obj: W_Root,
  hostClass: abstract new (...args: never[]) => T,
  typeText: string,
  _methodName: string,
): T {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof hostClass) return w_value;
  const name = typeName(space, w_obj);
  throw typeError(space, `'${typeText}' object expected, got '${name}' instead`);
}

/** As {@link selfOf}, with the words that types of modules use. */
export function expectSelf<T extends W_Root>(
  space: ObjSpace,
  w_obj: W_Root,
  hostClass: abstract new (...args: never[]) => T,
  typeText: string,
): T {
  const w_value = builtinValue(w_obj);
  if (w_value instanceof hostClass) return w_value;
  const name = typeName(space, w_obj);
  throw typeError(space, `'${typeText}' object expected, got '${name}' instead`);
}

/** An argument that must be an integer, without `__index__`; clamped to the safe range. */
export function plainInteger(space: ObjSpace, w_obj: W_Root): number {
  const w_value = builtinValue(w_obj);
  if (isIntegerValue(w_value)) return toHostInteger(space, w_value);
  throw typeError(space, `expected integer, got ${typeName(space, w_obj)} object`);
}

/** Whether a value is an integer of any size (or boolean). */
export function isIntegerValue(w_obj: W_Root): boolean {
  return w_obj instanceof W_IntObject || w_obj instanceof W_LongObject;
}
