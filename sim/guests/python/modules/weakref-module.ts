/**
 * The module _weakref, which lib/weakref.py publishes.
 *
 * Counterpart: pypy/module/_weakref.
 */

import * as arithmetic from "../objects/arithmetic.ts";
import { binary } from "../objects/arithmetic.ts";
import { getattr } from "../objects/attributes.ts";
import { COMPARE_METHODS, compare } from "../objects/compare.ts";
import { oefmt, typeError } from "../objects/errors.ts";
import { type BuiltinCode, W_BuiltinMethod, W_Property } from "../objects/function.ts";
import { parseSignature } from "../objects/signature.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool, newint, W_IntObject } from "../objects/int-object.ts";
import { contains, delitem, getitem, len_w, setitem } from "../objects/items.ts";
import { iter } from "../objects/iteration.ts";
import { newlist } from "../objects/list-object.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { BINARY_OPERATORS } from "../objects/operators.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { addressText, str_w } from "../objects/text.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { proxied, W_Proxy, W_WeakRef, type WeakrefState } from "../objects/weakref-object.ts";
import {
  expectSelf,
  getset,
  isMissing,
  method,
  moduleFunction,
  moduleType,
  staticMethod,
} from "./define.ts";
import { instanceOf } from "./instances.ts";
import { splitKeywords } from "./keywords.ts";

/** The module. */
export function makeWeakrefModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_weakref");
  w_module.namespace.setitem_str(space, "__name__", newtext("_weakref"));
  const state = space.weakrefs;
  installRef(space, w_module, state);
  installProxies(space, w_module, state);
  const define = moduleFunction.bind(null, space, w_module);
  define("getweakrefcount", "obj", (_, [w_obj]) =>
    newint(state.lookup(w_obj!)?.refs_w.length ?? 0),
  );
  define("getweakrefs", "obj", (_, [w_obj]) => newlist(state.lookup(w_obj!)?.refs_w ?? []));
  return w_module;
}

/** The types whose values take no weak references. */
function unreferable(space: ObjSpace): ReadonlySet<W_TypeObject> {
  return new Set([
    space.w_int,
    space.w_bool,
    space.w_float,
    space.w_complex,
    space.w_unicode,
    space.w_bytes,
    space.w_tuple,
    space.w_list,
    space.w_dict,
    space.w_nonetype,
    space.w_ellipsistype,
    space.w_notimplementedtype,
    space.w_slice,
    space.w_range,
    space.w_object,
    space.w_cell,
  ]);
}

function installRef(space: ObjSpace, w_module: W_Module, state: WeakrefState): void {
  const w_type = moduleType(space, w_module, "weakref");
  w_type.w_module = null;
  w_module.namespace.setitem_str(space, "ref", w_type);
  w_module.namespace.setitem_str(space, "ReferenceType", w_type);
  w_module.namespace.delitem_str("weakref");
  const refused = unreferable(space);
  staticMethod(w_type, "__new__", "cls, obj, *args, **kwargs", (s, [w_cls, w_obj, w_args]) => {
    const args_w = (w_args as W_TupleObject).items;
    if (args_w.length > 1 && w_cls === w_type) {
      throw typeError(s, "__new__ expected at most 2 arguments");
    }
    return makeRef(s, state, refused, w_type, w_cls as W_TypeObject, w_obj!, args_w[0] ?? w_None);
  });
  method(w_type, "__init__", "self, /, *args, **kwargs", () => w_None);
  const refOf = (s: ObjSpace, w_self: W_Root): W_WeakRef =>
    expectSelf(s, w_self, W_WeakRef, "weakref");
  method(w_type, "__call__", "self, /", (s, [w_self]) => refOf(s, w_self!).w_target ?? w_None);
  method(w_type, "__hash__", "self, /", (s, [w_self]) => hashOf(s, refOf(s, w_self!)));
  for (const [name, op] of [
    ["__eq__", 2],
    ["__ne__", 3],
  ] as const) {
    method(w_type, name, "self, other, /", (s, [w_self, w_other]) => {
      const other = builtinValue(w_other!);
      if (!(other instanceof W_WeakRef)) return w_NotImplemented;
      const self = refOf(s, w_self!);
      if (self.w_target === null || other.w_target === null) {
        return newbool((w_self === w_other) === (name === "__eq__"));
      }
      return compare(s, op, self.w_target, other.w_target);
    });
  }
  getset(w_type, "__callback__", (s, w_self) => refOf(s, w_self).w_callback);
  method(w_type, "__repr__", "self, /", (s, [w_self]) => {
    const { w_target } = refOf(s, w_self!);
    const what = w_target === null ? "dead" : `to '${w_target.getclass(s).short_name()}'`;
    return newtext(`<weakref at ${addressText(s, w_self!)}; ${what}>`);
  });
}

/** The hash of the target, which stays when it dies. */
function hashOf(space: ObjSpace, ref: W_WeakRef): W_Root {
  if (ref.w_hash === null) {
    if (ref.w_target === null) {
      throw oefmt(space, space.w_TypeError, "weak object has gone away");
    }
    ref.w_hash = new W_IntObject(space.hash(ref.w_target));
  }
  return ref.w_hash;
}

function makeRef(
  space: ObjSpace,
  state: WeakrefState,
  refused: ReadonlySet<W_TypeObject>,
  w_type: W_TypeObject,
  w_cls: W_TypeObject,
  w_obj: W_Root,
  w_callback: W_Root,
): W_Root {
  const lifeline = state.of(space, w_obj, refused);
  const isPlain = w_cls === w_type && w_callback === w_None;
  if (isPlain && lifeline.w_plain !== null) return lifeline.w_plain;
  const ref = new W_WeakRef(w_type, w_obj, w_callback);
  if (isPlain) lifeline.w_plain = ref;
  const w_ref = instanceOf(space, w_cls, ref);
  lifeline.refs_w.push(w_ref);
  return w_ref;
}

function installProxies(space: ObjSpace, w_module: W_Module, state: WeakrefState): void {
  const types = ["weakproxy", "weakcallableproxy"].map((name) => {
    const w_type = moduleType(space, w_module, name);
    w_type.w_module = null;
    w_type.acceptsSubclasses = false;
    w_module.namespace.delitem_str(name);
    installProxy(w_type);
    return w_type;
  });
  const [w_proxy, w_callable] = types as [W_TypeObject, W_TypeObject];
  w_module.namespace.setitem_str(space, "ProxyType", w_proxy);
  w_module.namespace.setitem_str(space, "CallableProxyType", w_callable);
  COMPARE_METHODS.forEach((name, op) => {
    method(w_proxy, name, "self, other, /", (s, [w_a, w_b]) =>
      compare(s, op, proxied(s, w_a!), proxied(s, w_b!)),
    );
  });
  method(w_callable, "__call__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    const { args_w, kwnames } = splitKeywords(s, (w_args as W_TupleObject).items, w_kwargs!);
    return proxied(s, w_self!).call_args(s, args_w, kwnames);
  });
  const refused = unreferable(space);
  moduleFunction(space, w_module, "proxy", "obj, callback=", (s, [w_obj, w_callback]) => {
    const lifeline = state.of(s, w_obj!, refused);
    const isPlain = isMissing(w_callback);
    if (isPlain && lifeline.w_proxy !== null) return lifeline.w_proxy;
    const isCallable = w_obj!.getclass(s).lookup("__call__") !== null;
    const proxy = new W_Proxy(isCallable ? w_callable : w_proxy, w_obj!, w_callback ?? w_None);
    if (isPlain) lifeline.w_proxy = proxy;
    lifeline.refs_w.push(proxy);
    return proxy;
  });
}

const INPLACE = [
  arithmetic.inplace_add,
  arithmetic.inplace_sub,
  arithmetic.inplace_mul,
  arithmetic.inplace_truediv,
  arithmetic.inplace_floordiv,
  arithmetic.inplace_mod,
  arithmetic.inplace_pow,
  arithmetic.inplace_lshift,
  arithmetic.inplace_rshift,
  arithmetic.inplace_and_,
  arithmetic.inplace_xor,
  arithmetic.inplace_or_,
  arithmetic.inplace_matmul,
];

/** The special methods of a proxy: the operation on what it stands for. */
function installProxy(w_type: W_TypeObject): void {
  BINARY_OPERATORS.forEach((operator, op) => {
    method(w_type, operator.method, "self, other, /", (s, [w_a, w_b]) =>
      binary(s, op, proxied(s, w_a!), proxied(s, w_b!)),
    );
    method(w_type, operator.reflected, "self, other, /", (s, [w_a, w_b]) =>
      binary(s, op, proxied(s, w_b!), proxied(s, w_a!)),
    );
    const inplace = INPLACE[op];
    if (inplace === undefined) return;
    method(w_type, operator.inplace, "self, other, /", (s, [w_a, w_b]) =>
      inplace(s, proxied(s, w_a!), proxied(s, w_b!)),
    );
  });
  for (const name of ["__neg__", "__pos__", "__invert__", "__abs__"]) {
    method(w_type, name, "self, /", (s, [w_self]) =>
      arithmetic.unary(s, name, proxied(s, w_self!)),
    );
  }
  for (const name of ["__int__", "__float__", "__index__", "__next__", "__complex__"]) {
    method(w_type, name, "self, /", (s, [w_self]) =>
      getattr(s, proxied(s, w_self!), name).call_args(s, [], null),
    );
  }
  method(w_type, "__bool__", "self, /", (s, [w_self]) => newbool(s.is_true(proxied(s, w_self!))));
  method(w_type, "__str__", "self, /", (s, [w_self]) => newtext(str_w(s, proxied(s, w_self!))));
  method(w_type, "__repr__", "self, /", (s, [w_self]) => {
    const w_target = proxied(s, w_self!);
    const name = w_target.getclass(s).short_name();
    return newtext(
      `<weakproxy at ${addressText(s, w_self!)} to ${name} at ${addressText(s, w_target)}>`,
    );
  });
  method(w_type, "__hash__", "self, /", (s) => {
    throw oefmt(s, s.w_TypeError, "unhashable type");
  });
  method(w_type, "__len__", "self, /", (s, [w_self]) => newint(len_w(s, proxied(s, w_self!))));
  method(w_type, "__iter__", "self, /", (s, [w_self]) => iter(s, proxied(s, w_self!)));
  method(w_type, "__contains__", "self, item, /", (s, [w_self, w_item]) =>
    newbool(contains(s, proxied(s, w_self!), w_item!)),
  );
  method(w_type, "__getitem__", "self, index, /", (s, [w_self, w_index]) =>
    getitem(s, proxied(s, w_self!), w_index!),
  );
  method(w_type, "__setitem__", "self, index, value, /", (s, [w_self, w_index, w_value]) => {
    setitem(s, proxied(s, w_self!), w_index!, w_value!);
    return w_None;
  });
  method(w_type, "__delitem__", "self, index, /", (s, [w_self, w_index]) => {
    delitem(s, proxied(s, w_self!), w_index!);
    return w_None;
  });
  // No getset: that would say that the class of a proxy is its type.
  const classOf: BuiltinCode = (s, [w_self]) => getattr(s, proxied(s, w_self!), "__class__");
  const w_getter = new W_BuiltinMethod("__class__", w_type, parseSignature("self"), classOf);
  w_type.dict_w.set("__class__", new W_Property(w_getter, w_None, w_None, w_None));
}
