/**
 * Making classes: layouts and slots, method resolution order, the hooks of a new class.
 *
 * Counterpart: pypy/objspace/std/typeobject.py.
 */

import { W_Function } from "../interp/function.ts";
import { mangleName } from "../compiler/mangle.ts";
import { bind, call_function, call_looked_up, lookup } from "../objects/call.ts";
import { Cell } from "../objects/cell.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import { GetSetProperty, W_ClassMethod, W_Member, W_StaticMethod } from "../objects/function.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { slotKey } from "../objects/mapdict.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { isIdentifier } from "../objects/unicode-database.ts";
import { SlotLayout, W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { splitKeywords } from "./keywords.ts";
import { deleteInstanceDict, instanceDict, setInstanceDict } from "./instance-attributes.ts";
import { defaultMro } from "./mro.ts";

/** `type.__new__(w_metatype, name, bases, namespace, **kwargs)`. */
export function makeClass(
  space: ObjSpace,
  w_metatype: W_TypeObject,
  name: string,
  given_bases_w: readonly W_Root[],
  w_namespace: W_DictObject,
  w_kwargs: W_DictObject,
): W_Root {
  if (name.includes("\0")) throw valueError(space, "type name must not contain null characters");
  const bases_w =
    given_bases_w.length === 0 ? [space.w_object] : checkedBases(space, given_bases_w);
  const w_base = bestBase(space, bases_w);
  const slots = new Slots(space, name, w_namespace, bases_w);
  const mro_tail = defaultMro(space, bases_w);
  const w_meta = w_metatype === space.w_type ? null : w_metatype;
  const { layout } = w_base;
  const slotLayout = slots.layout(w_base.slotLayout);
  const w_class = new W_TypeObject(
    name,
    bases_w,
    mro_tail,
    layout,
    true,
    w_meta,
    slots.hasDict,
    slotLayout,
    w_namespace.storage.getitem_str(space, "__del__") !== null,
  );
  w_class.weakrefable = slots.hasWeakref;
  fillNamespace(space, w_class, w_namespace);
  slots.addDescriptors(w_class);
  addCommonAttributes(w_class);
  overrideMro(space, w_class);
  w_class.mutated();
  setNames(space, w_class);
  initSubclass(space, w_class, w_kwargs);
  return w_class;
}

function checkedBases(space: ObjSpace, given_w: readonly W_Root[]): W_TypeObject[] {
  return given_w.map((w_base) => {
    if (w_base instanceof W_TypeObject) return w_base;
    throw typeError(space, "bases must be types");
  });
}

/** The base whose layout instances have. */
export function bestBase(space: ObjSpace, bases_w: readonly W_TypeObject[]): W_TypeObject {
  let w_best = bases_w[0]!;
  for (const w_base of bases_w) {
    const isWider = w_base.slotLayout !== w_best.slotLayout;
    if (isWider && w_base.slotLayout.extends(w_best.slotLayout)) w_best = w_base;
  }
  for (const w_base of bases_w) {
    if (w_base.acceptsSubclasses) continue;
    throw typeError(space, `type '${w_base.name}' is not an acceptable base type`);
  }
  for (const w_base of bases_w) {
    if (w_best.slotLayout.extends(w_base.slotLayout)) continue;
    throw typeError(space, "instance layout conflicts in multiple inheritance");
  }
  return w_best;
}

const INSTANCE_DICT = new GetSetProperty(
  "__dict__",
  null,
  instanceDict,
  setInstanceDict,
  deleteInstanceDict,
);

const WEAKREF = new GetSetProperty("__weakref__", null, () => w_None, null);

/** What `__slots__`, or its absence, says of a new class. */
class Slots {
  readonly hasDict: boolean;
  readonly hasWeakref: boolean;
  private readonly addsDict: boolean;
  private readonly addsWeakref: boolean;
  private readonly names: string[] = [];
  private first = 0;

  constructor(
    space: ObjSpace,
    className: string,
    w_namespace: W_DictObject,
    bases_w: readonly W_TypeObject[],
  ) {
    const inheritsDict = bases_w.some((w_base) => w_base.hasDict || w_base.layout === "type");
    const inheritsWeakref = bases_w.some((w_base) => w_base.weakrefable);
    const given = givenSlots(space, w_namespace);
    let wantsDict = given === null;
    let wantsWeakref = given === null;
    for (const slot of given ?? []) {
      if (slot === "__dict__") {
        if (wantsDict || inheritsDict) throw alreadyGot(space, slot);
        wantsDict = true;
      } else if (slot === "__weakref__") {
        if (wantsWeakref || inheritsWeakref) throw alreadyGot(space, slot);
        wantsWeakref = true;
      } else this.names.push(checkedSlot(space, className, slot, w_namespace));
    }
    this.names = [...new Set(this.names)].sort();
    this.addsDict = wantsDict && !inheritsDict;
    this.addsWeakref = wantsWeakref && !inheritsWeakref;
    this.hasDict = wantsDict || bases_w.some((w_base) => w_base.hasDict);
    this.hasWeakref = wantsWeakref || inheritsWeakref;
  }

  /** The layout of instances: the base's, unless there are new members. */
  layout(base: SlotLayout): SlotLayout {
    this.first = base.count;
    return this.names.length === 0 ? base : new SlotLayout(base.kind, base, this.names);
  }

  addDescriptors(w_class: W_TypeObject): void {
    this.names.forEach((name, i) => {
      w_class.dict_w.set(name, new W_Member(name, slotKey(this.first + i), w_class));
    });
    const computed = (name: string, getset: GetSetProperty): void => {
      if (!w_class.dict_w.has(name)) w_class.dict_w.set(name, getset);
    };
    if (this.addsDict) {
      computed("__dict__", INSTANCE_DICT);
    }
    if (this.addsWeakref) {
      computed("__weakref__", WEAKREF);
    }
  }
}

function alreadyGot(space: ObjSpace, slot: string): OperationError {
  return typeError(space, `${slot} slot disallowed: we already got one`);
}

function givenSlots(space: ObjSpace, w_namespace: W_DictObject): readonly string[] | null {
  const w_slots = w_namespace.storage.getitem_str(space, "__slots__");
  if (w_slots === null) return null;
  if (w_slots instanceof W_UnicodeObject) return [w_slots.value];
  return iterable_to_array(space, w_slots, -1).map((w_name) => {
    if (w_name instanceof W_UnicodeObject) return w_name.value;
    throw typeError(space, `__slots__ items must be strings, not '${typeName(space, w_name)}'`);
  });
}

function checkedSlot(
  space: ObjSpace,
  className: string,
  slot: string,
  w_namespace: W_DictObject,
): string {
  if (!isIdentifier(slot)) throw typeError(space, "__slots__ must be identifiers");
  const name = mangleName(slot, className);
  if (w_namespace.storage.getitem_str(space, name) === null) return name;
  throw valueError(space, `'${name}' in __slots__ conflicts with class variable`);
}

function fillNamespace(space: ObjSpace, w_class: W_TypeObject, w_namespace: W_DictObject): void {
  for (const [w_key, w_value] of w_namespace.storage.pairs(space)) {
    if (!(w_key instanceof W_UnicodeObject)) {
      throw typeError(space, `attribute name must be string, not '${typeName(space, w_key)}'`);
    }
    const key = w_key.value;
    if (key === "__qualname__") w_class.qualname = qualnameOf(space, w_value);
    else if (key === "__classcell__") setClassCell(space, w_class, w_value);
    else w_class.dict_w.set(key, wrapSpecial(key, w_value));
  }
}

function qualnameOf(space: ObjSpace, w_qualname: W_Root): string {
  if (w_qualname instanceof W_UnicodeObject) return w_qualname.value;
  throw typeError(space, `type __qualname__ must be a str, not ${typeName(space, w_qualname)}`);
}

function setClassCell(space: ObjSpace, w_class: W_TypeObject, w_cell: W_Root): void {
  if (!(w_cell instanceof Cell)) {
    const what = typeName(space, w_cell);
    throw typeError(space, `__classcell__ must be a nonlocal cell, not ${what}`);
  }
  w_cell.w_value = w_class;
}

function wrapSpecial(key: string, w_value: W_Root): W_Root {
  if (!(w_value instanceof W_Function)) return w_value;
  if (key === "__new__") return new W_StaticMethod(w_value);
  const isClassMethod = key === "__init_subclass__" || key === "__class_getitem__";
  return isClassMethod ? new W_ClassMethod(w_value) : w_value;
}

function addCommonAttributes(w_class: W_TypeObject): void {
  const { dict_w } = w_class;
  if (dict_w.has("__eq__") && !dict_w.has("__hash__")) dict_w.set("__hash__", w_None);
  if (!dict_w.has("__doc__")) dict_w.set("__doc__", w_None);
  if (!dict_w.has("__module__")) dict_w.set("__module__", newtext("__main__"));
  w_class.w_module = dict_w.get("__module__")!;
}

/** Asks a metaclass that defines `mro` for the order. */
export function overrideMro(space: ObjSpace, w_class: W_TypeObject): void {
  if (w_class.w_metaclass === null) return;
  const w_mro = w_class.w_metaclass.lookup("mro")!;
  if (w_mro === space.w_type.lookup("mro")) return;
  const w_order = call_looked_up(space, w_mro, w_class, [], null);
  w_class.mro_w = iterable_to_array(space, w_order, -1).map((w_type) => {
    if (w_type instanceof W_TypeObject) return w_type;
    throw typeError(space, "mro() returned a non-class");
  });
}

function setNames(space: ObjSpace, w_class: W_TypeObject): void {
  for (const [key, w_value] of [...w_class.dict_w]) {
    const w_hook = lookup(space, w_value, "__set_name__");
    if (w_hook === null) continue;
    try {
      call_looked_up(space, w_hook, w_value, [w_class, newtext(key)], null);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      const what = `'${typeName(space, w_value)}' instance '${key}' in '${w_class.name}'`;
      const wrapped = oefmt(space, space.w_RuntimeError, `Error calling __set_name__ on ${what}`);
      wrapped.w_value.w_cause = error.w_value;
      wrapped.w_value.w_context = error.w_value;
      wrapped.w_value.suppress_context = true;
      throw wrapped;
    }
  }
}

function initSubclass(space: ObjSpace, w_class: W_TypeObject, w_kwargs: W_DictObject): void {
  // A metaclass may leave `object` out of the order.
  const w_hook = w_class.lookup_uncached("__init_subclass__", 1);
  if (w_hook === null) return;
  const isObjects = w_hook === space.w_object.dict_w.get("__init_subclass__");
  if (isObjects && w_kwargs.storage.size() === 0) return;
  const w_bound = bind(space, w_hook, w_class, w_class);
  const { args_w, kwnames } = splitKeywords(space, [], w_kwargs);
  if (kwnames === null) call_function(space, w_bound, args_w);
  else w_bound.call_args(space, args_w, kwnames);
}
