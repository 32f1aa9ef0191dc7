/**
 * Weak references and proxies.
 *
 * DIFFERS: they hold what they refer to, so it never dies. A simulated collection cannot tell which
 * objects are still in use: the frames of compiled code keep theirs in registers.
 *
 * Counterpart: pypy/module/_weakref/interp__weakref.py.
 */

import { delattr, setattr } from "./attribute-changes.ts";
import { getattr } from "./attributes.ts";
import { typeError } from "./errors.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

export class W_WeakRef extends W_Root {
  readonly w_type: W_TypeObject;
  readonly w_target: W_Root;
  readonly w_callback: W_Root;

  constructor(w_type: W_TypeObject, w_target: W_Root, w_callback: W_Root) {
    super();
    this.w_type = w_type;
    this.w_target = w_target;
    this.w_callback = w_callback;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    if (args_w.length === 0) return this.w_target;
    throw refTakesNothing(space, args_w.length, kwnames);
  }
}

/** @dont_look_inside @cannot_raise */
export function refTakesNothing(space: ObjSpace, count: number, kwnames: readonly string[] | null) {
  if (kwnames !== null) {
    return typeError(space, `__call__() got an unexpected keyword argument '${kwnames[0]}'`);
  }
  const message = `__call__() takes 1 positional argument but ${count + 1} were given`;
  return typeError(space, message);
}

/** A proxy: attributes are those of the target; special methods are on its type. */
export class W_Proxy extends W_Root {
  readonly w_type: W_TypeObject;
  readonly w_target: W_Root;
  readonly w_callback: W_Root;

  constructor(w_type: W_TypeObject, w_target: W_Root, w_callback: W_Root) {
    super();
    this.w_type = w_type;
    this.w_target = w_target;
    this.w_callback = w_callback;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }

  override takes_own_attributes(): boolean {
    return true;
  }

  override getown(space: ObjSpace, name: string): W_Root | null {
    return getattr(space, this.w_target, name);
  }

  override setown(space: ObjSpace, name: string, w_value: W_Root): boolean {
    setattr(space, this.w_target, name, w_value);
    return true;
  }

  override delown(space: ObjSpace, name: string): boolean {
    delattr(space, this.w_target, name);
    return true;
  }
}

/** What a proxy stands for; anything else stands for itself. */
export function proxied(w_obj: W_Root): W_Root {
  return w_obj instanceof W_Proxy ? w_obj.w_target : w_obj;
}

/** The references to one object. */
export class WeakrefLifeline {
  /** The reference and the proxy without callback, which are shared. */
  w_plain: W_WeakRef | null = null;
  w_proxy: W_Proxy | null = null;
  readonly refs_w: W_Root[] = [];
}

/** The lifelines of one run. */
export class WeakrefState {
  private readonly lifelines = new WeakMap<W_Root, WeakrefLifeline>();

  lookup(w_target: W_Root): WeakrefLifeline | null {
    return this.lifelines.get(w_target) ?? null;
  }

  of(space: ObjSpace, w_target: W_Root, unreferable: ReadonlySet<W_TypeObject>): WeakrefLifeline {
    let lifeline = this.lifelines.get(w_target);
    if (lifeline !== undefined) return lifeline;
    const w_class = w_target.getclass(space);
    if (unreferable.has(w_class)) {
      throw typeError(space, `cannot create weak reference to '${w_class.name}' object`);
    }
    lifeline = new WeakrefLifeline();
    this.lifelines.set(w_target, lifeline);
    return lifeline;
  }
}
