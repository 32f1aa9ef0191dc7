/**
 * Python's types, built-in and user-defined.
 *
 * A type's attributes are looked up along its MRO by a function that is pure for a given version
 * tag; the tag is quasi-immutable, so a trace that knows the type knows what a name means, until
 * somebody changes the type or one of its bases.
 *
 * Counterpart: pypy/objspace/std/typeobject.py.
 */

import { promote, we_are_jitted } from "../../../hints/hints.ts";
import type { QuasiImmut } from "../../../hints/quasi-immut.ts";
import { invalidate } from "../../../hints/quasi-immut.ts";
import { typeError } from "./errors.ts";
import type { FastCode } from "./fast-code.ts";
import { call_fast } from "./fast-code.ts";
import { MapNode } from "./mapdict.ts";
import { may_have_cell, TypeDict, unwrap_cell, write_cell } from "./mutable-cell.ts";
import { w_None } from "./singletons.ts";
import type { ObjSpace } from "./space.ts";
import { W_Root } from "./w-root.ts";

/** Identifies one state of a type's attributes. */
export class VersionTag {}

/** How instances of a type are made. */
export type Layout = string;

/**
 * What instances are made of: a built-in kind of value, and members of `__slots__`. Types whose
 * instances are made alike share one; a layout that adds something is a child of the layout it
 * extends.
 */
export class SlotLayout {
  readonly kind: Layout;
  readonly parent: SlotLayout | null;
  /** Members that this layout adds. */
  readonly names: readonly string[];
  /** The number of members of this and all layouts it extends. */
  readonly count: number;

  constructor(kind: Layout, parent: SlotLayout | null, names: readonly string[]) {
    this.kind = kind;
    this.parent = parent;
    this.names = names;
    this.count = (parent === null ? 0 : parent.count) + names.length;
  }

  /** Whether this is `other` or extends it. */
  extends(other: SlotLayout): boolean {
    for (let layout: SlotLayout | null = this; layout !== null; layout = layout.parent) {
      if (layout === other) return true;
    }
    return false;
  }
}

export class W_TypeObject extends W_Root {
  name: string;
  qualname: string;
  /** Null for built-in types, whose `__module__` is builtins. */
  w_module: W_Root | null = null;
  w_doc: W_Root | null = null;
  readonly w_metaclass: W_TypeObject | null;
  bases_w: readonly W_TypeObject[];
  /** This type and those it inherits from, in order of lookup. */
  mro_w: readonly W_TypeObject[];
  /** Own attributes in order of definition. */
  readonly dict_w = new TypeDict();
  /** Made by a class statement, thus mutable. */
  readonly isHeapType: boolean;
  /** The built-in type whose values instances are: "object", "int", "list", "BaseException" … */
  readonly layout: Layout;
  readonly slotLayout: SlotLayout;
  /** Whether instances can have weak references. */
  weakrefable = false;
  /** False for built-in types that refuse subclasses. */
  acceptsSubclasses = true;
  readonly terminator: MapNode;
  /** Length of the storage of new instances. @quasi_immutable */
  instance_capacity = 0;
  mutate_instance_capacity: QuasiImmut | null = null;
  /** Has abstract methods, thus no instances. @quasi_immutable */
  is_abstract = false;
  mutate_is_abstract: QuasiImmut | null = null;
  /** @quasi_immutable */
  version_tag: VersionTag = new VersionTag();
  mutate_version_tag: QuasiImmut | null = null;
  /** Whether instances take any attribute; false with `__slots__` all along the MRO. */
  readonly hasDict: boolean;
  /** A class written in Python that derives from no built-in type but object. */
  readonly isPlainObject: boolean;
  /** A class of exceptions. */
  readonly isException: boolean;
  /** Whether instances have a `__del__` to be called; settled when the class is made. */
  readonly hasFinalizer: boolean;
  /** What calling a built-in type does inside of a trace. */
  readonly fast: FastCode | null = null;
  private subclasses: W_TypeObject[] = [];
  private lookup_cache = new Map<string, W_Root | null>();

  constructor(
    name: string,
    bases_w: readonly W_TypeObject[],
    mro_tail: readonly W_TypeObject[],
    layout: Layout,
    isHeapType: boolean,
    w_metaclass: W_TypeObject | null,
    hasDict: boolean,
    slotLayout: SlotLayout | null = null,
    definesDel = false,
  ) {
    super();
    this.name = name;
    this.qualname = name;
    this.bases_w = bases_w;
    this.mro_w = [this, ...mro_tail];
    this.layout = layout;
    this.isHeapType = isHeapType;
    this.w_metaclass = w_metaclass;
    this.hasDict = hasDict;
    this.isPlainObject = isHeapType && layout === "object";
    this.isException = layout === "BaseException";
    this.hasFinalizer = definesDel || bases_w.some((w_base) => w_base.hasFinalizer);
    this.slotLayout = slotLayout ?? builtinLayout(layout, bases_w);
    this.terminator = new MapNode(this, null, "", false);
    if (!isHeapType) this.dict_w.set("__doc__", w_None);
    for (const w_base of bases_w) w_base.subclasses.push(this);
  }

  override getclass(space: ObjSpace): W_TypeObject {
    const w_metaclass = this.w_metaclass;
    return w_metaclass === null ? space.w_type : w_metaclass;
  }

  /** Gives a built-in type its traced part, before the program runs. */
  setFast(fast: FastCode): void {
    (this as { fast: FastCode | null }).fast = fast;
  }

  override setown(space: ObjSpace, name: string, w_value: W_Root): boolean {
    this.checkMutable(space, "set");
    this.set_attribute(name, w_value);
    return true;
  }

  override delown(space: ObjSpace, name: string): boolean {
    this.checkMutable(space, "delete");
    return this.delete_attribute(name);
  }

  private checkMutable(space: ObjSpace, what: string): void {
    if (!this.isHeapType) {
      throw typeError(space, `can't ${what} attributes on type object '${this.name}'`);
    }
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (this.w_metaclass !== null) return space.call_descr(this, args_w, kwnames);
    if (kwnames === null) {
      const w_result = call_fast(space, this.fast, args_w);
      if (w_result !== null) return w_result;
    }
    return space.call_type(this, args_w, kwnames);
  }

  /** What results about this type are good for. Built-in types do not change any more when traced. */
  private version(): VersionTag {
    return we_are_jitted() && !this.isHeapType ? this.pure_version_tag() : this.version_tag;
  }

  /** @elidable @cannot_raise */
  pure_version_tag(): VersionTag {
    return this.version_tag;
  }

  /** The attribute `name` of this type or the first base that has it, or null. */
  lookup(name: string): W_Root | null {
    const w_self = promote(this as W_TypeObject);
    return unwrap_cell(w_self.pure_lookup(w_self.version(), name));
  }

  /** The attribute or its cell. @elidable @cannot_raise */
  pure_lookup(_version: VersionTag, name: string): W_Root | null {
    const cached = this.lookup_cache.get(name);
    if (cached !== undefined) return cached;
    const w_found = this.lookup_cell(name, 0);
    this.lookup_cache.set(name, w_found);
    return w_found;
  }

  /** As `lookup`, from position `start` of the MRO on. @dont_look_inside @cannot_raise */
  lookup_uncached(name: string, start: number): W_Root | null {
    return unwrap_cell(this.lookup_cell(name, start));
  }

  /** @dont_look_inside @cannot_raise */
  lookup_cell(name: string, start: number): W_Root | null {
    for (let i = start; i < this.mro_w.length; i++) {
      const w_cell = this.mro_w[i]!.dict_w.getcell(name);
      if (w_cell !== null) return w_cell;
    }
    return null;
  }

  /** The type in whose dictionary `lookup` finds `name`, or null. */
  lookup_where(name: string): W_TypeObject | null {
    return this.mro_w.find((w_type) => w_type.dict_w.has(name)) ?? null;
  }

  /** Whether this is `w_other` or inherits from it. */
  issubtype(w_other: W_TypeObject): boolean {
    const w_self = promote(this as W_TypeObject);
    return w_self.pure_issubtype(w_self.version(), promote(w_other));
  }

  /** As `lookup`, behind `w_start` in the MRO. */
  lookup_after(w_start: W_TypeObject, name: string): W_Root | null {
    const w_self = promote(this as W_TypeObject);
    return unwrap_cell(w_self.pure_lookup_after(w_self.version(), promote(w_start), name));
  }

  /** @elidable @cannot_raise */
  pure_lookup_after(_version: VersionTag, w_start: W_TypeObject, name: string): W_Root | null {
    return this.lookup_cell(name, this.mro_w.indexOf(w_start) + 1);
  }

  /** @elidable @cannot_raise */
  pure_issubtype(_version: VersionTag, w_other: W_TypeObject): boolean {
    return this.mro_w.includes(w_other);
  }

  /** Sets an attribute. @dont_look_inside @cannot_raise */
  set_attribute(name: string, w_value: W_Root): void {
    if (this.dict_w.store(name, w_value)) this.mutated();
  }

  /** Stores into the cell of an own attribute; false when it has none that can hold the value. */
  write_own_cell(name: string, w_value: W_Root): boolean {
    if (!may_have_cell(w_value)) return false;
    const w_self = promote(this as W_TypeObject);
    return write_cell(w_self.pure_own_cell(w_self.version(), name), w_value);
  }

  /** @elidable @cannot_raise */
  pure_own_cell(_version: VersionTag, name: string): W_Root | null {
    return this.dict_w.getcell(name);
  }

  /** Deletes an attribute; false when there is none. @dont_look_inside @cannot_raise */
  delete_attribute(name: string): boolean {
    const existed = this.dict_w.delete(name);
    if (existed && name === "__abstractmethods__") this.set_abstract(false);
    if (existed) this.mutated();
    return existed;
  }

  /** @dont_look_inside @cannot_raise */
  set_abstract(isAbstract: boolean): void {
    if (this.is_abstract === isAbstract) return;
    this.is_abstract = isAbstract;
    invalidate(this.mutate_is_abstract);
  }

  /** Makes every compiled assumption about this type and its subclasses void. @dont_look_inside */
  mutated(): void {
    this.version_tag = new VersionTag();
    invalidate(this.mutate_version_tag);
    this.lookup_cache.clear();
    for (const w_subclass of this.subclasses) w_subclass.mutated();
  }

  /** Remembers how many attributes instances grow to. @dont_look_inside @cannot_raise */
  note_attribute_count(count: number): void {
    if (count <= this.instance_capacity) return;
    this.instance_capacity = count;
    invalidate(this.mutate_instance_capacity);
  }

  /** Direct subclasses, oldest first. */
  direct_subclasses(): readonly W_TypeObject[] {
    return this.subclasses;
  }

  /** `__name__`; messages call the built-in types of modules `module.name`. */
  short_name(): string {
    return this.isHeapType ? this.name : this.name.slice(this.name.lastIndexOf(".") + 1);
  }

  /** Replaces the bases; the caller has checked them and computed every MRO anew. */
  changeBases(bases_w: readonly W_TypeObject[]): void {
    for (const w_base of this.bases_w) {
      w_base.subclasses = w_base.subclasses.filter((w_type) => w_type !== this);
    }
    this.bases_w = bases_w;
    for (const w_base of bases_w) w_base.subclasses.push(this);
    this.mutated();
  }

  /** `module.qualname`, or the plain name for built-in types: as error messages print it. */
  display_name(): string {
    return this.name;
  }
}

/** The layout of a built-in type: its base's, unless its values are of another kind. */
function builtinLayout(layout: Layout, bases_w: readonly W_TypeObject[]): SlotLayout {
  const base = bases_w[0]?.slotLayout ?? null;
  return base !== null && base.kind === layout ? base : new SlotLayout(layout, base, []);
}
