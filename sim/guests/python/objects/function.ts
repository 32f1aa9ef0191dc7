/**
 * What can be called or bound: built-in functions, bound methods, static and class methods,
 * properties. Functions written in Python are in interp/function.ts.
 *
 * Counterpart: pypy/interpreter/{function,gateway,typedef}.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { invalidate, type QuasiImmut } from "../../../hints/quasi-immut.ts";
import { typeError } from "./errors.ts";
import type { W_DictObject } from "./dict-object.ts";
import type { FastCode } from "./fast-code.ts";
import { call_fast } from "./fast-code.ts";
import { guestError } from "./recursion.ts";
import type { Signature } from "./signature.ts";
import { matchArguments } from "./signature.ts";
import type { ObjSpace } from "./space.ts";
import { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** Anything that becomes a bound method when it is found on the type of an instance. */
export abstract class W_AbstractFunction extends W_Root {
  abstract get name(): string;

  qualname(): string {
    return this.name;
  }
}

/** The host code of a built-in: one value per parameter, null where an optional one is missing. */
export type BuiltinCode = (space: ObjSpace, args: BuiltinArguments) => W_Root;
export type BuiltinArguments = readonly (W_Root | null)[];

/** Runs host code; the end of the host's stack is a RecursionError. */
function run_code(space: ObjSpace, code: BuiltinCode, args: BuiltinArguments): W_Root {
  try {
    return code(space, args);
  } catch (error) {
    throw guestError(space, error);
  }
}

/** Values that take any attribute, though few programs give them one. */
export abstract class W_WithAttributes extends W_Root {
  private w_own: W_DictObject | null = null;

  /** The `__dict__`, made at the first use. */
  own_dict(space: ObjSpace): W_DictObject {
    this.w_own ??= space.newdict();
    return this.w_own;
  }

  override getown(space: ObjSpace, name: string): W_Root | null {
    return this.w_own === null ? null : this.w_own.storage.getitem_str(space, name);
  }

  override setown(space: ObjSpace, name: string, w_value: W_Root): boolean {
    this.own_dict(space).storage.setitem_str(space, name, w_value);
    return true;
  }

  override delown(space: ObjSpace, name: string): boolean {
    return this.own_dict(space).storage.delitem(space, space.newtext(name)) !== null;
  }
}

/** A built-in function found in a module; it does not bind. */
export class W_BuiltinFunction extends W_WithAttributes {
  readonly name: string;
  readonly signature: Signature;
  readonly fast: FastCode | null = null;
  protected readonly code: BuiltinCode;

  constructor(name: string, signature: Signature, code: BuiltinCode) {
    super();
    this.name = name;
    this.signature = signature;
    this.code = code;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_builtinfunction;
  }

  /** Gives this function its traced part, before the program runs. */
  setFast(fast: FastCode): void {
    (this as { fast: FastCode | null }).fast = fast;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (kwnames === null) {
      const w_result = call_fast(space, this.fast, args_w);
      if (w_result !== null) return w_result;
    }
    return this.call_general(space, args_w, kwnames);
  }

  /** @dont_look_inside @may_force */
  call_general(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    return run_code(
      space,
      this.code,
      matchArguments(space, this.name, this.signature, args_w, kwnames),
    );
  }
}

/** A built-in method found in a type; it binds. */
export class W_BuiltinMethod extends W_AbstractFunction {
  override readonly name: string;
  /** The type that defines it. */
  readonly owner: W_TypeObject;
  readonly signature: Signature;
  readonly fast: FastCode | null = null;
  /** Whether the first argument must be an instance of the owner. */
  readonly hasSelf: boolean;
  protected readonly code: BuiltinCode;

  constructor(
    name: string,
    owner: W_TypeObject,
    signature: Signature,
    code: BuiltinCode,
    hasSelf = true,
  ) {
    super();
    this.name = name;
    this.owner = owner;
    this.signature = signature;
    this.code = code;
    this.hasSelf = hasSelf;
  }

  override qualname(): string {
    return `${this.owner.qualname}.${this.name}`;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_function;
  }

  /** Gives this method its traced part, before the program runs. */
  setFast(fast: FastCode): void {
    (this as { fast: FastCode | null }).fast = fast;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (kwnames === null) {
      const w_result = call_fast(space, this.fast, args_w);
      if (w_result !== null) return w_result;
    }
    return this.call_matched(space, args_w, kwnames, false);
  }

  override call_bound(
    space: ObjSpace,
    args_w: W_Root[],
    kwnames: readonly string[] | null,
  ): W_Root {
    if (kwnames === null) {
      const w_result = call_fast(space, this.fast, args_w);
      if (w_result !== null) return w_result;
    }
    return this.call_matched(space, args_w, kwnames, true);
  }

  /** @dont_look_inside @may_force */
  call_general(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    return this.call_matched(space, args_w, kwnames, false);
  }

  /** @dont_look_inside @may_force */
  call_matched(
    space: ObjSpace,
    args_w: W_Root[],
    kwnames: readonly string[] | null,
    isMethodCall: boolean,
  ): W_Root {
    const { name, signature } = this;
    const arguments_w = matchArguments(space, name, signature, args_w, kwnames, isMethodCall);
    if (this.hasSelf) this.checkSelf(space, arguments_w[0]!);
    else if (name === "__new__") this.checkClass(space, arguments_w[0]!);
    return run_code(space, this.code, arguments_w);
  }

  /** `__new__` makes instances of the owner or of classes derived from it. */
  private checkClass(space: ObjSpace, w_class: W_Root): void {
    const { owner } = this;
    if (w_class === owner || owner === space.w_object || owner === space.w_type) return;
    if (!(w_class instanceof W_TypeObject)) {
      throw typeError(space, `X is not a type object ('${w_class.getclass(space).name}')`);
    }
    if (w_class.issubtype(owner)) return;
    const { name } = w_class;
    const message = `${owner.name}.__new__(${name}): ${name} is not a subtype of ${owner.name}`;
    throw typeError(space, message);
  }

  private checkSelf(space: ObjSpace, w_self: W_Root): void {
    const w_type = w_self.getclass(space);
    if (w_type === this.owner || w_type.issubtype(this.owner)) return;
    const message = `'${this.owner.name}' object expected, got '${w_type.name}' instead`;
    throw typeError(space, message);
  }
}

/** A function bound to an instance. */
export class W_Method extends W_Root {
  readonly w_function: W_Root;
  readonly w_self: W_Root;

  constructor(w_function: W_Root, w_self: W_Root) {
    super();
    this.w_function = w_function;
    this.w_self = w_self;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_method;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    return this.w_function.call_bound(space, prepend(this.w_self, args_w), kwnames);
  }
}

/** `w_first` and then `args_w`. @unroll_safe */
export function prepend(w_first: W_Root, args_w: readonly W_Root[]): W_Root[] {
  const result = new_array_r<W_Root>(args_w.length + 1);
  result[0] = w_first;
  for (let i = 0; i < args_w.length; i++) result[i + 1] = args_w[i]!;
  return result as W_Root[];
}

/** What static and class methods share: the function, and attributes of their own. */
export abstract class W_MethodWrapper extends W_WithAttributes {
  readonly w_function: W_Root;

  constructor(w_function: W_Root) {
    super();
    this.w_function = w_function;
  }
}

export class W_StaticMethod extends W_MethodWrapper {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_staticmethod;
  }
}

export class W_ClassMethod extends W_MethodWrapper {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_classmethod;
  }
}

export class W_Property extends W_Root {
  /** @quasi_immutable */
  w_fget: W_Root;
  mutate_w_fget: QuasiImmut | null = null;
  w_fset: W_Root;
  w_fdel: W_Root;
  w_doc: W_Root;
  /** Whether the documentation is the getter's. */
  hasGetterDoc = false;

  constructor(w_fget: W_Root, w_fset: W_Root, w_fdel: W_Root, w_doc: W_Root) {
    super();
    this.w_fget = w_fget;
    this.w_fset = w_fset;
    this.w_fdel = w_fdel;
    this.w_doc = w_doc;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_property;
  }

  /** What `__init__` does. */
  initialize(w_fget: W_Root, w_fset: W_Root, w_fdel: W_Root): void {
    this.w_fget = w_fget;
    invalidate(this.mutate_w_fget);
    this.w_fset = w_fset;
    this.w_fdel = w_fdel;
  }
}

type Getter = (space: ObjSpace, w_obj: W_Root) => W_Root | null;
type Setter = (space: ObjSpace, w_obj: W_Root, w_value: W_Root) => void;
type Deleter = (space: ObjSpace, w_obj: W_Root) => void;

/** An attribute of a built-in type that is computed, e.g. `int.real`. */
export class GetSetProperty extends W_Root {
  readonly name: string;
  /** The type that defines it; null for the `__dict__` of classes written in Python. */
  readonly w_owner: W_TypeObject | null;
  /** What traces look into instead of the getter. */
  readonly fast: FastCode | null = null;
  private readonly getter: Getter;
  private readonly setter: Setter | null;
  private readonly deleter: Deleter | null;

  constructor(
    name: string,
    w_owner: W_TypeObject | null,
    getter: Getter,
    setter: Setter | null,
    deleter: Deleter | null = null,
  ) {
    super();
    this.name = name;
    this.w_owner = w_owner;
    this.getter = getter;
    this.setter = setter;
    this.deleter = deleter;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_getset;
  }

  setFast(fast: FastCode): void {
    (this as { fast: FastCode | null }).fast = fast;
  }

  /** The value, or null when the attribute is missing. */
  get(space: ObjSpace, w_obj: W_Root): W_Root | null {
    const fast = this.fast;
    const w_value = fast === null ? null : fast.call1(space, w_obj);
    return w_value === null ? this.compute(space, w_obj) : w_value;
  }

  /** @dont_look_inside @may_force */
  compute(space: ObjSpace, w_obj: W_Root): W_Root | null {
    return this.getter(space, w_obj);
  }

  /** False when the attribute is read-only. @dont_look_inside @may_force */
  set(space: ObjSpace, w_obj: W_Root, w_value: W_Root): boolean {
    if (this.setter === null) return false;
    this.setter(space, w_obj, w_value);
    return true;
  }

  /** False when the attribute cannot be deleted. */
  delete(space: ObjSpace, w_obj: W_Root): boolean {
    if (this.deleter === null) return false;
    this.deleter(space, w_obj);
    return true;
  }
}

/** A member of `__slots__`: an attribute without the `__dict__`. */
export class W_Member extends W_Root {
  readonly name: string;
  /** Its name in the maps of instances. */
  readonly key: string;
  readonly w_owner: W_TypeObject;

  constructor(name: string, key: string, w_owner: W_TypeObject) {
    super();
    this.name = name;
    this.key = key;
    this.w_owner = w_owner;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_member;
  }
}
