/**
 * The module _abc: registries, caches and abstract names of abstract base classes. `abc` itself is
 * Python, in lib/abc.py.
 *
 * Counterpart: pypy/module/_abc/app_abc.py. DIFFERS: the bookkeeping is not among a class's
 * attributes, and registered classes are held strongly.
 */

import { setattr } from "../objects/attribute-changes.ts";
import { call_method, getattr, getattr_or_null } from "../objects/attributes.ts";
import { oefmt, operationError, typeError } from "../objects/errors.ts";
import { GetSetProperty } from "../objects/function.ts";
import { newbool, newint, W_BoolObject } from "../objects/int-object.ts";
import { iterate } from "../objects/iteration.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { tableOf, W_FrozensetObject, W_SetObject } from "../objects/set-object.ts";
import { w_None, w_NotImplemented } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, type W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isSubclass } from "./builtins.ts";
import { moduleFunction } from "./define.ts";

/** What an abstract base class remembers. */
class AbcData {
  registry = new Set<W_Root>();
  cache = new Set<W_Root>();
  negative = new Set<W_Root>();
  /** The token at which `negative` was valid. */
  negativeVersion: number;

  constructor(version: number) {
    this.negativeVersion = version;
  }
}

/** The bookkeeping of one run. */
class AbcState {
  /** Counts registrations: any of them may turn a "no" into a "yes". */
  token = 0;
  private readonly data = new WeakMap<W_Root, AbcData>();

  of(w_class: W_Root): AbcData {
    let data = this.data.get(w_class);
    if (data === undefined) {
      data = new AbcData(this.token);
      this.data.set(w_class, data);
    }
    return data;
  }
}

/** The module. */
export function makeAbcModule(space: ObjSpace): W_Module {
  const w_module = makeModule("_abc");
  w_module.namespace.setitem_str(space, "__name__", newtext("_abc"));
  const state = new AbcState();
  const define = moduleFunction.bind(null, space, w_module);
  define("get_cache_token", "", () => newint(state.token));
  define("_abc_init", "cls", (s, [w_cls]) => {
    setattr(s, w_cls!, "__abstractmethods__", abstractNames(s, w_cls!));
    state.of(w_cls!);
    return w_None;
  });
  define("_abc_register", "cls, subclass", (s, [w_cls, w_sub]) =>
    register(s, state, w_cls!, w_sub!),
  );
  define("_abc_instancecheck", "cls, instance", (s, [w_cls, w_obj]) =>
    newbool(instanceCheck(s, state, w_cls!, w_obj!)),
  );
  define("_abc_subclasscheck", "cls, subclass", (s, [w_cls, w_sub]) =>
    newbool(subclassCheck(s, state, w_cls!, w_sub!)),
  );
  define("_get_dump", "cls", (s, [w_cls]) => {
    const data = state.of(w_cls!);
    const sets_w = [data.registry, data.cache, data.negative].map(
      (members) => new W_SetObject(tableOf(s, members)),
    );
    return new W_TupleObject([...sets_w, newint(data.negativeVersion)]);
  });
  define("_reset_registry", "cls", (_, [w_cls]) => {
    state.of(w_cls!).registry.clear();
    return w_None;
  });
  define("_reset_caches", "cls", (_, [w_cls]) => {
    state.of(w_cls!).cache.clear();
    state.of(w_cls!).negative.clear();
    return w_None;
  });
  return w_module;
}

/** Whether a function or descriptor is marked by `abstractmethod`. */
function isAbstract(space: ObjSpace, w_value: W_Root | null): boolean {
  if (w_value === null) return false;
  const w_mark = getattr_or_null(space, w_value, "__isabstractmethod__");
  return w_mark !== null && space.is_true(w_mark);
}

function abstractNames(space: ObjSpace, w_cls: W_Root): W_Root {
  const names_w: W_Root[] = [];
  const w_type = w_cls as W_TypeObject;
  for (const [name, w_value] of w_type.dict_w) {
    if (isAbstract(space, w_value)) names_w.push(newtext(name));
  }
  for (const w_base of w_type.bases_w) {
    const w_names = w_base.dict_w.get("__abstractmethods__");
    if (w_names === undefined || w_names instanceof GetSetProperty) continue;
    for (const w_name of iterate(space, w_names)) {
      const name = (w_name as W_UnicodeObject).value;
      if (isAbstract(space, getattr_or_null(space, w_cls, name))) names_w.push(w_name);
    }
  }
  return new W_FrozensetObject(tableOf(space, names_w));
}

function register(space: ObjSpace, state: AbcState, w_cls: W_Root, w_sub: W_Root): W_Root {
  if (!(w_sub instanceof W_TypeObject)) throw typeError(space, "Can only register classes");
  if (isSubclass(space, w_sub, w_cls)) return w_sub;
  if (isSubclass(space, w_cls, w_sub)) {
    throw oefmt(space, space.w_RuntimeError, "Refusing to create an inheritance cycle");
  }
  state.of(w_cls).registry.add(w_sub);
  state.token++;
  return w_sub;
}

function instanceCheck(space: ObjSpace, state: AbcState, w_cls: W_Root, w_obj: W_Root): boolean {
  const w_class = getattr(space, w_obj, "__class__");
  if (state.of(w_cls).cache.has(w_class)) return true;
  const check = (w_sub: W_Root): boolean =>
    space.is_true(call_method(space, w_cls, "__subclasscheck__", [w_sub]));
  const w_type = w_obj.getclass(space);
  if (w_type === w_class) return check(w_class);
  return check(w_class) || check(w_type);
}

function subclassCheck(space: ObjSpace, state: AbcState, w_cls: W_Root, w_sub: W_Root): boolean {
  if (!(w_sub instanceof W_TypeObject)) {
    throw typeError(space, "issubclass() arg 1 must be a class");
  }
  const data = state.of(w_cls);
  if (data.cache.has(w_sub)) return true;
  if (data.negativeVersion < state.token) {
    data.negative.clear();
    data.negativeVersion = state.token;
  } else if (data.negative.has(w_sub)) {
    return false;
  }
  const result = computeSubclass(space, data, w_cls as W_TypeObject, w_sub);
  if (result) data.cache.add(w_sub);
  else data.negative.add(w_sub);
  return result;
}

function computeSubclass(
  space: ObjSpace,
  data: AbcData,
  w_cls: W_TypeObject,
  w_sub: W_TypeObject,
): boolean {
  const w_hook = call_method(space, w_cls, "__subclasshook__", [w_sub]);
  if (w_hook !== w_NotImplemented) {
    if (!(w_hook instanceof W_BoolObject)) throw operationError(space.w_AssertionError, []);
    return space.is_true(w_hook);
  }
  if (w_sub.mro_w.includes(w_cls)) return true;
  for (const w_known of [...data.registry]) if (isSubclass(space, w_sub, w_known)) return true;
  for (const w_below of [...w_cls.direct_subclasses()]) {
    if (isSubclass(space, w_sub, w_below)) return true;
  }
  return false;
}
