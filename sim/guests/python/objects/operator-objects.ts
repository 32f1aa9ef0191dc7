/**
 * What the module operator makes: functions that traces look into, and the callables `itemgetter`,
 * `attrgetter` and `methodcaller`.
 *
 * Counterpart: pypy/module/operator/{interp_operator,app_operator}.py. DIFFERS: the three callables
 * are host code; PyPy has them in Python.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import {
  add,
  and_,
  floordiv,
  lshift,
  matmul,
  mod,
  mul,
  or_,
  pow,
  rshift,
  sub,
  truediv,
  xor,
} from "./arithmetic.ts";
import { getattr, load_method_descr } from "./attributes.ts";
import { compare } from "./compare.ts";
import { typeError } from "./errors.ts";
import { type BuiltinCode, prepend, W_BuiltinFunction } from "./function.ts";
import { getitem } from "./items.ts";
import type { OperationError } from "./operation-error.ts";
import type { Signature } from "./signature.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

/** `operator.add` and its like; `op` is a number from operators.ts. */
export class W_BinaryFunction extends W_BuiltinFunction {
  readonly op: number;

  constructor(name: string, signature: Signature, code: BuiltinCode, op: number) {
    super(name, signature, code);
    this.op = op;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (kwnames === null && args_w.length === 2) {
      return binary_by_number(space, this.op, args_w[0]!, args_w[1]!);
    }
    return this.call_general(space, args_w, kwnames);
  }
}

/** `operator.lt` and its like; `op` is the number of a comparison. */
export class W_CompareFunction extends W_BuiltinFunction {
  readonly op: number;

  constructor(name: string, signature: Signature, code: BuiltinCode, op: number) {
    super(name, signature, code);
    this.op = op;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (kwnames === null && args_w.length === 2) {
      return compare(space, this.op, args_w[0]!, args_w[1]!);
    }
    return this.call_general(space, args_w, kwnames);
  }
}

/** A binary operator, with the fast paths of its bytecode. */
export function binary_by_number(space: ObjSpace, op: number, w_a: W_Root, w_b: W_Root): W_Root {
  switch (op) {
    case 0:
      return add(space, w_a, w_b);
    case 1:
      return sub(space, w_a, w_b);
    case 2:
      return mul(space, w_a, w_b);
    case 3:
      return truediv(space, w_a, w_b);
    case 4:
      return floordiv(space, w_a, w_b);
    case 5:
      return mod(space, w_a, w_b);
    case 6:
      return pow(space, w_a, w_b);
    case 7:
      return lshift(space, w_a, w_b);
    case 8:
      return rshift(space, w_a, w_b);
    case 9:
      return and_(space, w_a, w_b);
    case 10:
      return xor(space, w_a, w_b);
    case 11:
      return or_(space, w_a, w_b);
    default:
      return matmul(space, w_a, w_b);
  }
}

/** A wrong number of arguments of one of the callables. @dont_look_inside @cannot_raise */
export function wrongCall(
  space: ObjSpace,
  count: number,
  kwnames: readonly string[] | null,
): OperationError {
  if (kwnames !== null) {
    return typeError(space, `__call__() got an unexpected keyword argument '${kwnames[0]}'`);
  }
  if (count === 0) {
    return typeError(space, "__call__() missing 1 required positional argument: 'obj'");
  }
  const message = `__call__() takes 2 positional arguments but ${count + 1} were given`;
  return typeError(space, message);
}

export class W_ItemGetter extends W_Root {
  readonly w_type: W_TypeObject;
  readonly items_w: readonly W_Root[];

  constructor(w_type: W_TypeObject, items_w: readonly W_Root[]) {
    super();
    this.w_type = w_type;
    this.items_w = items_w;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (kwnames !== null || args_w.length !== 1) throw wrongCall(space, args_w.length, kwnames);
    const items_w = this.items_w;
    if (items_w.length === 1) return getitem(space, args_w[0]!, items_w[0]!);
    return items_of(space, args_w[0]!, items_w);
  }
}

/** @dont_look_inside @may_force */
export function items_of(space: ObjSpace, w_obj: W_Root, items_w: readonly W_Root[]): W_Root {
  return new W_TupleObject(items_w.map((w_item) => getitem(space, w_obj, w_item)));
}

export class W_AttrGetter extends W_Root {
  readonly w_type: W_TypeObject;
  readonly names: readonly string[];
  /** One name without a dot. */
  readonly isSimple: boolean;

  constructor(w_type: W_TypeObject, names: readonly string[]) {
    super();
    this.w_type = w_type;
    this.names = names;
    this.isSimple = names.length === 1 && !names[0]!.includes(".");
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (kwnames !== null || args_w.length !== 1) throw wrongCall(space, args_w.length, kwnames);
    if (this.isSimple) return getattr(space, args_w[0]!, this.names[0]!);
    return attributes_of(space, args_w[0]!, this.names);
  }
}

/** @dont_look_inside @may_force */
export function attributes_of(space: ObjSpace, w_obj: W_Root, names: readonly string[]): W_Root {
  const values_w = names.map((name) => {
    let w_value = w_obj;
    for (const part of name.split(".")) w_value = getattr(space, w_value, part);
    return w_value;
  });
  return values_w.length === 1 ? values_w[0]! : new W_TupleObject(values_w);
}

export class W_MethodCaller extends W_Root {
  readonly w_type: W_TypeObject;
  readonly name: string;
  readonly args_w: readonly W_Root[];
  readonly kwnames: readonly string[] | null;

  constructor(
    w_type: W_TypeObject,
    name: string,
    args_w: readonly W_Root[],
    kwnames: readonly string[] | null,
  ) {
    super();
    this.w_type = w_type;
    this.name = name;
    this.args_w = args_w;
    this.kwnames = kwnames;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (kwnames !== null || args_w.length !== 1) throw wrongCall(space, args_w.length, kwnames);
    const w_obj = args_w[0]!;
    const w_method = load_method_descr(space, w_obj, this.name);
    if (w_method !== null) {
      return w_method.call_args(space, prepend(w_obj, this.args_w), this.kwnames);
    }
    return getattr(space, w_obj, this.name).call_args(space, copy_of(this.args_w), this.kwnames);
  }
}

/** @unroll_safe */
export function copy_of(args_w: readonly W_Root[]): W_Root[] {
  const result = new_array_r<W_Root>(args_w.length);
  for (let i = 0; i < args_w.length; i++) result[i] = args_w[i]!;
  return result as W_Root[];
}
